-- Residents' survey: a row for each respondent of each wave, answers as all waves share them.
-- Low income: household income below 60 % of the year's UK median once both are for a household of the same make-up.
-- The scale is the modified OECD one as DWP's Households Below Average Income (quality and methodology report) uses it
-- before housing costs: 0.67 for the first person of 14 or over, 0.33 for each other, 0.20 for each child under 14, so
-- that a couple without children is 1, as in the published median.
-- Where a number of people is not known, the household is taken at its least and at its most (1 and 20 people of 14 or
-- over, 0 and 20 children, as the contract allows): low income is known only where both give the same answer.
with households as (
    select
        *,
        0.67 + 0.33 * (coalesce(people_14_and_over, 1) - 1) + 0.20 * coalesce(children_under_14, 0) as least,
        0.67 + 0.33 * (coalesce(people_14_and_over, 20) - 1) + 0.20 * coalesce(children_under_14, 20) as most
    from extract
),

incomes as (
    select
        *,
        case
            when weekly_income_gbp < 0.60 * median_weekly_income_gbp * least then 'yes'
            when weekly_income_gbp >= 0.60 * median_weekly_income_gbp * most then 'no'
        end as low_income,
        case
            when ethnic_group is null then null
            when ethnic_group = 'White' then 'no'
            else 'yes'
        end as bme
    from households
)

select
    respondent,
    period,
    lsoa21cd,
    weight,
    stratum,
    cluster,
    cast(points_in_stratum as bigint) as points_in_stratum,
    cast(people_in_point as bigint) as people_in_point,
    age_band,
    sex,
    ethnic_group,
    disability,
    tenure,
    working_status,
    unpaid_care,
    control_over_life,
    influence_decisions,
    chance_to_progress,
    belong_local_area,
    belong_borough,
    get_on_well,
    pull_together,
    lonely,
    volunteered,
    arts,
    library,
    museum,
    savings,
    problem_debt,
    arrears,
    permanent_contract,
    good_health,
    highest_qualification,
    warm_dry_home,
    services_easy,
    cast(weekly_income_gbp as double) as weekly_income_gbp,
    cast(people_14_and_over as bigint) as people_14_and_over,
    cast(children_under_14 as bigint) as children_under_14,
    low_income,
    acute_homeless_or_domestic_abuse,
    acute_substance_misuse,
    acute_sex_working,
    learning_disability,
    physical_disability,
    mental_health,
    sensory_impairment,
    refugee_or_asylum_seeker,
    bme,
    english_additional_language,
    adult_social_care,
    case
        when children_under_14 = 0 or low_income = 'no' then 'no'
        when children_under_14 > 0 and low_income = 'yes' then 'yes'
    end as family_in_poverty,
    child_in_need_or_protection,
    young_carer,
    source_file,
    source_row
from incomes
order by period, respondent
