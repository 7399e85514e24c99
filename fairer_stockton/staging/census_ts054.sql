-- Households by tenure, Census 2021.
-- A row for each neighbourhood, then one for each authority: the publisher's own total.
with areas as (
    select
        lsoa21cd,
        null as ltla21cd,
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
    from lsoa
    union all
    select
        null as lsoa21cd,
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
    from ltla
)

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
from areas
order by lsoa21cd, ltla21cd
