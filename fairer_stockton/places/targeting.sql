-- How many people of each kind the Indices count in each neighbourhood of 2021, and how many are income-deprived:
-- one row for each edition, neighbourhood and kind of people whose rate the edition holds.
with rates as (
    select
        period,
        coalesce(lsoa21cd, lsoa11cd) as lsoacd,
        if(lsoa21cd is null, '2011', '2021') as lsoa_vintage,
        income_score,
        idaci_score,
        idaopi_score,
        population,
        population_0_15,
        population_60_plus
    from indices_of_deprivation
    where coalesce(lsoa21cd, lsoa11cd) in (
        select borough.lsoacd from memberships as borough where borough.area_type = 'borough'
    )
),

-- a file of an edition that leaves its residents out is weighed by those of the census
residents_of_census as (
    select
        lsoa21cd as lsoacd,
        arg_max(residents, period) as residents
    from census_disability
    group by lsoa21cd
),

known as (
    select
        rates.*,
        coalesce(rates.population, residents_of_census.residents) as residents,
        rates.population is null as is_weighed_by_census
    from rates
    left join residents_of_census
        on rates.lsoacd = residents_of_census.lsoacd and rates.lsoa_vintage = '2021'
),

counted as (
    select
        period,
        lsoacd,
        lsoa_vintage,
        residents,
        is_weighed_by_census,
        'residents' as people,
        residents as people_counted,
        income_score as rate
    from known
    union all
    select
        period,
        lsoacd,
        lsoa_vintage,
        residents,
        is_weighed_by_census,
        'children' as people,
        population_0_15 as people_counted,
        idaci_score as rate
    from known
    union all
    select
        period,
        lsoacd,
        lsoa_vintage,
        residents,
        is_weighed_by_census,
        'older_people' as people,
        population_60_plus as people_counted,
        idaopi_score as rate
    from known
)

select
    counted.people,
    counted.period,
    memberships.area_code as lsoa21cd,
    sum(cast(memberships.share as double) * counted.residents) as residents,
    sum(cast(memberships.share as double) * counted.people_counted) as people_counted,
    sum(cast(memberships.share as double) * counted.people_counted * counted.rate) as income_deprived,
    bool_or(counted.is_weighed_by_census) as is_weighed_by_census
from counted
inner join memberships
    on
        counted.lsoacd = memberships.lsoacd
        and counted.lsoa_vintage = memberships.lsoa_vintage
        and memberships.area_type = 'lsoa'
        and memberships.vintage = '2021'
        and memberships.breakdown = 'all'
group by counted.people, counted.period, memberships.area_code
having count(*) = count(counted.rate) and count(*) = count(counted.people_counted)
order by counted.people, counted.period, lsoa21cd
