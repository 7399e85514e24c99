"""Residents at the middle of a year: one row for each neighbourhood of 2011 and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

AGE_GROUP_COLUMNS = ["aged_0_15", "aged_16_64", "aged_65_plus"]

SURVEY_BAND_COLUMNS = [f"aged_{band}" for band in ("16_24", "25_34", "35_49", "50_64", "65_74", "75_84", "85_plus")]


class Staged(StagedTable):
    """Residents at the middle of a year: one row for each neighbourhood of 2011 and year."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    residents: Whole = declare_count("All residents, as the source totals them.", "residents")
    aged_0_15: Whole = declare_count("Residents aged 0 to 15.", "residents")
    aged_16_64: Whole = declare_count("Residents aged 16 to 64.", "residents")
    aged_65_plus: Whole = declare_count("Residents aged 65 and over.", "residents")
    aged_60_plus: Whole = declare_count(
        "Residents aged 60 and over, whom an index of older people counts.", "residents"
    )

    aged_16_24: Whole = declare_count("Residents aged 16 to 24.", "residents")
    aged_25_34: Whole = declare_count("Residents aged 25 to 34.", "residents")
    aged_35_49: Whole = declare_count("Residents aged 35 to 49.", "residents")
    aged_50_64: Whole = declare_count("Residents aged 50 to 64.", "residents")
    aged_65_74: Whole = declare_count("Residents aged 65 to 74.", "residents")
    aged_75_84: Whole = declare_count("Residents aged 75 to 84.", "residents")
    aged_85_plus: Whole = declare_count("Residents aged 85 and over.", "residents")

    @pa.dataframe_check(name="the ages add up to the residents")
    @classmethod
    def ages_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the three groups with the total, and of surveys' bands with the adults."""
        whole = rows[AGE_GROUP_COLUMNS].sum(axis=1) == rows["residents"]
        adults = rows[SURVEY_BAND_COLUMNS].sum(axis=1) == rows["aged_16_64"] + rows["aged_65_plus"]
        return (whole & adults).astype(bool)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once a year."""

        unique = ["lsoa11cd", "period"]
