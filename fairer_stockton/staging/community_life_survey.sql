-- Answers to the Community Life Survey: a row for each question and council.
-- Rows without a code are titles and notes within the table.
with answers as (
    select
        'belonging' as question,
        *
    from belonging
    union all by name
    select
        'get_on_well' as question,
        *
    from get_on_well
    union all by name
    select
        'influence' as question,
        *
    from influence
    union all by name
    select
        'lonely' as question,
        *
    from lonely
    union all by name
    select
        'pull_together' as question,
        *
    from pull_together
    union all by name
    select
        'volunteering' as question,
        *
    from volunteering
)

select
    areacd,
    question,
    replace(period, '-', '/') as period,
    percent,
    lower_95,
    upper_95,
    respondents,
    percent_marker as marker,
    source_file,
    source_row
from answers
where regexp_full_match(areacd, '[EWSNK]\d{8}')
order by question, areacd
