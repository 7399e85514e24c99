-- Monthly private rents: a row for each authority, region or England, of the year that ends in September.
select
    areacd,
    left(quarter, 4) as period,
    max(value) filter (where variable = 'Median') as median_rent_gbp,
    cast(max(value) filter (where variable = 'Count of rents') as bigint) as lettings,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where homes = 'total' and variable in ('Median', 'Count of rents') and regexp_full_match(areacd, 'E[019]\d{7}')
group by areacd, quarter
order by period, areacd
