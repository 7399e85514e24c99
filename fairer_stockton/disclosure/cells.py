"""From figures to linked cells: which counts each figure shows, and what they are all sums of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.catalogue import Measure, Sum
from fairer_stockton.disclosure.counts import AREA
from fairer_stockton.disclosure.linked import ALONE, ALWAYS, Flags, Floats, LinkedCells
from fairer_stockton.disclosure.rules import Rules

MARGIN = (
    1.0  # on the range of a hidden count: a linear program lets counts be parts, an attacker knows that they are not
)
OTHER = "?"  # the group of those of whom a characteristic is not known
PLACE = ["place", "place_vintage"]


@dataclass(frozen=True)
class System:
    """Linked cells, and the row of the observations that each of their figures is."""

    cells: LinkedCells
    rows: "pd.Index[Any]"
    telling: Flags  # sums of amounts that tell of their largest contributors


@dataclass(frozen=True)
class _Atoms:
    """The smallest groups that any figure tells apart: what part of each every figure holds, and their counts.

    `holds` has the shape (figures, atoms), `amounts` (quantities, atoms). `known` says which are of people who can be
    told from others: those of whom a characteristic is not known cannot, and need no guard.
    """

    holds: sparse.csr_array
    amounts: Floats
    known: Flags

    @property
    def alone(self) -> sparse.csr_array:
        """The atoms that are no figure themselves and could be found by subtraction, a row each."""
        single = (np.diff(self.holds.indptr) == 1) & (np.asarray(self.holds.sum(axis=1)).ravel() == 1.0)
        shown = np.zeros(self.holds.shape[1], bool)
        shown[self.holds.indices[self.holds.indptr[:-1][single]]] = True
        return sparse.csr_array(np.eye(self.holds.shape[1])[~shown & self.known])


def of_answers(
    figures: pd.DataFrame,
    counts: pd.DataFrame,
    held: pd.DataFrame,
    kin: pd.DataFrame,
    rules: Rules,
    telling: "pd.Index[Any]",
) -> Iterable[System]:
    """Link the bases of one survey measure: over its maps, and over each characteristic and those that follow from it.

    Args:
        figures: rows of observations of one measure, of every period whose waves overlap.
        counts: who answered, as `counts.answered` gives it, of that measure.
        held: which areas count the respondents of which place, as `counts.respondents_in` gives it.
        kin: which groups make up which groups of another characteristic, as `counts.kin` gives it.
        rules: those in force.
        telling: rows that are hidden in any case; a characteristic without one, and without a small group, is safe.
    """
    waves = figures["period"].str.split(" and ")
    everyone = counts[counts["breakdown"] == "all"].rename(columns={"period": "wave"})
    geographic = figures[figures["breakdown"].isin(held["breakdown"])]
    yield _answers(geographic, _matched(geographic, held, everyone, waves), everyone, rules)
    whole = figures[(figures["area_type"] == "borough") & (figures["breakdown"] == "all")]
    inside = everyone[everyone["place"].isin(held.loc[held["area_type"] == "borough", "place"])]
    asked = inside.groupby("wave")["amount"].sum()
    for name, groups in counts.groupby("breakdown"):
        own = figures[figures["breakdown"] == name]
        if name == "all" or own.empty:
            continue
        made = kin[kin["breakdown"] == name]
        atoms = _with_the_rest(groups, asked)
        chosen = pd.concat([whole, own, figures[figures["breakdown"].isin(made["other"])]])
        small = (
            atoms.loc[atoms["category"] != OTHER, "amount"].between(1, rules.fewest_respondents, inclusive="left").any()
        )
        if small or chosen.index.isin(telling).any():
            yield _answers(chosen, _grouped(chosen, waves, atoms, made), atoms, rules)


def _with_the_rest(groups: pd.DataFrame, asked: "pd.Series[float]") -> pd.DataFrame:
    """Give the groups of a characteristic in each wave, and those of whom it is not known: wave, category, amount."""
    known = groups.groupby(["period", "category"])["amount"].sum()
    rest = asked.sub(known.groupby("period").sum(), fill_value=0.0).clip(lower=0)
    together = pd.concat([known, pd.concat({OTHER: rest}).swaplevel()])
    return together.rename_axis(["wave", "category"]).rename("amount").reset_index()


def _grouped(chosen: pd.DataFrame, waves: "pd.Series[Any]", atoms: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Say which groups each figure of the borough holds: all, its own, or those that make it up."""
    parts: dict[tuple[Any, Any], list[Any]] = {}
    for row in made.itertuples():
        parts.setdefault((row.other, row.other_category), []).append(row.category)
    pairs = []
    figures = zip(chosen["breakdown"], chosen["category"], waves.loc[chosen.index], strict=True)
    for figure, (breakdown, category, of) in enumerate(figures):
        wave = atoms["wave"].isin(of)
        holds = (
            wave if breakdown == "all" else wave & atoms["category"].isin(parts.get((breakdown, category), [category]))
        )
        pairs += [(figure, atom, 1.0) for atom in np.flatnonzero(holds)]
    return pd.DataFrame(pairs, columns=["figure", "atom", "share"])


