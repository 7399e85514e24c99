-- Census 2021 occupancy rating for bedrooms: a row for each neighbourhood.
select
    lsoa21cd,
    '2021' as period,
    max(households) as households,
    cast(sum(number) as bigint) as rated,
    cast(sum(number) filter (where rating like '-%') as bigint) as overcrowded,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by lsoa21cd
order by lsoa21cd
