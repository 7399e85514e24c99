"""Gaps: the framework's question, asked of every measure: who fares worse than whom, by how much, and is it closing?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.catalogue import Measure, load_breakdowns
from fairer_stockton.communities import EVERYONE_ELSE, load_communities
from fairer_stockton.geography import FIFTHS, REST, WARD_MAP
from fairer_stockton.observing import LEVELS
from fairer_stockton.statistics.attributable import gap_in_people
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import absolute_gap, area_range, slope_index
from fairer_stockton.statistics.slope_regression import SlopeIndex, standard_error_from_limits
from fairer_stockton.statistics.trends import gap_change
from schemas.results import GAP_COLUMNS

FEWEST_PERIODS = 3  # two points make a line, not a direction
WINDOW = 5  # periods back over which a gap's direction is judged
COUNTED = ("proportion", "rate")
SHARES = ("proportion", "survey_share")

MOST, LEAST = "Most deprived fifth", "Least deprived fifth"


def find_gaps(observations: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Find every gap that a measure's file asks for and its observations allow."""
    parts: list[pd.DataFrame] = []
    for name, rows in observations.groupby("measure", sort=False):
        measure = measures[str(name)]
        for kinds, find in _FINDERS:
            if any(kind in measure.gaps for kind in kinds):
                found = [gap[gap["gap_type"].isin(measure.gaps)] for gap in find(measure, rows)]
                parts += [_described(gap, measure, rows) for gap in found if len(gap)]
    if not parts:
        return pd.DataFrame(columns=list(GAP_COLUMNS))
    gaps = pd.concat(parts, ignore_index=True)
    gaps["direction"] = _directions(gaps, measures)
    words = gaps.select_dtypes(exclude=["number", "bool"]).columns
    return gaps[list(GAP_COLUMNS)].astype({word: "str" for word in words})


def _described(gaps: pd.DataFrame, measure: Measure, rows: pd.DataFrame) -> pd.DataFrame:
    difference = "percentage_points" if measure.unit == "percent" else measure.unit
    return gaps.assign(
        measure=measure.name,
        unit=np.where(gaps["gap_type"] == "relative_index", "ratio", difference),
        status=np.where(gaps["value"].notna(), "published", "not_available"),
        synthetic=bool(rows["synthetic"].any()),
        sources=" ".join(sorted({name for names in rows["sources"].unique() for name in names.split()})),
    )


def _estimate(rows: pd.DataFrame) -> Estimate:
    """Take rows as estimates; one without limits keeps its value."""
    return Estimate.published(rows["value"], *(rows[level] for level in LEVELS))


def _gap(kind: str, area: Any, a: Any, b: Any, period: Any, gap: Estimate, people: Any = np.nan) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gap_type": kind,
            "area_code": area,
            "group_a": a,
            "group_b": b,
            "period": period,
            "value": gap.value,
            "lower_95": gap.lower_95,
            "upper_95": gap.upper_95,
            "people": people,
            "note": gap.reason,
        }
    )


