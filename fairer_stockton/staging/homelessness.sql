-- Households that a council owes a duty because they are homeless or threatened with it: a row for each authority,
-- region or England and quarter. London stands in the file twice, as a region and as the sum of its boroughs.
with stock as (
    select
        areacd,
        dwellings_2021 as dwellings
    from dwellings
    where areacd like 'E%'
    union all
    select
        rgncd as areacd,
        sum(dwellings_2021) as dwellings
    from dwellings
    where rgncd like 'E%'
    group by rgncd
    union all
    select
        'E92000001' as areacd,
        sum(dwellings_2021) as dwellings
    from dwellings
)

select
    duties.areacd,
    duties.quarter as period,
    cast(min(duties.households) as bigint) as households,
    cast(min(stock.dwellings) as bigint) as dwellings,
    min(duties.source_file) as source_file,
    min(duties.source_row) as source_row
from duties
inner join stock on duties.areacd = stock.areacd
group by duties.areacd, duties.quarter
order by period, duties.areacd
