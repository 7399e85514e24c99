-- Children under 16 in relative low income after housing costs: a row for each ward or authority and financial year,
-- and one for England: added up from its authorities, where those of the file make up the whole United Kingdom.
with england as (
    select
        cast(sum(children_2024) as bigint) as children_2024,
        cast(sum(children_2025) as bigint) as children_2025,
        round(sum(children_2024) / sum(children_2024 / percent_2024), 1) as percent_2024,
        round(sum(children_2025) / sum(children_2025 / percent_2025), 1) as percent_2025,
        min(source_file) as source_file,
        min(source_row) as source_row
    from local_authority
    where areacd like 'E%'
    having count(*) > 0 and count(*) = count(children_2024 / percent_2024 * children_2025 / percent_2025)
),

-- the publisher rounds each authority at random
complete as (
    select 1 as whole
    from local_authority
    where areacd is not null
    having
        abs(sum(children_2024) filter (where areacd not like 'K%') - max(children_2024) filter (where areacd like 'K%'))
        < 0.001 * max(children_2024) filter (where areacd like 'K%')
),

areas as (
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
    union all
    select
        null as wd24cd,
        'E92000001' as areacd,
        england.children_2024,
        null as children_2024_marker,
        england.percent_2024,
        null as percent_2024_marker,
        england.children_2025,
        null as children_2025_marker,
        england.percent_2025,
        null as percent_2025_marker,
        england.source_file,
        england.source_row
    from england
    inner join complete on true
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
