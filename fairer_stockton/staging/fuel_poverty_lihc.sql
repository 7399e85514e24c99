-- Households in fuel poverty by the definition used until 2018: a row for each neighbourhood, authority and year, and
-- one for England: added up from its authorities, where they are all there.
with
-- The file of 2011 has the authorities' old codes. Each is the authority in which later years hold most of its
-- neighbourhoods that kept their code.
later_codes as (
    select
        lsoa01.old_lacd,
        mode(lsoa.areacd order by lsoa.areacd) as areacd
    from lsoa01
    inner join lsoa on lsoa01.lsoa01cd = lsoa.lsoa11cd
    group by lsoa01.old_lacd
),

authorities as (
    select
        areacd,
        period,
        households,
        fuel_poor,
        source_file,
        source_row
    from authority
    where areacd is not null
    union all
    select
        later_codes.areacd,
        old_authority.period,
        old_authority.households,
        old_authority.fuel_poor,
        old_authority.source_file,
        old_authority.source_row
    from old_authority
    inner join later_codes on old_authority.old_lacd = later_codes.old_lacd
),

areas as (
    select
        lsoa11cd,
        null as areacd,
        period,
        households,
        fuel_poor,
        source_file,
        source_row
    from lsoa
    where lsoa11cd is not null
    union all
    select
        null as lsoa11cd,
        areacd,
        period,
        households,
        fuel_poor,
        source_file,
        source_row
    from authorities
    union all
    select
        null as lsoa11cd,
        'E92000001' as areacd,
        period,
        cast(sum(households) as bigint) as households,
        cast(sum(fuel_poor) as bigint) as fuel_poor,
        min(source_file) as source_file,
        min(source_row) as source_row
    from authorities
    group by period
    -- England had this many authorities throughout
    having count(*) = 326
)

select
    lsoa11cd,
    areacd,
    period,
    households,
    fuel_poor,
    source_file,
    source_row
from areas
order by period, lsoa11cd, areacd
