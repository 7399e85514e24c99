"""Observations: every measure for every area and period, with limits, comparison with England and recent trend."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.maps import RESIDENTS
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.engine.scanner import Scanner
from fairer_stockton.geography.areas import AREA_TYPES, REST
from fairer_stockton.measure.first_published import FirstPublished, mark_first_published
from fairer_stockton.observe import best_fit, by_age, modelled, published, summed, surveyed, unplaced
from fairer_stockton.observe.columns import AREA_KEY, OUTSIDE_BOROUGH, SERIES_KEY, look_up_words
from fairer_stockton.observe.comparing import compare_with_benchmark
from fairer_stockton.observe.councils import ONE_COUNCIL, OneCouncil
from fairer_stockton.observe.facts import add_measure_facts_and_sources
from fairer_stockton.observe.misleading import mark_misleading_rows
from fairer_stockton.observe.notes import write_notes
from fairer_stockton.run.vocabulary import AreaType, Comparison, LeavesOut, Polarity, Trend
from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS
from fairer_stockton.statistics.trends import TREND_PERIODS, judge_recent_trend

if TYPE_CHECKING:
    import duckdb

ONE_YEAR = r"^(\d{4})(?:/\d\d|-(?:0[1-9]|1[0-2]))?$"
# What only the council has is shown on one map alone, its wards: each further one would make more counts to hide.
NOT_OF_SUPPLIED = (*OUTSIDE_BOROUGH, AreaType.MSOA)


def compute_observations(
    connection: "duckdb.DuckDBPyConnection",
    definitions: Definitions,
    synthetic_by_table: Mapping[str, bool],
    *,
    scanner: Scanner | None = None,
    councils: OneCouncil = ONE_COUNCIL,
) -> pd.DataFrame:
    """Compute the figures of every area that are counted or published there, before disclosure control.

    Args:
        connection: staged tables as views, with `memberships` and `areas`.
        definitions: whose measures with sources are observed. The staged tables that the council supplies end at the
            borough's edge, so nothing beyond it can be summed from them.
        synthetic_by_table: for each staged table, whether it rests on the generated sample.
        scanner: what sums the large tables by neighbourhood, where that is not the connection.
        councils: whose areas they are.

    Returns:
        Rows with most of the columns of `schemas.results.observations.Observations`: `complete_observations` adds more.
    """
    measures, supplied = definitions.measures_with_sources, definitions.supplied
    own = {name for name, measure in measures.items() if supplied.intersection(measure.tables)}
    national = definitions.national
    parts = [
        summed.compute_summed_observations(
            connection, measures.values(), national.maps, supplied, scanner=scanner, councils=councils
        )
    ]
    parts.append(published.read_published_observations(connection, measures.values(), national))
    parts.append(surveyed.compute_survey_observations(connection, measures.values(), definitions))
    parts.append(by_age.compute_observations_by_age(connection, measures.values(), national.maps, scanner))
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
    filled = [part if "council" in part else part.assign(council=councils.find_councils(part)) for part in filled]
    rows = _take_target_areas_from_pairs(pd.concat(filled, ignore_index=True), connection)
    rows = rows[~(rows["measure"].isin(own) & rows["area_type"].isin(NOT_OF_SUPPLIED))]
    rows = _leave_out_misleading_rows(rows, measures, councils).reset_index(drop=True)
    return add_measure_facts_and_sources(rows, measures, synthetic_by_table)


def complete_observations(
    connection: "duckdb.DuckDBPyConnection",
    rows: pd.DataFrame,
    definitions: Definitions,
    synthetic_by_table: Mapping[str, bool],
    first_published: Sequence[FirstPublished] = (),
    councils: OneCouncil = ONE_COUNCIL,
) -> pd.DataFrame:
    """Add to figures what rests on them: notes, modelled wards, comparison with England and recent trend.

    Args:
        connection: as for `observe`.
        rows: as `observe` returns them, after disclosure control: nothing added here may rest on what is hidden.
        definitions: as for `observe`.
        synthetic_by_table: as for `observe`.
        first_published: the extracts that are taken as they were published first.
        councils: whose areas they are.

    Returns:
        Rows as `schemas.results.observations.Observations` has them, in the order of the catalogue, area types, codes
        and periods.
    """
    measures = definitions.measures_with_sources
    if rows.empty:
        return pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
    if not synthetic_by_table.get(RESIDENTS["2011"][0], True):  # invented residents say nothing of a real area
        fits = best_fit.compare_residents(connection)
        rows["fit_percent"] = rows["area_code"].map({code: fit.percent for code, fit in fits.items()})
        rows["fit_year"] = rows["area_code"].map({code: fit.year for code, fit in fits.items()})
    rows = unplaced.count_left_out(rows, measures)
    model = modelled.model_ward_observations(connection, rows, measures, definitions.national.maps.ward_vintage)
    if len(model):
        rows = pd.concat([rows, add_measure_facts_and_sources(model, measures, synthetic_by_table)], ignore_index=True)
    rows = _fill_columns_some_figures_lack(rows).assign(as_first_published=mark_first_published(rows, first_published))
    rows["note"] = write_notes(rows, measures)
    rows["comparison"] = _compare_with_england(rows, measures)
    rows["trend"] = _judge_recent_trends(rows, measures, councils)
    return _sort_observations(rows, measures)


def _leave_out_misleading_rows(
    rows: pd.DataFrame, measures: Mapping[str, Measure], councils: OneCouncil
) -> pd.DataFrame:
    """Return the rows without those that would be compared with the wrong figure, or with England's as another.

    The United Kingdom stands only where England has no figure; side by side they would be read as two tests.
    """
    english = rows.loc[(rows["area_type"] == AreaType.ENGLAND) & rows["value"].notna(), "measure"]
    spare = (rows["area_type"] == AreaType.UNITED_KINGDOM) & rows["measure"].isin(english.unique())
    return rows[~(spare | mark_misleading_rows(rows, measures, councils))]


def _fill_columns_some_figures_lack(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the facts that some kinds of figure have and others lack, empty for those."""
    # How many were asked about a figure that cannot be made is no part of what the report says.
    base = rows["base"].astype(float).where(rows["value"].notna()) if "base" in rows else np.nan
    return rows.assign(
        base=base, apportioned=rows["apportioned"].astype(bool), leaves_out=rows["leaves_out"].fillna(LeavesOut.NONE)
    )


