-- Energy certificates: a row for each home, the latest certificate of it.
-- A certificate without a UPRN cannot be told to supersede another: each stays.
select
    certificate_number,
    uprn,
    lsoa21cd,
    period,
    upper(energy_efficiency_band) as energy_efficiency_band,
    energy_efficiency_score,
    property_type,
    strftime(registered_on, '%Y-%m-%d') as registration_date,
    source_file,
    source_row
from extract
qualify
    row_number() over (
        partition by period, coalesce(uprn, certificate_number)
        order by registered_on desc, certificate_number desc
    ) = 1
order by period, certificate_number
