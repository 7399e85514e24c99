-- Households on Universal Credit:
-- a row for each MSOA and period, then the sums of each council and of England.
with base as (
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

-- used by its name, below
local_areas as ( -- noqa: ST03
    select
        codes.msoa11cd,
        codes.lad22cd,
        periods.period,
        periods.on_universal_credit as counted,
        base.all_households as everyone,
        periods.source_file,
        periods.source_row
    from periods
    inner join english_msoas('msoas') as codes on periods.msoa11nm = codes.msoa11nm
    inner join base on periods.msoa11nm = base.msoa11nm
)

select
    msoa11cd,
    areacd,
    period,
    counted as on_universal_credit,
    everyone as all_households,
    source_file,
    source_row
from with_councils_and_england('local_areas')
order by period, msoa11cd, areacd
