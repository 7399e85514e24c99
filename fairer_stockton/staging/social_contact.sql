-- Social contact: a row for each area, group and year. Of all adults: bands and categories repeat the same people.
select
    areacd,
    areanm,
    case
        when indicator like '%adult social care users%'
            then 'Users'
        when indicator like '%adult carers%'
            then 'Carers'
    end as people,
    year as period,
    value,
    lower_95,
    upper_95,
    coalesce(note, value_marker) as marker,
    source_file,
    source_row
from extract
where sex = 'Persons' and age = '18+ yrs' and category is null
order by people, areacd, year
