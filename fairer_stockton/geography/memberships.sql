-- Which areas each neighbourhood belongs to: one row for each LSOA of either vintage and area that holds it.
-- England's and the region's lists hold every national LSOA, the others only the authority's.
with exact as (
    select
        lsoa11cd,
        lsoa11nm,
        lsoa21cd,
        lsoa21nm,
        lad22cd,
        lad22nm
    from lsoa11_lsoa21
    where lad22cd like 'E%'
),

lsoas as (
    select distinct
        lsoa11cd as lsoacd,
        lsoa11nm as lsoanm,
        '2011' as lsoa_vintage,
        lad22cd,
        lad22nm
    from exact
    union
    select distinct
        lsoa21cd as lsoacd,
        lsoa21nm as lsoanm,
        '2021' as lsoa_vintage,
        lad22cd,
        lad22nm
    from exact
),

-- a 2021 area joined to the ward of the 2011 area it lies in; a merged one would lie in two and is left to conversion
wards_2019 as (
    select
        exact.lsoa21cd as lsoacd,
        '2021' as lsoa_vintage,
        min(lsoa11_wd19.wd19cd) as wdcd,
        min(lsoa11_wd19.wd19nm) as wdnm
    from exact
    inner join lsoa11_wd19
        on exact.lsoa11cd = lsoa11_wd19.lsoa11cd
    where exact.lad22cd = getvariable('authority')
    group by exact.lsoa21cd
    having count(distinct lsoa11_wd19.wd19cd) = 1
    union all
    select
        lsoa11cd as lsoacd,
        '2011' as lsoa_vintage,
        wd19cd as wdcd,
        wd19nm as wdnm
    from lsoa11_wd19
    where lad19cd = getvariable('authority')
),

wards_2024 as (
    select
        lsoa21cd as lsoacd,
        '2021' as lsoa_vintage,
        wd24cd as wdcd,
        wd24nm as wdnm
    from lsoa21_wd24
    where lad24cd = getvariable('authority')
),

all_memberships as (
    select
        lsoacd,
        lsoa_vintage,
        'lsoa' as area_type,
        lsoacd as area_code,
        lsoanm as area_name,
        lsoa_vintage as vintage
    from lsoas
    where lad22cd = getvariable('authority')
    union all
    select
        lsoacd,
        lsoa_vintage,
        'ward' as area_type,
        wdcd as area_code,
        wdnm as area_name,
        '2019' as vintage
    from wards_2019
    union all
    select
        lsoacd,
        lsoa_vintage,
        'ward' as area_type,
        wdcd as area_code,
        wdnm as area_name,
        '2024' as vintage
    from wards_2024
    union all
    select
        wards_2019.lsoacd,
        wards_2019.lsoa_vintage,
        named_areas.area_type,
        named_areas.area_code,
        named_areas.area_name,
        named_areas.vintage
    from wards_2019
    inner join named_areas
        on wards_2019.wdcd = named_areas.part
    union all
    -- what is counted by ward adds up to the borough from its wards
    select distinct
        wdcd as lsoacd,
        'ward_2024' as lsoa_vintage,
        'ward' as area_type,
        wdcd as area_code,
        wdnm as area_name,
        '2024' as vintage
    from wards_2024
    union all
    select distinct
        lsoa21_wd24.wd24cd as lsoacd,
        'ward_2024' as lsoa_vintage,
        'borough' as area_type,
        lsoas.lad22cd as area_code,
        lsoas.lad22nm as area_name,
        '2022' as vintage
    from lsoas
    inner join lsoa21_wd24
        on lsoas.lsoacd = lsoa21_wd24.lsoa21cd and lsoas.lsoa_vintage = '2021'
    where lsoas.lad22cd = getvariable('authority')
    union all
    select
        lsoacd,
        lsoa_vintage,
        'borough' as area_type,
        lad22cd as area_code,
        lad22nm as area_name,
        '2022' as vintage
    from lsoas
    where lad22cd = getvariable('authority')
    union all
    select
        lsoas.lsoacd,
        lsoas.lsoa_vintage,
        'region' as area_type,
        lad22_rgn22.rgn22cd as area_code,
        lad22_rgn22.rgn22nm as area_name,
        '2022' as vintage
    from lsoas
    inner join lad22_rgn22
        on lsoas.lad22cd = lad22_rgn22.lad22cd
    inner join lad22_rgn22 as own
        on lad22_rgn22.rgn22cd = own.rgn22cd
    where own.lad22cd = getvariable('authority')
    union all
    select
        lsoacd,
        lsoa_vintage,
        'england' as area_type,
        'E92000001' as area_code,
        'England' as area_name,
        '2022' as vintage
    from lsoas
),

-- a map is used for a vintage only where it places every neighbourhood of the authority
complete_maps as (
    select
        area_type,
        vintage,
        lsoa_vintage
    from all_memberships
    group by area_type, vintage, lsoa_vintage
    having count(distinct lsoacd) >= (
        select count(*)
        from lsoas
        where lsoas.lsoa_vintage = all_memberships.lsoa_vintage and lsoas.lad22cd = getvariable('authority')
    )
)

-- distinct, for an irregular 2011 area can lie in two authorities
select distinct
    all_memberships.lsoacd,
    all_memberships.lsoa_vintage,
    all_memberships.area_type,
    all_memberships.area_code,
    all_memberships.area_name,
    all_memberships.vintage,
    'all' as breakdown,
    'all' as category
from all_memberships
inner join complete_maps
    on
        all_memberships.area_type = complete_maps.area_type
        and all_memberships.vintage = complete_maps.vintage
        and all_memberships.lsoa_vintage = complete_maps.lsoa_vintage
