-- Energy certificates lodged for homes: a row for each authority or country and whole year.
select
    areacd,
    strftime(quarter_ends_on, '%Y') as period,
    cast(sum(lodged) as bigint) as lodged,
    cast(sum(rated_a + rated_b + rated_c) as bigint) as rated_a_to_c,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by areacd, strftime(quarter_ends_on, '%Y')
having count(lodged + rated_a + rated_b + rated_c) = 4
order by period, areacd
