-- Stock condition: a row for each surveyed home.
select
    home,
    period,
    lsoa21cd,
    upper(left(tenure, 1)) || lower(substr(tenure, 2)) as tenure,
    lower(decent) as decent,
    weight,
    source_file,
    source_row
from extract
order by period, home
