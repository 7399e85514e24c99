-- Risk of digital exclusion: a row for each neighbourhood of England.
select
    lsoa11cd,
    period,
    digital_exclusion,
    source_file,
    source_row
from extract
order by period, lsoa11cd
