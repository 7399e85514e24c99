-- Residents at the middle of a year, in three groups of age: a row for each neighbourhood of 2011 and year.
select
    lsoa11cd,
    period,
    residents,
    cast(list_sum([*columns('^child_\d+$')]) as bigint) as aged_0_15,
    cast(list_sum([*columns('^adult_\d+$')]) as bigint) as aged_16_64,
    cast(list_sum([*columns('^older_\d+$')]) as bigint) as aged_65_plus,
    source_file,
    source_row
from extract
order by period, lsoa11cd
