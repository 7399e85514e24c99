"""Inspections of private rented homes: one row for each inspection."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, declare_answer, declare_area_code, declare_identifier


class Staged(StagedTable):
    """Inspections of private rented homes: one row for each inspection."""

    inspection: str = declare_identifier("A number that the record gave the inspection.")
    lsoa21cd: str = declare_area_code(
        "lsoa21cd",
        "Neighbourhood of 2021 of the home, where its address could be placed.",
        unknown="counted for the borough alone",
        usually_known=0.98,
    )
    category_1_hazard: str = declare_answer(("yes", "no"), "A category 1 hazard was found.")
    remedied: str = declare_answer(
        ("yes", "no"),
        "The hazard was put right; empty where there was none.",
        unknown="no hazard, or not known: not counted in the share put right",
    )

    @pa.dataframe_check(name="only a hazard can be remedied", description="remedied, category_1_hazard")
    @classmethod
    def remedy_needs_hazard(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Find remedies of hazards that were not found."""
        return rows["remedied"].isna() | (rows["category_1_hazard"] == "yes")

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["inspection", "period"]
