-- Disabled residents by age: a row for each council and age band.
-- Categories to which the question does not apply hold nobody.
select
    ltla21cd,
    age_band,
    period,
    sum(number) as residents,
    sum(case when disability like 'Disabled %' then number else 0 end) as disabled,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by ltla21cd, age_band, period
order by ltla21cd, age_band
