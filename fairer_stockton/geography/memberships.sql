-- Which areas each neighbourhood belongs to: one row for each LSOA of either vintage and area that holds a part of it,
-- and the council whose area it is; areas that councils lie in have none. England's and the regions' lists hold every
-- national LSOA, the others only those of the councils that are reported on: one, or all.
-- a neighbourhood is called by the name that residents know of its larger area, and its own number and letter
with exact as (
    select
        lookup.lsoa11cd,
        coalesce(old.local_name || ' ' || regexp_extract(lookup.lsoa11nm, '\S+$'), lookup.lsoa11nm) as lsoa11nm,
        lookup.lsoa21cd,
        coalesce(new.local_name || ' ' || regexp_extract(lookup.lsoa21nm, '\S+$'), lookup.lsoa21nm) as lsoa21nm,
        lookup.lad22cd
    from lsoa11_lsoa21 as lookup
    left join local_names as old
        on lookup.lsoa11cd = old.lsoacd and old.lsoa_vintage = '2011'
    left join local_names as new
        on lookup.lsoa21cd = new.lsoacd and new.lsoa_vintage = '2021'
    where lookup.lad22cd like 'E%'
),

-- the authority that each neighbourhood of 2021 lies in on the latest map
today as (
    select
        base,
        arg_max(holder, vintage) as holder,
        arg_max(holder_name, vintage) as holder_name
    from placed
    where base_vintage = '2021'
    group by base
),

-- each neighbourhood of 2021, its authority of today, its name and its region
homes as (
    select
        exact.lsoa21cd as base,
        min(exact.lsoa21nm) as lsoanm,
        min(today.holder) as holder,
        min(today.holder_name) as holder_name,
        min(lad22_rgn22.rgn22cd) as rgncd,
        min(lad22_rgn22.rgn22nm) as rgnnm
    from exact
    left join today
        on exact.lsoa21cd = today.base
    left join lad22_rgn22
        on exact.lad22cd = lad22_rgn22.lad22cd
    group by exact.lsoa21cd
),

-- every area's neighbourhoods on the area's own map
areas as (
    select
        homes.holder as council,
        'lsoa' as area_type,
        homes.base as area_code,
        homes.lsoanm as area_name,
        '2021' as vintage,
        homes.base,
        '2021' as base_vintage,
        true as entire
    from homes
    where homes.holder in (select reported_councils.code from reported_councils)
    union all
    select
        placed.holder as council,
        placed.area_type,
        placed.area_code,
        placed.area_name,
        placed.vintage,
        placed.base,
        placed.base_vintage,
        true as entire
    from placed
    where placed.holder in (select reported_councils.code from reported_councils)
    union all
    select
        getvariable('authority') as council,
        named_areas.area_type,
        named_areas.area_code,
        named_areas.area_name,
        named_areas.vintage,
        placed.base,
        placed.base_vintage,
        named_areas.entire
    from named_areas
    inner join placed
        on named_areas.made_of = placed.made_of and named_areas.part = placed.area_code
    union all
    select
        getvariable('authority') as council,
        area_type,
        area_code,
        area_name,
        vintage,
        part as base,
        if(made_of = 'lsoa11cd', '2011', '2021') as base_vintage,
        entire
    from named_areas
    where made_of in ('lsoa11cd', 'lsoa21cd')
    union all
    select
        holder as council,
        'borough' as area_type,
        holder as area_code,
        holder_name as area_name,
        '2022' as vintage,
        base,
        '2021' as base_vintage,
        true as entire
    from homes
    where holder in (select reported_councils.code from reported_councils)
    union all
    select
        '' as council,
        'region' as area_type,
        homes.rgncd as area_code,
        homes.rgnnm as area_name,
        '2022' as vintage,
        homes.base,
        '2021' as base_vintage,
        true as entire
    from homes
    where
        homes.rgncd in (
            select own.rgncd
            from homes as own
            where own.holder in (select reported_councils.code from reported_councils)
        )
    union all
    select
        '' as council,
        'england' as area_type,
        'E92000001' as area_code,
        'England' as area_name,
        '2022' as vintage,
        base,
        '2021' as base_vintage,
        true as entire
    from homes
),

