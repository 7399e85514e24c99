-- People in low income after housing costs: a row for each region, three years, characteristic and group, and one for
-- everyone. Ethnic groups other than White are added up: the sample of each alone is too small in one region.
with every_group as (
    select
        areacd,
        'age' as characteristic,
        category,
        years,
        income_ahc,
        people,
        source_file,
        source_row
    from age
    union all
    select
        areacd,
        'ethnic_group' as characteristic,
        category,
        years,
        income_ahc,
        people,
        source_file,
        source_row
    from ethnic_group
    union all
    select
        areacd,
        'number_of_children' as characteristic,
        category,
        years,
        income_ahc,
        people,
        source_file,
        source_row
    from number_of_children
    union all
    select
        areacd,
        'tenure' as characteristic,
        category,
        years,
        income_ahc,
        people,
        source_file,
        source_row
    from tenure
    union all
    select
        areacd,
        'savings' as characteristic,
        category,
        years,
        income_ahc,
        people,
        source_file,
        source_row
    from savings
),

named as (
    select
        areacd,
        characteristic,
        case
            when characteristic = 'ethnic_group' and category != 'White' then 'Minority ethnic groups'
            when category = 'Working-Age' then 'Working age'
            else category
        end as category,
        -- the financial years that end in these: 1994-95 - 1996-97
        (cast(left(years, 4) as integer) + 1)
        || ' to '
        || (cast(left(split_part(years, ' - ', 2), 4) as integer) + 1) as period,
        income_ahc = 'In low income (below threshold)' as is_low,
        people,
        source_file,
        source_row
    from every_group
    where areacd like 'E120%' and category != 'Not declared (from 2020/21 onwards)'
),

groups as (
    select
        areacd,
        characteristic,
        category,
        period,
        is_low,
        people,
        source_file,
        source_row
    from named
    union all
    select
        areacd,
        characteristic,
        null as category,
        period,
        is_low,
        people,
        source_file,
        source_row
    from named
)

select
    areacd,
    period,
    characteristic,
    category,
    sum(people) as people,
    coalesce(sum(people) filter (where is_low), 0) as in_low_income,
    max(sum(people)) over (partition by areacd, period, characteristic) as everyone,
    min(source_file) as source_file,
    min(source_row) as source_row
from groups
group by areacd, period, characteristic, category
order by characteristic, areacd, period, category nulls first