def _matched(figures: pd.DataFrame, held: pd.DataFrame, atoms: pd.DataFrame, waves: "pd.Series[Any]") -> pd.DataFrame:
    """Say which atoms each figure of an area holds."""
    parts = figures.assign(wave=waves.loc[figures.index], figure=np.arange(len(figures))).explode("wave")
    parts = parts.merge(held, on=[*AREA, "breakdown", "category"])
    return parts.merge(
        atoms.reset_index(drop=True).reset_index(names="atom")[["wave", *PLACE, "atom"]], on=["wave", *PLACE]
    )


def _answers(figures: pd.DataFrame, pairs: pd.DataFrame, atoms: pd.DataFrame, rules: Rules) -> System:
    small = _told_apart(pairs, len(figures), atoms["amount"].to_numpy(float)[None, :], atoms["category"])
    alone = small.alone
    cells = LinkedCells.of(
        sparse.vstack([small.holds, alone]),
        small.amounts[0],
        [*range(len(figures)), *[ALONE] * alone.shape[0]],
        rules.fewest_respondents,
    )
    return System(cells, figures.index, np.zeros(len(figures), bool))


def _told_apart(pairs: pd.DataFrame, figures: int, amounts: Floats, groups: Any) -> _Atoms:
    """Put together what no figure tells apart."""
    holds = np.zeros((figures, amounts.shape[1]))
    np.add.at(holds, (pairs["figure"].to_numpy(int), pairs["atom"].to_numpy(int)), pairs["share"].to_numpy(float))
    seen = holds.any(axis=0)
    patterns, place = np.unique(holds[:, seen].round(9), axis=1, return_inverse=True)
    together = np.zeros((len(amounts), patterns.shape[1]))
    np.add.at(together.T, place.ravel(), np.nan_to_num(amounts[:, seen]).T)
    known = np.bincount(place.ravel(), weights=np.asarray(groups != OTHER)[seen], minlength=patterns.shape[1]) > 0
    return _Atoms(sparse.csr_array(patterns), together, known)


Quantity = tuple[str, str, str]


@dataclass(frozen=True)
class _Parts:
    """The quantities that one measure's figures show."""

    numerator: Quantity | None
    denominator: Quantity | None
    share: bool  # whether what is above the line is a part of what is below it
    amount: bool  # whether what is above the line is no count but a sum of money or minutes


def of_counts(
    measures: Sequence[Measure],
    figures: pd.DataFrame,
    counts: pd.DataFrame,
    held: pd.DataFrame,
    largest: pd.DataFrame,
    rules: Rules,
) -> Iterable[System]:
    """Link the counts of measures over the same tables in one period: over maps, and over each characteristic.

    Args:
        measures: those whose figures are given.
        figures: their rows of observations of one period.
        counts: as `counts.summed` gives them, of the same measures and period.
        held: as `counts.holdings` gives it.
        largest: as `counts.largest` gives it, for sums of amounts.
        rules: those in force.
    """
    figures = figures[figures["measure"].isin(counts["measure"])]
    if figures.empty:
        return
    geographic = set(held["breakdown"])
    splits = [name for name in figures["breakdown"].unique() if name not in geographic]
    for name in splits or [""]:
        chosen = figures[figures["breakdown"].isin(geographic | {name})]
        yield _counted(measures, chosen, counts, held, largest, rules, name)


