-- Households by tenure: a row for each authority and census. That of 2001 is left out: its rows count people.
select
    areacd,
    census as period,
    max(households) filter (where tenure = 'All tenures') as households,
    max(households) filter (where tenure = 'Owner occupied') as owner_occupied,
    max(households) filter (where tenure = 'Private rented') as private_rented,
    max(households) filter (where tenure = 'Social rented') as social_rented,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where census != '2001'
group by areacd, census
order by period, areacd
