"""Controlled rounding: counts as multiples of a base next to them, so that what adds up before adds up after.

The alternative to hiding, for sources of counts alone. An integer program rounds the smallest groups up or down so that
every sum of them that is shown is next to its true count as well (Cox 1987, the controlled rounding problem), and all
together move as little as can be. Counts that are shared out between areas follow from the rounded ones.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.definitions.disclosure_rules import Rules
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.disclosure import counts
from fairer_stockton.disclosure.count_cells import Shown, shown_together, within
from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats
from fairer_stockton.disclosure.solver import program
from fairer_stockton.observe.summed import estimate_again
from fairer_stockton.run.errors import CatalogueError, DisclosureError

if TYPE_CHECKING:
    import duckdb

STATISTICS = ("proportion", "rate")
NOTE = "counts are rounded to multiples of {}, so that nobody can be recognised"
PLACE = [*counts.AREA, "breakdown", "category"]
Known = Mapping[tuple[Any, ...], float]  # rounded counts by quantity and place


def to_be_rounded(measures: Iterable[Measure], supplied: Collection[str], rules: Rules) -> list[Measure]:
    """List the measures whose counts are rounded.

    Raises:
        CatalogueError: a source is to be rounded, and one of its measures is not made of counts of such sources alone.
    """
    sources, chosen = {name for name, one in rules.sources.items() if one.method == "rounding"}, []
    for measure in measures:
        own = set(measure.tables) & set(supplied)
        if not own & sources:
            continue
        if measure.statistic not in STATISTICS or own - sources:
            what = "also rests on " + min(own - sources) if own - sources else "is a " + measure.statistic
            raise CatalogueError(
                f"file      rules.toml, [source.{min(own & sources)}]\nfound     method = 'rounding', and the measure "
                f"{measure.name}, which {what.replace('_', ' ')}\n"
                f"expected  measures that are made of the counts of such sources: {' or '.join(STATISTICS)}\n"
                "to do     set method = 'suppression'"
            )
        chosen.append(measure)
    return chosen


def rounded(
    connection: "duckdb.DuckDBPyConnection",
    rows: pd.DataFrame,
    measures: Sequence[Measure],
    supplied: Collection[str],
    rules: Rules,
    before: pd.DataFrame,
) -> pd.DataFrame:
    """Round the counts of measures over one table, and make their figures from the rounded counts.

    Args:
        connection: staged tables, with `memberships`.
        rows: observations of these measures, with their index.
        measures: proportions and rates.
        supplied: the sources that are not open.
        rules: those in force.
        before: what earlier editions gave of the same files, rounded: numerator and denominator, by the same index.

    Returns:
        The rows with other numbers; without those of areas where nobody is left to count among, since nobody at all has
        no row either, and the two must not be told apart.

    Raises:
        DisclosureError: no rounding makes everything add up.
    """
    base = rules.rounded_to
    found, held = counts.summed(connection, measures, supplied), counts.holdings(connection)
    result = rows.assign(rounded_to=np.nan)
    nobody = pd.Series(data=False, index=rows.index)
    for period, figures in rows.groupby("period", sort=True):
        amounts, known = found[found["period"] == period], _given(figures, measures, before)
        for step in _steps(figures, held):
            for shown in shown_together(measures, counts.plain(figures[step]), amounts, held):
                known = round_counts(shown, known, base) | known
                for name, parts in shown.parts.items():
                    mine = shown.figures.iloc[shown.of(name)]
                    for part, quantity in (("numerator", parts.numerator), ("denominator", parts.denominator)):
                        if quantity:
                            numbers = pd.Series([known[quantity, *place] for place in _places(mine)], mine.index)
                            numbers = numbers.where(rows.loc[mine.index, part].notna())
                            result.loc[mine.index, part] = numbers
                            nobody.loc[mine.index] |= (part == "denominator") & (numbers == 0)
    for measure in measures:
        given = result[["numerator", "denominator"]].notna().any(axis=1)
        mine = result[given & (result["measure"] == measure.name)]
        again = estimate_again(mine, measure)
        reason = np.where(again["value"].notna() & ~mine["apportioned"].astype(bool), "", mine["note"])
        again["rounded_to"] = float(base)
        again["note"] = [f"{words}; {NOTE.format(base)}".removeprefix("; ") for words in reason]
        result.loc[mine.index] = again
    return result[~nobody]


def _steps(figures: pd.DataFrame, held: pd.DataFrame) -> list[Flags]:
    """Choose the figures that are rounded together: all areas with each characteristic, one after the other."""
    areas = figures["breakdown"].isin(held["breakdown"]).to_numpy()
    splits = figures["breakdown"][~areas].unique()
    return [areas | (figures["breakdown"] == name).to_numpy() for name in splits] or [areas]


def _places(figures: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    return figures[PLACE].itertuples(index=False, name=None)


def _given(figures: pd.DataFrame, measures: Sequence[Measure], before: pd.DataFrame) -> dict[tuple[Any, ...], float]:
    """Give what was rounded before, which is rounded so again: two roundings of a count tell more than one."""
    known: dict[tuple[Any, ...], float] = {}
    for measure in measures:
        mine = figures[figures["measure"] == measure.name]
        for part in ("numerator", "denominator"):
            if given := getattr(measure, part):
                numbers = before[part].reindex(mine.index)
                pairs = zip(_places(mine), numbers, strict=True)
                known |= {((given.table, given.sum, given.where), *place): one for place, one in pairs if one == one}
    return known


def round_counts(shown: Shown, known: Known, base: int) -> dict[tuple[Any, ...], float]:
    """Round every quantity at every place of some figures, as before where it was rounded before.

    Args:
        shown: the figures.
        known: rounded counts by quantity and place.
        base: what counts are multiples of.
    """
    table = shown.figures[PLACE].drop_duplicates()
    places = [*_places(table)]
    held = sparse.csr_array(shown.atoms.holds[shown.figures.index.get_indexer(table.index)])
    keep = np.array([bool(np.all(held[[row]].data % 1.0 == 0)) for row in range(len(places))])
    true = shown.atoms.amounts
    floor = np.floor(true / base + EPSILON) * base
    rows: list[Any] = []
    low: list[Floats] = []
    high: list[Floats] = []
    pull = np.zeros(true.shape)
    for number, quantity in enumerate(shown.quantities):
        sums = np.asarray(held @ true[number])
        least = np.floor(sums / base + EPSILON) * base
        most = np.ceil(sums / base - EPSILON) * base
        fixed = np.array([known.get((quantity, *place), np.nan) for place in places])
        least, most = np.where(np.isnan(fixed), least, fixed), np.where(np.isnan(fixed), most, fixed)
        own = sparse.kron(np.eye(len(true))[number : number + 1], held[keep])
        below = np.asarray(held @ floor[number])
        rows.append(own)
        low.append((least - below)[keep] / base)
        high.append((most - below)[keep] / base)
        pull[number] = held[keep].T @ (base - 2 * (sums - least))[keep]
    every = sparse.csr_array(sparse.vstack([held, sparse.eye_array(held.shape[1])]))
    for above, of in _parts_of(shown):
        signs = np.zeros((1, len(true)))
        signs[0, above], signs[0, of] = -1.0, 1.0
        rows.append(sparse.kron(signs, every))
        low.append(np.asarray(every @ (floor[above] - floor[of])) / base)
        high.append(np.full(every.shape[0], np.inf))
    whole = _up(sparse.vstack(rows), (np.concatenate(low), np.concatenate(high)), (true - floor > EPSILON), pull)
    counted = (floor + base * whole).T
    sums = np.asarray(held @ counted)
    sums = np.floor(sums / base + 0.5) * base  # what is shared out follows from what is not
    return {
        (quantity, *place): float(sums[row, number])
        for number, quantity in enumerate(shown.quantities)
        for row, place in enumerate(places)
    }


def _parts_of(shown: Shown) -> list[tuple[int, int]]:
    """List which quantity is no more than which: a part of it by its own words, or a share's."""
    number = {quantity: place for place, quantity in enumerate(shown.quantities)}
    pairs = [(part, whole) for part in number for whole in number if part != whole and within(part, whole)]
    pairs += [(one.numerator, one.denominator) for one in shown.parts.values() if one.share]  # type: ignore[misc]
    places = [(number[part], number[whole]) for part, whole in dict.fromkeys(pairs)]
    amounts = shown.atoms.amounts
    return [(part, whole) for part, whole in places if (amounts[part] <= amounts[whole]).all()]


def _up(rows: Any, ends: tuple[Floats, Floats], free: Flags, pull: Floats) -> Floats:
    """Say which of the smallest groups are rounded up."""
    search = program(rows, ends, (0, free.ravel().astype(float)), pull.ravel(), whole=True, mip_rel_gap=0.01)
    search.run()
    chosen = np.round(np.asarray(search.getSolution().col_value))
    sums = np.asarray(sparse.csr_array(rows) @ chosen) if len(chosen) else np.zeros(len(ends[0]))
    if not len(chosen) or (sums < ends[0] - EPSILON).any() or (sums > ends[1] + EPSILON).any():
        raise DisclosureError(
            "found     counts that cannot be rounded so that all their sums are rounded with them\n"
            "expected  a rounding of all of them together, as in earlier editions of the same files if there are any\n"
            "to do     set method = 'suppression' for the source in rules.toml, or take the earlier edition out"
        )
    return chosen.reshape(pull.shape)
