-- Households by the number of dimensions in which they are deprived: a row for each neighbourhood of each census.
-- A sum of which one count is not known is not known either.
with counts as (
    select
        lsoa11cd,
        cast(null as varchar) as lsoa21cd,
        period,
        cast(dimensions as integer) as dimensions,
        number,
        source_file,
        source_row
    from lsoa11
    union all
    select
        cast(null as varchar) as lsoa11cd,
        lsoa21cd,
        period,
        cast(dimensions as integer) as dimensions,
        number,
        source_file,
        source_row
    from lsoa21
)

select
    lsoa11cd,
    lsoa21cd,
    period,
    case when count(number) = 5 then cast(sum(number) as bigint) end as households,
    cast(max(number) filter (where dimensions = 0) as bigint) as not_deprived,
    cast(max(number) filter (where dimensions = 1) as bigint) as deprived_in_one,
    cast(max(number) filter (where dimensions = 2) as bigint) as deprived_in_two,
    cast(max(number) filter (where dimensions = 3) as bigint) as deprived_in_three,
    cast(max(number) filter (where dimensions = 4) as bigint) as deprived_in_four,
    min(source_file) as source_file,
    min(source_row) as source_row
from counts
group by lsoa11cd, lsoa21cd, period
order by period, lsoa11cd, lsoa21cd
