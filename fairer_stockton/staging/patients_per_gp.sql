-- Patients per general practitioner: a row for each authority, and England as the sum of its own, where all are known.
select
    areacd,
    period,
    patients,
    gp_fte,
    patients_per_gp,
    source_file,
    source_row
from extract
union all
select
    'E92000001' as areacd,
    period,
    case when count(patients) = count(*) then cast(sum(patients) as bigint) end as patients,
    case
        when count(gp_fte) = count(*) then cast(sum(cast(gp_fte as decimal(18, 6))) as double)
    end as gp_fte,
    case
        when count(patients + gp_fte) = count(*)
            then sum(patients) / cast(sum(cast(gp_fte as decimal(18, 6))) as double)
    end as patients_per_gp,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where areacd like 'E0%'
group by period
order by period, areacd
