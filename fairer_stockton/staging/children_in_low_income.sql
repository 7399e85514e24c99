-- Children under 16 in relative low income after housing costs: a row for each ward or authority and financial year.
with areas as (
    select
        wd24cd,
        null as areacd,
        children_2024,
        children_2024_marker,
        percent_2024,
        percent_2024_marker,
        children_2025,
        children_2025_marker,
        percent_2025,
        percent_2025_marker,
        source_file,
        source_row
    from ward
    where wd24cd not like 'K%'
    union all
    select
        null as wd24cd,
        areacd,
        children_2024,
        children_2024_marker,
        percent_2024,
        percent_2024_marker,
        children_2025,
        children_2025_marker,
        percent_2025,
        percent_2025_marker,
        source_file,
        source_row
    from local_authority
    where areacd is not null
),

years as (
    select
        wd24cd,
        areacd,
        '2023/24' as period,
        children_2024 as children,
        percent_2024 as low_income_percent,
        coalesce(percent_2024_marker, children_2024_marker) as marker,
        source_file,
        source_row
    from areas
    union all
    select
        wd24cd,
        areacd,
        '2024/25' as period,
        children_2025 as children,
        percent_2025 as low_income_percent,
        coalesce(percent_2025_marker, children_2025_marker) as marker,
        source_file,
        source_row
    from areas
)

select
    wd24cd,
    areacd,
    period,
    children,
    low_income_percent,
    marker,
    source_file,
    source_row
from years
order by period, wd24cd, areacd
