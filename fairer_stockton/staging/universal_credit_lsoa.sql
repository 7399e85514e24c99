-- People on Universal Credit: a row for each English neighbourhood and March.
-- Totals, places that are not known, Wales and Scotland are left out.
select
    lsoa21cd,
    period,
    month,
    people,
    source_file,
    source_row
from extract
where lsoa21cd like 'E01%'
order by period, lsoa21cd
