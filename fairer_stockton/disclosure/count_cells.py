"""Cells of counts: above the line, below it, and left of that, over maps, groups and measures of one extract."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.definitions.disclosure_rules import Rules
from fairer_stockton.definitions.measures import BY_AGE, Measure, Sum
from fairer_stockton.disclosure.atoms import OTHER, PLACE, Atoms, System, told_apart
from fairer_stockton.disclosure.counts import AREA, absent, nobody_unplaced
from fairer_stockton.disclosure.dominance import dominated
from fairer_stockton.disclosure.linked import ALONE, ALWAYS, Flags, Floats, LinkedCells
from fairer_stockton.geography.areas import UNPLACED

MARGIN = 1.0  # on the range of a hidden count: a linear program lets counts be parts, and an attacker knows better

Quantity = tuple[str, str, str]


@dataclass(frozen=True)
class Parts:
    """The quantities that one measure's figures show."""

    numerator: Quantity | None
    denominator: Quantity | None
    share: bool  # whether what is above the line is a part of what is below it
    amount: bool  # whether what is above the line is no count but a sum of money or minutes

    @property
    def rows(self) -> Quantity | None:
        """The quantity that counts a figure's rows: it alone is said of rows without a neighbourhood."""
        return self.denominator or self.numerator


@dataclass(frozen=True)
class Shown:
    """Figures that are shown together, the atoms that they are sums of, and the quantities that each measure shows.

    `absent` has a row for each area that lacks one of a measure: that nobody is counted there is known.
    """

    figures: pd.DataFrame
    absent: pd.DataFrame
    atoms: Atoms
    quantities: list[Quantity]
    parts: dict[str, Parts]

    def of(self, name: str) -> Any:
        """Give the places of one measure's figures."""
        return np.flatnonzero((self.figures["measure"] == name).to_numpy())

    @property
    def unplaced(self) -> Flags:
        """Return which figures are of what has no neighbourhood."""
        return (self.figures["breakdown"] == UNPLACED).to_numpy()


def shown_together(
    measures: Sequence[Measure], figures: pd.DataFrame, counts: pd.DataFrame, held: pd.DataFrame
) -> Iterator[Shown]:
    """Set out measures over the same tables in one period: over all maps, and each characteristic with them.

    Args:
        measures: those whose figures are given.
        figures: their rows of observations of one period.
        counts: as `counts.summed` gives them, of the same measures and period.
        held: as `counts.holdings` gives it.
    """
    figures = figures[figures["measure"].isin(counts["measure"])]
    if figures.empty:
        return
    geographic = set(held["breakdown"])
    splits = [name for name in figures["breakdown"].unique() if name not in geographic]
    parts = {one.name: _parts(one, set(zip(counts["measure"], counts["part"], strict=True))) for one in measures}
    quantities = list(dict.fromkeys(q for one in parts.values() for q in (one.numerator, one.denominator) if q))
    for split in splits or [""]:
        chosen = figures[figures["breakdown"].isin(geographic | {split})]
        lacking = [
            (absent if one.denominator else nobody_unplaced)(chosen[chosen["measure"] == name], held).assign(
                measure=name
            )
            for name, one in parts.items()
        ]
        empty = pd.concat(lacking, ignore_index=True) if lacking else chosen[:0]
        wide = _wide(counts, parts, quantities, split)
        amounts, groups = wide[quantities].to_numpy(float).T, wide.index.get_level_values("category")
        pairs = _held_by(pd.concat([chosen, empty]), held, wide, split)
        atoms = told_apart(pairs, len(chosen), amounts, groups, empty=len(empty))
        yield Shown(chosen, empty, atoms, quantities, parts)


def of_counts(
    measures: Sequence[Measure],
    figures: pd.DataFrame,
    counts: pd.DataFrame,
    held: pd.DataFrame,
    largest: pd.DataFrame,
    rules: Rules,
) -> Iterator[System]:
    """Link the counts of measures over the same tables in one period: over maps, and over each characteristic.

    Args:
        measures: as for `shown_together`, and so are figures, counts and held.
        figures: rows of observations.
        counts: of the smallest areas and groups.
        held: which areas hold them.
        largest: as `counts.largest` gives it, for sums of amounts.
        rules: those in force.
    """
    for shown in shown_together(measures, figures, counts, held):
        blocks, biggest = _Blocks(shown.atoms, shown.quantities), _biggest(shown.figures, largest)
        for name, one in shown.parts.items():
            blocks.leave_out(one, np.flatnonzero((shown.absent["measure"] == name).to_numpy()))
        for name, one in shown.parts.items():
            mine, apart = shown.of(name), shown.unplaced
            blocks.show(one, mine[~apart[mine]], rules, biggest)
            if apart[mine].any():
                blocks.show_rows_alone(one, mine[apart[mine]], rules, biggest)
        blocks.contain()
        telling = np.isin(np.arange(len(shown.figures)), list(blocks.dominated))
        yield System(blocks.cells(), shown.figures.index, telling)


