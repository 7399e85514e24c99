-- The region of each English local authority.
select
    lad22cd,
    lad22nm,
    rgn22cd,
    rgn22nm,
    period,
    source_file,
    source_row
from extract
order by lad22cd
