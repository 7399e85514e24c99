"""Indicators of the Indices of Deprivation: one row for each neighbourhood and edition."""

from typing import Any

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_area_code,
    declare_number,
    declare_percentage,
)


def declare_offences(offence: str, of_whom: str = "people who live or work there") -> Any:
    """Declare a rate of recorded offences; the edition of 2019 does not give it."""
    return declare_number(f"{offence} recorded for each 1,000 {of_whom}.", "per 1,000", ge=0, nullable=True)


def declare_kilometres(service: str) -> Any:
    """Declare a distance by road; the edition of 2025 does not give it."""
    return declare_number(f"Distance by road to the nearest {service}.", "km", ge=0, nullable=True)


class Staged(StagedTable):
    """Indicators of the Indices of Deprivation: one row for each neighbourhood and edition."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011 (edition 2019).", nullable=True)
    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021 (edition 2025).", nullable=True)
    low_skills_percent: Decimal = declare_percentage(
        "Adults of working age with no or low qualifications, or who cannot speak English well."
    )
    years_of_life_lost: Decimal = declare_number(
        "Early deaths: years of potential life lost before 75, standardised for age and sex.", "score", ge=0
    )
    illness_and_disability: Decimal = declare_number(
        "People on benefits for illness or disability, standardised for age and sex.", "score", ge=0
    )
    emergency_admissions: Decimal = declare_number(
        "Emergency admissions to hospital, standardised for age and sex.", "score", ge=0
    )
    mental_health: Decimal = declare_number(
        "Poor mental health: prescriptions, hospital treatment, suicides and benefits together; 0 is average.", "score"
    )
    post_office_km: Decimal = declare_kilometres("post office")
    primary_school_km: Decimal = declare_kilometres("primary school")
    food_shop_km: Decimal = declare_kilometres("general store or supermarket")
    gp_surgery_km: Decimal = declare_kilometres("GP surgery")
    poor_condition_percent: Decimal = declare_percentage(
        "Homes likely to fail the Decent Homes Standard, by a model; not in 2025.", nullable=True
    )
    no_central_heating_percent: Decimal = declare_percentage(
        "Homes without central heating at the Census of 2011; not in 2025.", nullable=True
    )
    air_pollution: Decimal = declare_number(
        "Four pollutants, each as a percentage of its guideline, added up; not in 2025.", "score", ge=0, nullable=True
    )
    violence_with_injury_per_1000: Decimal = declare_offences("Violence with injury")
    violence_without_injury_per_1000: Decimal = declare_offences("Violence without injury")
    stalking_per_1000: Decimal = declare_offences("Stalking and harassment")
    burglary_per_1000: Decimal = declare_offences("Burglary", "homes and other properties")
    theft_per_1000: Decimal = declare_offences("Theft")
    criminal_damage_per_1000: Decimal = declare_offences("Criminal damage")
    public_order_per_1000: Decimal = declare_offences("Public order offences and possession of weapons")
    antisocial_per_1000: Decimal = declare_offences("Anti-social behaviour")
    patients_per_gp: Decimal = declare_number(
        "Patients for each general practitioner of the practices that residents can reach; not in 2019.",
        "patients",
        ge=0,
        nullable=True,
    )

    class Config(StagedTable.Config):
        """Each neighbourhood stands once in an edition."""

        unique = ["lsoa11cd", "lsoa21cd", "period"]
