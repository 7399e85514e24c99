-- Residents aged 16 and over by highest qualification, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
select
    lsoa21cd,
    ltla21cd,
    period,
    residents_16_plus,
    no_qualifications,
    level_1,
    level_2,
    apprenticeship,
    level_3,
    level_4_plus,
    other,
    source_file,
    source_row
from stacked('lsoa', 'ltla')
order by lsoa21cd, ltla21cd
