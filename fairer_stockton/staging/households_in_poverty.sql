-- Households on a low income, by MSOA of 2011, after and before housing costs.
-- Councils, regions and England are their MSOAs' figures weighted by households, where every MSOA has all three.
with msoas as (
    select
        after.msoa11cd,
        after.ladcd,
        after.rgncd,
        after.percent as after_percent,
        after.lower_percent as after_lower_percent,
        after.upper_percent as after_upper_percent,
        before.percent as before_percent,
        before.lower_percent as before_lower_percent,
        before.upper_percent as before_upper_percent,
        homes.households,
        replace(after.period, '-', '/') as period,
        after.source_file,
        after.source_row
    from after
    left join before
        on after.msoa11cd = before.msoa11cd and after.period = before.period
    left join homes
        on after.msoa11cd = homes.msoa11cd
    where regexp_full_match(after.msoa11cd, '[EW]02\d{6}')
),

larger as (
    select
        unnest([ladcd, rgncd, if(msoa11cd like 'E%', 'E92000001', null)]) as areacd,
        after_percent,
        before_percent,
        households,
        period,
        source_file,
        source_row
    from msoas
)

select
    msoa11cd,
    cast(null as varchar) as areacd,
    after_percent,
    after_lower_percent,
    after_upper_percent,
    before_percent,
    before_lower_percent,
    before_upper_percent,
    period,
    source_file,
    source_row
from msoas
union all
select
    cast(null as varchar) as msoa11cd,
    areacd,
    sum(after_percent * households) / sum(households) as after_percent,
    null as after_lower_percent,
    null as after_upper_percent,
    sum(before_percent * households) / sum(households) as before_percent,
    null as before_lower_percent,
    null as before_upper_percent,
    period,
    min(source_file) as source_file,
    min(source_row) as source_row
from larger
where regexp_full_match(areacd, 'E0[6-9]\d{6}|E12\d{6}|E92\d{6}')
group by areacd, period
having count(after_percent * before_percent * households) = count(*)
order by period, msoa11cd, areacd
