-- Deaths from July 2017 to June 2020, three mid-years: a row for each neighbourhood and age band, both sexes together.
-- The few neighbourhoods that stand in the table twice a year are added up. Without either sex deaths are not known.
with both_sexes as (
    select
        lsoa11cd,
        mid_year,
        'Female' as sex,
        [*columns('^aged_\d+$')] as bands,
        source_file,
        source_row
    from females
    union all
    select
        lsoa11cd,
        mid_year,
        'Male' as sex,
        [*columns('^aged_\d+$')] as bands,
        source_file,
        source_row
    from males
),

banded as (
    select
        lsoa11cd,
        mid_year,
        sex,
        generate_subscripts(bands, 1) as band,
        unnest(bands) as deaths_of_band,
        source_file,
        source_row
    from both_sexes
    where mid_year in ('2018', '2019', '2020')
),

started as (
    select
        lsoa11cd,
        mid_year,
        sex,
        deaths_of_band,
        case when band <= 2 then band - 1 else 5 * (band - 2) end as starts,
        source_file,
        source_row
    from banded
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
    case when count(deaths_of_band) = count(*) then cast(sum(deaths_of_band) as bigint) end as deaths,
    min(source_file) as source_file,
    min(source_row) as source_row
from started
group by lsoa11cd, starts
having count(distinct mid_year || sex) = 6
order by lsoa11cd, starts
