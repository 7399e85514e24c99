-- Children in relative low income before housing costs:
-- a row for each MSOA and period, then the sums of each council and of England.
with base as (
    select
        left(lsoa11nm, length(lsoa11nm) - 1) as msoa11nm,
        sum(
            aged_0
            + aged_1
            + aged_2
            + aged_3
            + aged_4
            + aged_5
            + aged_6
            + aged_7
            + aged_8
            + aged_9
            + aged_10
            + aged_11
            + aged_12
            + aged_13
            + aged_14
            + aged_15
            + aged_16
            + aged_17
            + aged_18
            + aged_19
        ) as under_20
    from residents
    group by left(lsoa11nm, length(lsoa11nm) - 1)
),

-- whatever years the file has; an empty cell goes through as -1, since unpivot passes over it
periods as (
    select
        msoa11nm,
        replace(right(in_year, 7), '_', '/') as period,
        nullif(children_in_low_income, -1) as children_in_low_income,
        source_file,
        source_row
    from (
        unpivot (
            select
                msoa11nm,
                source_file,
                source_row,
                coalesce(columns('^y\d{4}_\d\d$'), -1)
            from children
        )
        on columns('^y\d{4}_\d\d$')
        into name in_year value children_in_low_income
    )
),

-- used by its name, below
local_areas as ( -- noqa: ST03
    select
        codes.msoa11cd,
        codes.lad22cd,
        periods.period,
        periods.children_in_low_income as counted,
        base.under_20 as everyone,
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
    counted as children_in_low_income,
    everyone as under_20,
    source_file,
    source_row
from with_councils_and_england('local_areas')
order by period, msoa11cd, areacd
