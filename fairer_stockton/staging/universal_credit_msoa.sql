-- Households on Universal Credit:
-- a row for each MSOA and period, then the sums of each council and of England.
with codes as (
    -- three of them lie in two councils of 2022
    select
        msoa11cd,
        msoa11nm,
        mode(lad22cd order by lad22cd) as lad22cd
    from msoas
    where msoa11cd like 'E%'
    group by msoa11cd, msoa11nm
),

base as (
    select
        left(lsoa11nm, length(lsoa11nm) - 1) as msoa11nm,
        sum(households) as all_households
    from homes
    group by left(lsoa11nm, length(lsoa11nm) - 1)
),

-- whatever years the file has; an empty cell goes through as -1, since unpivot passes over it
periods as (
    select
        msoa11nm,
        right(in_year, 4) || '-11' as period,
        nullif(on_universal_credit, -1) as on_universal_credit,
        source_file,
        source_row
    from (
        unpivot (
            select
                msoa11nm,
                source_file,
                source_row,
                coalesce(columns('^november_\d{4}$'), -1)
            from claimants
        )
        on columns('^november_\d{4}$')
        into name in_year value on_universal_credit
    )
),

local_areas as (
    select
        codes.msoa11cd,
        codes.lad22cd,
        periods.period,
        periods.on_universal_credit,
        base.all_households,
        periods.source_file,
        periods.source_row
    from periods
    inner join codes on periods.msoa11nm = codes.msoa11nm
    inner join base on periods.msoa11nm = base.msoa11nm
),

larger as (
    select
        lad22cd as areacd,
        period,
        on_universal_credit,
        all_households,
        source_file,
        source_row
    from local_areas
    union all
    select
        'E92000001' as areacd,
        period,
        on_universal_credit,
        all_households,
        source_file,
        source_row
    from local_areas
)

select
    msoa11cd,
    null as areacd,
    period,
    cast(on_universal_credit as bigint) as on_universal_credit,
    cast(all_households as bigint) as all_households,
    source_file,
    source_row
from local_areas
union all
select
    null as msoa11cd,
    areacd,
    period,
    cast(sum(on_universal_credit) as bigint) as on_universal_credit,
    cast(sum(all_households) as bigint) as all_households,
    min(source_file) as source_file,
    min(source_row) as source_row
from larger
group by areacd, period
order by period, msoa11cd, areacd
