-- What the staging of several sources has in common: tables made of a table or common table expression that is named.

-- Residents from one age to another, of a list with each single year from 0; not known where one of them is not.
create macro residents_of_ages(ages, youngest, oldest) as
case
    when list_count(ages[youngest + 1:oldest + 1]) = oldest - youngest + 1
        then cast(list_sum(ages[youngest + 1:oldest + 1]) as bigint)
end;

-- Households or dwellings of a file with a column for each year: a row for each council and year, and England's sum.
create macro dwellings_by_year(wide) as table
    with councils as (
        select
            areacd,
            right(in_year, 4) as year,
            dwellings
        from (
            unpivot query_table(wide)
            on columns('^dwellings_\d{4}$')
            into name in_year value dwellings
        )
        where areacd like 'E%'
    )

    select
        areacd,
        year,
        dwellings
    from councils
    union all
    select
        'E92000001' as areacd,
        year,
        sum(dwellings) as dwellings
    from councils
    group by year;

-- The code of each MSOA of England by its name, and the council that it lies in; three lie in two councils of 2022.
create macro english_msoas(lookup) as table
    select
        msoa11cd,
        msoa11nm,
        mode(lad22cd order by lad22cd) as lad22cd
    from query_table(lookup)
    where msoa11cd like 'E%'
    group by msoa11cd, msoa11nm;

-- Counts of MSOAs with their councils (`counted` of `everyone`), then the sums of each council and of England.
create macro with_councils_and_england(local_areas) as table
    with larger as (
        select
            unnest([lad22cd, 'E92000001']) as areacd,
            period,
            counted,
            everyone,
            source_file,
            source_row
        from query_table(local_areas)
    )

    select
        msoa11cd,
        null as areacd,
        period,
        cast(counted as bigint) as counted,
        cast(everyone as bigint) as everyone,
        source_file,
        source_row
    from query_table(local_areas)
    union all
    select
        null as msoa11cd,
        areacd,
        period,
        cast(sum(counted) as bigint) as counted,
        cast(sum(everyone) as bigint) as everyone,
        min(source_file) as source_file,
        min(source_row) as source_row
    from larger
    group by areacd, period;

-- The rows of two tables one below the other, column by name; what only one of them has is empty in the other's rows.
create macro stacked(upper_table, lower_table) as table
    select *
    from query_table(upper_table)
    union all by name
    select *
    from query_table(lower_table);
