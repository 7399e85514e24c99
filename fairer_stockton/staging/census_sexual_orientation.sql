-- Residents aged 16 and over by sexual orientation, Census 2021: a row for each MSOA.
select
    msoa21cd,
    min(period) as period,
    max(residents_16_plus) as residents_16_plus,
    cast(max(number) filter (where orientation = 'Straight or Heterosexual') as bigint) as straight,
    cast(max(number) filter (where orientation = 'Gay or Lesbian') as bigint) as gay_or_lesbian,
    cast(max(number) filter (where orientation = 'Bisexual') as bigint) as bisexual,
    cast(max(number) filter (where orientation = 'All other sexual orientations') as bigint) as other_orientation,
    cast(max(number) filter (where orientation = 'Not answered') as bigint) as not_answered,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
group by msoa21cd
order by msoa21cd
