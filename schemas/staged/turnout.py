"""Turnout: one row for each ward and election."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Turnout: one row for each ward and election."""

    wd24cd: str = declare_area_code("wd24cd", "Ward of 2024.")
    electorate: Whole = declare_count("People on the register.", "electors", least=1, usual=(500, 20_000))
    votes: Whole = declare_count("Ballot papers at the count, spoilt ones among them.", "votes")

    @pa.dataframe_check(name="no more votes than electors", description="votes, electorate")
    @classmethod
    def votes_within_electorate(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole."""
        return rows["votes"] <= rows["electorate"]

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["wd24cd", "period"]
