-- Local Authority Interactive Tool: a row for each authority, region or England, measure and year.
-- England and the nine regions get their ONS codes here; authorities keep the DfE number.
-- A short name that the dictionary gives to two measures says nothing certain, so neither is staged; a measure that it
-- lists under two topics has one number and is staged.
-- The tool marks some years as provisional or revised, and writes an academic year as 2024 or as 2023/24: here it is
-- the year in which it ends, and any other year of two halves is written 2023/24. Three years, 2014-16, stay so.
-- Where another measure of the tool counts the people of a share or rate, its count stands beside it.
with counts (measure, people_measure) as (
    values
    ('CPP_rate', 'CPP_Num'),
    ('CareLeaverAcc', 'NoCareLeaverAcc'),
    ('CareLeaverEET', 'CareLeaverEETNum'),
    ('LAC', 'LACnum')
),

described as (
    select
        measure,
        max(year_kind) as year_kind
    from dictionary
    group by measure
    having count(distinct code) = 1
),

dated as (
    select
        figures.*,
        described.year_kind,
        regexp_replace(figures.year, ' \(.*\)$', '') as bare_year,
        regexp_full_match(figures.year, '\d{4}[-/]\d{2}( \(.*\))?')
        and try_cast(figures.year[6:7] as integer) = (try_cast(figures.year[:4] as integer) + 1) % 100 as two_halves
    from figures
    inner join described
        on figures.measure = described.measure
    where figures.year != '0'
),

people as (
    select
        counts.measure,
        dated.year,
        dated.la_number,
        cast(dated.value as bigint) as people
    from dated
    inner join counts
        on dated.measure = counts.people_measure
)

select
    case
        when dated.la_number = 970 then 'E92000001'
        when dated.la_number between 980 and 986 then 'E1200000' || (dated.la_number - 979)
        when dated.la_number in (989, 990) then 'E1200000' || (dated.la_number - 981)
    end as areacd,
    dated.la_number,
    dated.measure,
    case
        when dated.two_halves and dated.year_kind = 'Academic Year'
            then cast(cast(dated.bare_year[:4] as integer) + 1 as varchar)
        when dated.two_halves
            then replace(dated.bare_year, '-', '/')
        else dated.bare_year
    end as period,
    dated.value,
    people.people,
    dated.value_marker as marker,
    dated.source_file,
    dated.source_row
from dated
left join people
    on
        dated.measure = people.measure
        and dated.year = people.year
        and dated.la_number = people.la_number
order by dated.measure, period, dated.la_number
