-- Loneliness in England by age: a row for each age band and year.
select
    age_band,
    replace(period, '-', '/') as period,
    percent,
    lower_95,
    upper_95,
    respondents,
    source_file,
    source_row
from extract
order by period, age_band
