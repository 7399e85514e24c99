"""A revised extract beside the one that was published: how far apart their cells are, hidden ones too."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import MeasureOfSums, SurveyMeasure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.disclosure.counts import (
    AREA,
    COUNT,
    GROUP,
    Survey,
    read_area_membership,
    read_respondent_membership,
    sum_closed_tables_by_smallest_area,
)
from fairer_stockton.disclosure.linked import EPSILON
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.observe.surveyed import read_survey_answers
from fairer_stockton.run.vocabulary import DisclosureMethod, Revision, Statistic

if TYPE_CHECKING:
    import duckdb

BASE = "base"  # the part of a survey's figure that counts how many answered
CELL = COUNT[:-1]
ALIKE = [name for name in CELL if name != "part"]  # the cells of one figure: numerator, denominator, what is left
# Parts that are no count of people: how many people stand behind one, the part beside it says.
COUNTED_BY = {"sum": "denominator", "weight": BASE, "weight of yes": BASE}


def count_cells_of_extract(
    connection: "duckdb.DuckDBPyConnection", source_name: str, definitions: Definitions
) -> pd.DataFrame:
    """Count all that figures of a source are made of, in its smallest areas and groups: columns of `COUNT`."""
    measures = [m for m in definitions.measures_with_sources.values() if source_name in m.tables]
    sums = [measure for measure in measures if isinstance(measure, MeasureOfSums)]
    counted = sum_closed_tables_by_smallest_area(connection, sums, {source_name}, definitions.national.maps)
    amounts = [measure.name for measure in sums if measure.statistic == Statistic.WEIGHTED_MEAN]
    money = counted["measure"].isin(amounts) & (counted["part"] == "numerator")
    counted["part"] = counted["part"].mask(money, "sum")
    asked = [m for m in measures if isinstance(m, SurveyMeasure) and m.answer.table == source_name]
    surveys = list(read_survey_answers(connection, asked, definitions))
    frames = [
        counted,
        _count_what_is_left(counted, sums),
        *(frame for survey in surveys for frame in _sum_answers_and_weights(survey)),
    ]
    return pd.concat([frame[COUNT] for frame in frames if len(frame)] or [counted[COUNT]], ignore_index=True)


def judge_revision_of_periods(
    connection: "duckdb.DuckDBPyConnection",
    source_name: str,
    definitions: Definitions,
    cells_now: pd.DataFrame,
    cells_then: pd.DataFrame,
) -> "pd.Series[str]":
    """Return of each period how far apart two files of an extract are: a `Revision`.

    A difference of few people tells of those few, whether or not its cell is shown: so each is looked at in the
    smallest areas, in groups, and in every area that the smallest make up.

    Args:
        connection: with `memberships`.
        source_name: the source.
        definitions: those in force.
        cells_now: as `count_cells_of_extract` returns them, of the one file.
        cells_then: of the other.
    """
    both = cells_now.merge(cells_then, on=CELL, how="outer", suffixes=("", "_then")).fillna({"amount": 0.0})
    both["amount"] -= both.pop("amount_then").fillna(0.0)
    if both.empty:
        return pd.Series(dtype=object)
    surveys = {name for name, m in definitions.measures_with_sources.items() if isinstance(m, SurveyMeasure)}
    rules, survey = definitions.rules.of([source_name]), both["measure"].isin(surveys)
    areas = [
        _sum_by_area(both[of_survey], membership)
        for of_survey, membership in (
            (~survey, read_area_membership(connection)),
            (survey, read_respondent_membership(connection) if survey.any() else None),
        )
        if membership is not None
    ]
    cells = pd.concat([both, *areas], ignore_index=True)
    fewest = np.where(cells["measure"].isin(surveys), rules.fewest_respondents, rules.fewest_counted)
    size = _count_people_behind_differences(cells)
    differs = cells["amount"].abs() > EPSILON
    # Two roundings of nearly the same counts tell more than one: a revised extract is not rounded a second time.
    few = differs & ((size < fewest - EPSILON) | (rules.method == DisclosureMethod.ROUNDING))
    word = pd.Series(np.where(few, Revision.FEW, np.where(differs, Revision.MANY, Revision.NONE)), cells.index)
    order = pd.Categorical(word, [Revision.NONE, Revision.MANY, Revision.FEW], ordered=True)
    return pd.Series(order, cells.index).groupby(cells["period"]).max().astype(object)


def _count_what_is_left(counted: pd.DataFrame, measures: Iterable[MeasureOfSums]) -> pd.DataFrame:
    """Return the denominator less the numerator of each proportion."""
    shares = [measure.name for measure in measures if measure.statistic == Statistic.PROPORTION]
    rows = counted[counted["measure"].isin(shares)]
    both = rows.pivot_table(index=ALIKE, columns="part", values="amount", fill_value=0.0, sort=True)
    if not {"numerator", "denominator"} <= set(both.columns):
        return counted[:0]
    return both.assign(amount=both["denominator"] - both["numerator"], part="left").reset_index()


def _sum_answers_and_weights(survey: Survey) -> Iterator[pd.DataFrame]:
    """Yield, of each question, how many answered, said yes and did not, and what they weigh: columns of `COUNT`."""
    rows, names, splits = survey
    answers = rows[names].astype(float)
    weights = rows["weight"].to_numpy(float)[:, None]
    neighbourhood = rows["lsoa21cd"].fillna(UNPLACED)
    groups = [("all", neighbourhood, pd.Series("all", rows.index))]
    groups += [(name, pd.Series("", rows.index), rows[name]) for name in splits if rows[name].notna().any()]
    parts = {
        BASE: answers.notna().astype(float),
        "yes": answers,
        "no": 1 - answers,
        "weight": answers.notna() * weights,
        "weight of yes": answers * weights,
    }
    for breakdown, places, category in groups:
        keys = [rows["period"], places.rename("place"), category.rename("category")]
        for part, numbers in parts.items():
            sums = numbers.groupby(keys).sum().rename_axis(columns="measure").reset_index()
            long = sums.melt(["period", "place", "category"], var_name="measure", value_name="amount")
            yield long.assign(part=part, place_vintage="2021", breakdown=breakdown)


def _sum_by_area(differences: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Return the differences in each area, as in one more place of its own."""
    areas = membership.drop(columns=GROUP).assign(
        area=membership[[*AREA, *GROUP]].astype(str).agg("|".join, axis=1) if len(membership) else ""
    )
    pairs = differences.merge(areas, on=["place", "place_vintage"])
    pairs["amount"] *= pairs["share"]
    pairs["place"] = pairs.pop("area")
    return pairs.groupby(CELL)[["amount"]].sum().reset_index()


def _count_people_behind_differences(cells: pd.DataFrame) -> "pd.Series[float]":
    """Return how many people each difference is of: itself, or of a sum of amounts or weights the count beside it."""
    beside = cells["part"].map(COUNTED_BY)
    counts = cells.set_index(CELL)["amount"].abs()
    keys = cells[CELL].assign(part=beside.fillna(cells["part"]))
    behind = counts.groupby(level=CELL).max().reindex(pd.MultiIndex.from_frame(keys)).fillna(0.0)
    return pd.Series(behind.to_numpy(), cells.index)
