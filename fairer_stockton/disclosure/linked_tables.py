"""Linked tables of counts: the figures that are shown together, and the atoms of which they are sums."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import MeasureOfSums, SummedMeasure
from fairer_stockton.disclosure.atoms import PLACE, UNKNOWN_GROUP, Atoms, merge_indistinguishable_groups
from fairer_stockton.disclosure.counts import AREA
from fairer_stockton.disclosure.earlier_cells import list_measures_of_other_files
from fairer_stockton.disclosure.linked import Flags
from fairer_stockton.disclosure.quantities import MeasureQuantities, Quantity, find_confidential_quantities
from fairer_stockton.disclosure.versions import NOTHING_EARLIER, EarlierFigures
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.run.vocabulary import AreaType


@dataclass(frozen=True)
class LinkedTables:
    """Figures that are shown together, the atoms that they are sums of, and the quantities that each measure shows.

    `earlier` has a row for each figure that was published before and is none of the figures.
    """

    figures: pd.DataFrame
    earlier: pd.DataFrame
    atoms: Atoms
    quantities: list[Quantity]
    parts: dict[str, MeasureQuantities]
    parts_of_then: dict[str, tuple[str, MeasureQuantities]]  # of measures as other files count them: which, and its own

    def find_figure_positions_of_measure(self, measure_name: str) -> Any:
        """Return the positions of one measure's figures."""
        return np.flatnonzero((self.figures["measure"] == measure_name).to_numpy())

    @property
    def mark_unplaced_figures(self) -> Flags:
        """Mark the figures of what has no neighbourhood."""
        return (self.figures["breakdown"] == UNPLACED).to_numpy()


def gather_linked_tables(
    measures: Sequence[MeasureOfSums],
    figures: pd.DataFrame,
    smallest_area_counts: pd.DataFrame,
    membership: pd.DataFrame,
    earlier: EarlierFigures = NOTHING_EARLIER,
) -> Iterator[LinkedTables]:
    """Yield the linked tables of measures in one period: all maps, with each characteristic in turn.

    Args:
        measures: those whose figures these are, all of one source table.
        figures: their rows of observations of one period.
        smallest_area_counts: as `counts.sum_closed_tables_by_smallest_area` returns them, of the same measures and
            period.
        membership: as `counts.read_area_membership` returns it.
        earlier: what was published before.
    """
    figures = figures[figures["measure"].isin(smallest_area_counts["measure"])]
    if figures.empty:
        return
    geographic = set(membership["breakdown"])
    splits = [name for name in figures["breakdown"].unique() if name not in geographic]
    own = set(zip(smallest_area_counts["measure"], smallest_area_counts["part"], strict=True))
    parts = {measure.name: find_confidential_quantities(measure, own) for measure in measures}
    then, counts_of_then, parts_of_then = list_measures_of_other_files(earlier, parts)
    together = parts | {name: of for name, (_, of) in parts_of_then.items()}
    smallest_area_counts = pd.concat([smallest_area_counts, counts_of_then], ignore_index=True)
    quantities = list(dict.fromkeys(q for of in together.values() for q in (of.numerator, of.denominator) if q))
    # Two characteristics are not crossed: no figure shows both at once, so each is linked with the maps by itself.
    # Of several measures the counts can be of one another: then only all together is known to bound them.
    alone = measures if len(together) == 1 else ()
    of_borough = _find_splits_of_borough(alone, pd.concat([figures, then]), geographic)
    for split in splits if set(splits) - of_borough else ["", *splits]:
        of_split = _select_linked_figures(figures, geographic, split, split in of_borough)
        by_quantity = _pivot_amounts_by_quantity(smallest_area_counts, together, quantities, split)
        amounts = by_quantity[quantities].to_numpy(float).T
        groups = by_quantity.index.get_level_values("category")
        of_then = _select_linked_figures(then, geographic, split, split in of_borough).reset_index(drop=True)
        pairs = _pair_figures_with_atoms(
            pd.concat([of_split, of_then]), pd.concat([membership, earlier.membership]), by_quantity, split
        )
        atoms = merge_indistinguishable_groups(pairs, len(of_split), amounts, groups, earlier_figure_count=len(of_then))
        yield LinkedTables(of_split, of_then, atoms, quantities, parts, parts_of_then)


