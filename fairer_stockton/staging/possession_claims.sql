-- Claims to court for possession of a home: a row for each English authority and whole year, and England as their sum.
-- Claims without an authority's code are left out; no row of the file means no claim.
with claims_of_years as (
    select
        areacd,
        left(quarter, 4) as period,
        quarter,
        claimant,
        number,
        source_file,
        source_row
    from claims
    where action = 'Claims' and areacd like 'E%'
),

whole_years as (
    select period
    from claims_of_years
    group by period
    having count(distinct quarter) = 4
),

counted as (
    select
        claims_of_years.areacd,
        claims_of_years.period,
        sum(case when claims_of_years.claimant = 'Mortgage' then claims_of_years.number else 0 end) as mortgage_claims,
        sum(
            case when claims_of_years.claimant like '%Landlord' then claims_of_years.number else 0 end
        ) as landlord_claims,
        min(claims_of_years.source_file) as source_file,
        min(claims_of_years.source_row) as source_row
    from claims_of_years
    inner join whole_years on claims_of_years.period = whole_years.period
    group by claims_of_years.areacd, claims_of_years.period
),

areas as (
    select
        areacd,
        period,
        mortgage_claims,
        landlord_claims,
        source_file,
        source_row
    from counted
    union all
    select
        'E92000001' as areacd,
        period,
        sum(mortgage_claims) as mortgage_claims,
        sum(landlord_claims) as landlord_claims,
        min(source_file) as source_file,
        min(source_row) as source_row
    from counted
    group by period
)

select
    areas.areacd,
    areas.period,
    cast(areas.mortgage_claims as bigint) as mortgage_claims,
    cast(areas.landlord_claims as bigint) as landlord_claims,
    cast(stock.dwellings as bigint) as dwellings,
    areas.source_file,
    areas.source_row
from areas
inner join dwellings_by_year('dwellings') as stock
    on areas.areacd = stock.areacd and stock.year = least(greatest(areas.period, '2012'), '2021')
order by areas.period, areas.areacd
