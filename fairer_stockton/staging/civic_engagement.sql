-- Civic engagement: a row for England and each of its regions, each survey year; limits where they are published.
with long as (
    unpivot (
        select
            year_of_end,
            source_file,
            source_row,
            north_east,
            north_west,
            yorkshire,
            east_midlands,
            west_midlands,
            east_of_england,
            london,
            south_east,
            south_west
        from regions
    )
    on
    north_east,
    north_west,
    yorkshire,
    east_midlands,
    west_midlands,
    east_of_england,
    london,
    south_east,
    south_west
    into name region value percent
)

select
    areacd,
    year as period,
    value,
    lower_95,
    upper_95,
    source_file,
    source_row
from england
where value is not null
union all
select
    case region
        when 'north_east' then 'E12000001'
        when 'north_west' then 'E12000002'
        when 'yorkshire' then 'E12000003'
        when 'east_midlands' then 'E12000004'
        when 'west_midlands' then 'E12000005'
        when 'east_of_england' then 'E12000006'
        when 'london' then 'E12000007'
        when 'south_east' then 'E12000008'
        when 'south_west' then 'E12000009'
    end as areacd,
    (year_of_end - 1) || '/' || right(cast(year_of_end as varchar), 2) as period,
    percent as value,
    null as lower_95,
    null as upper_95,
    source_file,
    source_row
from long
order by areacd, period
