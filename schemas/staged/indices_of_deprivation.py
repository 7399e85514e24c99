"""Indices of Deprivation: one row for each neighbourhood and edition."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_decile,
    declare_number,
    declare_text,
)


class Staged(StagedTable):
    """Indices of Deprivation: one row for each neighbourhood and edition."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011 (editions 2015 and 2019).", nullable=True)
    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021 (edition 2025).", nullable=True)
    lsoanm: str = declare_text("Name of the neighbourhood.")
    ladcd: str = declare_area_code("ladcd", "Local authority, in the vintage of the edition.")
    imd_score: Decimal = declare_number("Index of Multiple Deprivation: score.", "score")
    imd_rank: Whole = declare_count("Index of Multiple Deprivation: rank in England, 1 the most deprived.", "rank")
    imd_decile: Whole = declare_decile("Index of Multiple Deprivation: tenth of England, 1 the most deprived.")
    income_score: Decimal = declare_number("Income: score.", "rate", nullable=True)
    income_rank: Whole = declare_count("Income: rank in England, 1 the most deprived.", "rank", nullable=True)
    income_decile: Whole = declare_decile("Income: tenth of England, 1 the most deprived.", nullable=True)
    employment_score: Decimal = declare_number("Employment: score.", "rate", nullable=True)
    employment_rank: Whole = declare_count("Employment: rank in England, 1 the most deprived.", "rank", nullable=True)
    employment_decile: Whole = declare_decile("Employment: tenth of England, 1 the most deprived.", nullable=True)
    education_score: Decimal = declare_number("Education, skills and training: score.", "score", nullable=True)
    education_rank: Whole = declare_count(
        "Education, skills and training: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    education_decile: Whole = declare_decile(
        "Education, skills and training: tenth of England, 1 the most deprived.", nullable=True
    )
    health_score: Decimal = declare_number("Health and disability: score.", "score", nullable=True)
    health_rank: Whole = declare_count(
        "Health and disability: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    health_decile: Whole = declare_decile(
        "Health and disability: tenth of England, 1 the most deprived.", nullable=True
    )
    crime_score: Decimal = declare_number("Crime: score.", "score", nullable=True)
    crime_rank: Whole = declare_count("Crime: rank in England, 1 the most deprived.", "rank", nullable=True)
    crime_decile: Whole = declare_decile("Crime: tenth of England, 1 the most deprived.", nullable=True)
    barriers_score: Decimal = declare_number("Barriers to housing and services: score.", "score", nullable=True)
    barriers_rank: Whole = declare_count(
        "Barriers to housing and services: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    barriers_decile: Whole = declare_decile(
        "Barriers to housing and services: tenth of England, 1 the most deprived.", nullable=True
    )
    living_environment_score: Decimal = declare_number("Living environment: score.", "score", nullable=True)
    living_environment_rank: Whole = declare_count(
        "Living environment: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    living_environment_decile: Whole = declare_decile(
        "Living environment: tenth of England, 1 the most deprived.", nullable=True
    )
    idaci_score: Decimal = declare_number("Income deprivation affecting children: score.", "rate", nullable=True)
    idaci_rank: Whole = declare_count(
        "Income deprivation affecting children: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    idaci_decile: Whole = declare_decile(
        "Income deprivation affecting children: tenth of England, 1 the most deprived.", nullable=True
    )
    idaopi_score: Decimal = declare_number("Income deprivation affecting older people: score.", "rate", nullable=True)
    idaopi_rank: Whole = declare_count(
        "Income deprivation affecting older people: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    idaopi_decile: Whole = declare_decile(
        "Income deprivation affecting older people: tenth of England, 1 the most deprived.", nullable=True
    )
    indoors_decile: Whole = declare_decile(
        "Living environment indoors (condition and heating of homes): tenth of England.", nullable=True
    )
    population: Whole = declare_count("Residents that the index weights by.", "residents", nullable=True)
    population_0_15: Whole = declare_count("Residents aged 0 to 15.", "residents", nullable=True)
    population_60_plus: Whole = declare_count("Residents aged 60 and over.", "residents", nullable=True)
    population_working_age: Decimal = declare_number(
        "Residents of working age; not a whole number.", "residents", nullable=True
    )

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa11cd", "lsoa21cd", "period"]
