"""Stock condition: one row for each surveyed home."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_answer,
    declare_area_code,
    declare_identifier,
    declare_survey_weight,
)


class Staged(StagedTable):
    """Stock condition: one row for each surveyed home."""

    home: str = declare_identifier("A number that the survey gave the home; not its UPRN.")
    lsoa21cd: str = declare_area_code(
        "lsoa21cd",
        "Neighbourhood of 2021 of the home, where its address could be placed.",
        unknown="counted for the borough alone",
        usually_known=0.98,
    )
    tenure: str = declare_answer(("Owns", "Rents socially", "Rents privately", "Other"), "How the household holds it.")
    decent: str = declare_answer(("yes", "no"), "The home meets the Decent Homes Standard.")
    weight: Decimal = declare_survey_weight(
        "How many homes it stands for, up to a scale; 1 in every row of a survey without weights."
    )

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["home", "period"]
