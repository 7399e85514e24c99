-- Census 2021 ethnic group: a row for each neighbourhood.
select
    lsoa21cd,
    '2021' as period,
    max(residents) as residents,
    cast(sum(number) filter (where ethnic_group like 'Asian%') as bigint) as asian,
    cast(sum(number) filter (where ethnic_group like 'Black%') as bigint) as black,
    cast(sum(number) filter (where ethnic_group like 'Mixed%') as bigint) as mixed,
    cast(sum(number) filter (where ethnic_group = 'White') as bigint) as white,
    cast(sum(number) filter (where ethnic_group like 'Other%') as bigint) as other,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by lsoa21cd
order by lsoa21cd
