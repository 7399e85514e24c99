-- The ward of 2024 that each 2021 neighbourhood fits best.
select
    lsoa21cd,
    wd24cd,
    wd24nm,
    lad24cd,
    lad24nm,
    period,
    source_file,
    source_row
from extract
order by lsoa21cd
