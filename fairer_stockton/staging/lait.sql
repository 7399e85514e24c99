-- Local Authority Interactive Tool: a row for each authority, region or England, measure and year.
-- England and the nine regions get their ONS codes here; authorities keep the DfE number.
-- A short name that the dictionary gives to two measures says nothing certain, so neither is staged.
with described as (
    select measure
    from dictionary
    group by measure
    having count(*) = 1
)

select
    case
        when figures.la_number = 970 then 'E92000001'
        when figures.la_number between 980 and 986 then 'E1200000' || (figures.la_number - 979)
        when figures.la_number in (989, 990) then 'E1200000' || (figures.la_number - 981)
    end as areacd,
    figures.la_number,
    figures.measure,
    figures.year as period,
    figures.value,
    figures.value_marker as marker,
    figures.source_file,
    figures.source_row
from figures
inner join described
    on figures.measure = described.measure
order by figures.measure, figures.year, figures.la_number
