"""What an attacker can put together of counts: the measures of one table in one period, over all maps and groups."""

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pandas as pd

from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.conditions import split_condition
from fairer_stockton.auditor.layout import MAP
from fairer_stockton.auditor.links import Statements, link
from fairer_stockton.auditor.places import AREA, NOWHERE, PART
from fairer_stockton.auditor.puzzle import MILLION, Puzzle
from fairer_stockton.auditor.quantities import Quantities, RequiredRangeWidths
from fairer_stockton.definitions.measures import Measure, MeasureByAge, MeasureOfSums, MeasureSum
from fairer_stockton.run.vocabulary import LeavesOut, Statistic, Status

_PARTS = ("numerator", "denominator")
REST = "the rest"
AMOUNT_STEPS = 10_000  # the files give amounts to four places
OF_MEASURE = ["measure", "files"]
# What is read of figures: an edition has twice as many columns, and each is carried through every step.
READ = ["edition", "files", "measure", *PART, "period", "numerator", "denominator", "value", "base", "status"]
READ += ["rounded_to", "left_out", "leaves_out"]


def is_confidential_count(measure: Measure, numerator_or_denominator: str, closed_tables: Collection[str]) -> bool:
    """Return whether a part of a measure counts people, homes or cases that are not public."""
    total = measure.parts.get(numerator_or_denominator)
    if total is None or total.table not in closed_tables:
        return False
    if numerator_or_denominator == "denominator" and isinstance(measure, MeasureByAge):
        return False  # population estimates are public
    return not _is_amount(measure, numerator_or_denominator)


def _is_amount(measure: Measure, part: str) -> bool:
    return measure.statistic == Statistic.WEIGHTED_MEAN and part == "numerator"


def make_count_puzzle(
    measures: list[Measure],
    closed_tables: Collection[str],
    figures: pd.DataFrame,
    neighbourhoods_of_areas: pd.DataFrame,
    widths: RequiredRangeWidths,
) -> Puzzle:
    """Return the puzzle of the counts of one table in one period: all its measures, and how they contain each other."""
    figures, held = prepare_figures(figures, neighbourhoods_of_areas)
    quantities = Quantities()
    rows: list[pd.DataFrame] = []
    width = float((figures["rounded_to"] - 1.0).fillna(widths.counted).min())
    # Before any figure is left out: an area whose figure tells nothing more is not one without a row.
    absent = make_rows_for_missing_areas(figures, held, len(figures))
    unplaced = make_rows_without_neighbourhood(figures, held, len(figures) + len(absent))
    figures = figures[~_mark_counts_implied_by_neighbourhoods(figures, held)]
    for measure, files, mine in _iterate_figures_of_measures(measures, figures):
        numbers = {
            part: quantities.number(files, total.table, total.sum, split_condition(total.where))
            for part, total in _list_closed_parts(measure, closed_tables).items()
            if not _is_amount(measure, part)
        }
        if not numbers:
            continue
        for part, number in numbers.items():
            quantities.guard(number, "counts", width, f"{measure.name} or one of its table, {_name_period(mine)}")
            rows.append(state_counts(mine, mine[part], number))
        of_nobody, of_nowhere = (
            every[(every["measure"] == measure.name) & (every["files"] == files)] for every in (absent, unplaced)
        )
        rows += _state_absent_and_unplaced(numbers, of_nobody, of_nowhere)
        if measure.statistic == Statistic.PROPORTION and len(numbers) == len(_PARTS):
            rest = quantities.number_rest(numbers["denominator"], numbers["numerator"])
            label = f"{measure.name}, {REST}, {_name_period(mine)}"
            quantities.guard(rest, "counts", width, label)
            hidden = pd.concat([table[table["quantity"] == numbers["numerator"]] for table in rows])
            hidden = hidden[hidden["cell"].astype(bool) & (hidden["measure"] == measure.name)]
            rows.append(hidden.assign(quantity=rest, low=np.nan, high=np.nan, label=hidden["label"] + f", {REST}"))
    together = pd.concat(rows, ignore_index=True)
    together["row"] = together.groupby(["figure", "quantity"], sort=False).ngroup()
    statements = Statements(together, quantities.table, quantities.list_parts(), quantities.list_changes())
    return link(statements, held)


