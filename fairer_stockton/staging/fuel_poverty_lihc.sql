-- Households in fuel poverty by the definition used until 2018: a row for each authority.
select
    areacd,
    period,
    households,
    fuel_poor,
    source_file,
    source_row
from extract
where areacd is not null
order by period, areacd
