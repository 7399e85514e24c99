-- The MSOAs of 2011 and 2021 that hold each pair of neighbourhoods.
-- They are joined by name: a neighbourhood's name is its MSOA's and a letter.
with old as (
    select distinct
        msoa11cd,
        msoa11nm
    from msoas
),

-- the MSOA of 2011 that one of 2021 came from, where it came from no other
origins as (
    select
        msoa21cd,
        any_value(msoa11cd) as msoa11cd
    from msoas
    group by msoa21cd
    having count(*) = 1
),

named as (
    select
        lsoas.lsoa11cd,
        lsoas.lsoa11nm,
        lsoas.lsoa21cd,
        lsoas.lsoa21nm,
        -- Four neighbourhoods of 2011 have the name of the MSOA beside theirs (Shepway 014E to H lie in Shepway 015).
        if(old.msoa11cd is not null and msoas.change is null, origins.msoa11cd, old.msoa11cd) as msoa11cd,
        now.msoacd as msoa21cd,
        now.msoanm as msoa21nm,
        now.msoahclnm as msoa21hclnm,
        lsoas.period,
        lsoas.source_file,
        lsoas.source_row
    from lsoas
    left join old
        on regexp_replace(lsoas.lsoa11nm, '[A-Z]$', '') = old.msoa11nm
    left join places as now
        on regexp_replace(lsoas.lsoa21nm, '[A-Z]$', '') = now.msoanm and now.msoacd = now.msoa21cd
    left join msoas
        on old.msoa11cd = msoas.msoa11cd and now.msoacd = msoas.msoa21cd
    left join origins
        on now.msoacd = origins.msoa21cd
)

select
    named.lsoa11cd,
    named.lsoa11nm,
    named.lsoa21cd,
    named.lsoa21nm,
    named.msoa11cd,
    old.msoa11nm,
    places.msoahclnm as msoa11hclnm,
    named.msoa21cd,
    named.msoa21nm,
    named.msoa21hclnm,
    msoas.change as msoa_change,
    named.period,
    named.source_file,
    named.source_row
from named
left join old
    on named.msoa11cd = old.msoa11cd
left join places
    on named.msoa11cd = places.msoacd
left join msoas
    on named.msoa11cd = msoas.msoa11cd and named.msoa21cd = msoas.msoa21cd
order by named.lsoa11cd, named.lsoa21cd
