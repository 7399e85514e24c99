-- Housing Benefit claimants each February: a row for each ward whose series is sound, one for each district and region.
-- The copy joined its values to wards by name. So a name that two districts have, and a series with a fraction in any
-- month (the mean of namesakes), are no ward's; and where a name was cut, it stands in the place of a code.
with named as (
    select
        *,
        count(*) over (partition by wd22nm) as namesakes
    from lookup
    where wd22cd like 'E%'
),

-- the copy of the residents has wrong codes of wards: their names within their district have the right ones
residents as (
    select
        wards.residents - list_sum([*columns('^child_\d+$')]) as aged_16_plus,
        wards.lad21cd,
        named.wd22cd,
        named.namesakes,
        min(named.rgn22cd) over (partition by wards.lad21cd) as rgn22cd
    from wards
    left join named
        on wards.lad21cd = named.lad22cd and wards.wd20nm = named.wd22nm
    where wards.lad21cd like 'E%'
),

series as (
    select
        code,
        month,
        claimants,
        source_file,
        source_row,
        bool_and(claimants = floor(claimants)) over (partition by code) as in_whole_numbers
    from extract
    where regexp_full_match(code, 'E\d{8}')
),

of_februaries as (
    select
        code,
        month as period,
        cast(claimants as bigint) as claimants,
        source_file,
        source_row
    from series
    where month like '%-02' and in_whole_numbers
),

areas as (
    select
        wd22cd as code,
        wd22cd as wd19cd,
        cast(null as varchar) as areacd,
        aged_16_plus
    from residents
    where namesakes = 1
    union all
    select
        coalesce(lad21cd, rgn22cd) as code,
        cast(null as varchar) as wd19cd,
        coalesce(lad21cd, rgn22cd) as areacd,
        sum(aged_16_plus) as aged_16_plus
    from residents
    group by grouping sets ((lad21cd), (rgn22cd))
)

select
    areas.wd19cd,
    areas.areacd,
    of_februaries.period,
    of_februaries.claimants,
    cast(areas.aged_16_plus as bigint) as residents_16_plus,
    1000 * of_februaries.claimants / areas.aged_16_plus as claimants_per_1000,
    of_februaries.source_file,
    of_februaries.source_row
from of_februaries
inner join areas
    on of_februaries.code = areas.code
order by of_februaries.period, areas.wd19cd, areas.areacd
