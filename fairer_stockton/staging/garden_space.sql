-- Private outdoor space: a row for each authority, and England as the sum of its own, where all are known.
select
    areacd,
    period,
    addresses,
    with_own_space,
    100 * share as own_space_percent,
    source_file,
    source_row
from extract
union all
select
    'E92000001' as areacd,
    period,
    case when count(addresses) = count(*) then cast(sum(addresses) as bigint) end as addresses,
    case when count(with_own_space) = count(*) then cast(sum(with_own_space) as bigint) end as with_own_space,
    case
        when count(addresses + with_own_space) = count(*) then 100.0 * sum(with_own_space) / sum(addresses)
    end as own_space_percent,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where areacd like 'E0%'
group by period
order by period, areacd
