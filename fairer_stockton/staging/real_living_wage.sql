-- Employees paid at or above the real Living Wage, by where they work: a row for each area and year.
select
    areacd,
    areanm,
    year as period,
    value as paid_percent,
    value_marker as marker,
    source_file,
    source_row
from extract
where indicator = 'Employees paid at or above the real living wage by work geography'
order by areacd, year
