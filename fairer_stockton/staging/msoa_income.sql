-- Mean household income of four kinds, by MSOA of 2011 and edition.
-- Councils (of 2020), regions and England are their MSOAs' figures weighted by households, where every MSOA has both.
with editions as (
    select
        'after_housing_costs' as kind,
        msoa11cd,
        income_gbp,
        -- the year to March, as the publisher names its editions
        cast(year_ending - 1 as varchar) || '/' || right(cast(year_ending as varchar), 2) as period,
        source_file,
        source_row
    from earlier
    union all by name
    select
        'after_housing_costs' as kind,
        * exclude (ladcd, rgncd)
    from latest
    union all by name
    select
        'before_housing_costs' as kind,
        *
    from before_housing_costs
    union all by name
    select
        'net' as kind,
        *
    from net
    union all by name
    select
        'total' as kind,
        *
    from total
),

msoas as (
    select
        editions.* replace (replace(editions.period, '-', '/') as period),
        latest.ladcd,
        latest.rgncd,
        homes.households
    from editions
    left join latest
        on editions.msoa11cd = latest.msoa11cd
    left join homes
        on editions.msoa11cd = homes.msoa11cd
    where regexp_full_match(editions.msoa11cd, '[EW]02\d{6}')
),

larger as (
    select
        kind,
        unnest([ladcd, rgncd, if(msoa11cd like 'E%', 'E92000001', null)]) as areacd,
        income_gbp,
        households,
        period,
        source_file,
        source_row
    from msoas
)

select
    kind,
    msoa11cd,
    cast(null as varchar) as areacd,
    cast(income_gbp as double) as income_gbp,
    cast(lower_gbp as double) as lower_gbp,
    cast(upper_gbp as double) as upper_gbp,
    period,
    source_file,
    source_row
from msoas
union all
select
    kind,
    cast(null as varchar) as msoa11cd,
    areacd,
    -- to the nearest 100 pounds, as the publisher rounds its own
    round(sum(income_gbp * households) / sum(households), -2) as income_gbp,
    null as lower_gbp,
    null as upper_gbp,
    period,
    min(source_file) as source_file,
    min(source_row) as source_row
from larger
where regexp_full_match(areacd, 'E0[6-9]\d{6}|E12\d{6}|E92\d{6}')
group by kind, areacd, period
having count(income_gbp * households) = count(*)
order by kind, period, msoa11cd, areacd
