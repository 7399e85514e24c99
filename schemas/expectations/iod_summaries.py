"""Summaries of the Indices: every council in every index of an edition, and ranks that follow the values."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_row_count
from fairer_stockton.schemas.staged.iod_summaries import INDEXES

COUNCILS = {"2015": 317, "2019": 317, "2025": 296}
SUPPLEMENTARY = ("idaci", "idaopi")  # a mirror's copy of 2025 leaves them out
EVERYWHERE = ("average_rank", "average_score", "proportion")
INDICES_OF_SUMMARY = {
    **dict.fromkeys(EVERYWHERE, INDEXES),
    "extent": ("imd",),
    "local_concentration": ("imd",),
    "scale": ("income", "employment"),
}
WHOLE = ("2019", "2025")  # editions with every summary; that of 2015 is held in two columns
KEYS = ["period", "index_name"]


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    editions = [suite for period in COUNCILS for suite in _expect_every_council_in_edition(period, facts)]
    return [
        *editions,
        *(_expect_ranks_to_follow_values(column, indexes) for column, indexes in INDICES_OF_SUMMARY.items()),
    ]


def _expect_every_council_in_edition(period: str, facts: AreaFacts) -> list[ExpectationSuite]:
    """Expect every council in every index of an edition, the authority of the report among them."""

    def counted(rows: pd.DataFrame) -> pd.DataFrame:
        return (
            _select_rows_of_period(rows, period)
            .groupby("index_name", as_index=False)
            .agg(councils=("ladcd", "nunique"))
        )

    def main(rows: pd.DataFrame) -> pd.DataFrame:
        ours = _select_rows_of_period(rows, period)[lambda table: table["ladcd"] == facts.authority]
        return ours[~ours["index_name"].isin(SUPPLEMENTARY)]

    least = 1 if facts.synthetic else COUNCILS[period]
    councils = gxe.ExpectColumnValuesToBeBetween(column="councils", min_value=least, max_value=COUNCILS[period])
    known = gxe.ExpectColumnDistinctValuesToBeInSet(column="index_name", value_set=list(INDEXES))
    return [
        ExpectationSuite(f"every council in every index of {period}", [councils, known], counted),
        expect_row_count(
            f"the authority of the report in every index of {period}", len(INDEXES) - len(SUPPLEMENTARY), main
        ),
    ]


def _select_rows_of_period(rows: pd.DataFrame, period: str) -> pd.DataFrame:
    return rows[rows["period"] == period]


def _expect_ranks_to_follow_values(summary_column: str, indexes: tuple[str, ...]) -> ExpectationSuite:
    """Expect a summary of just these indexes, ranked 1 to the number of councils, and no better rank of a lower value.

    Values are rounded more than the ranks know, so councils of equal value may differ in rank.
    """
    rank = f"rank_of_{summary_column}"

    def compared(rows: pd.DataFrame) -> pd.DataFrame:
        held = rows[rows["period"].isin(WHOLE)].dropna(subset=[summary_column])
        ordered = held.sort_values([*KEYS, rank, summary_column], ascending=[True, True, True, False])
        groups = ordered.groupby(KEYS)
        last, places = groups[summary_column].shift(), groups[summary_column].transform("size")
        follows = ordered[summary_column].le(last.fillna(ordered[summary_column])) & ordered[rank].between(1, places)
        return ordered.assign(agrees=ordered[rank].astype(str).where(~follows, "yes"))

    return ExpectationSuite(
        f"{summary_column} in the order of its rank",
        [
            gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"]),
            gxe.ExpectColumnDistinctValuesToEqualSet(column="index_name", value_set=list(indexes)),
            gxe.ExpectColumnValuesToNotBeNull(column=rank),
        ],
        compared,
        f"{summary_column} that never rises as its rank falls back, in {', '.join(indexes)} and no other",
    )
