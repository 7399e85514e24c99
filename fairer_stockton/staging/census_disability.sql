-- Census 2021 disability: a row for each neighbourhood.
-- A sum of which one count is not known is not known either.
select
    lsoa21cd,
    period,
    max(residents) as residents,
    case
        when count(number) = count(*)
            then cast(sum(number) filter (where disability = 'Disabled under the Equality Act') as bigint)
    end as disabled,
    case
        when count(number) = count(*)
            then cast(sum(number) filter (where disability = 'Not disabled under the Equality Act') as bigint)
    end as not_disabled,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by period, lsoa21cd
order by period, lsoa21cd
