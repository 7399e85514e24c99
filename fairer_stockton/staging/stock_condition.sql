-- Stock condition: a row for each surveyed home.
select
    home,
    period,
    lsoa21cd,
    tenure,
    lower(decent) as decent,
    weight,
    source_file,
    source_row
from extract
order by period, home