def make_amount_puzzle(
    measure: MeasureOfSums,
    figures: pd.DataFrame,
    neighbourhoods_of_areas: pd.DataFrame,
    _widths: RequiredRangeWidths,
) -> Puzzle:
    """Return the puzzle of the amounts that a mean sums up, in ten-thousandths: of money, or of minutes."""
    figures, held = prepare_figures(figures, neighbourhoods_of_areas)
    quantities = Quantities()
    rows: list[pd.DataFrame] = []
    for _, files, mine in _iterate_figures_of_measures([measure], figures):
        total = measure.numerator
        number = quantities.number(files, total.table, total.sum, split_condition(total.where))
        quantities.guard(number, "amounts", 0.0, measure.name)
        amounts = (mine["numerator"] * AMOUNT_STEPS).round()
        unplaced = make_rows_without_neighbourhood(mine, held, first_figure=len(figures) + files)
        # Of how many rows their minutes or pounds are is said with the number; where it is hidden, so is the amount.
        known = unplaced["known"].where(unplaced["known"] == 0)
        rows += [state_counts(mine, amounts, number), state_counts(unplaced, known, number)]
    together = pd.concat(rows, ignore_index=True)
    together["row"] = together.groupby(["figure", "quantity"], sort=False).ngroup()
    table = quantities.table.assign(single=False)
    return link(Statements(together, table, [], merge=False), held)


