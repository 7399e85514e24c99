-- Dwellings that are rented privately: a row for each authority and year, and England as their sum, without limits.
with authorities as (
    select
        counts.areacd,
        '2012' as period,
        counts.rented_2012 as rented,
        counts.dwellings_2012 as dwellings,
        shares.percent_2012 as rented_percent,
        shares.lower_2012 as lower_95,
        shares.upper_2012 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2013' as period,
        counts.rented_2013 as rented,
        counts.dwellings_2013 as dwellings,
        shares.percent_2013 as rented_percent,
        shares.lower_2013 as lower_95,
        shares.upper_2013 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2014' as period,
        counts.rented_2014 as rented,
        counts.dwellings_2014 as dwellings,
        shares.percent_2014 as rented_percent,
        shares.lower_2014 as lower_95,
        shares.upper_2014 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2015' as period,
        counts.rented_2015 as rented,
        counts.dwellings_2015 as dwellings,
        shares.percent_2015 as rented_percent,
        shares.lower_2015 as lower_95,
        shares.upper_2015 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2016' as period,
        counts.rented_2016 as rented,
        counts.dwellings_2016 as dwellings,
        shares.percent_2016 as rented_percent,
        shares.lower_2016 as lower_95,
        shares.upper_2016 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2017' as period,
        counts.rented_2017 as rented,
        counts.dwellings_2017 as dwellings,
        shares.percent_2017 as rented_percent,
        shares.lower_2017 as lower_95,
        shares.upper_2017 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2018' as period,
        counts.rented_2018 as rented,
        counts.dwellings_2018 as dwellings,
        shares.percent_2018 as rented_percent,
        shares.lower_2018 as lower_95,
        shares.upper_2018 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2019' as period,
        counts.rented_2019 as rented,
        counts.dwellings_2019 as dwellings,
        shares.percent_2019 as rented_percent,
        shares.lower_2019 as lower_95,
        shares.upper_2019 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2020' as period,
        counts.rented_2020 as rented,
        counts.dwellings_2020 as dwellings,
        shares.percent_2020 as rented_percent,
        shares.lower_2020 as lower_95,
        shares.upper_2020 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
    union all
    select
        counts.areacd,
        '2021' as period,
        counts.rented_2021 as rented,
        counts.dwellings_2021 as dwellings,
        shares.percent_2021 as rented_percent,
        shares.lower_2021 as lower_95,
        shares.upper_2021 as upper_95,
        counts.source_file,
        counts.source_row
    from dwellings as counts
    inner join shares on counts.areacd = shares.areacd
)

select
    areacd,
    period,
    rented,
    dwellings,
    rented_percent,
    lower_95,
    upper_95,
    source_file,
    source_row
from authorities
union all
select
    'E92000001' as areacd,
    period,
    case when count(rented) = count(*) then cast(sum(rented) as bigint) end as rented,
    case when count(dwellings) = count(*) then cast(sum(dwellings) as bigint) end as dwellings,
    case when count(rented + dwellings) = count(*) then 100.0 * sum(rented) / sum(dwellings) end as rented_percent,
    null as lower_95,
    null as upper_95,
    min(source_file) as source_file,
    min(source_row) as source_row
from authorities
group by period
order by period, areacd
