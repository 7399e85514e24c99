"""Residents' survey: one row for each respondent of each wave."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_answer,
    declare_area_code,
    declare_count,
    declare_identifier,
    declare_number,
    declare_survey_weight,
    declare_text,
)

YES_NO = ("yes", "no")
YES_NO_DONT_KNOW = ("yes", "no", "dont_know")
AGREEMENT = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "dont_know")
STRENGTH = ("very_strongly", "fairly_strongly", "not_very_strongly", "not_at_all_strongly", "dont_know")
TENDENCY = ("definitely_agree", "tend_to_agree", "tend_to_disagree", "definitely_disagree", "dont_know")
OFTEN = ("often_or_always", "some_of_the_time", "occasionally", "hardly_ever", "never")
AGES = ("16 to 24", "25 to 34", "35 to 49", "50 to 64", "65 to 74", "75 and over")
ETHNIC_GROUPS = ("White", "Asian", "Black", "Mixed", "Other")
TENURES = ("Owns", "Rents socially", "Rents privately", "Other")
QUALIFICATIONS = ("level_4_or_above", "level_3", "below_level_3", "none", "dont_know")
WORKING = (
    "In work",
    "Unemployed",
    "Retired",
    "Student",
    "Looking after home or family",
    "Long-term sick or disabled",
    "Other",
)

# What follows where a respondent gave no answer.
NOT_COUNTED = "the respondent is not counted in this share"
ALONE = "the respondent counts as a sampling point of one"
NO_LOW_INCOME = "low income is unknown"
NOT_ALONE = "low income is unknown where this number could decide it, and the respondent is not in its share"


TOO_MANY = "the number is taken to be too large to matter, which makes intervals wider"


class Staged(StagedTable):
    """Residents' survey: one row for each respondent of each wave."""

    respondent: str = declare_identifier("A number that the survey gave the respondent; it says nothing of who it is.")
    lsoa21cd: str = declare_area_code(
        "lsoa21cd",
        "Neighbourhood of 2021 in which the respondent lives.",
        unknown="counted for the borough alone",
        usually_known=0.9,
    )
    weight: Decimal = declare_survey_weight("How many residents the respondent stands for, up to the wave's scale.")
    stratum: str = declare_text("Stratum of the sample: respondents were drawn in each apart.")
    cluster: str = declare_text(
        "Sampling point, where respondents were drawn in groups.", unknown=ALONE, usually_known=0.95
    )
    points_in_stratum: Whole = declare_count(
        "Sampling points that the stratum holds, drawn or not.", "points", least=1, unknown=TOO_MANY
    )
    people_in_point: Whole = declare_count(
        "People whom the sampling point holds, drawn or not.", "people", least=1, unknown=TOO_MANY
    )
    age_band: str = declare_answer(AGES, "Age.", unknown=NOT_COUNTED)
    sex: str = declare_answer(("Female", "Male"), "Sex.", unknown=NOT_COUNTED)
    ethnic_group: str = declare_answer(ETHNIC_GROUPS, "Ethnic group, in five.", unknown=NOT_COUNTED)
    disability: str = declare_answer(
        ("Disabled", "Not disabled"), "Limited by a long-term condition.", unknown=NOT_COUNTED
    )
    tenure: str = declare_answer(TENURES, "How the household holds its home.", unknown=NOT_COUNTED)
    working_status: str = declare_answer(WORKING, "What the respondent does.", unknown=NOT_COUNTED)
    unpaid_care: str = declare_answer(YES_NO, "Cares for somebody without pay.", unknown=NOT_COUNTED)
    control_over_life: str = declare_answer(AGREEMENT, "Has control over own life.", unknown=NOT_COUNTED)
    influence_decisions: str = declare_answer(
        AGREEMENT, "Can influence decisions on the local area.", unknown=NOT_COUNTED
    )
    chance_to_progress: str = declare_answer(
        AGREEMENT, "In work: the job gives a chance to progress.", unknown=NOT_COUNTED
    )
    belong_local_area: str = declare_answer(STRENGTH, "Belongs to the local area.", unknown=NOT_COUNTED)
    belong_borough: str = declare_answer(STRENGTH, "Belongs to the borough.", unknown=NOT_COUNTED)
    get_on_well: str = declare_answer(
        TENDENCY, "People of different backgrounds get on well here.", unknown=NOT_COUNTED
    )
    pull_together: str = declare_answer(TENDENCY, "People here pull together.", unknown=NOT_COUNTED)
    lonely: str = declare_answer(OFTEN, "How often lonely.", unknown=NOT_COUNTED)
    volunteered: str = declare_answer(YES_NO_DONT_KNOW, "Volunteered in the last 12 months.", unknown=NOT_COUNTED)
    arts: str = declare_answer(YES_NO_DONT_KNOW, "Went to an arts event in the last 12 months.", unknown=NOT_COUNTED)
    library: str = declare_answer(YES_NO_DONT_KNOW, "Used a library in the last 12 months.", unknown=NOT_COUNTED)
    museum: str = declare_answer(
        YES_NO_DONT_KNOW, "Visited a museum or gallery in the last 12 months.", unknown=NOT_COUNTED
    )
    savings: str = declare_answer(YES_NO_DONT_KNOW, "The household has savings.", unknown=NOT_COUNTED)
    problem_debt: str = declare_answer(YES_NO_DONT_KNOW, "Debts are a heavy burden.", unknown=NOT_COUNTED)
    arrears: str = declare_answer(
        YES_NO_DONT_KNOW, "Behind with rent, mortgage, Council Tax or a bill.", unknown=NOT_COUNTED
    )
    permanent_contract: str = declare_answer(YES_NO_DONT_KNOW, "In work: the job is permanent.", unknown=NOT_COUNTED)
    good_health: str = declare_answer(YES_NO_DONT_KNOW, "Health is good or very good.", unknown=NOT_COUNTED)
    highest_qualification: str = declare_answer(QUALIFICATIONS, "Highest qualification.", unknown=NOT_COUNTED)
    warm_dry_home: str = declare_answer(
        YES_NO_DONT_KNOW, "The home can be kept warm and free from damp.", unknown=NOT_COUNTED
    )
    services_easy: str = declare_answer(
        YES_NO_DONT_KNOW, "Public services are easy to get when needed.", unknown=NOT_COUNTED
    )
    weekly_income_gbp: Decimal = declare_number(
        "Net household income in a week.", "gbp", least=0, unknown=NO_LOW_INCOME, usual=(10, 10_000)
    )
    people_14_and_over: Whole = declare_count(
        "People of 14 or over in the household.", "people", least=1, most=20, unknown=NOT_ALONE, usual=(1, 10)
    )
    children_under_14: Whole = declare_count(
        "Children under 14 in the household.", "people", most=20, unknown=NOT_ALONE, usual=(0, 10)
    )
    low_income: str = declare_answer(
        YES_NO, "Household income below 60 % of the year's UK median, before housing costs.", unknown=NOT_COUNTED
    )
    acute_homeless_or_domestic_abuse: str = declare_answer(
        YES_NO, "Homeless, or fled domestic abuse.", unknown=NOT_COUNTED
    )
    acute_substance_misuse: str = declare_answer(YES_NO, "Had support with drugs or alcohol.", unknown=NOT_COUNTED)
    acute_sex_working: str = declare_answer(YES_NO, "Exchanged sex for money, goods or shelter.", unknown=NOT_COUNTED)
    learning_disability: str = declare_answer(YES_NO, "Learning disability or difficulty.", unknown=NOT_COUNTED)
    physical_disability: str = declare_answer(YES_NO, "Physical disability.", unknown=NOT_COUNTED)
    mental_health: str = declare_answer(YES_NO, "Long-term mental health condition.", unknown=NOT_COUNTED)
    sensory_impairment: str = declare_answer(
        YES_NO, "Difficulty seeing or hearing, even with aids.", unknown=NOT_COUNTED
    )
    refugee_or_asylum_seeker: str = declare_answer(YES_NO, "Came as a refugee or to seek asylum.", unknown=NOT_COUNTED)
    bme: str = declare_answer(YES_NO, "Of an ethnic group other than White (from ethnic_group).", unknown=NOT_COUNTED)
    english_additional_language: str = declare_answer(YES_NO, "English is not the first language.", unknown=NOT_COUNTED)
    adult_social_care: str = declare_answer(
        YES_NO, "Receives care or support that the council arranges.", unknown=NOT_COUNTED
    )
    family_in_poverty: str = declare_answer(
        YES_NO, "Low income in a household with children under 14.", unknown=NOT_COUNTED
    )
    child_in_need_or_protection: str = declare_answer(
        YES_NO, "A social worker supports a child of the household.", unknown=NOT_COUNTED
    )
    young_carer: str = declare_answer(
        YES_NO, "Somebody under 18 in the household cares for a relative.", unknown=NOT_COUNTED
    )

    class Config(StagedTable.Config):
        """Each respondent stands once in a wave."""

        unique = ["respondent", "period"]
