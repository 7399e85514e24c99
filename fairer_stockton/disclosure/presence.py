"""Rows of nobody: where nobody is counted there is a row as well, so that a hidden row does not say "at least one".

Which rows there are follows from the areas of each map, the periods and the declared categories alone, never from who
is counted there. The rows that are added are hidden like those of a few, and look like them to the letter.
"""

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure, MeasureByAge, MeasureOfSums, SummedMeasure, SurveyMeasure
from fairer_stockton.disclosure.atoms import PLACE
from fairer_stockton.disclosure.categories import list_declared_categories
from fairer_stockton.disclosure.counts import COUNT, GROUP, WITHIN
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.areas import REST, UNPLACED
from fairer_stockton.observe.facts import add_measure_facts_and_sources
from fairer_stockton.observe.misleading import mark_misleading_rows
from fairer_stockton.observe.surveyed import SURVEYED_AREA_TYPES
from fairer_stockton.run.vocabulary import AreaType, Reason, Statistic, Status
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY

KEY = list(OBSERVATION_KEY)
AREA_COLUMNS = ["area_type", "area_code", "area_name", "vintage", *GROUP, "converted_from", "apportioned"]
MAP = ["area_type", "vintage", "breakdown"]
# What a figure counts its rows by: 0 where there is none, of those without a neighbourhood.
NUMBERS_THAT_COUNT: dict[str, list[str]] = {Statistic.RATE: ["numerator"], Statistic.SURVEY_SHARE: ["base"]}
NUMERATOR_AND_DENOMINATOR = ["numerator", "denominator"]


def add_rows_of_nobody(
    rows: pd.DataFrame, measures: Mapping[str, Measure], inputs: ProtectionInputs
) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
    """Return observations with a row for every area and category of which nobody is counted, and which those are.

    A measure has a row in every period of which it has any, for every area of each map on which it is shown, and for
    every category of each characteristic of which the period has any row. Those without a neighbourhood are a figure
    like any other: where there are none, their row counts 0, and is not marked.

    Args:
        rows: observations before anything is hidden, with an index of numbers.
        measures: those that are protected by hiding; the rows of others stay as they are.
        inputs: what decides what is hidden.

    Returns:
        The rows, those that are added at the end, in the order of the observations' key; and by their labels which are
        of nobody.
    """
    rows = rows[~_mark_counts_out_of_nobody(rows, measures, inputs)]
    expected = [frame for frame in _list_rows_expected(rows, measures, inputs) if len(frame)]
    if not expected:
        return rows, pd.Series(data=False, index=rows.index)
    every = pd.concat(expected, ignore_index=True).drop_duplicates(KEY)
    key = pd.MultiIndex.from_frame
    lacking = every[~key(every[KEY]).isin(key(rows[KEY]))].sort_values(KEY)
    first = int(rows.index.max()) + 1
    lacking.index = pd.RangeIndex(first, first + len(lacking))
    added = _fill_rows_of_nobody(lacking, rows, measures)
    whole = pd.concat([rows, added]) if len(added) else rows
    return whole, pd.Series(whole.index >= first, index=whole.index) & (whole["breakdown"] != UNPLACED)


def _mark_counts_out_of_nobody(
    rows: pd.DataFrame, measures: Mapping[str, Measure], inputs: ProtectionInputs
) -> "pd.Series[bool]":
    """Mark rows that are out of nobody: an extract that lists zeros tells no more than one that leaves them out."""
    closed = [
        name
        for name, measure in measures.items()
        if isinstance(measure, SummedMeasure) and measure.denominator.table in inputs.supplied
    ]
    return rows["measure"].isin(closed) & (rows["denominator"] == 0) & (rows["breakdown"] != UNPLACED)


def _list_rows_expected(
    rows: pd.DataFrame, measures: Mapping[str, Measure], inputs: ProtectionInputs
) -> Iterator[pd.DataFrame]:
    """Yield the rows that each measure has, whoever is counted: columns of `KEY`, and those that follow from these."""
    areas = _read_areas_of_every_map(inputs)
    tables = {name: min(set(measure.tables) & inputs.supplied) for name, measure in measures.items()}
    of = rows[rows["measure"].isin(tables)].assign(table=rows["measure"].map(tables))
    splits = of.loc[~of["breakdown"].isin(areas["breakdown"]), ["table", "period", *GROUP]].drop_duplicates()
    for name, measure in measures.items():
        mine = of.loc[of["measure"] == name]
        if mine.empty or not isinstance(measure, (MeasureOfSums, SurveyMeasure)):
            continue
        shown_on = _select_areas_of_measure(areas, measure, tables[name], inputs)
        periods = mine[["period"]].drop_duplicates()
        asked = splits[(splits["table"] == tables[name]) & splits["breakdown"].isin(mine["breakdown"])]
        groups = [
            _list_categories_in_periods(str(breakdown), seen, tables[name], periods, inputs)
            for breakdown, seen in asked.groupby("breakdown", sort=True)
        ]
        whole = shown_on[shown_on["breakdown"] == "all"].drop(columns=GROUP)
        # A target area is shown as a whole alone; of a survey, and where a measure says so, groups are the borough's.
        whole = whole[whole["area_type"] != AreaType.TARGET_AREA]
        if isinstance(measure, SurveyMeasure) or (isinstance(measure, SummedMeasure) and measure.groups_of_borough):
            whole = whole[whole["area_type"] == AreaType.BOROUGH]
        expected = pd.concat(
            [shown_on.merge(periods, how="cross"), *(whole.merge(split, how="cross") for split in groups)],
            ignore_index=True,
        ).assign(measure=name)
        yield expected[~mark_misleading_rows(expected, measures)]


