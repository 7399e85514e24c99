-- Residents aged 16 and over by what they do for work, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
with areas as (
    select
        lsoa21cd,
        null as ltla21cd,
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
    from lsoa
    union all
    select
        null as lsoa21cd,
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
    from ltla
)

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
from areas
order by lsoa21cd, ltla21cd
