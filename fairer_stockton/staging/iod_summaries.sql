-- Summaries of the Indices: a row for each edition, index and council. The sheet says which index; in 2015 a column.
select
    ladcd,
    ladnm,
    case coalesce(index_domain, split_part(source_file, ' › ', 2))
        when 'IMD' then 'imd'
        when 'Index of Multiple Deprivation' then 'imd'
        when 'Income' then 'income'
        when 'Employment' then 'employment'
        when 'Education' then 'education'
        when 'Education, Skills and Training' then 'education'
        when 'Health' then 'health'
        when 'Health and Disability' then 'health'
        when 'Crime' then 'crime'
        when 'Barriers' then 'barriers'
        when 'Barriers to Housing and Services' then 'barriers'
        when 'Living' then 'living_environment'
        when 'Living Environment' then 'living_environment'
        when 'IDACI' then 'idaci'
        when 'Income Deprivation Affecting Children' then 'idaci'
        when 'IDAOPI' then 'idaopi'
        when 'Income Deprivation Affecting Older People' then 'idaopi'
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
order by period, index_name, ladcd
