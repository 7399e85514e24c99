"""Indices of Deprivation: one row for each neighbourhood and edition."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, Whole, code, count, decile, number, text


class Staged(StagedTable):
    """Indices of Deprivation: one row for each neighbourhood and edition."""

    lsoa11cd: str = code("lsoa11cd", "Neighbourhood of 2011 (editions 2015 and 2019).", nullable=True)
    lsoa21cd: str = code("lsoa21cd", "Neighbourhood of 2021 (edition 2025).", nullable=True)
    lsoanm: str = text("Name of the neighbourhood.")
    ladcd: str = code("ladcd", "Local authority, in the vintage of the edition.")
    imd_score: Decimal = number("Index of Multiple Deprivation: score.", "score")
    imd_rank: Whole = count("Index of Multiple Deprivation: rank in England, 1 the most deprived.", "rank")
    imd_decile: Whole = decile("Index of Multiple Deprivation: tenth of England, 1 the most deprived.")
    income_score: Decimal = number("Income: score.", "rate", nullable=True)
    income_rank: Whole = count("Income: rank in England, 1 the most deprived.", "rank", nullable=True)
    income_decile: Whole = decile("Income: tenth of England, 1 the most deprived.", nullable=True)
    employment_score: Decimal = number("Employment: score.", "rate", nullable=True)
    employment_rank: Whole = count("Employment: rank in England, 1 the most deprived.", "rank", nullable=True)
    employment_decile: Whole = decile("Employment: tenth of England, 1 the most deprived.", nullable=True)
    education_score: Decimal = number("Education, skills and training: score.", "score", nullable=True)
    education_rank: Whole = count(
        "Education, skills and training: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    education_decile: Whole = decile(
        "Education, skills and training: tenth of England, 1 the most deprived.", nullable=True
    )
    health_score: Decimal = number("Health and disability: score.", "score", nullable=True)
    health_rank: Whole = count("Health and disability: rank in England, 1 the most deprived.", "rank", nullable=True)
    health_decile: Whole = decile("Health and disability: tenth of England, 1 the most deprived.", nullable=True)
    crime_score: Decimal = number("Crime: score.", "score", nullable=True)
    crime_rank: Whole = count("Crime: rank in England, 1 the most deprived.", "rank", nullable=True)
    crime_decile: Whole = decile("Crime: tenth of England, 1 the most deprived.", nullable=True)
    barriers_score: Decimal = number("Barriers to housing and services: score.", "score", nullable=True)
    barriers_rank: Whole = count(
        "Barriers to housing and services: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    barriers_decile: Whole = decile(
        "Barriers to housing and services: tenth of England, 1 the most deprived.", nullable=True
    )
    living_environment_score: Decimal = number("Living environment: score.", "score", nullable=True)
    living_environment_rank: Whole = count(
        "Living environment: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    living_environment_decile: Whole = decile(
        "Living environment: tenth of England, 1 the most deprived.", nullable=True
    )
    idaci_score: Decimal = number("Income deprivation affecting children: score.", "rate", nullable=True)
    idaci_rank: Whole = count(
        "Income deprivation affecting children: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    idaci_decile: Whole = decile(
        "Income deprivation affecting children: tenth of England, 1 the most deprived.", nullable=True
    )
    idaopi_score: Decimal = number("Income deprivation affecting older people: score.", "rate", nullable=True)
    idaopi_rank: Whole = count(
        "Income deprivation affecting older people: rank in England, 1 the most deprived.", "rank", nullable=True
    )
    idaopi_decile: Whole = decile(
        "Income deprivation affecting older people: tenth of England, 1 the most deprived.", nullable=True
    )
    indoors_decile: Whole = decile(
        "Living environment indoors (condition and heating of homes): tenth of England.", nullable=True
    )
    population: Whole = count("Residents that the index weights by.", "residents", nullable=True)
    population_0_15: Whole = count("Residents aged 0 to 15.", "residents", nullable=True)
    population_60_plus: Whole = count("Residents aged 60 and over.", "residents", nullable=True)
    population_working_age: Decimal = number(
        "Residents of working age; not a whole number.", "residents", nullable=True
    )

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa11cd", "lsoa21cd", "period"]
