-- Deaths and person-years: a row for each neighbourhood, sex and age band of pooled years.
select
    lsoa21cd,
    upper(left(sex, 1)) || lower(substr(sex, 2)) as sex,
    lower(age_band) as age_band,
    replace(period, '-', ' to ') as period,
    deaths,
    population,
    source_file,
    source_row
from extract
order by period, lsoa21cd, sex, source_row
