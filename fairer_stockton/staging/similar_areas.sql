-- Similar areas: a row for each area and one like it, in the publisher's order.
with listed as (
    select
        areacd,
        unnest([*columns('^place_\d+$')]) as neighbour_cd,
        unnest(range(1, 21)) as place,
        period,
        source_file,
        source_row
    from extract
)

select
    areacd,
    neighbour_cd,
    place,
    period,
    source_file,
    source_row
from listed
where neighbour_cd is not null
order by areacd, place
