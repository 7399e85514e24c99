-- Turnout of an election day: a row for each ward that has a code, then one for each district, and one for all of them
-- together, as England. The file has names only: they are compared by their letters and digits, since it writes `&` for
-- "and", and stops and apostrophes otherwise.
with elections as (
    select
        period,
        electorate,
        turnout_percent,
        cast(round(electorate * turnout_percent / 100) as bigint) as votes,
        source_file,
        source_row,
        regexp_replace(replace(lower(district), '&', 'and'), '[^a-z0-9]', '', 'g') as district_letters,
        regexp_replace(replace(lower(ward), '&', 'and'), '[^a-z0-9]', '', 'g') as ward_letters
    from extract
),

-- "Kingston upon Hull, City of" and "Herefordshire, County of" are in the file without what follows the comma
wards as (
    select distinct
        wd24cd,
        lad24cd,
        regexp_replace(
            regexp_replace(replace(lower(lad24nm), '&', 'and'), ', (city|county) of$', ''), '[^a-z0-9]', '', 'g'
        ) as district_letters,
        regexp_replace(replace(lower(wd24nm), '&', 'and'), '[^a-z0-9]', '', 'g') as ward_letters
    from lookup
    where lad24cd like 'E%'
),

districts as (
    select distinct
        lad24cd,
        district_letters
    from wards
),

-- a name that two wards of a district share is no name of either
named as (
    select
        district_letters,
        ward_letters,
        min(wd24cd) as wd24cd
    from wards
    group by district_letters, ward_letters
    having count(*) = 1
),

-- A district whose wards were redrawn in 2024 still has some of the old names: its wards have codes only where all do.
placed as (
    select
        elections.period,
        elections.electorate,
        elections.turnout_percent,
        elections.votes,
        elections.source_file,
        elections.source_row,
        districts.lad24cd,
        named.wd24cd,
        count(named.wd24cd) over (partition by elections.district_letters)
        = count(*) over (partition by elections.district_letters) as all_named
    from elections
    left join districts
        on elections.district_letters = districts.district_letters
    left join named
        on elections.district_letters = named.district_letters and elections.ward_letters = named.ward_letters
),

summed as (
    select
        if(grouping(lad24cd) = 1, 'E92000001', lad24cd) as areacd,
        period,
        cast(sum(electorate) as bigint) as electorate,
        cast(sum(votes) as bigint) as votes,
        min(source_file) as source_file,
        min(source_row) as source_row
    from placed
    group by grouping sets ((lad24cd, period), (period))
),

totals as (
    select
        areacd,
        period,
        electorate,
        votes,
        source_file,
        source_row
    from summed
    where areacd is not null
)

select
    wd24cd,
    cast(null as varchar) as areacd,
    period,
    electorate,
    votes,
    turnout_percent,
    source_file,
    source_row
from placed
where all_named
union all
select
    cast(null as varchar) as wd24cd,
    areacd,
    period,
    electorate,
    votes,
    100 * votes / electorate as turnout_percent,
    source_file,
    source_row
from totals
order by period, wd24cd, areacd
