-- Residents aged 5 and over by hours of unpaid care a week, Census 2021: a row for each MSOA.
select
    msoa21cd,
    period,
    residents_5_plus,
    no_care,
    up_to_9_hours,
    from_10_to_19_hours,
    from_20_to_34_hours,
    from_35_to_49_hours,
    from_50_hours,
    source_file,
    source_row
from extract
order by msoa21cd
