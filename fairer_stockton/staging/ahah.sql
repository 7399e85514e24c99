-- Travel to health services: a row for each neighbourhood of England. Scotland's data zones and Wales are left out.
select
    lsoa11cd,
    period,
    gp_surgery,
    dentist,
    pharmacy,
    source_file,
    source_row
from extract
where lsoa11cd like 'E%'
order by period, lsoa11cd
