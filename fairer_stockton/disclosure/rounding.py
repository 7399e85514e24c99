"""Controlled rounding: counts as multiples of a base next to them, so that what adds up before adds up after.

The alternative to hiding, for sources of counts alone. An integer program rounds the smallest groups up or down so that
every sum of them that is shown is next to its true count as well (Cox 1987, the controlled rounding problem), and all
together move as little as can be. Counts that are shared out between areas follow from the rounded ones.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.definitions.measures import Measure, SummedMeasure
from fairer_stockton.disclosure import counts
from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats
from fairer_stockton.disclosure.linked_tables import LinkedTables, gather_linked_tables
from fairer_stockton.disclosure.quantities import is_part_of
from fairer_stockton.disclosure.solver import make_linear_program
from fairer_stockton.observe.summed import recompute_figures_from_sums
from fairer_stockton.run.errors import CatalogueError, DisclosureError
from fairer_stockton.run.vocabulary import DisclosureMethod, Statistic

STATISTICS = (Statistic.PROPORTION, Statistic.RATE)
AREA_KEY = [*counts.AREA, "breakdown", "category"]
Known = Mapping[tuple[Any, ...], float]  # rounded counts by quantity and area


def select_measures_to_round(
    measures: Iterable[Measure], closed_sources: Collection[str], rules: DisclosureRules
) -> list[SummedMeasure]:
    """Return the measures whose counts are rounded.

    Raises:
        CatalogueError: a source is to be rounded, and one of its measures is not made of counts of such sources alone.
    """
    sources = {name for name, rule in rules.sources.items() if rule.method == DisclosureMethod.ROUNDING}
    to_round: list[SummedMeasure] = []
    for measure in measures:
        own = set(measure.tables) & set(closed_sources)
        if not own & sources:
            continue
        if not isinstance(measure, SummedMeasure) or measure.statistic not in STATISTICS or own - sources:
            what = "also rests on " + min(own - sources) if own - sources else "is a " + measure.statistic
            raise CatalogueError(
                file=f"disclosure.toml, [source.{min(own & sources)}]",
                found=f"method = 'rounding', and the measure {measure.name}, which {what.replace('_', ' ')}",
                expected=f"measures that are made of the counts of such sources: {' or '.join(STATISTICS)}",
                remedy="set method = 'suppression'",
            )
        to_round.append(measure)
    return to_round


def round_figures(
    rows: pd.DataFrame,
    measures: Sequence[SummedMeasure],
    amounts: pd.DataFrame,
    membership: pd.DataFrame,
    rules: DisclosureRules,
    earlier_rounded_counts: pd.DataFrame,
) -> pd.DataFrame:
    """Return observations whose counts are rounded together, and whose figures are computed from the rounded counts.

    Args:
        rows: observations of these measures, with their index.
        measures: proportions and rates.
        amounts: their counts in the smallest areas, as `counts.sum_closed_tables_by_smallest_area` returns them.
        membership: which areas hold which of those, as `counts.read_area_membership` returns it.
        rules: those in force.
        earlier_rounded_counts: what earlier editions published from the same files, rounded: numerator and
            denominator, by label.

    Returns:
        The rows with other numbers; without those of areas where nobody is left to count among, since nobody at all has
        no row either, and the two must not be distinguishable.

    Raises:
        DisclosureError: no rounding makes everything add up.
    """
    base = rules.rounded_to
    rounded = rows.assign(rounded_to=np.nan)
    nobody = pd.Series(data=False, index=rows.index)
    for period, figures in rows.groupby("period", sort=True):
        amounts_of_period, rounded_counts = (
            amounts[amounts["period"] == period],
            _find_counts_rounded_before(figures, measures, earlier_rounded_counts),
        )
        for step in _mark_figures_of_each_rounding_step(figures, membership):
            for shown in gather_linked_tables(
                measures, counts.convert_to_python_text(figures[step]), amounts_of_period, membership
            ):
                rounded_counts = round_counts(shown, rounded_counts, base) | rounded_counts
                for name, parts in shown.parts.items():
                    mine = shown.figures.iloc[shown.find_figure_positions_of_measure(name)]
                    for part, quantity in (("numerator", parts.numerator), ("denominator", parts.denominator)):
                        if quantity:
                            numbers = pd.Series(
                                [rounded_counts[quantity, *area] for area in _list_area_keys(mine)], mine.index
                            )
                            numbers = numbers.where(rows.loc[mine.index, part].notna())
                            rounded.loc[mine.index, part] = numbers
                            nobody.loc[mine.index] |= (part == "denominator") & (numbers == 0)
    for measure in measures:
        has_counts = rounded[["numerator", "denominator"]].notna().any(axis=1)
        mine = rounded[has_counts & (rounded["measure"] == measure.name)]
        estimates = recompute_figures_from_sums(mine, measure)
        # Why rounded counts make no figure would be about the rounding: only what was so before is said.
        estimates["reason"] = mine["reason"].where(estimates["value"].isna(), "")
        estimates["rounded_to"] = float(base)
        rounded.loc[mine.index] = estimates
    return rounded[~nobody]


def _mark_figures_of_each_rounding_step(figures: pd.DataFrame, membership: pd.DataFrame) -> list[Flags]:
    """Return the figures of each step of rounding: all areas, with one characteristic after the other."""
    areas = figures["breakdown"].isin(membership["breakdown"]).to_numpy()
    splits = figures["breakdown"][~areas].unique()
    return [areas | (figures["breakdown"] == name).to_numpy() for name in splits] or [areas]


def _list_area_keys(figures: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    return figures[AREA_KEY].itertuples(index=False, name=None)


def _find_counts_rounded_before(
    figures: pd.DataFrame, measures: Sequence[SummedMeasure], earlier_rounded_counts: pd.DataFrame
) -> dict[tuple[Any, ...], float]:
    """Return the counts rounded before, to be rounded so again: two roundings of a count reveal more than one."""
    rounded_counts: dict[tuple[Any, ...], float] = {}
    for measure in measures:
        mine = figures[figures["measure"] == measure.name]
        for part, quantity in measure.parts.items():
            numbers = earlier_rounded_counts[part].reindex(mine.index)
            pairs = zip(_list_area_keys(mine), numbers, strict=True)
            rounded_counts |= {
                ((quantity.table, quantity.sum, quantity.where), *area): number
                for area, number in pairs
                if number == number
            }
    return rounded_counts


def round_counts(
    linked_tables: LinkedTables, counts_rounded_before: Known, rounding_base: int
) -> dict[tuple[Any, ...], float]:
    """Return the rounded counts of every quantity and area of linked tables, as before where they were rounded before.

    Args:
        linked_tables: the linked tables.
        counts_rounded_before: rounded counts by quantity and area.
        rounding_base: what counts are multiples of.
    """
    table = linked_tables.figures[AREA_KEY].drop_duplicates()
    places = [*_list_area_keys(table)]
    membership = sparse.csr_array(linked_tables.atoms.holds[linked_tables.figures.index.get_indexer(table.index)])
    keep = np.array([bool(np.all(membership[[row]].data % 1.0 == 0)) for row in range(len(places))])
    true = linked_tables.atoms.amounts
    floor = np.floor(true / rounding_base + EPSILON) * rounding_base
    rows: list[Any] = []
    low: list[Floats] = []
    high: list[Floats] = []
    pull = np.zeros(true.shape)
    for number, quantity in enumerate(linked_tables.quantities):
        sums = np.asarray(membership @ true[number])
        least = np.floor(sums / rounding_base + EPSILON) * rounding_base
        most = np.ceil(sums / rounding_base - EPSILON) * rounding_base
        fixed = np.array([counts_rounded_before.get((quantity, *area), np.nan) for area in places])
        least, most = np.where(np.isnan(fixed), least, fixed), np.where(np.isnan(fixed), most, fixed)
        own = sparse.kron(np.eye(len(true))[number : number + 1], membership[keep])
        below = np.asarray(membership @ floor[number])
        rows.append(own)
        # In multiples of the base above the floor, so that every column of the program is 0 or 1.
        low.append((least - below)[keep] / rounding_base)
        high.append((most - below)[keep] / rounding_base)
        # What a group adds to the distance of all its sums from the truth where it is rounded up rather than down.
        pull[number] = membership[keep].T @ (rounding_base - 2 * (sums - least))[keep]
    every = sparse.csr_array(sparse.vstack([membership, sparse.eye_array(membership.shape[1])]))
    for above, of in _find_pairs_of_part_and_whole_quantity(linked_tables):
        signs = np.zeros((1, len(true)))
        signs[0, above], signs[0, of] = -1.0, 1.0
        rows.append(sparse.kron(signs, every))
        low.append(np.asarray(every @ (floor[above] - floor[of])) / rounding_base)
        high.append(np.full(every.shape[0], np.inf))
    whole = _choose_counts_to_round_up(
        sparse.vstack(rows), (np.concatenate(low), np.concatenate(high)), (true - floor > EPSILON), pull
    )
    counted = (floor + rounding_base * whole).T
    sums = np.asarray(membership @ counted)
    sums = np.floor(sums / rounding_base + 0.5) * rounding_base  # what is shared out follows from what is not
    return {
        (quantity, *area): float(sums[row, number])
        for number, quantity in enumerate(linked_tables.quantities)
        for row, area in enumerate(places)
    }


def _find_pairs_of_part_and_whole_quantity(linked_tables: LinkedTables) -> list[tuple[int, int]]:
    """Return the pairs of quantities of which one is a part of the other, by its definition or in a proportion."""
    number = {quantity: index for index, quantity in enumerate(linked_tables.quantities)}
    pairs = [(part, whole) for part in number for whole in number if part != whole and is_part_of(part, whole)]
    shares = [quantities for quantities in linked_tables.parts.values() if quantities.share]
    pairs += [(quantities.numerator, quantities.denominator) for quantities in shares]  # type: ignore[misc]
    pairs_by_index = [(number[part], number[whole]) for part, whole in dict.fromkeys(pairs)]
    amounts = linked_tables.atoms.amounts
    return [(part, whole) for part, whole in pairs_by_index if (amounts[part] <= amounts[whole]).all()]


def _choose_counts_to_round_up(
    sum_matrix: Any, least_and_most_sums: tuple[Floats, Floats], may_round_up: Flags, cost_of_rounding_up: Floats
) -> Floats:
    """Solve the integer program, and return which of the smallest groups are rounded up.

    Raises:
        DisclosureError: no rounding meets every sum.
    """
    # A gap of 1 %: the last step to the best rounding can take minutes, and moves a count or two by one base.
    search = make_linear_program(
        sum_matrix,
        least_and_most_sums,
        (0, may_round_up.ravel().astype(float)),
        cost_of_rounding_up.ravel(),
        whole=True,
        mip_rel_gap=0.01,
    )
    search.run()
    rounded_up = np.round(np.asarray(search.getSolution().col_value))
    sums = (
        np.asarray(sparse.csr_array(sum_matrix) @ rounded_up)
        if len(rounded_up)
        else np.zeros(len(least_and_most_sums[0]))
    )
    if (
        not len(rounded_up)
        or (sums < least_and_most_sums[0] - EPSILON).any()
        or (sums > least_and_most_sums[1] + EPSILON).any()
    ):
        raise DisclosureError(
            found="counts that cannot be rounded so that all their sums are rounded with them",
            expected="a rounding of all of them together, as in earlier editions of the same files if there are any",
            remedy="set method = 'suppression' for the source in disclosure.toml, or take the earlier edition out",
        )
    return rounded_up.reshape(cost_of_rounding_up.shape)
