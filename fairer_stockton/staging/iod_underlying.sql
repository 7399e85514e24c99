-- Underlying indicators of the Indices of 2025: a row for each neighbourhood.
select
    lsoa21cd,
    period,
    connectivity,
    income_deprived,
    employment_deprived,
    source_file,
    source_row
from extract
order by period, lsoa21cd
