-- Claimant count: a row for each ward, authority or region of the north of England and month.
select
    case when code like 'E05%' then code end as wd19cd,
    case when code not like 'E05%' then code end as areacd,
    month as period,
    cast(sum(value) filter (where variable = 'Claimant count') as bigint) as claimants,
    sum(value) filter (where variable = 'Claimants as a proportion of residents aged 16-64') as claimant_percent,
    min(value_marker) as marker,
    source_file,
    min(source_row) as source_row
from extract
group by code, month, source_file
order by code, month
