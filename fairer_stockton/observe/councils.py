"""Councils of areas: what is said of a council's figures together, where those of many are computed at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from fairer_stockton.engine import duckdb as engine
from fairer_stockton.observe.columns import AREA_KEY, OUTSIDE_BOROUGH
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import duckdb

SHARED = ""  # the council of areas that several reports show, such as England; and of all where there is one report


class OneCouncil:
    """The areas of a report of one council: all of them are shown together."""

    def find_councils(self, rows: pd.DataFrame) -> "pd.Series[str]":
        """Return the council that each row's area is a part of, or `SHARED`."""
        return pd.Series(SHARED, index=rows.index, dtype="str")

    def find_maps(self, rows: pd.DataFrame) -> "pd.Series[str]":
        """Return by which areas each row's area is shown: those of a council, of which one may take the rest along."""
        return self.find_councils(rows)

    def list_facts(self, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        """Return what there is in the columns of rows that one council's report shows, with that `council`.

        The facts of `SHARED` are those of the areas that are no council's own.
        """
        return rows[[*columns]].drop_duplicates().assign(council=SHARED)


class ManyCouncils(OneCouncil):
    """The areas of many councils, each of which would show its own and some that it shares."""

    def __init__(self, shown_areas: pd.DataFrame) -> None:
        """Take `council` and the columns of `AREA_KEY`, a row for each area that a council's report shows."""
        self.shown_areas = shown_areas[["council", *AREA_KEY]]
        is_shared = shown_areas["area_type"].isin(OUTSIDE_BOROUGH)
        self._shared = self.shown_areas[is_shared]
        # A neighbourhood of 2011 that two councils have parts of counts with the first of them.
        self._own = shown_areas[~is_shared].drop_duplicates(AREA_KEY).set_index(AREA_KEY)["council"]

    def find_councils(self, rows: pd.DataFrame) -> "pd.Series[str]":
        """Return the council that each row's area is a part of, or `SHARED`; as the column says, where there is one."""
        if "council" in rows:
            return rows["council"]
        areas = rows[AREA_KEY].drop_duplicates()
        codes = self._own.reindex(pd.MultiIndex.from_frame(areas)).fillna(SHARED)
        return rows[AREA_KEY].merge(codes.reset_index(), on=AREA_KEY, how="left")["council"].set_axis(rows.index)

    def find_maps(self, rows: pd.DataFrame) -> "pd.Series[str]":
        """Return the council of each row's area; one to compare with is by itself, whoever is compared with it."""
        return self.find_councils(rows).mask(rows["area_type"] == AreaType.AUTHORITY, rows["area_code"])

    def list_facts(self, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        """Return what there is in the columns of rows that each council's report shows, with that `council`."""
        marked = rows[[*dict.fromkeys((*AREA_KEY, *columns))]].assign(council=self.find_councils(rows))
        facts = marked[[*columns, "council"]].drop_duplicates()
        shared = marked[marked["council"] == SHARED].drop(columns="council").drop_duplicates()
        seen = shared.merge(self._shared, on=AREA_KEY)[[*columns, "council"]]
        return pd.concat([facts, seen], ignore_index=True).drop_duplicates(ignore_index=True)


def read_councils_of_areas(connection: "duckdb.DuckDBPyConnection") -> ManyCouncils:
    """Read which areas each council's report shows, from `areas_of_councils`."""
    return ManyCouncils(
        engine.run_query(
            connection, "select council, area_type, area_code, vintage from areas_of_councils order by all"
        ).to_pandas()
    )


ONE_COUNCIL = OneCouncil()
