"""Summaries of the Indices: every council in every index of an edition, and ranks that follow the values."""

from collections.abc import Iterable

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.staged.iod_summaries import INDEXES

COUNCILS = {"2015": 317, "2019": 317, "2025": 296}  # what is known, not which editions there must be
SUPPLEMENTARY = ("idaci", "idaopi")  # a mirror's copy of 2025 leaves them out
EVERYWHERE = ("average_rank", "average_score", "proportion")
INDICES_OF_SUMMARY = {
    **dict.fromkeys(EVERYWHERE, INDEXES),
    "extent": ("imd",),
    "local_concentration": ("imd",),
    "scale": ("income", "employment"),
}
IN_PART = ("2015",)  # editions of which not every summary is held: that of 2015 in two columns
KEYS = ["period", "index_name"]


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    every = gxe.ExpectColumnValuesToBeBetween(column="lacking", min_value=0, max_value=None if facts.synthetic else 0)
    known = gxe.ExpectColumnDistinctValuesToBeInSet(column="index_name", value_set=list(INDEXES))
    ours = gxe.ExpectColumnValuesToBeInSet(column="indexes", value_set=[len(INDEXES) - len(SUPPLEMENTARY)])
    return [
        ExpectationSuite("every council in every index of each edition", [known, every], _count_lacking_councils),
        ExpectationSuite(
            "the authority of the report in every index of each edition",
            [ours],
            lambda rows: _count_indexes_of_authority(rows, facts.authority),
        ),
        *(_expect_ranks_to_follow_values(column, indexes) for column, indexes in INDICES_OF_SUMMARY.items()),
    ]


def _count_lacking_councils(rows: pd.DataFrame) -> pd.DataFrame:
    """Count how many councils each index of an edition lacks: of those there were, or those in its other indexes."""
    counted = rows.groupby(KEYS, as_index=False).agg(councils=("ladcd", "nunique"))
    most = counted.groupby("period")["councils"].transform("max")
    return counted.assign(lacking=counted["period"].map(COUNCILS).fillna(most).astype(int) - counted["councils"])


def _count_indexes_of_authority(rows: pd.DataFrame, authority: str) -> pd.DataFrame:
    ours = rows[(rows["ladcd"] == authority) & ~rows["index_name"].isin(SUPPLEMENTARY)]
    indexes = ours.groupby("period")["index_name"].nunique().reindex(rows["period"].unique(), fill_value=0)
    return indexes.rename("indexes").rename_axis("period").reset_index()


def _expect_ranks_to_follow_values(summary_column: str, indexes: tuple[str, ...]) -> ExpectationSuite:
    """Expect a summary of just these indexes, ranked 1 to the number of councils, and no better rank of a lower value.

    Values are rounded more than the ranks know, so councils of equal value may differ in rank.
    """
    rank = f"rank_of_{summary_column}"

    def compared(rows: pd.DataFrame) -> pd.DataFrame:
        held = rows[~rows["period"].isin(IN_PART)].dropna(subset=[summary_column])
        ordered = held.sort_values([*KEYS, rank, summary_column], ascending=[True, True, True, False])
        groups = ordered.groupby(KEYS)
        last, places = groups[summary_column].shift(), groups[summary_column].transform("size")
        follows = ordered[summary_column].le(last.fillna(ordered[summary_column])) & ordered[rank].between(1, places)
        summarised = held.groupby("period")["index_name"].agg(_join_main_indexes)
        return ordered.assign(
            agrees=ordered[rank].astype(str).where(~follows, "yes"), summarised=ordered["period"].map(summarised)
        )

    return ExpectationSuite(
        f"{summary_column} in the order of its rank",
        [
            gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"]),
            gxe.ExpectColumnDistinctValuesToBeInSet(column="index_name", value_set=list(indexes)),
            gxe.ExpectColumnValuesToBeInSet(column="summarised", value_set=[_join_main_indexes(indexes)]),
            gxe.ExpectColumnValuesToNotBeNull(column=rank),
        ],
        compared,
        f"{summary_column} that never rises as its rank falls back, in {', '.join(indexes)} and no other",
    )


def _join_main_indexes(index_names: Iterable[str]) -> str:
    return ", ".join(sorted(set(index_names) - set(SUPPLEMENTARY)))
