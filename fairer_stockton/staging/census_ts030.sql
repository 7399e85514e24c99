-- Residents by religion, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
with areas as (
    select
        lsoa21cd,
        null as ltla21cd,
        period,
        residents,
        no_religion,
        christian,
        buddhist,
        hindu,
        jewish,
        muslim,
        sikh,
        other_religion,
        not_answered,
        source_file,
        source_row
    from lsoa
    union all
    select
        null as lsoa21cd,
        ltla21cd,
        period,
        residents,
        no_religion,
        christian,
        buddhist,
        hindu,
        jewish,
        muslim,
        sikh,
        other_religion,
        not_answered,
        source_file,
        source_row
    from ltla
)

select
    lsoa21cd,
    ltla21cd,
    period,
    residents,
    no_religion,
    christian,
    buddhist,
    hindu,
    jewish,
    muslim,
    sikh,
    other_religion,
    not_answered,
    source_file,
    source_row
from areas
order by lsoa21cd, ltla21cd
