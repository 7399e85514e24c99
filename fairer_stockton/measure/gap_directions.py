"""Where each gap goes: from which period, by how much, how surely, and in a word."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.gap_changes import GapChangeRules
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.observe.columns import look_up_words
from fairer_stockton.observe.councils import SHARED
from fairer_stockton.run.vocabulary import INDEX_GAPS, Direction, GapType, Polarity
from fairer_stockton.statistics.gap_changes import (
    ENTER_AT,
    ComparedPeriods,
    GapChange,
    GapSeries,
    compute_gap_changes,
    find_compared_periods,
    replay_calls,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAME_FACT = ["measure", "area_code", "period"]  # of the gap between the fifths and the two indices
_SAME_GROUPS = ["measure", "gap_type", "breakdown", "group_a", "group_b", "period"]
_GROUPS = ["measure", "gap_type", "area_code", "breakdown", "group_a", "group_b"]
_PERIODS = ("first_period", "baseline_period", "previous_period", "change_from")


def add_changes_and_directions(
    gaps: pd.DataFrame,
    measures: Mapping[str, Measure],
    rules: GapChangeRules,
    england_codes: "Collection[str] | NDArray[Any]",
    *,
    is_never_compared: "pd.Series[bool]",
) -> pd.DataFrame:
    """Add to each gap how it has changed up to its period, and the word for that.

    Args:
        gaps: with the `ratio` of the two figures that are compared, and their `council` where there are several; in any
            order, which is kept.
        measures: the catalogue.
        rules: the baseline year and the usual movements.
        england_codes: the code of England, if the gaps within it are among them.
        is_never_compared: of each row, whether its figures leave out too much to be compared over time.

    Returns:
        The gaps with the columns of change that `schemas.results.gaps.Gaps` describes.
    """
    has_true_zero = look_up_measure_field(gaps, measures, "unit").map(
        {name: unit.has_true_zero for name, unit in UNITS.items()}
    )
    gaps = gaps.assign(
        council=gaps.get("council", SHARED),
        ratio=gaps["ratio"].where(has_true_zero),
        england_value=_find_gap_in_england(gaps, england_codes),
    )
    compared = ~(is_never_compared | (look_up_measure_field(gaps, measures, "not_over_time") != ""))
    rows = _sort_into_series(gaps[compared & gaps["value"].notna()], measures)
    gaps = gaps.join(_judge_series(rows, measures, rules, rows["area_code"].isin(england_codes).to_numpy()))
    words = gaps["direction"].where(compared | gaps["value"].isna(), Direction.NOT_COMPARABLE)
    gaps["direction"] = words.fillna(Direction.NO_FIGURE)
    gaps[list(_PERIODS)] = gaps[list(_PERIODS)].fillna("")
    gaps["periods"] = gaps["periods"].fillna(0).astype("int64")
    return gaps


def read_years_and_months(periods: "pd.Series[str]") -> pd.DataFrame:
    """Return the `first_year` of each period, its `length` in years, and its `month` where it is one, else empty."""
    years = periods.str.extract(r"(\d{4})(?:.* (?:to|and) (\d{4})(?:/\d{2})?$)?").astype(float)
    return pd.DataFrame(
        {
            "first_year": years[0].astype("int64"),
            "length": (years[1].fillna(years[0]) - years[0] + 1).astype("int64"),
            "month": periods.str.extract(r"^\d{4}-(\d{2})$", expand=False).fillna(""),
        }
    )


def look_up_measure_field(rows: pd.DataFrame, measures: Mapping[str, Measure], field_name: str) -> "pd.Series[Any]":
    """Return for each row what the file of its measure says."""
    return look_up_words(
        rows["measure"], {name: getattr(measures[name], field_name) for name in rows["measure"].unique()}
    )


def _find_gap_in_england(gaps: pd.DataFrame, england_codes: "Collection[str] | NDArray[Any]") -> "NDArray[Any]":
    """Return beside each gap of the borough that between the same groups within England, where there is one."""
    is_england = gaps["area_code"].isin(england_codes)
    theirs = gaps[is_england].set_index(_SAME_GROUPS)["value"]
    found = theirs.reindex(pd.MultiIndex.from_frame(gaps[_SAME_GROUPS])).to_numpy()
    return np.where(is_england, np.nan, found)


def _sort_into_series(gaps: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Sort gaps by series and year, with the numbers of their series and of the years of their periods.

    The areas at the ends of a range change, and the range between them is one series. A break in how the figures are
    made begins another. A month is compared with the same month of other years, since much has its season.
    """
    is_range = gaps["gap_type"] == GapType.AREA_RANGE
    period = gaps["period"]
    rows = gaps.assign(
        group_a=gaps["group_a"].mask(is_range, ""),
        group_b=gaps["group_b"].mask(is_range, ""),
        polarity=look_up_measure_field(gaps, measures, "polarity"),
        stretch=_count_breaks_before(gaps, measures),
    ).join(read_years_and_months(period))
    latest = rows.loc[rows.groupby(_GROUPS)["period"].transform("max") == period, [*_GROUPS, "month"]]
    months = rows[_GROUPS].merge(latest.drop_duplicates(_GROUPS), on=_GROUPS, how="left", validate="m:1")["month"]
    rows["is_latest_month"] = rows["month"].to_numpy() == months.to_numpy()
    rows["series"] = rows.groupby([*_GROUPS, "stretch", "month"], sort=False).ngroup()
    return rows.sort_values(["series", "first_year", "period"], kind="stable")


