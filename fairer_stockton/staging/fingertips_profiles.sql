-- Fingertips: a row for each area, indicator, group of people and period.
-- Rows with a fifth are of England's neighbourhoods by deprivation, and wards are another council's: neither is staged.
-- Labels become those that people use: 2022 - 24 is 2022 to 2024, 2021/22 Q1 - 2023/24 Q4 is 2021/22 to 2023/24, and
-- what ends within a year has none.
select
    areacd,
    areanm,
    indicator,
    people,
    case
        when regexp_full_match(years, '\d{4}(/\d{2})?')
            then years
        when regexp_full_match(years, '\d{4} - \d{2}')
            then regexp_replace(years, '^(\d{2})(\d{2}) - (\d{2})$', '\1\2 to \1\3')
        when regexp_full_match(years, '\d{4}/\d{2} Q1 - \d{4}/\d{2} Q4')
            then if(years[1:7] = years[14:20], years[1:7], years[1:7] || ' to ' || years[14:20])
        when regexp_full_match(years, '\d{4}/\d{2} - \d{2}/\d{2}')
            then years[1:7] || ' to ' || years[1:2] || years[11:15]
    end as period,
    value,
    value_marker as marker,
    source_file,
    source_row
from extract
where
    fifth = 'NA'
    and area_kind in ('Country', 'County', 'District', 'UA')
    and not regexp_matches(years, 'Q[1-3]$')
order by indicator, people, areacd, period
