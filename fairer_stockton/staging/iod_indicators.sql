-- Indicators of the Indices: a row for each neighbourhood and edition. Shares become percentages.
with editions as (
    select * from edition_2019
    union all by name
    select * from edition_2025
)

select
    lsoa11cd,
    lsoa21cd,
    period,
    100 * low_skills as low_skills_percent,
    years_of_life_lost,
    illness_and_disability,
    emergency_admissions,
    mental_health,
    post_office_km,
    primary_school_km,
    food_shop_km,
    gp_surgery_km,
    100 * poor_condition as poor_condition_percent,
    100 * no_central_heating as no_central_heating_percent,
    100 * air_quality as air_pollution,
    violence_with_injury_per_1000,
    violence_without_injury_per_1000,
    stalking_per_1000,
    burglary_per_1000,
    theft_per_1000,
    criminal_damage_per_1000,
    public_order_per_1000,
    antisocial_per_1000,
    patients_per_gp,
    source_file,
    source_row
from editions
order by period, coalesce(lsoa11cd, lsoa21cd)
