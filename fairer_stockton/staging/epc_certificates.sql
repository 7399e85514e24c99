-- Energy certificates: a row for each home, the latest certificate of it.
-- A certificate without a whole UPRN cannot be known to supersede another: each stays.
-- The register marks what it could not calculate by INVALID!, by an empty cell or by a score below 1: all are unknown.
with numbered as (
    select
        *,
        nullif(ltrim(uprn, '0'), '') as number
    from extract
),

homes as (
    select
        *,
        case when regexp_full_match(number, '\d{1,12}') then number else 'row ' || source_row end as home
    from numbered
)

select
    certificate_number,
    number as uprn,
    lsoa21cd,
    period,
    upper(left(property_type, 1)) || lower(substr(property_type, 2)) as property_type,
    source_file,
    source_row,
    upper(energy_efficiency_band) as energy_efficiency_band,
    case when energy_efficiency_score >= 1 then energy_efficiency_score end as energy_efficiency_score,
    strftime(registered_on, '%Y-%m-%d') as registration_date,
    count(*) over (partition by period, home) as certificates
from homes
qualify
    rank() over (
        partition by period, home
        order by registered_on desc nulls last, certificate_number desc
    ) = 1
order by period, certificate_number, source_row
