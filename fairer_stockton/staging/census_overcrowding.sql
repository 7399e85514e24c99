-- Census 2021 occupancy rating for bedrooms: a row for each neighbourhood.
-- A sum of which one count is not known is not known either.
select
    lsoa21cd,
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
order by period, lsoa21cd
