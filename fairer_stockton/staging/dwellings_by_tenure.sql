-- Dwellings that are rented privately: a row for each authority and year, and England as their sum, without limits.
-- The sheets have a column for each year: ingest makes a row of each.
with authorities as (
    select
        counts.areacd,
        counts.year as period,
        counts.rented,
        counts.dwellings,
        shares.rented_percent,
        shares.lower_95,
        shares.upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares
        on counts.areacd = shares.areacd and counts.year = shares.year
)

select
    areacd,
    period,
    rented,
    dwellings,
    rented_percent,
    lower_95,
    upper_95,
    source_file,
    source_row
from authorities
union all
select
    'E92000001' as areacd,
    period,
    case when count(rented) = count(*) then cast(sum(rented) as bigint) end as rented,
    case when count(dwellings) = count(*) then cast(sum(dwellings) as bigint) end as dwellings,
    case when count(rented + dwellings) = count(*) then 100.0 * sum(rented) / sum(dwellings) end as rented_percent,
    null as lower_95,
    null as upper_95,
    min(source_file) as source_file,
    min(source_row) as source_row
from authorities
group by period
order by period, areacd