def _parts(measure: Measure, own: set[tuple[str, str]]) -> Parts:
    """Say which of a measure's quantities are counts, or sums of amounts, of the council's own extracts."""
    above = _quantity(measure.numerator) if (measure.name, "numerator") in own else None
    below = _quantity(measure.denominator) if (measure.name, "denominator") in own else None
    if measure.statistic in BY_AGE:
        below = None  # population estimates are public
    return Parts(
        above, below, measure.statistic == "proportion" and bool(above and below), measure.statistic == "weighted_mean"
    )


def _quantity(given: Sum | None) -> Quantity | None:
    return (given.table, given.sum, given.where) if given else None


def _wide(counts: pd.DataFrame, parts: Mapping[str, Parts], quantities: list[Quantity], split: str) -> pd.DataFrame:
    """Lay the quantities side by side, a row for each place (and group); who is of no known group makes one more."""
    columns = {}
    for (name, one), part in product(parts.items(), ("numerator", "denominator")):
        if (quantity := getattr(one, part)) is None:
            continue
        rows = counts[(counts["measure"] == name) & (counts["part"] == part)]
        whole = rows[rows["breakdown"] == "all"].set_index(PLACE)["amount"]
        if not split:
            columns[quantity] = pd.concat({"all": whole}, names=["category"])
            continue
        groups = rows[rows["breakdown"] == split].set_index(["category", *PLACE])["amount"]
        rest = whole.sub(groups.groupby(PLACE).sum(), fill_value=0).clip(lower=0)
        columns[quantity] = pd.concat([groups, pd.concat({OTHER: rest}, names=["category"])])
    table = pd.DataFrame(columns, columns=pd.MultiIndex.from_tuples(quantities)).fillna(0.0)
    table.columns = pd.Index(quantities, tupleize_cols=False)
    return table


def _held_by(figures: pd.DataFrame, held: pd.DataFrame, wide: pd.DataFrame, split: str) -> pd.DataFrame:
    """Say which parts of which atoms each figure holds: figure, atom, share."""
    atoms = wide.index.to_frame(index=False).rename(columns={"category": "group"}).reset_index(names="atom")
    grouped = figures["breakdown"] == split
    wanted = figures[["breakdown", "category", *AREA]].assign(
        figure=np.arange(len(figures)), group=figures["category"].where(grouped, "")
    )
    wanted.loc[grouped, ["breakdown", "category"]] = "all"
    pairs = wanted.merge(held, on=[*AREA, "breakdown", "category"]).merge(atoms, on=PLACE, suffixes=("", "_of"))
    return pairs[(pairs["group"] == "") | (pairs["group"] == pairs["group_of"])]


def _biggest(figures: pd.DataFrame, largest: pd.DataFrame) -> list[Any]:
    """Give each figure the largest single amounts of its sum; none where there are none."""
    key = ["measure", *AREA, "breakdown", "category", "period"]
    found = figures[key].merge(largest, on=key, how="left")["amounts"]
    return [amounts if isinstance(amounts, (list, np.ndarray)) else [] for amounts in found]


