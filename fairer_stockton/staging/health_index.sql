-- Health Index: a row for each council, indicator and year that the publisher has data for.
-- It fills the years without data: before the first year with data each council has the figure of that year, after
-- the last that of the last, and in between a figure on the straight line from one to the other. Such years are left
-- out. Their figures show which they are: nothing real stays the same, or lies exactly half-way between its
-- neighbours, in nine councils of ten.
with wanted as (
    select
        areacd,
        indicator,
        cast(year as integer) as year_number,
        value as figure,
        value_marker as marker,
        source_file,
        source_row
    from extract
    where indicator in (
        'Air pollution',
        'Alcohol misuse',
        'Avoidable mortality',
        'Cancer screening attendance',
        'Child vaccination coverage',
        'Children''s social, emotional and mental health',
        'Drug misuse',
        'Healthy eating',
        'Job-related training',
        'Low-level crime',
        'Mortality from all causes',
        'Noise complaints',
        'Personal crime',
        'Rough sleeping',
        'Self-harm',
        'Suicides',
        'Workplace safety'
    )
),

beside_neighbours as (
    select
        indicator,
        year_number,
        figure,
        lag(figure) over (partition by areacd, indicator order by year_number) as figure_before,
        lead(figure) over (partition by areacd, indicator order by year_number) as figure_after
    from wanted
),

years as (
    select
        indicator,
        year_number,
        avg(cast(figure = figure_before as integer)) >= 0.9 as is_copied,
        avg(cast(abs(figure_before + figure_after - 2 * figure) <= figure / 1000000 as integer)) >= 0.9 as is_between
    from beside_neighbours
    group by indicator, year_number
),

-- the year before the first change, or the last of all where nothing ever changes
first_years as (
    select
        indicator,
        coalesce(max(year_number) filter (where year_number < first_change), max(year_number)) as first_year
    from (
        select
            indicator,
            year_number,
            min(year_number) filter (where not is_copied) over (partition by indicator) as first_change
        from years
    ) as changes
    group by indicator
)

select
    wanted.areacd,
    wanted.indicator,
    cast(wanted.year_number as varchar) as period,
    wanted.figure as value,
    wanted.marker,
    wanted.source_file,
    wanted.source_row
from wanted
inner join years
    on
        wanted.indicator = years.indicator
        and wanted.year_number = years.year_number
inner join first_years
    on wanted.indicator = first_years.indicator
where
    wanted.year_number = first_years.first_year
    or (
        wanted.year_number > first_years.first_year
        and not coalesce(years.is_copied, false)
        and not coalesce(years.is_between, false)
    )
order by wanted.indicator, wanted.areacd, wanted.year_number
