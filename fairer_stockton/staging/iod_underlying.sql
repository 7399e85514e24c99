-- Underlying indicators of the Indices of 2025: a row for each neighbourhood.
select
    lsoa21cd,
    '2025' as period,
    connectivity,
    income_deprived,
    employment_deprived,
    source_file,
    source_row
from extract
order by lsoa21cd
