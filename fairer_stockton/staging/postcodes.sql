-- The neighbourhood of 2021 in which each postcode of England lies that is in use.
select
    postcode,
    lsoa21cd,
    period,
    source_file,
    source_row
from extract
where closed is null and lsoa21cd like 'E01%'
order by postcode
