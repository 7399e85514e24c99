-- Residents aged 16 and over by socio-economic class, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
select
    lsoa21cd,
    ltla21cd,
    period,
    residents_16_plus,
    higher_managerial,
    lower_managerial,
    intermediate,
    small_employers,
    lower_supervisory,
    semi_routine,
    routine,
    never_worked,
    students,
    source_file,
    source_row
from stacked('lsoa', 'ltla')
order by lsoa21cd, ltla21cd
