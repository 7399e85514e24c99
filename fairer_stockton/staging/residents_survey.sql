-- Residents' survey: a row for each respondent of each wave, answers as all waves share them.
-- Low income: household income below 60 % of the year's UK median once both are for a household of the same make-up.
-- The scale is the modified OECD one as DWP's Households Below Average Income (quality and methodology report) uses it
-- before housing costs: 0.67 for the first person of 14 or over, 0.33 for each other, 0.20 for each child under 14, so
-- that a couple without children is 1, as in the published median.
with households as (
    select
        *,
        0.67 + 0.33 * (people_14_and_over - 1) + 0.20 * coalesce(children_under_14, 0) as make_up
    from extract
),

incomes as (
    select
        *,
        case
            when weekly_income_gbp is null or people_14_and_over is null or people_14_and_over = 0 then null
            when weekly_income_gbp < 0.60 * median_weekly_income_gbp * make_up then 'yes'
            else 'no'
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
