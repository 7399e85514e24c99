"""Summaries of the Indices of 2019: every council in every index, and ranks that follow the values."""

import great_expectations.expectations as gxe
import pandas as pd

from schemas.expectations.suite import Facts, Suite, row_count
from schemas.staged.iod_summaries import INDEXES

COUNCILS = 317
EVERYWHERE = ("average_rank", "average_score", "proportion")
SUMMARIES = {
    **dict.fromkeys(EVERYWHERE, INDEXES),
    "extent": ("imd",),
    "local_concentration": ("imd",),
    "scale": ("income", "employment"),
}


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is."""
    least, most = (1, COUNCILS) if facts.synthetic else (COUNCILS, COUNCILS)
    councils = gxe.ExpectColumnValuesToBeBetween(column="councils", min_value=least, max_value=most)
    indexes = gxe.ExpectColumnDistinctValuesToEqualSet(column="index_name", value_set=list(INDEXES))
    return [
        Suite("every council in every index", [councils, indexes], _counted),
        row_count("the authority of the report in every index", len(INDEXES), lambda rows: _ours(rows, facts)),
        *(_ranked(column, indexes) for column, indexes in SUMMARIES.items()),
    ]


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("index_name", as_index=False).agg(councils=("lad19cd", "nunique"))


def _ours(rows: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    return rows[rows["lad19cd"] == facts.authority]


def _ranked(column: str, indexes: tuple[str, ...]) -> Suite:
    """Expect a summary of just these indexes, ranked 1 to the number of councils, and no better rank of a lower value.

    Values are rounded more than the ranks know, so councils of equal value may differ in rank.
    """
    rank = f"rank_of_{column}"

    def compared(rows: pd.DataFrame) -> pd.DataFrame:
        given = rows.dropna(subset=[column])
        ordered = given.sort_values(["index_name", rank, column], ascending=[True, True, False])
        groups = ordered.groupby("index_name")
        last, places = groups[column].shift(), groups[column].transform("size")
        follows = ordered[column].le(last.fillna(ordered[column])) & ordered[rank].between(1, places)
        return ordered.assign(agrees=ordered[rank].astype(str).where(~follows, "yes"))

    return Suite(
        f"{column} in the order of its rank",
        [
            gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"]),
            gxe.ExpectColumnDistinctValuesToEqualSet(column="index_name", value_set=list(indexes)),
            gxe.ExpectColumnValuesToNotBeNull(column=rank),
        ],
        compared,
        f"{column} that never rises as its rank falls back, in {', '.join(indexes)} and no other",
    )
