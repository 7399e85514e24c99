-- Neighbourhood outlines of more councils as GeoJSON geometries in longitude and latitude.
select
    lsoa21cd,
    lsoanm,
    geometry,
    period,
    source_file,
    source_row
from extract
order by lsoa21cd
