-- The councils that each reported council is compared with, in each of the sets of comparators.toml; itself left out.
with codes as (
    select distinct
        lad24cd as area_code,
        lad24nm as area_name
    from lsoa21_wd24
    union
    select distinct
        utlacd as area_code,
        utlanm as area_name
    from free_school_meals
),

found as (
    select
        council_code(near.la_number) as council,
        'statistical_neighbours' as comparators,
        council_code(near.neighbour_number) as area_code,
        near.place
    from statistical_neighbours as near
    where council_code(near.la_number) in (select reported_councils.code from reported_councils)
    union all
    select
        areacd as council,
        'similar_areas' as comparators,
        neighbour_cd as area_code,
        place
    from similar_areas
    where areacd in (select reported_councils.code from reported_councils) and place <= 10
    union all
    select
        council,
        comparators,
        area_code,
        place
    from listed_councils
),

members as (
    select
        found.council,
        found.comparators,
        current_code(found.area_code) as area_code,
        found.place
    from found
)

select
    members.council,
    members.comparators,
    members.area_code,
    min(codes.area_name) as area_name,
    members.place
from members
inner join codes
    on members.area_code = codes.area_code
where members.area_code <> members.council
group by members.council, members.comparators, members.area_code, members.place
order by members.council, members.comparators, members.place
