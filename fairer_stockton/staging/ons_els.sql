-- Explore Local Statistics: a row for each area, indicator and period; ISO intervals become the labels people use.
-- A combined authority that is also an area for international statistics stands twice in a file, with the same figure:
-- it is staged once. Other areas for international statistics (TLC) are not staged: no page shows them, and the upper
-- limits of some repeat the lower ones.
with intervals as (
    select
        areacd,
        areanm,
        indicator,
        cast(left(starts, 10) as date) as first_day,
        nullif(split_part(starts, '/', 2), '') as lasts,
        unit,
        value,
        lower_95,
        upper_95,
        coalesce(status, value_marker) as marker,
        source_file,
        min(source_row) as source_row
    from extract
    where regexp_full_match(areacd, '[EWSNK]\d{8}')
    group by all
)

select
    areacd,
    areanm,
    indicator,
    case
        when lasts is null
            then strftime(first_day, '%Y-%m')
        when lasts = 'P1Y' and month(first_day) = 1
            then strftime(first_day, '%Y')
        when lasts = 'P1Y'
            then strftime(first_day, '%Y/') || strftime(first_day + interval 1 year, '%y')
        else strftime(first_day, '%Y to ') || strftime(first_day + to_years(cast(lasts[2:-2] as integer) - 1), '%Y')
    end as period,
    unit,
    value,
    lower_95,
    upper_95,
    marker,
    source_file,
    source_row
from intervals
order by indicator, areacd, first_day