def _fifths(measure: Measure, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare the borough's fifths: most with least deprived, and along the whole gradient."""
    fifths = rows[rows["breakdown"] == "deprivation_fifth"].sort_values(["period", "category"])
    whole = fifths.groupby("period")["value"].transform("count") == FIFTHS
    fifths = fifths[whole & ~fifths["value"].isna()]
    if not len(fifths):
        return
    first = fifths[fifths["category"] == "1"]
    stacked = Estimate.of(
        (fifths[column].to_numpy().reshape(-1, FIFTHS) for column in ("value", *LEVELS)),
        np.full((len(first), FIFTHS), "", dtype=object),
    )
    population = fifths["denominator"].to_numpy().reshape(-1, FIFTHS)
    people = _people_at_best(measure, stacked, population)
    ends = [Estimate.of((part[:, end] for part in stacked.numbers), stacked.reason[:, end]) for end in (0, -1)]
    where = (first["area_code"].to_numpy(), MOST, LEAST, first["period"].to_numpy())
    yield _gap("most_v_least_fifth", *where, absolute_gap(*ends), people)
    if measure.polarity == "neutral":
        return
    index = _gradient(measure, stacked, population)
    yield _gap("slope_index", *where, index.slope)
    yield _gap("relative_index", *where, index.relative)


def _gradient(measure: Measure, fifths: Estimate, population: "np.ndarray[Any, Any]") -> SlopeIndex:
    """Fit the social gradient: a share on the logit scale, where a line cannot leave 0 to 100; the rest as they are."""
    share = measure.statistic in SHARES
    size, scale = (measure.per, "logit") if share else (1.0, "raw")
    error = standard_error_from_limits(fifths.lower_95 / size, fifths.upper_95 / size, scale)  # type: ignore[arg-type]
    return slope_index(
        fifths.value / size,
        error,
        population,
        polarity=measure.polarity,  # type: ignore[arg-type]
        multiplier=size,
        scale=scale,  # type: ignore[arg-type]
        fit_on_scale=share,
    )


def _people_at_best(measure: Measure, fifths: Estimate, population: "np.ndarray[Any, Any]") -> Any:
    """Say how many residents fewer (or more) the count would hold if every fifth had the rate of the best."""
    if measure.statistic not in COUNTED or measure.polarity == "neutral":
        return np.nan
    best = (np.argmin if measure.polarity == "lower_is_better" else np.argmax)(fifths.value, axis=-1)
    every = np.stack([gap_in_people(fifths, population, place, measure.per).value for place in range(FIFTHS)], axis=-1)
    return np.abs(np.take_along_axis(every, best[:, None], axis=-1)[:, 0])


def _against_england(measure: Measure, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare the borough with England, in each category that both have."""
    same = ["period", "breakdown", "category"]
    here, england = (
        rows[(rows["area_type"] == kind) & rows["value"].notna()].set_index(same).sort_index()
        for kind in ("borough", "england")
    )
    shared = here.index.intersection(england.index)
    if not len(shared):
        return
    here, england = here.loc[shared].reset_index(), england.loc[shared].reset_index()
    suffix = np.where(here["category"] == "all", "", ", " + here["category"])
    yield _gap(
        "borough_v_england",
        here["area_code"],
        here["area_name"] + suffix,
        np.char.add("England", suffix.astype(str)),
        here["period"],
        absolute_gap(_estimate(here), _estimate(england)),
        _people_at(measure, here, england),
    )


def _breakdown(measure: Measure, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare groups of people: the two that a measure's file names, or each with its characteristic's reference."""
    chosen = rows[rows["area_type"].isin(["borough", "england"]) & rows["value"].notna()]
    if measure.breakdown:
        first, second = measure.breakdown.compare
        yield _groups("breakdown", chosen, chosen["category"].map({first: second}))
        return
    reference = {name: one.reference for name, one in load_breakdowns().items() if one.reference}
    chosen = chosen[chosen["breakdown"].isin(reference)]
    yield _groups("breakdown", chosen, chosen["breakdown"].map(reference))


def _communities(_: Measure, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare each community with everyone else in the borough."""
    titles = {name: community.title for name, community in load_communities()[1].items()}
    chosen = rows[(rows["area_type"] == "borough") & rows["value"].notna() & rows["breakdown"].isin(titles)]
    named = chosen["category"] == chosen["breakdown"].map(titles)
    yield _groups("community", chosen, named.map({True: EVERYONE_ELSE}))


def _groups(kind: str, rows: pd.DataFrame, against: "pd.Series[Any]") -> pd.DataFrame:
    """Compare each row with the row of the same breakdown, area and period for the group that it is set against."""
    same = ["breakdown", "area_code", "period"]
    first = rows.assign(against=against)[against.notna() & (against != rows["category"])]
    second = rows[[*same, "category", "value", *LEVELS]].rename(columns={"category": "against"})
    both = first[[*same, "category", "against", "value", *LEVELS]].merge(
        second, on=[*same, "against"], suffixes=("", "_b")
    )
    both = both.sort_values([*same[:1], "category", *same[1:]], ignore_index=True)
    other = both[[f"{name}_b" for name in ("value", *LEVELS)]].set_axis(["value", *LEVELS], axis=1)
    gap = absolute_gap(_estimate(both), _estimate(other))
    return _gap(kind, both["area_code"], both["category"], both["against"], both["period"], gap)


def _between_wards(measure: Measure, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare the highest ward with the lowest, on today's map."""
    wards = rows[(rows["area_type"] == "ward") & (rows["vintage"] == WARD_MAP) & (rows["breakdown"] == "all")]
    borough = rows.loc[rows["area_type"] == "borough", "area_code"]
    if not len(wards) or not len(borough):
        return
    wide = {column: wards.pivot(index="period", columns="area_code", values=column) for column in ("value", *LEVELS)}
    names = wards.drop_duplicates("area_code").set_index("area_code")["area_name"]
    labels = names.reindex(wide["value"].columns).to_numpy()
    estimate = Estimate.published(*wide.values())
    found = area_range(estimate)
    lacking = (~estimate.available).sum(axis=-1)
    gap = _gap(
        "area_range",
        borough.iloc[0],
        labels[found.highest],
        labels[found.lowest],
        wide["value"].index,
        found.gap,
    )
    gap["note"] = np.where(lacking > 0, [f"{number} of the wards have no figure" for number in lacking], gap["note"])
    yield gap[found.highest >= 0]


def _target_areas(measure: Measure, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare each target area with the rest of the borough."""
    targets = rows[(rows["area_type"] == "target_area") & (rows["breakdown"] == "all") & rows["value"].notna()]
    rest = rows[(rows["category"] == REST) & rows["value"].notna()].set_index(["breakdown", "period"]).sort_index()
    first = targets.set_index(["area_code", "period"]).sort_index()
    shared = first.index.intersection(rest.index.set_names(["area_code", "period"]))
    if not len(shared):
        return
    first, second = first.loc[shared].reset_index(), rest.loc[shared].reset_index()
    gap = absolute_gap(_estimate(first), _estimate(second))
    people = _people_at(measure, first, second)
    yield _gap("target_area_v_rest", first["area_code"], first["area_name"], REST, first["period"], gap, people)


def _people_at(measure: Measure, rows: pd.DataFrame, standard: pd.DataFrame) -> Any:
    """Say how many residents fewer (or more) each area's count would hold at the rate beside it."""
    if measure.statistic not in COUNTED or not measure.interval or measure.polarity == "neutral":
        return np.nan
    column = Estimate.of((part[:, None] for part in _estimate(rows).numbers), _estimate(rows).reason[:, None])
    found = gap_in_people(column, rows[["denominator"]].to_numpy(), _estimate(standard), measure.per)
    return np.abs(found.value)


_FINDERS: tuple[tuple[tuple[str, ...], Callable[[Measure, pd.DataFrame], Iterator[pd.DataFrame]]], ...] = (
    (("most_v_least_fifth", "slope_index", "relative_index"), _fifths),
    (("borough_v_england",), _against_england),
    (("breakdown",), _breakdown),
    (("community",), _communities),
    (("target_area_v_rest",), _target_areas),
    (("area_range",), _between_wards),
)


def _directions(gaps: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[str]":
    """Judge, at each period, whether the gap has been closing or widening over the latest periods up to it.

    Only a disadvantage closes or widens: where the first group has not fared worse throughout, a lead that melts away
    would be told as good news, so no direction is given.
    """
    result = pd.Series("too_few_periods", index=gaps.index)
    groups = gaps[["measure", "gap_type", "area_code"]].copy()
    named = gaps["gap_type"] != "area_range"  # the wards at the ends change; the range between them is one series
    groups["a"], groups["b"] = gaps["group_a"].where(named, ""), gaps["group_b"].where(named, "")
    years = gaps["period"].str.extract(r"(\d{4})(?:.* (?:to|and) (\d{4})$)?").astype(float)
    lengths = (years[1].fillna(years[0]) - years[0] + 1).astype(int)
    series = gaps[["value", "lower_95", "upper_95"]].assign(first=years[0].astype(int), length=lengths)
    series = series.loc[gaps["period"].sort_values(kind="stable").index]
    for key, rows in series.groupby([groups[column] for column in groups], sort=False):
        value, lower, upper, first, length = (rows[column].to_numpy() for column in rows)
        worse = _fares_worse(value, str(key[1]), measures[str(key[0])].polarity)
        for last in range(len(rows)):
            seen = _apart(first[: last + 1], int(length[last]))
            if len(seen) < FEWEST_PERIODS:
                continue
            change = gap_change(
                value[seen],
                lower[seen],
                upper[seen],
                first[seen],
                relative=key[1] == "relative_index",
                fewest_periods=FEWEST_PERIODS,
            )
            result.loc[rows.index[last]] = str(change.direction) if worse[seen].all() else "no_clear_change"
    return result.where(gaps["lower_95"].notna(), "not_calculated")


def _apart(years: "np.ndarray[Any, Any]", length: int) -> list[int]:
    """Choose the latest periods that share no year with each other: rolling ones repeat each other's data."""
    chosen: list[int] = []
    for place in range(len(years) - 1, -1, -1):
        if not chosen or years[chosen[0]] - years[place] >= length:
            chosen.insert(0, place)
    return chosen[-WINDOW:]


def _fares_worse(value: "np.ndarray[Any, Any]", gap_type: str, polarity: str) -> "np.ndarray[Any, Any]":
    """Say at which periods the first group is the worse off, as the gap's sign tells it."""
    if gap_type in ("area_range",) or polarity == "neutral":
        return np.ones(len(value), dtype=bool)
    if gap_type == "relative_index":
        return np.asarray(value > 1)
    if gap_type == "slope_index" or polarity == "lower_is_better":
        return np.asarray(value > 0)
    return np.asarray(value < 0)
