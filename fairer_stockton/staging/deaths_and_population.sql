-- Deaths and person-years: a row for each neighbourhood, sex and age band of pooled years.
select
    lsoa21cd,
    sex,
    age_band,
    replace(period, '-', ' to ') as period,
    deaths,
    population,
    source_file,
    source_row
from extract
order by period, lsoa21cd, sex, source_row
