-- Households in fuel poverty.
-- A row for each neighbourhood and year, then one for each larger area: the publisher's own total.
with areas as (
    select
        lsoa11cd,
        null as lsoa21cd,
        null as areacd,
        period,
        households,
        fuel_poor,
        source_file,
        source_row
    from lsoa11
    union all
    select
        null as lsoa11cd,
        lsoa21cd,
        null as areacd,
        period,
        households,
        fuel_poor,
        source_file,
        source_row
    from lsoa
    union all
    select
        null as lsoa11cd,
        null as lsoa21cd,
        areacd,
        period,
        households,
        fuel_poor,
        source_file,
        source_row
    from administrative_area
    where areacd is not null
)

select
    lsoa11cd,
    lsoa21cd,
    areacd,
    period,
    households,
    fuel_poor,
    source_file,
    source_row
from areas
order by period, lsoa11cd, lsoa21cd, areacd
