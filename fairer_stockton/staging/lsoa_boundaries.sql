-- Neighbourhood outlines as GeoJSON geometries in longitude and latitude.
select
    lsoa11cd,
    lsoa21cd,
    lsoanm,
    geometry,
    period,
    source_file,
    source_row
from extract
order by period, coalesce(lsoa11cd, lsoa21cd)
