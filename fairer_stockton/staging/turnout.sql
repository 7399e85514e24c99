-- Turnout: a row for each ward and election.
select
    wd24cd,
    period,
    electorate,
    votes,
    source_file,
    source_row
from extract
order by period, wd24cd