def _count_breaks_before(gaps: pd.DataFrame, measures: Mapping[str, Measure]) -> "NDArray[Any]":
    """Return how many breaks of its series lie before each gap: periods on both sides of any are not compared."""
    keys = pd.MultiIndex.from_frame(gaps[["measure", "period"]])
    counts = {(name, period): measures[name].count_breaks_before(period) for name, period in keys.unique()}
    return np.asarray(keys.map(counts), dtype="int64")


def _judge_series(
    rows: pd.DataFrame, measures: Mapping[str, Measure], rules: GapChangeRules, is_in_england: "NDArray[Any]"
) -> pd.DataFrame:
    """Return the columns of change of sorted rows, by their index."""
    is_ratio = (rows["gap_type"] == GapType.RELATIVE_INDEX).to_numpy()
    years = (rows[name].to_numpy() for name in ("series", "first_year", "length"))
    # Of a ratio 1 is no gap, and a half is as far from it as 2.
    gaps = GapSeries(*years, *(_take_logarithm(rows[name], is_ratio) for name in ("value", "lower_95", "upper_95")))
    compared = find_compared_periods(gaps, rules.baseline_year)
    sign = _find_sign_of_disadvantage(rows, gaps, compared)
    change = compute_gap_changes(gaps, compared.start, sign)
    # What is generated and what is real, the borough and England, and the other months of a series: the one must not
    # make the other look surer.
    family = rows["synthetic"].to_numpy() + 2 * is_in_england + 4 * ~rows["is_latest_month"].to_numpy()
    family = family + 8 * pd.factorize(rows["council"])[0]  # a council's report allows for what it shows itself
    family = np.where(rows["gap_type"].isin(INDEX_GAPS), -1, family)
    calls, rates = replay_calls(gaps, change.change.value, change.p_value, family)
    calls = _let_indices_follow_their_gap(rows, calls, change)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = rows["ratio"].to_numpy() ** sign
        relative = np.where(compared.start >= 0, ratio / ratio[compared.start], np.nan)
    usual = np.where(is_ratio, np.nan, _look_up_usual_movements(rows, measures, rules))
    disadvantage = gaps.value * sign
    with np.errstate(invalid="ignore"):
        is_clear = (gaps.lower_95 > 0) | (gaps.upper_95 < 0)
    numbers = {
        "change": change.change.value,
        "change_lower_95": change.change.lower_95,
        "change_upper_95": change.change.upper_95,
        "detectable_change": change.detectable,
    }
    return pd.DataFrame(
        {
            **_name_compared_periods(rows, compared),
            "periods": compared.count,
            **{name: _undo_logarithm(number, is_ratio) for name, number in numbers.items()},
            "relative_change": relative,
            "p_value": change.p_value,
            "q_value": rates,
            "usual_movement": usual,
            "direction": _choose_words(disadvantage, is_clear, compared, change, calls, relative, usual),
        },
        index=rows.index,
    )


def _look_up_usual_movements(
    rows: pd.DataFrame, measures: Mapping[str, Measure], rules: GapChangeRules
) -> "NDArray[Any]":
    """Return how far each gap usually moves in a year, by its measure and the group of people that is its first."""
    keys = pd.MultiIndex.from_frame(rows[["measure", "category"]])
    usual = {(name, group): rules.find_usual_movement(measures[name], group) for name, group in keys.unique()}
    return np.asarray(keys.map(usual), dtype=float)


def _take_logarithm(column: "pd.Series[float]", is_ratio: "NDArray[Any]") -> "NDArray[Any]":
    numbers = column.to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(is_ratio, np.log(numbers), numbers)


