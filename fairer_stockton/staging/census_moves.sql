-- Residents aged 1 and over by their address a year before Census 2021: a row for each MSOA.
select
    msoa21cd,
    period,
    residents_1_plus,
    same_address,
    student_address,
    moved_within_uk,
    moved_from_abroad,
    source_file,
    source_row
from extract
order by msoa21cd
