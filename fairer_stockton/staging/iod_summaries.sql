-- Summaries of the Indices of 2019: a row for each index and council. The sheet says which index.
select
    lad19cd,
    lad19nm,
    case split_part(source_file, ' › ', 2)
        when 'IMD' then 'imd'
        when 'Income' then 'income'
        when 'Employment' then 'employment'
        when 'Education' then 'education'
        when 'Health' then 'health'
        when 'Crime' then 'crime'
        when 'Barriers' then 'barriers'
        when 'Living' then 'living_environment'
        when 'IDACI' then 'idaci'
        when 'IDAOPI' then 'idaopi'
    end as index_name,
    period,
    average_rank,
    rank_of_average_rank,
    average_score,
    rank_of_average_score,
    proportion,
    rank_of_proportion,
    extent,
    rank_of_extent,
    local_concentration,
    rank_of_local_concentration,
    scale,
    rank_of_scale,
    source_file,
    source_row
from extract
order by index_name, lad19cd
