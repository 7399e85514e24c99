-- Adult social care: a row for each council, outcome and financial year; 2015-16 becomes 2015/16.
-- Requests for care and the turnover of staff are not outcomes for people, and no measure rests on them.
select
    areacd,
    areanm,
    replace(outcome, 'Outcome, ', '') as outcome,
    replace(year, '-', '/') as period,
    value,
    value_marker as marker,
    source_file,
    source_row
from extract
where
    outcome in (
        'Outcome, ASC Carer Quality of Life',
        'Outcome, ASC Quality of Life',
        'Outcome, Ease of finding information about services : service users',
        'Outcome, Ease of finding information about support : carers',
        'Outcome, Outcome of short-term services: sequel to service'
    )
order by outcome, areacd, year
