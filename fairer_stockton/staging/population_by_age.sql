-- Residents at the middle of a year, in three groups of age, from 60 up, and in the bands by which surveys publish: a
-- row for each neighbourhood and year. A group of which one age is not known is not known either.
with listed as (
    select
        lsoa11cd,
        period,
        residents,
        [*columns('^(child|adult|older)_\d+$')] as ages,
        source_file,
        source_row
    from extract
)

select
    lsoa11cd,
    period,
    residents,
    residents_of_ages(ages, 0, 15) as aged_0_15,
    residents_of_ages(ages, 16, 64) as aged_16_64,
    residents_of_ages(ages, 65, 90) as aged_65_plus,
    residents_of_ages(ages, 60, 90) as aged_60_plus,
    residents_of_ages(ages, 16, 24) as aged_16_24,
    residents_of_ages(ages, 25, 34) as aged_25_34,
    residents_of_ages(ages, 35, 49) as aged_35_49,
    residents_of_ages(ages, 50, 64) as aged_50_64,
    residents_of_ages(ages, 65, 74) as aged_65_74,
    residents_of_ages(ages, 75, 84) as aged_75_84,
    residents_of_ages(ages, 85, 90) as aged_85_plus,
    source_file,
    source_row
from listed
order by period, lsoa11cd
