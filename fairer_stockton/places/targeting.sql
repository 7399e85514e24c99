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

-- where an edition's file leaves its residents out, the index's own count of income-deprived people (File 8) is taken,
-- and divided by their rate it gives the residents; a rate of none leaves no residents to be known
known as (
    select
        rates.*,
        coalesce(rates.population * rates.income_score, counts.income_deprived) as income_deprived,
        coalesce(rates.population, counts.income_deprived / nullif(rates.income_score, 0)) as residents,
        rates.population is null as is_worked_out
    from rates
    left join iod_underlying as counts
        on rates.lsoacd = counts.lsoa21cd and rates.lsoa_vintage = '2021' and rates.period = counts.period
),

counted as (
    select
        period,
        lsoacd,
        lsoa_vintage,
        residents,
        is_worked_out,
        unnest([ -- noqa: AL03
            {
                people_group: 'residents',
                people_counted: cast(residents as double),
                income_deprived: cast(income_deprived as double)
            },
            {
                people_group: 'children',
                people_counted: cast(population_0_15 as double),
                income_deprived: population_0_15 * idaci_score
            },
            {
                people_group: 'older_people',
                people_counted: cast(population_60_plus as double),
                income_deprived: population_60_plus * idaopi_score
            }
        ], recursive := true)
    from known
)

select
    counted.people_group,
    counted.period,
    memberships.area_code as lsoa21cd,
    sum(cast(memberships.share as double) * counted.residents) as residents,
    sum(cast(memberships.share as double) * counted.people_counted) as people_counted,
    sum(cast(memberships.share as double) * counted.income_deprived) as income_deprived,
    bool_or(counted.is_worked_out) as is_worked_out
from counted
inner join memberships
    on
        counted.lsoacd = memberships.lsoacd
        and counted.lsoa_vintage = memberships.lsoa_vintage
        and memberships.area_type = 'lsoa'
        and memberships.vintage = '2021'
        and memberships.breakdown = 'all'
group by counted.people_group, counted.period, memberships.area_code
having count(*) = count(counted.income_deprived) and count(*) = count(counted.people_counted)
order by counted.people_group, counted.period, lsoa21cd
