-- Open space: a row for each neighbourhood and count.
select
    lsoa21cd,
    period,
    addresses,
    addresses_within_300m,
    source_file,
    source_row
from extract
order by period, lsoa21cd
