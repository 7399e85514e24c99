-- Households in fuel poverty by low income and low energy efficiency: a row for each authority or country and year.
select
    areacd,
    year as period,
    fuel_poor_percent,
    source_file,
    source_row
from extract
where indicator = 'Fuel poverty (low income, low energy efficiency methodology)'
order by period, areacd
