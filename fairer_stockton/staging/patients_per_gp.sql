-- Patients per general practitioner: a row for each authority, and England as the sum of its own.
select
    areacd,
    '2024' as period,
    patients,
    gp_fte,
    patients_per_gp,
    source_file,
    source_row
from extract
union all
select
    'E92000001' as areacd,
    '2024' as period,
    cast(sum(patients) as bigint) as patients,
    cast(sum(cast(gp_fte as decimal(18, 6))) as double) as gp_fte,
    sum(patients) / cast(sum(cast(gp_fte as decimal(18, 6))) as double) as patients_per_gp,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where areacd like 'E0%'
order by areacd
