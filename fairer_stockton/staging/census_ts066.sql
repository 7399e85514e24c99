-- Residents aged 16 and over by what they do for work, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
select
    lsoa21cd,
    ltla21cd,
    period,
    residents_16_plus,
    active,
    in_employment,
    active_students,
    students_in_employment,
    inactive,
    long_term_sick_or_disabled,
    source_file,
    source_row
from stacked('lsoa', 'ltla')
order by lsoa21cd, ltla21cd
