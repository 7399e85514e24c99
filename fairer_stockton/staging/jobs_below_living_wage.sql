-- Jobs below the real Living Wage: a row for each area, sex and hours; All is every one.
select
    areacd,
    replace(areanm, ' UA', '') as areanm,
    year as period,
    sex,
    hours,
    value as below_percent,
    value_marker as marker,
    source_file,
    source_row
from extract
where variable = 'percent'
order by areacd, year, sex, hours
