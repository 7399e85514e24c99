-- Residents' views: a row for each view. The period is the financial year of the date, from April; the day is not kept.
with years as (
    select
        *,
        year(said_on) - case when month(said_on) < 4 then 1 else 0 end as starts
    from extract
)

select
    view_id,
    starts || '/' || right(cast(starts + 1 as varchar), 2) as period,
    lsoa21cd,
    lower(theme) as theme,
    lower(outcome) as outcome,
    source_file,
    source_row
from years
order by period, view_id
