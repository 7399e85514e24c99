-- Private outdoor space: a row for each local area (MSOA) of England and Wales.
select
    msoa11cd,
    period,
    addresses,
    with_own_space,
    100 * share as own_space_percent,
    source_file,
    source_row
from extract
where msoa11cd not like 'S%'
order by msoa11cd
