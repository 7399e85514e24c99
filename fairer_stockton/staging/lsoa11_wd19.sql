-- The ward of 2019 that each 2011 neighbourhood fits best.
select
    lsoa11cd,
    wd19cd,
    wd19nm,
    lad19cd,
    lad19nm,
    period,
    source_file,
    source_row
from extract
order by lsoa11cd