class _Blocks:
    """The cells of several quantities over the same atoms, as they are put together."""

    def __init__(self, atoms: Atoms, quantities: list[Quantity]) -> None:
        self.atoms = atoms
        self.amounts: list[Floats] = list(atoms.amounts)
        self.place: dict[Quantity, int] = {quantity: number for number, quantity in enumerate(quantities)}
        self.rows: list[tuple[sparse.csr_array, dict[int, float]]] = []  # which atoms, with what sign in each block
        self.figure: list[Any] = []
        self.width: list[Any] = []
        self.below: list[Any] = []
        self.dominated: set[int] = set()
        self.alone: set[Any] = set()
        self.ordered: set[tuple[int, int]] = set()
        self.nobody = np.zeros((len(quantities), atoms.holds.shape[1]), bool)  # known to be none, by quantity

    def leave_out(self, parts: Parts, areas: Any) -> None:
        """Let it be known that nobody is counted in areas that have no row."""
        for quantity in (parts.numerator, parts.denominator):
            if quantity is None:
                continue
            block, holds = self.place[quantity], self.atoms.empty[areas]
            holds = holds[(np.diff(holds.indptr) > 0) & (holds @ self.amounts[block] == 0)]
            if holds.shape[0]:
                self._add(holds, {block: -1.0}, ALWAYS, 0.0, 0.0)
                self.nobody[block, holds.indices] = True

    def show(self, parts: Parts, figures: Any, rules: Rules, biggest: list[Any]) -> None:
        """Add the cells that figures of one measure show: a count, what it is out of, and the rest."""
        holds = self.atoms.holds[figures]
        for quantity in (parts.numerator, parts.denominator):
            if quantity is None:
                continue
            block = self.place[quantity]
            if parts.amount and quantity == parts.numerator:
                self._amount(holds, block, figures, rules, [biggest[number] for number in figures])
                continue
            self._count(holds, {block: 1.0}, figures, rules)
            self._alone({block: 1.0}, rules)
        if parts.share and parts.numerator and parts.denominator:
            above, below = self.place[parts.numerator], self.place[parts.denominator]
            rest = {below: 1.0, above: -1.0}
            if self._no_more_than(above, below):
                self._count(holds, rest, figures, rules)
                self._alone(rest, rules)

    def show_rows_alone(self, parts: Parts, figures: Any, rules: Rules, biggest: list[Any]) -> None:
        """Add the cells of what has no neighbourhood: a note says how many rows, and subtraction tells the others."""
        holds = self.atoms.holds[figures]
        for quantity in filter(None, (parts.numerator, parts.denominator)):
            block = self.place[quantity]
            if parts.amount and quantity == parts.numerator:
                largest = [biggest[number] for number in figures]
                self._amount(holds, block, np.full(len(figures), ALONE), rules, largest)
            else:
                self._count(holds, {block: 1.0}, figures if quantity == parts.rows else ALONE, rules)
        if parts.share and parts.numerator and parts.denominator:
            above, below = self.place[parts.numerator], self.place[parts.denominator]
            self._count(holds, {below: 1.0, above: -1.0}, ALONE, rules)

    def contain(self) -> None:
        """Say of each quantity that is a part of another by its own words that it is no more than that."""
        for part in self.place:
            for whole in self.place:
                if part != whole and within(part, whole):
                    self._no_more_than(self.place[part], self.place[whole])

    def cells(self) -> LinkedCells:
        """Put all rows together."""
        blocks = range(len(self.amounts))
        stacked = [sparse.kron([[signs.get(block, 0.0) for block in blocks]], holds) for holds, signs in self.rows]
        holds = sparse.csr_array(sparse.vstack(stacked))
        holds.eliminate_zeros()
        figure = np.concatenate(self.figure)
        shared = np.concatenate([self._shared(rows) for rows, _ in self.rows])
        return LinkedCells.of(
            holds,
            np.concatenate(self.amounts),
            figure,
            np.concatenate(self.width),
            below=np.concatenate(self.below),
            rounded=shared & (figure >= 0),
        )

    @staticmethod
    def _shared(holds: sparse.csr_array) -> Flags:
        """Say which rows hold a part of an atom."""
        parts = sparse.csr_array((holds.data % 1.0 != 0, holds.indices, holds.indptr), holds.shape)
        return np.asarray(parts.sum(axis=1)).ravel() > 0

    def _count(self, holds: sparse.csr_array, signs: dict[int, float], figure: Any, rules: Rules) -> None:
        self._add(holds, signs, figure, rules.fewest_counted + MARGIN, rules.fewest_counted)

    def _add(self, holds: sparse.csr_array, signs: dict[int, float], figure: Any, width: Any, below: Any) -> None:
        size = holds.shape[0]
        self.rows.append((holds, signs))
        self.figure.append(np.broadcast_to(figure, size))
        self.width.append(np.broadcast_to(np.asarray(width, float), size))
        self.below.append(np.broadcast_to(np.asarray(below, float), size))

    def _alone(self, signs: dict[int, float], rules: Rules) -> None:
        """Guard what could be found by subtraction though no figure shows it."""
        rows, name = self.atoms.alone, tuple(signs.items())
        rows = rows[~np.logical_and.reduce(self.nobody[list(signs)])[rows.indices]]  # one atom a row
        if name not in self.alone and rows.shape[0]:
            self.alone.add(name)
            self._count(rows, signs, ALONE, rules)

    def _no_more_than(self, part: int, whole: int) -> bool:
        """Let it be known that one quantity is a part of another, in each atom; say whether it is."""
        inside = bool((self.amounts[whole] >= self.amounts[part]).all())
        if inside and (part, whole) not in self.ordered:
            self.ordered.add((part, whole))
            everyone = sparse.csr_array(sparse.eye_array(self.atoms.holds.shape[1]))
            self._add(everyone, {whole: 1.0, part: -1.0}, ALWAYS, 0.0, 0.0)
        return inside

    def _amount(self, holds: sparse.csr_array, block: int, figures: Any, rules: Rules, biggest: list[Any]) -> None:
        sums = np.asarray(holds @ self.amounts[block])
        few = np.array([dominated(total, amounts, rules) for total, amounts in zip(sums, biggest, strict=True)], bool)
        self._add(holds, {block: 1.0}, figures, np.where(few, rules.p_ratio * sums, 0.0), np.inf)
        self.dominated |= set(figures[few & (figures != ALONE)])


def within(part: Quantity, whole: Quantity) -> bool:
    """Say whether a quantity is by its own words a part of another: the same sum with more conditions."""
    more, less = (set() if where == "true" else set(where.split(" and ")) for where in (part[2], whole[2]))
    return part[:2] == whole[:2] and more > less
