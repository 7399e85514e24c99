-- Residents by how they rate their health, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
select
    lsoa21cd,
    ltla21cd,
    period,
    residents,
    very_good,
    good,
    fair,
    bad,
    very_bad,
    source_file,
    source_row
from stacked('lsoa', 'ltla')
order by lsoa21cd, ltla21cd
