-- The DfE number and the ONS code of each local authority, as one publication of the department gives both.
select
    cast(la_number as integer) as la_number,
    utlacd,
    utlanm,
    regioncd,
    period,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where level = 'Local authority'
group by la_number, utlacd, utlanm, regioncd, period
order by la_number
