-- Census occupancy rating for bedrooms: a row for each neighbourhood in 2021, and for each MSOA in 2011.
-- A sum of which one count is not known is not known either.
select
    lsoa21cd,
    cast(null as varchar) as msoa11cd,
    period,
    max(households) as households,
    case
        when count(number) = count(*) then cast(sum(number) as bigint)
    end as rated,
    case
        when count(number) = count(*) then cast(sum(number) filter (where rating like '-%') as bigint)
    end as overcrowded,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by period, lsoa21cd
union all
select
    cast(null as varchar) as lsoa21cd,
    msoa11cd,
    period,
    households,
    cast(two_to_spare + one_to_spare + as_many + one_too_few + two_too_few as bigint) as rated,
    cast(one_too_few + two_too_few as bigint) as overcrowded,
    source_file,
    source_row
from msoas
where regexp_full_match(msoa11cd, '[EW]02\d{6}')
order by period, lsoa21cd, msoa11cd
