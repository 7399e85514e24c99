-- Claimants of Local Council Tax Support: a row for each authority or England and the month that a quarter ends in.
with quarters as (
    select
        areacd,
        counted_on,
        sum(number) filter (where age = 'pensioners') as pensioners,
        sum(number) filter (where age = 'working_age') as working_age,
        min(source_file) as source_file,
        min(source_row) as source_row
    from claimants
    group by areacd, counted_on
)

select
    quarters.areacd,
    strftime(quarters.counted_on, '%Y-%m') as period,
    cast(quarters.pensioners as bigint) as pensioners,
    cast(quarters.working_age as bigint) as working_age,
    cast(stock.dwellings as bigint) as dwellings,
    quarters.source_file,
    quarters.source_row
from quarters
inner join dwellings_by_year('dwellings') as stock
    on quarters.areacd = stock.areacd and stock.year = least(strftime(quarters.counted_on, '%Y'), '2021')
order by period, quarters.areacd
