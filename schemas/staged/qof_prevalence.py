"""Long-term conditions recorded by general practices: one row for each area and condition."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_answer,
    declare_area_code,
    declare_percentage,
)

# As the Quality and Outcomes Framework names its registers: lung disease, diabetes, severe mental illness.
CONDITIONS = ("COPD", "DM", "MH")


class Staged(StagedTable):
    """Long-term conditions recorded by general practices: one row for each area and condition."""

    areacd: str = declare_area_code("areacd", "Council, of the map of 2020, or England.")
    condition: str = declare_answer(CONDITIONS, "The register of the condition.")
    on_register_percent: Decimal = declare_percentage(
        "Patients on the register, of those of the age that it is for.",
        unknown="the estimate of a council is missing, so England's is not known either",
    )

    class Config(StagedTable.Config):
        """Each area stands once for a condition and year."""

        unique = ["areacd", "condition", "period"]
