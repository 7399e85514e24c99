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
),

long_dwellings as (
    select
        areacd,
        right(in_year, 4) as year,
        dwellings
    from (
        unpivot dwellings on
        dwellings_2012,
        dwellings_2013,
        dwellings_2014,
        dwellings_2015,
        dwellings_2016,
        dwellings_2017,
        dwellings_2018,
        dwellings_2019,
        dwellings_2020,
        dwellings_2021
        into name in_year value dwellings
    )
    where areacd like 'E%'
),

stock as (
    select
        areacd,
        year,
        dwellings
    from long_dwellings
    union all
    select
        'E92000001' as areacd,
        year,
        sum(dwellings) as dwellings
    from long_dwellings
    group by year
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
inner join stock
    on quarters.areacd = stock.areacd and stock.year = least(strftime(quarters.counted_on, '%Y'), '2021')
order by period, quarters.areacd
