-- Recorded conditions: a row for each council of England and condition, and England as the sum of its councils.
-- The register and the list are estimates, so the share is worked out from them and not taken as a count.
with councils as (
    select
        areacd,
        condition,
        period,
        on_register,
        patients,
        source_file,
        source_row
    from extract
    where condition in ('COPD', 'DM', 'MH') and areacd like 'E%'
),

england as (
    select
        'E92000001' as areacd,
        condition,
        period,
        case
            when count(on_register) = count(*) then cast(sum(cast(on_register as decimal(18, 6))) as double)
        end as on_register,
        case when count(patients) = count(*) then cast(sum(cast(patients as decimal(18, 6))) as double) end as patients,
        min(source_file) as source_file,
        min(source_row) as source_row
    from councils
    group by condition, period
),

areas as (
    select * from councils
    union all
    select * from england
)

select
    areacd,
    condition,
    replace(period, '-', '/') as period,
    100 * on_register / patients as on_register_percent,
    source_file,
    source_row
from areas
order by condition, areacd
