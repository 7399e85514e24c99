-- Residents at the middle of a year, in three groups of age and from 60 up: a row for each neighbourhood and year.
-- A group of which one age is not known is not known either.
with ages as (
    select
        lsoa11cd,
        period,
        residents,
        [*columns('^child_\d+$')] as children,
        [*columns('^adult_\d+$')] as adults,
        [*columns('^older_\d+$')] as older,
        [*columns('^(adult_6[0-4]|older_\d+)$')] as from_60,
        source_file,
        source_row
    from extract
)

select
    lsoa11cd,
    period,
    residents,
    case when list_count(children) = len(children) then cast(list_sum(children) as bigint) end as aged_0_15,
    case when list_count(adults) = len(adults) then cast(list_sum(adults) as bigint) end as aged_16_64,
    case when list_count(older) = len(older) then cast(list_sum(older) as bigint) end as aged_65_plus,
    case when list_count(from_60) = len(from_60) then cast(list_sum(from_60) as bigint) end as aged_60_plus,
    source_file,
    source_row
from ages
order by period, lsoa11cd
