-- Children under 16 in relative low income after housing costs: a row for each ward or authority and financial year,
-- and one for England: added up from its authorities, where those of the file make up the whole United Kingdom.
-- The file has a column for each year: ingest makes a row of each.
with england as (
    select
        year,
        cast(sum(children) as bigint) as children,
        round(sum(children) / sum(children / low_income_percent), 1) as low_income_percent,
        min(source_file) as source_file,
        min(source_row) as source_row
    from local_authority
    where areacd like 'E%'
    group by year
    having count(*) = count(children / low_income_percent)
),

-- the publisher rounds each authority at random
complete as (
    select year
    from local_authority
    where areacd is not null
    group by year
    having
        abs(sum(children) filter (where areacd not like 'K%') - max(children) filter (where areacd like 'K%'))
        < 0.001 * max(children) filter (where areacd like 'K%')
),

areas as (
    select
        wd24cd,
        null as areacd,
        year,
        children,
        low_income_percent,
        coalesce(low_income_percent_marker, children_marker) as marker,
        source_file,
        source_row
    from ward
    where wd24cd not like 'K%'
    union all
    select
        null as wd24cd,
        areacd,
        year,
        children,
        low_income_percent,
        coalesce(low_income_percent_marker, children_marker) as marker,
        source_file,
        source_row
    from local_authority
    where areacd is not null
    union all
    select
        null as wd24cd,
        'E92000001' as areacd,
        england.year,
        england.children,
        england.low_income_percent,
        null as marker,
        england.source_file,
        england.source_row
    from england
    inner join complete
        on england.year = complete.year
)

select
    wd24cd,
    areacd,
    cast(cast(year as integer) - 1 as varchar) || '/' || year[3:] as period,
    children,
    low_income_percent,
    marker,
    source_file,
    source_row
from areas
order by period, wd24cd, areacd
