-- People who claim benefits because they are out of work: a row for each neighbourhood and March.
-- The answer to a request says how many rows it has in all, so that a missing page is noticed.
select
    lsoa11cd,
    period,
    month,
    claimants,
    record_count,
    source_file,
    source_row
from extract
order by period, lsoa11cd
