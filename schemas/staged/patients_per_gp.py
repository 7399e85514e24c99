"""Patients per general practitioner: one row for each authority, and one for England."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import Decimal, StagedTable, Whole, declare_area_code, declare_count, declare_number


class Staged(StagedTable):
    """Patients per general practitioner: one row for each authority, and one for England."""

    areacd: str = declare_area_code("areacd", "Authority, or England.")
    patients: Whole = declare_count("Patients registered with practices of the area.", "people")
    gp_fte: Decimal = declare_number("General practitioners, in full-time posts.", "posts", gt=0)
    patients_per_gp: Decimal = declare_number("Patients for each full-time post.", "patients", gt=0)

    @pa.dataframe_check(name="the ratio is that of its two counts")
    @classmethod
    def ratio_of_its_counts(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the ratio with its counts."""
        return ((rows["patients_per_gp"] * rows["gp_fte"] - rows["patients"]).abs() < 0.5).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
