-- Gender pay gap: a row for each area, year and hours; the difference of medians in per cent of men's pay an hour.
select
    areacd,
    replace(areanm, ' UA', '') as areanm,
    year as period,
    hours,
    value as gap_percent,
    value_marker as marker,
    source_file,
    source_row
from extract
where variable = 'median_gender_pay_gap'
order by areacd, year, hours
