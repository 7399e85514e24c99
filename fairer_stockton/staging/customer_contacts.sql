-- Customer contacts: a row for each contact.
-- The period is the financial year of the date, from April; the day itself is not kept.
with years as (
    select
        *,
        year(contacted_on) - case when month(contacted_on) < 4 then 1 else 0 end as starts
    from extract
)

select
    contact,
    starts || '/' || right(cast(starts + 1 as varchar), 2) as period,
    lsoa21cd,
    lower(channel) as channel,
    lower(service) as service,
    lower(satisfied) as satisfied,
    lower(resolved_first_time) as resolved_first_time,
    waiting_minutes,
    source_file,
    source_row
from years
order by period, contact