def _take_target_areas_from_pairs(rows: pd.DataFrame, connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Return each target area once, from its pair with the rest of the borough, so that both are shown or neither."""
    targets = connection.sql("select area_code, vintage from areas where area_type = 'target_area'").fetchall()
    rows = rows[rows["area_type"] != AreaType.TARGET_AREA].reset_index(drop=True)
    inside = rows["breakdown"].isin([code for code, _ in targets]) & (rows["category"] != REST)
    rows.loc[inside, "vintage"] = rows.loc[inside, "breakdown"].map(dict(targets))
    rows.loc[inside, "area_code"] = rows.loc[inside, "breakdown"]
    rows.loc[inside, "area_name"] = rows.loc[inside, "category"]
    rows.loc[inside, "area_type"] = AreaType.TARGET_AREA
    rows.loc[inside, ["breakdown", "category"]] = "all"
    return rows


def _compare_with_england(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[str]":
    """Compare each interval with England's figure of the same period and category; a place within with all of it."""
    alike = ~rows["measure"].isin([name for name, measure in measures.items() if measure.unlike_england])
    national = rows[(rows["area_type"] == AreaType.ENGLAND) & alike]
    england = national.set_index(["measure", "period", "breakdown", "category"])["value"]
    within = (rows["breakdown"] == "deprivation_fifth") | (rows["category"] == REST)
    keys = rows[["measure", "period", "breakdown", "category"]].copy()
    keys.loc[within, ["breakdown", "category"]] = "all"
    benchmark = pd.Series(england.reindex(pd.MultiIndex.from_frame(keys)).to_numpy(), index=rows.index)
    beyond = rows["area_type"].isin([AreaType.ENGLAND, AreaType.UNITED_KINGDOM])
    return compare_with_benchmark(rows, benchmark, measures).where(~beyond, Comparison.NOT_COMPARED)


def _judge_recent_trends(rows: pd.DataFrame, measures: Mapping[str, Measure], councils: OneCouncil) -> "pd.Series[str]":
    """Return the recent trend of each series' latest observation; every other is not calculated.

    None is drawn from figures that leave rows out, as many in one year and few in another, nor from those that a model
    of the publisher's makes, which are called neither better nor worse, nor across a break in the series.
    """
    trends = pd.Series(Trend.NOT_CALCULATED, index=rows.index)
    asked = {name: measures[name] for name in rows["measure"].unique()}
    followed = [name for name, measure in asked.items() if not (measure.not_over_time or measure.estimated)]
    whole = rows["value"].notna() & ~unplaced.mark_figures_leaving_rows_out(rows)
    unbroken = rows["period"] >= look_up_words(
        rows["measure"], {name: measure.latest_break for name, measure in asked.items()}
    )
    years = read_single_years(rows["period"])
    yearly = rows[years.notna() & whole & rows["measure"].isin(followed) & unbroken].assign(year=years)
    yearly = yearly.sort_values("period", kind="stable").drop_duplicates([*SERIES_KEY, "year"], keep="last")
    yearly["council"] = councils.find_councils(yearly)
    of_councils = councils.list_facts(yearly, ["measure", "year"]).groupby("measure")
    for name, group in yearly.groupby("measure", sort=False):
        if group["lower_95"].isna().all():
            continue
        measure = measures[str(name)]  # cash of different years says nothing of better or worse
        polarity = Polarity.NEUTRAL if measure.nominal else measure.polarity
        for codes, periods in _group_councils_by_years(of_councils.get_group(name)):
            if len(periods) == TREND_PERIODS:
                words = _judge_trends_over_years(group[group["council"].isin(codes)], periods, polarity)
                trends.loc[words.index] = words
    return trends


def read_single_years(periods: "pd.Series[str]") -> "pd.Series[float]":
    """Return the year of each period that is one, such as 2024 or 2024/25; nan of any other."""
    each = pd.Series(periods.unique(), dtype="str")
    years = each.str.extract(ONE_YEAR)[0].astype("float64")
    ends = each.str.extract(r"/(\d\d)$")[0].astype("float64")
    years = years.where(ends.isna() | (ends == (years + 1) % 100))
    return look_up_words(periods, dict(zip(each, years, strict=True))).astype("float64")


def _group_councils_by_years(years_of_councils: pd.DataFrame) -> Iterator[tuple[Collection[str], "np.ndarray"]]:
    """Yield councils whose reports show a measure for the same latest years, with these years."""
    held = pd.crosstab(years_of_councils["council"], years_of_councils["year"]).to_numpy() > 0
    codes, years = np.sort(years_of_councils["council"].unique()), np.sort(years_of_councils["year"].unique())
    recent = held & (np.cumsum(held[:, ::-1], axis=1)[:, ::-1] <= TREND_PERIODS)
    patterns, number = np.unique(recent, axis=0, return_inverse=True)
    for position, pattern in enumerate(patterns):
        yield codes[number.ravel() == position], years[pattern]


def _judge_trends_over_years(rows: pd.DataFrame, years: "np.ndarray", polarity: Polarity) -> "pd.Series[str]":
    """Return the trend over some years of each row of the last of them."""
    rows = rows[rows["year"].isin(years)]
    series = rows.groupby([*AREA_KEY, "breakdown", "category"], sort=False).ngroup().to_numpy()
    at = series, np.searchsorted(years, rows["year"].to_numpy())
    shape = (series.max() + 1 if len(series) else 0, len(years))
    value, lower, upper = (np.full(shape, np.nan) for _ in range(3))
    value[at], lower[at], upper[at] = (rows[column].to_numpy(float) for column in ("value", "lower_95", "upper_95"))
    words = judge_recent_trend(value, lower, upper, years, polarity)
    is_latest = at[1] == len(years) - 1
    return pd.Series(words[series[is_latest]], index=rows.index[is_latest])


def _sort_observations(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    order_of_measures = {name: position for position, name in enumerate(measures)}
    order_of_types = {name: position for position, name in enumerate(AREA_TYPES)}
    keys: list[Any] = [
        look_up_words(rows["measure"], order_of_measures),
        look_up_words(rows["area_type"], order_of_types).fillna(len(order_of_types)),
        *(
            pd.factorize(rows[name], sort=True)[0]
            for name in ("vintage", "area_code", "breakdown", "category", "period")
        ),
    ]
    ordered = rows[list(OBSERVATION_COLUMNS)].iloc[np.lexsort(keys[::-1])].reset_index(drop=True)
    words = ordered.select_dtypes(exclude=["number", "bool"]).columns
    return ordered.astype({word: "str" for word in words})
