-- Neighbourhoods of each vintage told in those of the other: `share` is the part of its residents that lives in `base`.
-- Unchanged, split and merged ones follow from the exact lookup; an irregular one by the residents of those it meets.
with exact as (
    select
        lsoa11cd,
        lsoa21cd
    from lsoa11_lsoa21
    where lad22cd like 'E%'
),

weighted as (
    select
        exact.lsoa11cd as lsoacd,
        '2011' as lsoa_vintage,
        exact.lsoa21cd as base,
        '2021' as base_vintage,
        coalesce(now.residents, 0) as residents
    from exact
    left join census_disability as now
        on exact.lsoa21cd = now.lsoa21cd and now.period = (select max(period) from census_disability)
    union all
    select
        exact.lsoa21cd as lsoacd,
        '2021' as lsoa_vintage,
        exact.lsoa11cd as base,
        '2011' as base_vintage,
        coalesce(once.residents, 0) as residents
    from exact
    left join population_by_age as once
        on exact.lsoa11cd = once.lsoa11cd and once.period = (select max(period) from population_by_age)
),

-- whole millionths, so that parts add up exactly; what rounding down leaves over goes to the largest part
portions as (
    select
        lsoacd,
        lsoa_vintage,
        base,
        base_vintage,
        case
            when sum(residents) over (partition by lsoa_vintage, lsoacd) > 0
                then 1000000 * residents // sum(residents) over (partition by lsoa_vintage, lsoacd)
            else 1000000 // count(*) over (partition by lsoa_vintage, lsoacd)
        end as portion,
        row_number() over (partition by lsoa_vintage, lsoacd order by residents desc, base asc) as place
    from weighted
),

filled as (
    select
        lsoacd,
        lsoa_vintage,
        base,
        base_vintage,
        case
            when place = 1
                then 1000000 - (sum(portion) over (partition by lsoa_vintage, lsoacd) - portion)
            else portion
        end as portion
    from portions
)

select
    lsoacd,
    lsoa_vintage,
    base,
    base_vintage,
    cast(portion / 1000000 as decimal(7, 6)) as share
from filled
where portion > 0
union all
select distinct
    lsoa11cd as lsoacd,
    '2011' as lsoa_vintage,
    lsoa11cd as base,
    '2011' as base_vintage,
    cast(1 as decimal(7, 6)) as share
from exact
union all
select distinct
    lsoa21cd as lsoacd,
    '2021' as lsoa_vintage,
    lsoa21cd as base,
    '2021' as base_vintage,
    cast(1 as decimal(7, 6)) as share
from exact
