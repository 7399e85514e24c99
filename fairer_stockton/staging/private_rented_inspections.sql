-- Inspections of private rented homes: a row for each inspection.
-- The period is the financial year of the date, from April; the day itself is not kept.
with years as (
    select
        *,
        year(inspected_on) - case when month(inspected_on) < 4 then 1 else 0 end as starts
    from extract
)

select
    inspection,
    starts || '/' || right(cast(starts + 1 as varchar), 2) as period,
    lsoa21cd,
    lower(category_1_hazard) as category_1_hazard,
    lower(remedied) as remedied,
    source_file,
    source_row
from years
order by period, inspection
