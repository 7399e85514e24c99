-- Years lived by residents from the middle of 2017 to that of 2020: a row for each neighbourhood and age band.
-- Between two estimates the number of residents is taken to change evenly: 2 years between those of 2017 and 2019, of
-- which each counts for 1, and 1 year between those of 2019 and 2020, of which each counts for a half.
with listed as (
    select
        lsoa11cd,
        period,
        [*columns('^age_\d+$')] as ages,
        source_file,
        source_row
    from extract
),

single_years as (
    select
        lsoa11cd,
        period,
        generate_subscripts(ages, 1) - 1 as age,
        unnest(ages) as residents_of_age,
        source_file,
        source_row
    from listed
),

banded as (
    select
        lsoa11cd,
        period,
        residents_of_age,
        case
            when age = 0 then 0
            when age < 5 then 1
            when age >= 85 then 85
            else age - age % 5
        end as starts,
        case period when '2017' then 1.0 when '2019' then 1.5 when '2020' then 0.5 end as years,
        source_file,
        source_row
    from single_years
)

select
    lsoa11cd,
    case starts
        when 0 then '0'
        when 1 then '1 to 4'
        when 85 then '85 and over'
        else starts || ' to ' || (starts + 4)
    end as age_band,
    '2017 to 2020' as period,
    case when count(residents_of_age) = count(*) then cast(sum(residents_of_age * years) as double) end as years_lived,
    min(source_file) as source_file,
    min(source_row) as source_row
from banded
group by lsoa11cd, starts
having count(distinct period) = 3
order by lsoa11cd, starts
