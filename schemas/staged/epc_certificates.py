"""Energy certificates: one row for each home, the latest certificate of it."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    AS_TEXT,
    Decimal,
    StagedTable,
    Whole,
    declare_answer,
    declare_area_code,
    declare_count,
    declare_number,
    declare_patterned_text,
    declare_text,
)


class Staged(StagedTable):
    """Energy certificates: one row for each home, the latest certificate of it."""

    certificate_number: str = declare_patterned_text(
        "Number of the certificate in the register.", r"^\d{4}(-\d{4}){4}$", "five groups of four digits with hyphens"
    )
    uprn: str = declare_patterned_text(
        "Unique property reference number, where the register has one.",
        r"^\d{1,12}$",
        f"1 to 12 digits ({AS_TEXT})",
        unknown="the certificate cannot be superseded: it counts as a home of its own",
        usually_known=0.9,
    )
    lsoa21cd: str = declare_area_code(
        "lsoa21cd", "Neighbourhood of 2021, where the UPRN could be placed.", unknown="counted for the borough alone"
    )
    energy_efficiency_band: str = declare_answer(
        tuple("ABCDEFG"),
        "Energy efficiency band, A the best.",
        unknown="the register gives no valid band (INVALID! or empty): the home is not counted in the share",
        usually_known=0.98,
    )
    energy_efficiency_score: Decimal = declare_number(
        "Energy efficiency (SAP) points, of which a band is made; a home that sells electricity may have above 100.",
        "points",
        unknown="the register gives no valid score (below 1, or empty): no figure is made from it",
        usual=(1, 200),
        usually_known=0.98,
    )
    property_type: str = declare_answer(
        ("House", "Flat", "Bungalow", "Maisonette", "Park home"),
        "What home it is.",
        unknown="no figure is made from it",
    )
    registration_date: str = declare_text(
        "The day it was registered.", unknown="the certificate never supersedes one that has a day"
    )
    certificates: Whole = declare_count(
        "Certificates of the home in the extract, this one and those it supersedes.", "certificates", usual=(1, 12)
    )

    @pa.check("energy_efficiency_score", error="a whole number")
    @classmethod
    def points_are_whole(cls, points: "pd.Series[float]") -> "pd.Series[bool]":
        """Find scores with decimals."""
        return points % 1 == 0

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["certificate_number", "period"]
