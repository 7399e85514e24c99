"""How figures hang together: every known and hidden number as a sum of the same unknown whole numbers.

An unknown is how many there are of a quantity (the rows that satisfy a condition) in neighbourhoods that no known
figure tells apart; and, for each characteristic, in each group in the areas by which that characteristic is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.cells import gather_cells, pair_cells_of_sides
from fairer_stockton.auditor.layout import NOBODY_KNOWN, Layout
from fairer_stockton.auditor.places import NOWHERE
from fairer_stockton.auditor.puzzle import MILLION, MOST_COUNTED, Integers, Puzzle, make_whole_matrix
from fairer_stockton.auditor.quantities import INEQUALITY


@dataclass(frozen=True)
class Statements:
    """Everything that is known or hidden of some quantities.

    Attributes:
        rows: `row`, its number, in more than one line where a figure pools waves; `figure`, the number of the figure;
            `wave`; `quantity`; the columns of `MAP`; `low` and `high`, between which it is known to lie, empty where it
            is not known; `cell`, whether it is to stay hidden; `hidden`, whether a figure would show it; `label`.
        quantities: a row each, by number: `counted`, what it counts, empty for what is guarded by nothing; `width`, the
            range to keep; `single_width`, that of what no figure shows; `single`, whether neighbourhoods and groups
            that no figure shows are guarded too; `label`.
        parts: the numbers of a whole, of a part of it and of what is left.
        changes: the numbers of a quantity, and of what it was in other files.
        waves: how many there are.
        hubs: the numbers of quantities that tie the others together.
        sides: the numbers of those who answered a question in one way, and of all who answered it.
        merge: whether places that no known figure tells apart are taken together; not where ends are real numbers.
    """

    rows: pd.DataFrame
    quantities: pd.DataFrame
    parts: Sequence[tuple[int, int, int]]
    changes: Sequence[tuple[int, int]] = ()
    waves: int = 1
    merge: bool = True
    hubs: Sequence[int] = ()
    sides: Sequence[tuple[int, int]] = ()


def link(statements: Statements, held: pd.DataFrame) -> Puzzle:
    """Return the puzzle that statements of areas make.

    Args:
        statements: what is known and hidden.
        held: which neighbourhoods each part of the council holds: columns of `MAP`, place and share in millionths.
    """
    return link_in_layout(statements, Layout(statements.rows, held, merge=statements.merge))


def link_in_layout(statements: Statements, layout: Layout) -> Puzzle:
    """Return the puzzle that statements of areas make that are set out already."""
    return _Links(statements, layout).make_puzzle()


class _Sums(NamedTuple):
    """Sums that are known: a line each term, and the ends of each sum."""

    sum: Integers
    unknown: Integers
    part: Integers
    low: Integers
    high: Integers


def _join_sums(tables: Sequence[_Sums]) -> _Sums:
    """Return all sums, numbered one after the other."""
    firsts = np.cumsum([0, *(len(table.low) for table in tables)])
    numbers = [table.sum + first for table, first in zip(tables, firsts, strict=False)]
    return _Sums(np.concatenate(numbers), *(np.concatenate(column) for column in [*zip(*tables, strict=True)][1:]))


def _add_tags(number: Integers, tags: Any, count: int) -> Any:
    """Return a number for each sum by which its unknowns, whatever their order, are told from any others."""
    total = np.zeros(count, np.uint64)
    np.add.at(total, number, tags)
    return total


class _Links:
    """The unknowns of a puzzle, and the terms of its sums."""

    def __init__(self, statements: Statements, layout: Layout) -> None:
        self.statements, self.layout = statements, layout
        self.nodes = layout.nodes

    def _number_unknowns(self, wave: Any, quantity: Any, node: Any) -> Any:
        return (wave * len(self.statements.quantities) + quantity) * self.nodes + node

    def make_puzzle(self) -> Puzzle:
        """Put all together."""
        terms = self.layout.list_terms(self.statements.rows)
        terms["unknown"] = self._number_unknowns(terms["wave"], terms["quantity"], terms["node"])
        broken = (terms["most"] % MILLION > 0).groupby(terms["row"]).any()
        terms["broken"] = terms["row"].map(broken).astype(bool)
        for name in ("least", "most"):
            terms[name] = terms[name].where(terms["broken"], terms[name] // MILLION)
        count = self.statements.waves * len(self.statements.quantities) * self.nodes
        figures = self._make_sums_of_figures(terms)
        sums = _join_sums([figures, *self._iterate_sums_of_parts(), *self._iterate_sums_of_groups(figures, count)])
        statements = self.statements
        cells, of_cells = gather_cells(
            statements.rows, terms, self._list_single_unknowns(), statements.quantities, statements.changes, self.nodes
        )
        shape = (len(cells), count)
        return Puzzle(
            make_whole_matrix(sums.part, sums.sum, sums.unknown, (len(sums.low), count)),
            sums.low,
            sums.high,
            make_whole_matrix(of_cells["least"], of_cells["cell"], of_cells["unknown"], shape),
            make_whole_matrix(of_cells["most"], of_cells["cell"], of_cells["unknown"], shape),
            cells,
            self._number_unknowns_of_hubs(),
            pair_cells_of_sides(cells, statements.sides),
        )

    def _number_unknowns_of_hubs(self) -> Integers:
        """Return the unknowns that tie all others together: how many there are of everyone."""
        waves, nodes = np.arange(self.statements.waves), np.arange(self.nodes)
        hubs = np.array(self.statements.hubs, np.int64)
        return np.ravel(self._number_unknowns(waves[:, None, None], hubs[:, None], nodes))

    def _make_sums_of_figures(self, terms: pd.DataFrame) -> "_Sums":
        rows = self.statements.rows
        shown = rows[rows["low"].notna()].drop_duplicates("row").set_index("row")
        known = terms[terms["row"].isin(shown.index)]
        number, row = pd.factorize(known["row"])
        broken = known.groupby(number)["broken"].first().to_numpy(bool)
        # A count that is shared out is shown as a whole number, so it is known to within a half.
        unit, half = np.where(broken, MILLION, 1), np.where(broken, 0.5, 0.0)
        low, high = (shown.loc[row, name].to_numpy(float) for name in ("low", "high"))
        ends = [np.ceil((low - half) * unit - CLOSE), np.floor((high + half) * unit + CLOSE)]
        unknown, part = (known[name].to_numpy(np.int64) for name in ("unknown", "most"))
        return _Sums(number, unknown, part, *(end.astype(np.int64) for end in ends))

    def _iterate_sums_of_parts(self) -> Iterator["_Sums"]:
        """Yield that each whole is its part and what is left, in every neighbourhood and group."""
        starts = np.arange(self.statements.waves) * len(self.statements.quantities) * self.nodes
        nodes = (starts[:, None] + np.arange(self.nodes)).ravel()
        nought, number = np.zeros(len(nodes), np.int64), np.arange(len(nodes))
        for whole, part, rest in self.statements.parts:
            signs = [(whole, 1), (part, -1)] + ([] if rest == INEQUALITY else [(rest, -1)])
            yield _Sums(
                np.tile(number, len(signs)),
                np.concatenate([nodes + quantity * self.nodes for quantity, _ in signs]),
                np.repeat([sign for _, sign in signs], len(nodes)),
                nought,
                nought + (MOST_COUNTED if rest == INEQUALITY else 0),
            )

    def _iterate_sums_of_groups(self, figures: "_Sums", unknowns: int) -> Iterator["_Sums"]:
        """Yield that all groups of a characteristic, and those of whom it is not known, are everyone in an area.

        Where a figure gives everyone, its number stands instead of them, so that the puzzle parts into smaller ones.
        """
        tags = np.random.default_rng(1).integers(1, 2**62, unknowns).astype(np.uint64)
        exact = figures.high == figures.low
        alone = np.bincount(figures.sum, weights=figures.part != 1, minlength=len(exact)) == 0
        of_figures = _add_tags(figures.sum, tags[figures.unknown], len(exact)).tolist()
        rows = zip(of_figures, figures.low.tolist(), (exact & alone).tolist(), strict=True)
        totals = {tag: total for tag, total, usable in rows if usable}
        starts = np.arange(unknowns // self.nodes) * self.nodes
        for name in self.layout.splits:
            block = self.layout.blocks[name]
            of_bundle = np.full(len(self.layout.bundle_sizes), -1)
            of_bundle[self.layout.bundle] = block
            inside = np.flatnonzero(of_bundle >= 0)
            size, groups = block.max() + 1, len(self.layout.groups[name])
            every = (starts[:, None] + inside).ravel()
            sums = (np.arange(len(starts))[:, None] * size + of_bundle[inside]).ravel()
            sum_tags = _add_tags(sums, tags[every], len(starts) * size).tolist()
            is_known = np.array([tag in totals for tag in sum_tags])
            known = np.array([totals.get(tag, 0) for tag in sum_tags], np.int64)
            nodes = self.layout.first_node[name] + np.arange(size * groups)
            of_groups = (np.arange(len(starts))[:, None] * size + np.tile(np.arange(size), groups)).ravel()
            left = ~is_known[sums]
            yield _Sums(
                np.concatenate([sums[left], of_groups]),
                np.concatenate([every[left], (starts[:, None] + nodes).ravel()]),
                np.concatenate([np.full(left.sum(), -1), np.ones(len(of_groups), np.int64)]),
                known,
                known,
            )

    def _list_single_unknowns(self) -> pd.DataFrame:
        """Return the unknowns that may be guarded though no figure shows them: neighbourhoods and groups."""
        quantities = self.statements.quantities
        names = pd.Series(self.layout.places).groupby(self.layout.bundle).first()
        labels, sizes = [f"neighbourhood {name}" for name in names], list(self.layout.bundle_sizes)
        known = [True] * len(names)
        for split in self.layout.splits:
            blocks = np.bincount(self.layout.blocks[split][self.layout.blocks[split] >= 0])
            for group in self.layout.groups[split]:
                labels += [f"{group}, in a part of the areas"] * len(blocks)
                sizes += list(blocks)
                known += [group != NOBODY_KNOWN] * len(blocks)
        narrow = [name != NOWHERE for name in names] + [True] * (self.nodes - len(names))
        nodes = pd.DataFrame({"node": np.arange(self.nodes), "node_label": labels, "most": 1, "narrow": narrow})
        # Of a group nothing tells its places apart but all of them together; of one place alone all is known.
        nodes["least"] = (np.array(sizes) == 1).astype(int)
        nodes = nodes[known]
        guarded = quantities[quantities["single"]].rename_axis("quantity").reset_index()
        waves = pd.DataFrame({"wave": np.arange(self.statements.waves)})
        alone = guarded[["quantity", "label"]].merge(waves, how="cross").merge(nodes, how="cross")
        return alone.assign(
            figure=-1 - alone["wave"] * self.nodes - alone["node"],
            unknown=self._number_unknowns(alone["wave"], alone["quantity"], alone["node"]),
            label=alone["label"] + ", " + alone["node_label"],
        )
