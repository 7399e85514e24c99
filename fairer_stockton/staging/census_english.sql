-- Residents aged 3 and over by main language and proficiency in English, Census 2021: a row for each MSOA.
select
    msoa21cd,
    period,
    cast(main_language_english + main_language_other as bigint) as residents_3_plus,
    main_language_english,
    main_language_other,
    speaks_very_well,
    speaks_well,
    speaks_not_well,
    speaks_none,
    source_file,
    source_row
from extract
order by msoa21cd