told as (
    select
        areas.council,
        bridge.lsoacd,
        bridge.lsoa_vintage,
        areas.area_type,
        areas.area_code,
        areas.area_name,
        areas.vintage,
        areas.base_vintage,
        areas.entire,
        sum(bridge.share) as share
    from areas
    inner join bridge
        on areas.base = bridge.base and areas.base_vintage = bridge.base_vintage
    group by all
    union all
    -- a neighbourhood of 2011 on its own map: the authority's as it is today, whole
    select
        homes.holder as council,
        exact.lsoa11cd as lsoacd,
        '2011' as lsoa_vintage,
        'lsoa' as area_type,
        exact.lsoa11cd as area_code,
        min(exact.lsoa11nm) as area_name,
        '2011' as vintage,
        '2011' as base_vintage,
        true as entire,
        cast(1 as decimal(7, 6)) as share
    from exact
    inner join homes
        on exact.lsoa21cd = homes.base
    where homes.holder in (select reported_councils.code from reported_councils)
    group by exact.lsoa11cd, homes.holder
    union all
    -- what is counted by ward adds up to the borough from its wards
    select distinct
        placed.holder as council,
        placed.area_code as lsoacd,
        placed.whole as lsoa_vintage,
        placed.area_type,
        placed.area_code,
        placed.area_name,
        placed.vintage,
        placed.whole as base_vintage,
        true as entire,
        cast(1 as decimal(7, 6)) as share
    from placed
    where placed.holder in (select reported_councils.code from reported_councils)
    union all
    -- what is counted by MSOA, of all of England, adds up to the region and England too
    select distinct
        larger.council,
        placed.area_code as lsoacd,
        placed.whole as lsoa_vintage,
        larger.area_type,
        larger.area_code,
        larger.area_name,
        larger.vintage,
        placed.whole as base_vintage,
        true as entire,
        cast(1 as decimal(7, 6)) as share
    from placed
    inner join bridge
        on placed.base = bridge.base and placed.base_vintage = bridge.base_vintage
    inner join areas as larger
        on bridge.lsoacd = larger.base and bridge.lsoa_vintage = larger.base_vintage
    where placed.area_type = 'msoa' and larger.area_type in ('region', 'england')
    union all
    select distinct
        placed.holder as council,
        placed.area_code as lsoacd,
        placed.whole as lsoa_vintage,
        'borough' as area_type,
        placed.holder as area_code,
        placed.holder_name as area_name,
        '2022' as vintage,
        placed.whole as base_vintage,
        true as entire,
        cast(1 as decimal(7, 6)) as share
    from placed
    where placed.holder in (select reported_councils.code from reported_councils)
),

-- the neighbourhoods that each council holds
whole as (
    select
        council,
        lsoa_vintage,
        sum(share) as held
    from told
    where area_type = 'borough'
    group by council, lsoa_vintage
),

-- a map that is to cover a council is used for a vintage only where it places every neighbourhood of it
complete as (
    select
        told.council,
        told.area_type,
        told.vintage,
        told.lsoa_vintage
    from told
    left join whole
        on told.council = whole.council and told.lsoa_vintage = whole.lsoa_vintage
    where told.entire
    group by told.council, told.area_type, told.vintage, told.lsoa_vintage
    having sum(told.share) >= coalesce(any_value(whole.held), 0)
)

select
    told.council,
    told.lsoacd,
    told.lsoa_vintage,
    told.area_type,
    told.area_code,
    told.area_name,
    told.vintage,
    'all' as breakdown,
    'all' as category,
    cast(told.share as decimal(7, 6)) as share,
    case
        when told.base_vintage = told.lsoa_vintage or told.area_type in ('borough', 'region', 'england') then ''
        else told.lsoa_vintage
    end as converted_from
from told
left join complete
    on
        told.council = complete.council
        and told.area_type = complete.area_type
        and told.vintage = complete.vintage
        and told.lsoa_vintage = complete.lsoa_vintage
where not told.entire or complete.area_type is not null