def _read_areas_of_every_map(inputs: ProtectionInputs) -> pd.DataFrame:
    """Read the areas within the borough, and its parts: columns of `AREA_COLUMNS`, and `lsoa_vintage`."""
    areas = engine.run_query(
        inputs.connection,
        "select area_type, area_code, area_name, vintage, breakdown, category, converted_from, lsoa_vintage,"
        " bool_or(share < 1) as apportioned from memberships"
        f" where area_type in {engine.format_sql_list(WITHIN)} group by all order by all",
    ).to_pandas()
    targets = areas.loc[areas["area_type"] == AreaType.TARGET_AREA, "area_code"]
    # A target area stands for itself, and as a part of the borough only by what is left beside it.
    return areas[~(areas["breakdown"].isin(targets) & (areas["category"] != REST))]


def _select_areas_of_measure(
    areas: pd.DataFrame, measure: Measure, table: str, inputs: ProtectionInputs
) -> pd.DataFrame:
    """Return the areas that a measure is shown for: columns of `AREA_COLUMNS`."""
    vintages = inputs.maps.smallest_areas_in(engine.list_columns(inputs.connection, table)).values()
    mine = areas[areas["lsoa_vintage"].isin(vintages)]
    if isinstance(measure, SurveyMeasure):
        mine = mine[mine["area_type"].isin(SURVEYED_AREA_TYPES)].assign(apportioned=False)
    elif isinstance(measure, MeasureByAge):
        mine = mine[(mine["area_type"] != AreaType.LSOA) & (mine["breakdown"] != UNPLACED)].assign(apportioned=False)
    elif isinstance(measure, SummedMeasure) and not measure.apportioned:
        mine = mine[~mine.groupby(MAP)["apportioned"].transform("any")]
    return mine.sort_values("converted_from")[AREA_COLUMNS].drop_duplicates(
        ["area_type", "area_code", "vintage", *GROUP]
    )


def _list_categories_in_periods(
    breakdown: str, seen: pd.DataFrame, table: str, periods: pd.DataFrame, inputs: ProtectionInputs
) -> pd.DataFrame:
    """Return each category of a characteristic with the periods in which it is asked: declared, or ever seen."""
    categories = sorted({*list_declared_categories(table, breakdown, inputs.definitions), *seen["category"]})
    asked = periods[periods["period"].isin(seen["period"])]
    return asked.merge(pd.DataFrame({"breakdown": breakdown, "category": categories}), how="cross")


def _fill_rows_of_nobody(lacking: pd.DataFrame, rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Return rows of nobody with what the others have besides their numbers: all that follows from the measure."""
    added = add_measure_facts_and_sources(lacking, measures, {})
    own = rows[rows["measure"].isin(measures)]
    # The same sources are marked alike everywhere; where no other row rests on them, a measure is marked as a whole.
    by_sources = own.groupby(["measure", "sources"])["synthetic"].any() if "sources" in own else pd.Series(dtype=bool)
    by_measure = added["measure"].map(own.groupby("measure")["synthetic"].any())
    like = by_sources.reindex(pd.MultiIndex.from_frame(added[["measure", "sources"]])).to_numpy(dtype=object)
    added["synthetic"] = pd.Series(like, added.index).where(lambda known: known.notna(), by_measure).astype(bool)
    added["status"], added["reason"] = Status.NOT_AVAILABLE.value, Reason.DENOMINATOR_ZERO.value
    alone = added["breakdown"] == UNPLACED
    for statistic, of_statistic in added[alone].groupby("statistic"):
        counted = [name for name in NUMBERS_THAT_COUNT.get(str(statistic), NUMERATOR_AND_DENOMINATOR) if name in rows]
        added.loc[of_statistic.index, counted] = 0.0
    return added.reindex(columns=rows.columns).astype(
        {name: kind for name, kind in rows.dtypes.items() if kind in (np.dtype(float), np.dtype(bool))}
    )


def add_counts_of_nobody(
    smallest_area_counts: pd.DataFrame,
    figures: pd.DataFrame,
    membership: pd.DataFrame,
    measures_of_placed_rows: Collection[str] = (),
) -> pd.DataFrame:
    """Return counts with a 0 for every place and group that has none: only the council knows that it has none.

    Args:
        smallest_area_counts: columns of `COUNT`; the place of a count that is of a group wherever it lives is "".
        figures: rows of observations, those of nobody among them: they say which categories there are.
        membership: which areas hold which places, as `counts.read_area_membership` returns it.
        measures_of_placed_rows: the names of the measures that count nothing without a neighbourhood.
    """
    sums = smallest_area_counts[["measure", "part", "period", "breakdown", "place_vintage"]].assign(
        nowhere=smallest_area_counts["place"] == ""
    )
    sums = sums.drop_duplicates()
    located = sums[~sums["nowhere"]].merge(membership[PLACE].drop_duplicates(), on="place_vintage")
    located = located[~(located["measure"].isin(measures_of_placed_rows) & (located["place"] == UNPLACED))]
    every = pd.concat([located, sums[sums["nowhere"]].assign(place="")], ignore_index=True)
    categories = pd.concat([smallest_area_counts, figures[figures["breakdown"] != "all"]], ignore_index=True)
    every = every.merge(categories[["measure", *GROUP]].drop_duplicates(), on=["measure", "breakdown"])
    key = pd.MultiIndex.from_frame
    lacking = every[~key(every[COUNT[:-1]]).isin(key(smallest_area_counts[COUNT[:-1]]))].assign(amount=0.0)
    return pd.concat([smallest_area_counts, lacking[COUNT]]).sort_values(COUNT[:-1], ignore_index=True)
