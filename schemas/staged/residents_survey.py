"""Residents' survey: one row for each respondent of each wave."""

from schemas.fields import Decimal, StagedTable, answer, code, text, weight

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


class Staged(StagedTable):
    """Residents' survey: one row for each respondent of each wave."""

    respondent: str = text("A number that the survey gave the respondent; it says nothing of who it is.")
    lsoa21cd: str = code("lsoa21cd", "Neighbourhood of 2021 in which the respondent lives.")
    weight: Decimal = weight("How many residents the respondent stands for, up to the wave's scale.")
    stratum: str = text("Stratum of the sample: respondents were drawn in each apart.")
    cluster: str = text("Sampling point, where respondents were drawn in groups.", nullable=True)
    age_band: str = answer(AGES, "Age.", nullable=True)
    sex: str = answer(("Female", "Male"), "Sex.", nullable=True)
    ethnic_group: str = answer(ETHNIC_GROUPS, "Ethnic group, in five.", nullable=True)
    disability: str = answer(("Disabled", "Not disabled"), "Limited by a long-term condition.", nullable=True)
    tenure: str = answer(TENURES, "How the household holds its home.", nullable=True)
    working_status: str = answer(WORKING, "What the respondent does.", nullable=True)
    unpaid_care: str = answer(YES_NO, "Cares for somebody without pay.", nullable=True)
    control_over_life: str = answer(AGREEMENT, "Has control over own life.", nullable=True)
    influence_decisions: str = answer(AGREEMENT, "Can influence decisions on the local area.", nullable=True)
    chance_to_progress: str = answer(AGREEMENT, "In work: the job gives a chance to progress.", nullable=True)
    belong_local_area: str = answer(STRENGTH, "Belongs to the local area.", nullable=True)
    belong_borough: str = answer(STRENGTH, "Belongs to the borough.", nullable=True)
    get_on_well: str = answer(TENDENCY, "People of different backgrounds get on well here.", nullable=True)
    pull_together: str = answer(TENDENCY, "People here pull together.", nullable=True)
    lonely: str = answer(OFTEN, "How often lonely.", nullable=True)
    volunteered: str = answer(YES_NO_DONT_KNOW, "Volunteered in the last 12 months.", nullable=True)
    arts: str = answer(YES_NO_DONT_KNOW, "Went to an arts event in the last 12 months.", nullable=True)
    library: str = answer(YES_NO_DONT_KNOW, "Used a library in the last 12 months.", nullable=True)
    museum: str = answer(YES_NO_DONT_KNOW, "Visited a museum or gallery in the last 12 months.", nullable=True)
    savings: str = answer(YES_NO_DONT_KNOW, "The household has savings.", nullable=True)
    problem_debt: str = answer(YES_NO_DONT_KNOW, "Debts are a heavy burden.", nullable=True)
    arrears: str = answer(YES_NO_DONT_KNOW, "Behind with rent, mortgage, Council Tax or a bill.", nullable=True)
    permanent_contract: str = answer(YES_NO_DONT_KNOW, "In work: the job is permanent.", nullable=True)
    good_health: str = answer(YES_NO_DONT_KNOW, "Health is good or very good.", nullable=True)
    highest_qualification: str = answer(QUALIFICATIONS, "Highest qualification.", nullable=True)
    warm_dry_home: str = answer(YES_NO_DONT_KNOW, "The home can be kept warm and free from damp.", nullable=True)
    services_easy: str = answer(YES_NO_DONT_KNOW, "Public services are easy to get when needed.", nullable=True)
    low_income: str = answer(
        YES_NO, "Household income below 60 % of the year's UK median, before housing costs.", nullable=True
    )
    acute_homeless_or_domestic_abuse: str = answer(YES_NO, "Homeless, or fled domestic abuse.", nullable=True)
    acute_substance_misuse: str = answer(YES_NO, "Had support with drugs or alcohol.", nullable=True)
    acute_sex_working: str = answer(YES_NO, "Exchanged sex for money, goods or shelter.", nullable=True)
    learning_disability: str = answer(YES_NO, "Learning disability or difficulty.", nullable=True)
    physical_disability: str = answer(YES_NO, "Physical disability.", nullable=True)
    mental_health: str = answer(YES_NO, "Long-term mental health condition.", nullable=True)
    sensory_impairment: str = answer(YES_NO, "Difficulty seeing or hearing, even with aids.", nullable=True)
    refugee_or_asylum_seeker: str = answer(YES_NO, "Came as a refugee or to seek asylum.", nullable=True)
    bme: str = answer(YES_NO, "Of an ethnic group other than White (from ethnic_group).", nullable=True)
    english_additional_language: str = answer(YES_NO, "English is not the first language.", nullable=True)
    adult_social_care: str = answer(YES_NO, "Receives care or support that the council arranges.", nullable=True)
    family_in_poverty: str = answer(YES_NO, "Low income in a household with children under 14.", nullable=True)
    child_in_need_or_protection: str = answer(
        YES_NO, "A social worker supports a child of the household.", nullable=True
    )
    young_carer: str = answer(YES_NO, "Somebody under 18 in the household cares for a relative.", nullable=True)

    class Config(StagedTable.Config):
        """Each respondent stands once in a wave."""

        unique = ["respondent", "period"]
