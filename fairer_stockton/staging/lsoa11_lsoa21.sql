-- How each 2011 neighbourhood became those of 2021: U unchanged, S split, M merged, X irregular.
select
    lsoa11cd,
    lsoa11nm,
    lsoa21cd,
    lsoa21nm,
    change,
    lad22cd,
    lad22nm,
    period,
    source_file,
    source_row
from extract
order by lsoa11cd, lsoa21cd
