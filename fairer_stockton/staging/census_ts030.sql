-- Residents by religion, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
select
    lsoa21cd,
    ltla21cd,
    period,
    residents,
    no_religion,
    christian,
    buddhist,
    hindu,
    jewish,
    muslim,
    sikh,
    other_religion,
    not_answered,
    source_file,
    source_row
from stacked('lsoa', 'ltla')
order by lsoa21cd, ltla21cd
