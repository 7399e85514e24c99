-- Life expectancy: a row for each area, indicator, sex and three years; 2023 - 25 becomes 2023 to 2025.
select
    areacd,
    areanm,
    indicator,
    sex,
    value,
    value_marker as marker,
    source_file,
    source_row,
    regexp_replace(years, '^(\d{2})(\d{2}) - (\d{2})$', '\1\2 to \1\3') as period
from extract
order by indicator, areacd, sex, years
