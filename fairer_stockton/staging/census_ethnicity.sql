-- Census 2021 ethnic group: a row for each neighbourhood.
-- A sum of which one count is not known is not known either.
select
    lsoa21cd,
    period,
    max(residents) as residents,
    case
        when count(number) = count(*) then cast(sum(number) filter (where ethnic_group like 'Asian%') as bigint)
    end as asian,
    case
        when count(number) = count(*) then cast(sum(number) filter (where ethnic_group like 'Black%') as bigint)
    end as black,
    case
        when count(number) = count(*) then cast(sum(number) filter (where ethnic_group like 'Mixed%') as bigint)
    end as mixed,
    case
        when count(number) = count(*) then cast(sum(number) filter (where ethnic_group = 'White') as bigint)
    end as white,
    case
        when count(number) = count(*) then cast(sum(number) filter (where ethnic_group like 'Other%') as bigint)
    end as other,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by period, lsoa21cd
order by period, lsoa21cd