def _counted(
    measures: Sequence[Measure],
    figures: pd.DataFrame,
    counts: pd.DataFrame,
    held: pd.DataFrame,
    largest: pd.DataFrame,
    rules: Rules,
    split: str,
) -> System:
    parts = {one.name: _parts(one, set(zip(counts["measure"], counts["part"], strict=True))) for one in measures}
    quantities = list(dict.fromkeys(q for one in parts.values() for q in (one.numerator, one.denominator) if q))
    named = [
        (name, part, getattr(one, part))
        for name, one in parts.items()
        for part in ("numerator", "denominator")
        if getattr(one, part)
    ]
    wide = _wide(counts, named, quantities, split)
    amounts, groups = wide[quantities].to_numpy(float).T, wide.index.get_level_values("category")
    small = _told_apart(_held_by(figures, held, wide, split), len(figures), amounts, groups)
    blocks = _Blocks(small, quantities)
    for name, one in parts.items():
        blocks.show(one, np.flatnonzero((figures["measure"] == name).to_numpy()), rules, _biggest(figures, largest))
    blocks.contain()
    return System(blocks.cells(rules), figures.index, np.isin(np.arange(len(figures)), list(blocks.dominated)))


def _parts(measure: Measure, own: set[tuple[str, str]]) -> _Parts:
    """Say which of a measure's quantities are counts, or sums of amounts, of the council's own extracts."""
    above = _quantity(measure.numerator) if (measure.name, "numerator") in own else None
    below = _quantity(measure.denominator) if (measure.name, "denominator") in own else None
    if measure.statistic == "life_expectancy":
        below = None  # population estimates are public
    return _Parts(
        above, below, measure.statistic == "proportion" and bool(above and below), measure.statistic == "weighted_mean"
    )


def _quantity(given: Sum | None) -> Quantity | None:
    return (given.table, given.sum, given.where) if given else None


def _wide(
    counts: pd.DataFrame, named: Iterable[tuple[str, str, Quantity]], quantities: list[Quantity], split: str
) -> pd.DataFrame:
    """Lay the quantities side by side, a row for each place (and group); who is of no known group makes one more."""
    columns = {}
    for name, part, quantity in named:
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

    def __init__(self, atoms: _Atoms, quantities: list[Quantity]) -> None:
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

    def show(self, parts: _Parts, figures: Any, rules: Rules, biggest: list[Any]) -> None:
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

    def contain(self) -> None:
        """Say of each quantity that is a part of another by its own words that it is no more than that."""
        for part in self.place:
            for whole in self.place:
                if part != whole and _within(part, whole):
                    self._no_more_than(self.place[part], self.place[whole])

    def cells(self, rules: Rules) -> LinkedCells:
        """Put all rows together."""
        size = self.atoms.holds.shape[1]
        stacked = []
        for holds, signs in self.rows:
            empty = sparse.csr_array(holds.shape)
            stacked.append(sparse.hstack([holds * signs.get(block, 0.0) if block in signs else empty
                                          for block in range(len(self.amounts))]))  # fmt: skip
        holds = sparse.csr_array(sparse.vstack(stacked))
        holds.eliminate_zeros()
        assert holds.shape[1] == size * len(self.amounts)
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
        self.dominated |= set(figures[few])


def _within(part: Quantity, whole: Quantity) -> bool:
    """Say whether a quantity is by its own words a part of another: the same sum with more conditions."""
    more, less = (set() if where == "true" else set(where.split(" and ")) for where in (part[2], whole[2]))
    return part[:2] == whole[:2] and more > less


def dominated(total: float, largest: Sequence[float], rules: Rules) -> bool:
    """Say whether a sum of amounts tells too much of the largest of them.

    By the n-k rule, where the `rules.dominant` largest make up more than `rules.dominant_share` of it; by the p % rule,
    where the second largest can tell the largest to within that part of it: total − first − second < p·first.

    Args:
        total: the sum.
        largest: its largest single amounts, in falling order, at least two where there are two.
        rules: those in force.
    """
    if total <= 0 or not len(largest):
        return False
    first, second = (*largest, 0.0)[:2]
    share = sum(largest[: rules.dominant]) / total
    return bool(share > rules.dominant_share or total - first - second < rules.p_ratio * first)
