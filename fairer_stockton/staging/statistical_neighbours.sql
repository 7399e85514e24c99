-- Statistical neighbours: a row for each authority and neighbour, in the publisher's order.
-- Below the table stand the neighbours of authorities that are no more, under a heading; they are left out.
with abolished as (
    select min(source_row) as heading
    from extract
    where la_name like 'Old SN%'
),

listed as (
    select
        extract.la_number,
        unnest([*columns('^neighbour_\d+$')]) as neighbour_number,
        unnest([*columns('^closeness_\d+$')]) as closeness,
        unnest(range(1, 11)) as place,
        extract.period,
        extract.source_file,
        extract.source_row
    from extract
    cross join abolished
    where
        extract.la_number is not null
        and (abolished.heading is null or extract.source_row < abolished.heading)
)

select
    la_number,
    neighbour_number,
    place,
    closeness,
    period,
    source_file,
    source_row
from listed
where neighbour_number is not null
order by la_number, place
