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

periods as (
    select
        msoa11nm,
        '2016-11' as period,
        november_2016 as on_universal_credit,
        source_file,
        source_row
    from claimants
    union all
    select
        msoa11nm,
        '2017-11' as period,
        november_2017 as on_universal_credit,
        source_file,
        source_row
    from claimants
    union all
    select
        msoa11nm,
        '2018-11' as period,
        november_2018 as on_universal_credit,
        source_file,
        source_row
    from claimants
    union all
    select
        msoa11nm,
        '2019-11' as period,
        november_2019 as on_universal_credit,
        source_file,
        source_row
    from claimants
    union all
    select
        msoa11nm,
        '2020-11' as period,
        november_2020 as on_universal_credit,
        source_file,
        source_row
    from claimants
    union all
    select
        msoa11nm,
        '2021-11' as period,
        november_2021 as on_universal_credit,
        source_file,
        source_row
    from claimants
    union all
    select
        msoa11nm,
        '2022-11' as period,
        november_2022 as on_universal_credit,
        source_file,
        source_row
    from claimants
    union all
    select
        msoa11nm,
        '2023-11' as period,
        november_2023 as on_universal_credit,
        source_file,
        source_row
    from claimants
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
