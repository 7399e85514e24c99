-- Debt advice: a row for each client's case.
-- The period is the financial year of the date, from April; the day itself is not kept.
with years as (
    select
        *,
        year(opened_on) - case when month(opened_on) < 4 then 1 else 0 end as starts
    from extract
)

select
    case_id,
    starts || '/' || right(cast(starts + 1 as varchar), 2) as period,
    lsoa21cd,
    lower(problem) as problem,
    amount_gbp,
    source_file,
    source_row
from years
order by period, case_id
