-- Households by tenure, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
select
    lsoa21cd,
    ltla21cd,
    period,
    households,
    owned_outright,
    owned_with_mortgage,
    shared_ownership,
    social_rented,
    private_rented,
    rent_free,
    source_file,
    source_row
from stacked('lsoa', 'ltla')
order by lsoa21cd, ltla21cd
