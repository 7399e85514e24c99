-- Median price paid for homes: a row for each ward, authority or region and year that ends in December.
select
    areacd,
    strftime(year_ends_in, '%Y') as period,
    price as median_price_gbp,
    source_file,
    source_row
from extract
where variable = 'Median house price' and month(year_ends_in) = 12
order by period, areacd
