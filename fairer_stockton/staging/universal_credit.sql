-- People on Universal Credit: a row for each authority or country and month.
select
    areacd,
    strftime(strptime('1 ' || month, '%d %B %Y'), '%Y-%m') as period,
    cast(max(value) filter (where indicator = 'People on Universal Credit') as bigint) as people,
    max(value) filter (where indicator like '%proportion of residents aged 16-64') as people_percent,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where areacd not like 'E05%'
group by areacd, month
order by period, areacd