def prepare_figures(figures: pd.DataFrame, neighbourhoods_of_areas: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return figures, each with a number, and what areas hold: of this edition and its files where nothing is said."""
    new = {name: 0 for name in ("edition", "files") if name not in figures}
    held = neighbourhoods_of_areas
    if "edition" not in held:
        held = held.assign(edition=0)
    if not pd.api.types.is_integer_dtype(held["share"]):
        held = held.assign(share=(held["share"] * MILLION).round().astype(np.int64))
    figures = figures[figures.columns.intersection(READ, sort=False)].reset_index(drop=True).assign(**new)
    return figures.assign(figure=np.arange(len(figures))), held


def _iterate_figures_of_measures(
    measures: list[Measure], figures: pd.DataFrame
) -> Iterator[tuple[Measure, int, pd.DataFrame]]:
    """Yield each measure, the files that some of its figures are of, and these figures."""
    for measure in measures:
        for files, mine in figures[figures["measure"] == measure.name].groupby("files", sort=True):
            yield measure, int(str(files)), mine


def _list_closed_parts(measure: Measure, closed_tables: Collection[str]) -> Mapping[str, MeasureSum]:
    parts = measure.parts if isinstance(measure, MeasureOfSums) else {}
    return {part: total for part, total in parts.items() if total.table in closed_tables}


def state_counts(figures: pd.DataFrame, known: "pd.Series[float]", quantity: int) -> pd.DataFrame:
    """Return what figures say of a quantity: a number, or one rounded, or that it is hidden."""
    apart = (figures["rounded_to"] - 1.0).fillna(0.0)  # a rounded count is known to within as many less one, either way
    suppressed = figures["status"] == Status.SUPPRESSED
    rounded = figures["rounded_to"].notna()
    return figures[[*MAP, "figure", "measure"]].assign(
        quantity=quantity,
        wave=0,
        low=(known - apart).clip(lower=0.0),
        high=known + apart,
        cell=suppressed | rounded,
        hidden=suppressed & ~rounded,
        label=label_figures(figures),
    )


def label_figures(figures: pd.DataFrame) -> "pd.Series[str]":
    """Return labels of figures for a message."""
    area = figures["measure"] + ", " + figures["area_type"] + " " + figures["area_code"]
    return area + ", " + figures["category"] + ", " + figures["period"]


def _name_period(figures: pd.DataFrame) -> str:
    return str(figures["period"].iloc[0])


def _state_absent_and_unplaced(
    numbers: Mapping[str, int], absent: pd.DataFrame, unplaced: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    """Yield what is known of areas without a row, where nobody is, and of those without a neighbourhood."""
    said = "denominator" if "denominator" in numbers else "numerator"
    for part, number in numbers.items():
        if "denominator" in numbers:
            yield state_counts(absent, pd.Series(0.0, absent.index), number)
        # How many satisfy a condition is known where nobody is there at all.
        known = unplaced["known"] if part == said else unplaced["known"].where(unplaced["known"] == 0)
        status = np.where(known.isna(), Status.SUPPRESSED, Status.PUBLISHED)
        yield state_counts(unplaced.assign(status=status), known, number)


def make_rows_for_missing_areas(figures: pd.DataFrame, held: pd.DataFrame, first_figure: int) -> pd.DataFrame:
    """Return a row for each area without one where others of its kind have one: nobody, or a few rounded away.

    Each measure has its own, and so have the files that its figures are of.
    """
    same = ["edition", "area_type", "vintage", *OF_MEASURE, "period"]
    # Of versions before this only what they tell besides is here, so that a row may be missing for other reasons.
    whole = figures[(figures["breakdown"] == "all") & (figures["edition"] == 0)]
    areas = held.loc[held["breakdown"] == "all", ["edition", *AREA]].drop_duplicates()
    areas = areas.merge(whole[same].drop_duplicates(), on=same[:3])
    key = ["edition", *AREA, *OF_MEASURE, "period"]
    absent = areas[~pd.MultiIndex.from_frame(areas[key]).isin(pd.MultiIndex.from_frame(whole[key]))]
    absent = absent.merge(_find_roundings(figures), on=OF_MEASURE, how="left")
    return absent.assign(
        figure=lambda rows: first_figure + rows.index, breakdown="all", category="all", status="absent"
    )


def _find_roundings(figures: pd.DataFrame) -> pd.DataFrame:
    """Return to what the counts of each measure are rounded, by the files that they are of."""
    return figures.groupby(OF_MEASURE)["rounded_to"].max().reset_index()


def count_unplaced_by_period(figures: pd.DataFrame, *more: str) -> "pd.Series[float]":
    """Return how many have no neighbourhood, by period, and by more columns before it.

    It is not a number where it is hidden, and 0 where there are none.
    """
    by = [figures[name] for name in (*more, "period")]
    return figures["left_out"].groupby(by).max().where((figures["leaves_out"] != LeavesOut.NONE).groupby(by).any(), 0.0)


def make_rows_without_neighbourhood(figures: pd.DataFrame, held: pd.DataFrame, first_figure: int) -> pd.DataFrame:
    """Return a row a measure and period for those who have no neighbourhood: `known` is how many they are."""
    part = held.loc[held["breakdown"] == NOWHERE, ["edition", *PART]].drop_duplicates("edition")
    number = count_unplaced_by_period(figures, *OF_MEASURE).rename("known").reset_index()
    status = np.where(number["known"].isna(), Status.SUPPRESSED, Status.PUBLISHED)
    first = figures[figures["edition"].isin(part["edition"])].groupby(OF_MEASURE)["edition"].min().reset_index()
    rows = number.assign(status=status).merge(first, on=OF_MEASURE).merge(part, on="edition")
    return rows.merge(_find_roundings(figures), on=OF_MEASURE, how="left").assign(
        figure=lambda rows: first_figure + rows.index
    )


def _mark_counts_implied_by_neighbourhoods(figures: pd.DataFrame, held: pd.DataFrame) -> "pd.Series[bool]":
    """Mark the rounded figures of shared areas whose counts are their neighbourhoods' added up: they tell nothing more.

    A figure is marked where that holds of each of its counts, as it does where every neighbourhood is shown.
    """
    mark = pd.Series(data=False, index=figures.index)
    if figures["rounded_to"].isna().all():
        return mark
    same = ["measure", "edition", "files", "period", "breakdown", "category"]
    pairs = figures.merge(held, on=MAP).assign(whole=lambda rows: rows["share"] % MILLION == 0)
    size = pairs.groupby("figure")["place"].transform("size")
    alone = pairs[(size == 1) & (pairs["share"] == MILLION)].drop_duplicates([*same, "place"])
    shared = pairs[~pairs.groupby("figure")["whole"].transform("all")]
    shared = shared.merge(alone[[*same, "place", *_PARTS]], on=[*same, "place"], how="left", suffixes=("", "_alone"))
    implied = pd.Series(data=True, index=pd.Index(shared["figure"].unique(), name="figure"))
    for part in _PARTS:
        added = (shared[f"{part}_alone"] * shared["share"] / MILLION).groupby(shared["figure"]).sum(min_count=1)
        complete = shared[f"{part}_alone"].notna().groupby(shared["figure"]).all()
        figure = figures.set_index("figure").loc[implied.index]
        near = (added - figure[part]).abs() <= figure["rounded_to"] / 2 + CLOSE
        implied &= (complete & near) | figure[part].isna()
    mark[implied[implied].index] = True
    return mark
