"""Health Index: one row for each council, indicator and year that the publisher has data for."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_answer,
    declare_area_code,
    declare_number,
    declare_text,
)

HEALTH_INDEX_INDICATORS = (
    "Air pollution",
    "Alcohol misuse",
    "Avoidable mortality",
    "Cancer screening attendance",
    "Child vaccination coverage",
    "Children's social, emotional and mental health",
    "Drug misuse",
    "Healthy eating",
    "Job-related training",
    "Low-level crime",
    "Mortality from all causes",
    "Noise complaints",
    "Personal crime",
    "Rough sleeping",
    "Self-harm",
    "Suicides",
    "Workplace safety",
)


class Staged(StagedTable):
    """Health Index: one row for each council, indicator and year that the publisher has data for."""

    areacd: str = declare_area_code("areacd", "Council, of the map of 2021.")
    indicator: str = declare_answer(HEALTH_INDEX_INDICATORS, "The publisher's name of the indicator.")
    value: Decimal = declare_number("The figure.", "see the measure", least=0, nullable=True)
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    class Config(StagedTable.Config):
        """Each council stands once for an indicator and year."""

        unique = ["areacd", "indicator", "period"]