def _undo_logarithm(numbers: "NDArray[Any]", is_ratio: "NDArray[Any]") -> "NDArray[Any]":
    return np.where(is_ratio, np.exp(np.where(is_ratio, numbers, 0.0)), numbers)


def _find_sign_of_disadvantage(rows: pd.DataFrame, gaps: GapSeries, compared: ComparedPeriods) -> "NDArray[Any]":
    """Return 1 where a larger gap says that the first group fares worse, −1 where a smaller one does.

    Of a measure of which neither way is good, the group that had more at the start is taken as the first.
    """
    start_value = gaps.value[np.where(compared.start < 0, np.arange(len(rows)), compared.start)]
    by_start = np.where(start_value < 0, -1.0, 1.0)
    polarity, kind = rows["polarity"], rows["gap_type"]
    upwards = kind.isin([*INDEX_GAPS, GapType.AREA_RANGE]) | (polarity == Polarity.LOWER_IS_BETTER)
    return np.select([upwards, polarity == Polarity.NEUTRAL], [np.ones(len(rows)), by_start], -1.0)


def _let_indices_follow_their_gap(rows: pd.DataFrame, calls: "NDArray[Any]", change: GapChange) -> "NDArray[Any]":
    """Call a change of an index of inequality where that of the gap between the fifths is called: it is one fact."""
    kind = rows["gap_type"]
    fifths = pd.Series(calls, index=pd.MultiIndex.from_frame(rows[_SAME_FACT]))[
        (kind == GapType.MOST_V_LEAST_FIFTH).to_numpy()
    ]
    of_fifths = fifths.reindex(pd.MultiIndex.from_frame(rows[_SAME_FACT])).fillna(0).to_numpy()
    follows = kind.isin(INDEX_GAPS).to_numpy() & (of_fifths != 0) & (change.p_value <= ENTER_AT)
    return np.where(follows, np.sign(np.nan_to_num(change.change.value)), calls)


def _name_compared_periods(rows: pd.DataFrame, compared: ComparedPeriods) -> "dict[str, NDArray[Any]]":
    period = rows["period"].to_numpy(dtype=object)
    positions = (compared.first, compared.baseline, compared.previous, compared.start)
    return {name: np.where(at >= 0, period[at], "") for name, at in zip(_PERIODS, positions, strict=True)}


def _choose_words(
    disadvantage: "NDArray[Any]",
    is_clear: "NDArray[Any]",
    compared: ComparedPeriods,
    change: GapChange,
    calls: "NDArray[Any]",
    relative_change: "NDArray[Any]",
    usual_movement: "NDArray[Any]",
) -> "NDArray[Any]":
    """Return the word for each row: a pure function of its numbers, so that it cannot contradict them.

    A change of a difference that the ratio of the two figures does not share is mixed: 20 against 10 per cent is a
    smaller difference than 40 against 25, and a larger ratio. The two have changed places only where the latest gap is
    clear, or at least as large as the first; else it has closed, or a lead is lost.
    """
    at_start = np.where(compared.start >= 0, disadvantage[compared.start], np.nan)
    moved = change.change.value
    with np.errstate(invalid="ignore"):
        crossed = disadvantage * at_start < 0
        clearly_crossed = crossed & (is_clear | (np.abs(disadvantage) >= np.abs(at_start)))
        is_lead = (at_start < 0) | ((at_start == 0) & (disadvantage < 0))
        nearer = np.abs(disadvantage) < np.abs(at_start)
        little = np.abs(moved) <= usual_movement
        # A ratio turned so that more of it is a larger disadvantage, and below 1 a lead.
        disagrees = (np.sign(relative_change - 1.0) * np.sign(moved)) < 0
    checks = [
        (compared.start < 0, Direction.ONE_PERIOD),
        (~np.isfinite(change.p_value) & little, Direction.LITTLE_CHANGED),
        (~np.isfinite(change.p_value) & crossed, Direction.MOVED_ACROSS),
        (~np.isfinite(change.p_value) & nearer, Direction.MOVED_CLOSER),
        (~np.isfinite(change.p_value), Direction.MOVED_APART),
        (calls == 0, Direction.NO_CLEAR_CHANGE),
        (clearly_crossed, Direction.CROSSED_OVER),
        (disagrees, Direction.MIXED),
        (is_lead & (calls < 0), Direction.LEAD_GROWING),
        (is_lead, Direction.LEAD_SHRINKING),
        (calls < 0, Direction.CLOSING),
    ]
    conditions, words = zip(*checks, strict=True)
    return np.select(conditions, [str(word) for word in words], str(Direction.WIDENING)).astype(object)
