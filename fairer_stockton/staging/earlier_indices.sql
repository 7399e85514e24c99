-- Ranks of the Indices of 2004 to 2010: a row for each neighbourhood of 2001 and edition.
-- That of 2010 does not name councils: they are those of the same neighbourhood in the editions before.
with editions as (
    select
        lsoa01cd,
        former_council,
        imd_rank,
        period,
        source_file,
        source_row
    from edition_2004
    union all
    select
        lsoa01cd,
        former_council,
        imd_rank,
        period,
        source_file,
        source_row
    from edition_2007
    union all
    select
        lsoa01cd,
        null as former_council,
        imd_rank,
        period,
        source_file,
        source_row
    from edition_2010
)

select
    lsoa01cd,
    max(former_council) over (partition by lsoa01cd) as former_council,
    period,
    imd_rank,
    -- a rank up to a tenth of them is in the first tenth, and so on
    cast(ceil(10 * imd_rank / count(*) over (partition by period)) as bigint) as imd_decile,
    source_file,
    source_row
from editions
order by period, lsoa01cd