def _find_splits_of_borough(
    measures: Sequence[MeasureOfSums], figures: pd.DataFrame, geographic: Collection[str]
) -> set[str]:
    """Return the characteristics whose groups are shown, now and before, for the borough alone, as the measure says."""
    if not measures or not all(
        isinstance(measure, SummedMeasure) and measure.groups_of_borough for measure in measures
    ):
        return set()
    of_groups = figures[~figures["breakdown"].isin(geographic)]
    return {*of_groups["breakdown"]} - {*of_groups.loc[of_groups["area_type"] != AreaType.BOROUGH, "breakdown"]}


def _select_linked_figures(figures: pd.DataFrame, geographic: Collection[str], split: str, alone: bool) -> pd.DataFrame:
    """Return the figures that bound one another: of all maps, or of the borough `alone`, and a characteristic's."""
    # Groups of the borough meet the maps in its total and nowhere else: whole numbers of any places and any groups that
    # add up to one total can be those of places and groups at once, so that neither bounds the other.
    if alone:
        whole = (figures["area_type"] == AreaType.BOROUGH) & (figures["breakdown"] == "all")
        return figures[whole | (figures["breakdown"] == split)]
    return figures[figures["breakdown"].isin({*geographic, split})]


def _pivot_amounts_by_quantity(
    smallest_area_counts: pd.DataFrame,
    quantities_by_measure: Mapping[str, MeasureQuantities],
    quantities: list[Quantity],
    characteristic: str,
) -> pd.DataFrame:
    """Lay the quantities out as columns, a row for each place (and group), those of no known group being one more."""
    columns = {}
    for (name, of), part in product(quantities_by_measure.items(), ("numerator", "denominator")):
        if (quantity := getattr(of, part)) is None:
            continue
        rows = smallest_area_counts[(smallest_area_counts["measure"] == name) & (smallest_area_counts["part"] == part)]
        whole = rows[rows["breakdown"] == "all"].set_index(PLACE)["amount"]
        if not characteristic:
            columns[quantity] = pd.concat({"all": whole}, names=["category"])
            continue
        groups = rows[rows["breakdown"] == characteristic].set_index(["category", *PLACE])["amount"]
        if groups.empty and quantity in columns:
            continue  # another measure has the same quantity by its groups, which this one is not shown by
        # A survey or form that is left blank has no group; unless the blanks are counted, groups would not add up.
        rest = whole.sub(groups.groupby(PLACE).sum(), fill_value=0).clip(lower=0)
        columns[quantity] = pd.concat([groups, pd.concat({UNKNOWN_GROUP: rest}, names=["category"])])
    table = pd.DataFrame(columns, columns=pd.MultiIndex.from_tuples(quantities)).fillna(0.0)
    # A flat index of tuples: a MultiIndex would take the first part of a quantity for a level and select by it.
    table.columns = pd.Index(quantities, tupleize_cols=False)
    return table


def _pair_figures_with_atoms(
    figures: pd.DataFrame, membership: pd.DataFrame, quantity_amounts: pd.DataFrame, characteristic: str
) -> pd.DataFrame:
    """Pair each figure with the places and groups it adds up: columns figure, atom and share."""
    atoms = quantity_amounts.index.to_frame(index=False).rename(columns={"category": "group"}).reset_index(names="atom")
    grouped = figures["breakdown"] == characteristic
    wanted = figures[["breakdown", "category", *AREA]].assign(
        figure=np.arange(len(figures)), group=figures["category"].where(grouped, "")
    )
    wanted.loc[grouped, ["breakdown", "category"]] = "all"
    pairs = wanted.merge(membership, on=[*AREA, "breakdown", "category"]).merge(atoms, on=PLACE, suffixes=("", "_of"))
    return pairs[(pairs["group"] == "") | (pairs["group"] == pairs["group_of"])]
