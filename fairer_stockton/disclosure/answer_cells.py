"""Linked tables of surveys: how many answered, and how many said yes or no, over all measures of a wave together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.disclosure.answer_tables import AnswerTable, LinkedPopulation
from fairer_stockton.disclosure.atoms import LinkedSystem
from fairer_stockton.disclosure.count_cells import MARGIN
from fairer_stockton.disclosure.linked import (
    BY_SUBTRACTION,
    NEVER_NEGATIVE,
    SHOWN_BEFORE,
    Flags,
    Floats,
    LinkedCells,
)

Blocks = tuple[int, ...]  # with what sign blocks of unknowns are added up; those that are not named, not at all
# Atoms, in which blocks of unknowns, the figures that show them, how wide their range must be, and below what.
Part = tuple[Floats, Blocks, Any, Any, Any]


def link_cells_of_survey(
    tables: Sequence[AnswerTable],
    populations: Sequence[LinkedPopulation],
    rules: DisclosureRules,
    is_hidden: Flags,
) -> Iterator[LinkedSystem]:
    """Yield the linked cells of a survey's measures: of each population's bases, then of each measure's answers.

    Nearly everyone answers each question, so that a base that is hidden in one measure would be told by that of
    another. All measures of one population therefore hide the same bases, chosen once, on the fewest that answered any
    of them in each place. A world of that smallest base is a world of every measure: as many people more, or fewer,
    with all their answers. Then each measure hides what would tell how few said yes, or no, where the bases that are
    shown are known of it too, whether it shows its own or not. Last each measure is looked at alone: of a base that
    went with its answers, and that another measure shows, its own figures must not tell that it is small.

    Args:
        tables: the maps, and each characteristic.
        populations: as `answer_tables.find_linked_populations` returns them, the largest first.
        rules: those in force.
        is_hidden: by row, what is hidden by the time that a system is asked for: it changes while this is read.
    """
    for table in tables:
        for population in populations:
            linked = _Population(table, population, populations[0], rules)
            hidden = np.append(is_hidden, True)  # the last one is of rows that are not there
            if linked.needs_guard(hidden):
                yield linked.link_bases(hidden)
            for measure_number in population.bases:
                hidden = np.append(is_hidden, True)
                answers = _Answers(table, measure_number, linked.mark_known_bases(hidden), rules)
                if answers.needs_guard(hidden):
                    yield answers.link_answers()
        for measure_number in range(len(table.positions)):
            own = _OwnBases(table, measure_number, rules)
            if own.needs_guard(np.append(is_hidden, True)):
                yield own.link_bases()


@dataclass(frozen=True)
class _Population:
    """The bases of one population in one table."""

    table: AnswerTable
    population: LinkedPopulation
    everyone: LinkedPopulation
    rules: DisclosureRules

    @property
    def base_rows(self) -> Any:
        """Return the rows of the measures that these people answered: shape (measures, figures)."""
        return self.table.positions[list(self.population.bases)]

    @property
    def rows(self) -> Any:
        """Return the rows of all measures that show these people, as their base or as one side of it."""
        return self.table.positions[[*self.population.bases, *self._side_numbers]]

    @property
    def core(self) -> Floats:
        """Return the fewest of each atom that any of the measures counts."""
        sets = [*((number, "") for number in self.population.bases), *self.population.sides]
        return np.min([self.table.count_answers(*named) for named in sets], axis=0)

    @property
    def smallest_bases(self) -> Floats:
        """Return the smallest base of each figure, of the measures that have the figure; endless where none has."""
        bases = np.array([self.table.count_answers(number) for number in self.population.bases])
        return np.min(np.where(self.base_rows >= 0, bases @ self.table.holds.T, np.inf), axis=0)

    def needs_guard(self, hidden: Flags) -> bool:
        """Return whether anything could be told: no group is small and none is hidden in most characteristics."""
        return bool(
            self.table.is_of_areas
            or (self.smallest_bases < self.rules.fewest_respondents).any()
            or (hidden[self.rows] & (self.rows >= 0)).any()
        )

    def mark_known_bases(self, hidden: Flags) -> Flags:
        """Mark the figures of which some measure shows how many of these people there are."""
        return np.asarray((~hidden[self.base_rows]).any(axis=0))

    def link_bases(self, hidden: Flags) -> LinkedSystem:
        """Return the linked cells of the smallest base, each shown by the figures of every measure at once."""
        table, core = self.table, self.core
        figures = np.flatnonzero((self.rows >= 0).any(axis=0))
        sums = table.holds @ core
        smallest = np.where(np.isfinite(self.smallest_bases), self.smallest_bases, sums)
        bases = np.array([table.count_answers(number) for number in self.population.bases])
        derivable = _list_derivable_atoms(table, figures, bases.max(axis=0) > 0)
        fewest = self.rules.fewest_respondents
        # What the smallest base is short of a measure's own does not count: that measure's readers know more.
        threshold = fewest - (smallest - sums)[figures]
        # That nobody lacks a neighbourhood tells of nobody.
        is_guarded = ~(table.is_unplaced & ~(table.holds @ bases.max(axis=0)).astype(bool))[figures]
        widths, threshold = np.where(is_guarded, fewest + MARGIN, 0.0), np.where(is_guarded, threshold, 0.0)
        around, known, is_inside = self._list_what_is_known_around(hidden)
        parts: list[Part] = [
            (table.holds[figures], (1,), np.arange(len(figures)), widths, threshold),
            (derivable, (1,), BY_SUBTRACTION, fewest + MARGIN, self._compute_threshold(derivable)),
            # Of everyone the largest base is shown with the smallest, and could bound it.
            *([(table.holds[figures], (0, 1), np.arange(len(figures)), 0.0, 0.0)] * (self.population == self.everyone)),
            *((sums_known, blocks, NEVER_NEGATIVE, 0.0, 0.0) for sums_known, blocks in known),
            *self._list_bases_of_then(),
        ]
        cells = _link_parts(parts, [core, *around], is_inside)
        shown_by, figure_of_row = np.nonzero(self.rows[:, figures] >= 0)
        rows = self.rows[:, figures][shown_by, figure_of_row]
        return LinkedSystem(cells, pd.Index(rows), self._mark_inherited(hidden)[figures], figure_of_row)

    def _list_bases_of_then(self) -> Iterator[Part]:
        """Yield what is known, and what was hidden, of areas that there are no more."""
        table, own = self.table, list(self.population.bases)
        shown = table.holds_before[table.shown_before[own].any(axis=0)]
        hidden = table.holds_before[table.hidden_before[own].any(axis=0)]
        yield shown, (1,), SHOWN_BEFORE, 0.0, 0.0
        if self.population == self.everyone:
            yield shown, (0, 1), SHOWN_BEFORE, 0.0, 0.0
        yield hidden, (1,), BY_SUBTRACTION, self.rules.fewest_respondents + MARGIN, self._compute_threshold(hidden)

    def _compute_threshold(self, holds: Floats) -> Floats:
        """Return below what the fewest of some atoms are secret: where a measure that counts more of them has few."""
        bases = np.array([self.table.count_answers(number) for number in self.population.bases])
        return np.asarray(self.rules.fewest_respondents - ((bases @ holds.T).min(axis=0) - holds @ self.core))

    def _mark_inherited(self, hidden: Flags) -> Flags:
        """Mark the figures of which the whole is hidden, or that side of another question which these people said.

        A part would say at least how many the whole are; and less a part that is shown, the whole would say how few are
        left, who gave the other answer.
        """
        whole, sides = (self.table.positions[numbers] for numbers in (list(self.everyone.bases), self._side_numbers))
        inherited = (whole >= 0).any(axis=0) & hidden[whole].all(axis=0) & (self.population != self.everyone)
        return np.asarray(inherited | (hidden[sides] & (sides >= 0)).any(axis=0))

    @property
    def _side_numbers(self) -> list[int]:
        return [number for number, _ in self.population.sides]

    def _list_what_is_known_around(self, hidden: Flags) -> tuple[list[Floats], list[tuple[Floats, Blocks]], Blocks]:
        """Return people besides the smallest base, in blocks after it, of what their sums are known, and who holds it.

        Of all respondents their number is known, and that no base is larger. Of a part of them it is known besides how
        many the whole are, where that is shown, and how many said yes, where all who did are asked more.
        """
        table = self.table
        # The most that any measure counts in each place: together the measures of everyone tell about as much.
        whole = np.max([table.count_answers(number) for number in self.everyone.bases], axis=0)
        around = [whole, table.everyone - whole]
        known: list[tuple[Floats, Blocks]] = [(table.waves, (0, 1, 1))]
        if self.population != self.everyone:
            is_shown = np.asarray((~hidden[table.positions[list(self.everyone.bases)]]).any(axis=0))
            known.append((table.holds[is_shown], (0, 1)))
        for number, side in self.population.inside:
            blocks = (1, *[0] * len(around), 1)
            around.append(table.count_answers(number, side) - self.core)
            known.append((table.holds[~hidden[table.positions[number]]], blocks))
        return around, known, (-1, 1, 1)


@dataclass(frozen=True)
class _Answers:
    """Who said yes and who said no to one measure's question, in one table."""

    table: AnswerTable
    measure_number: int
    is_known_base: Flags
    rules: DisclosureRules

    @property
    def figures(self) -> Any:
        """Return the numbers of the measure's figures."""
        return np.flatnonzero((self.table.positions[self.measure_number] >= 0) & ~self.table.is_unplaced)

    @property
    def sides(self) -> Floats:
        """Return who said yes and who said no, of each atom."""
        return np.stack([self.table.yes[self.measure_number], self.table.no[self.measure_number]])

    def needs_guard(self, hidden: Flags) -> bool:
        """Return whether anything could be told."""
        rows, sums = self.table.positions[self.measure_number], self.sides @ self.table.holds[self.figures].T
        is_small = bool((sums < self.rules.fewest_answers).any())
        return len(self.figures) > 0 and (
            self.table.is_of_areas or is_small or bool((hidden[rows] & (rows >= 0)).any())
        )

    def link_answers(self) -> LinkedSystem:
        """Return the linked cells of both sides, where the bases that some measure shows are known."""
        holds = self.table.holds[self.figures]
        derivable = _list_derivable_atoms(self.table, self.figures, self.sides.sum(axis=0) > 0)
        # Who said yes and who said no, each known where it is shown, leave less room for their sum.
        unknown = np.flatnonzero(~self.is_known_base[self.figures])
        known = self.table.holds[self.is_known_base]
        numbers = np.arange(len(self.figures))
        unplaced = self.table.holds[self.table.is_unplaced]
        unplaced = unplaced[unplaced @ self.sides.sum(axis=0) > 0]
        answers, respondents = self.rules.fewest_answers, self.rules.fewest_respondents
        before = self.table.holds_before[self.table.shown_before[self.measure_number]]
        hidden_then = self.table.holds_before[self.table.hidden_before[self.measure_number]]
        parts: list[Part] = [
            (holds, (1, 0), numbers, answers + MARGIN, answers),
            (holds, (0, 1), numbers, answers + MARGIN, answers),
            *((unplaced, side, BY_SUBTRACTION, answers + MARGIN, answers) for side in ((1, 0), (0, 1))),
            (derivable, (1, 0), BY_SUBTRACTION, answers + MARGIN, answers),
            (derivable, (0, 1), BY_SUBTRACTION, answers + MARGIN, answers),
            (holds[unknown], (1, 1), unknown, respondents + MARGIN, respondents),
            (known, (1, 1), NEVER_NEGATIVE, 0.0, 0.0),
            *((before, side, SHOWN_BEFORE, 0.0, 0.0) for side in ((1, 0), (0, 1))),
            *((hidden_then, side, BY_SUBTRACTION, answers + MARGIN, answers) for side in ((1, 0), (0, 1))),
        ]
        return LinkedSystem(
            _link_parts(parts, list(self.sides)),
            pd.Index(self.table.positions[self.measure_number][self.figures]),
            np.zeros(len(self.figures), bool),
        )


@dataclass(frozen=True)
class _OwnBases:
    """How many answered one measure's question, as those see it who look at that measure alone."""

    table: AnswerTable
    measure_number: int
    rules: DisclosureRules

    @property
    def figures(self) -> Any:
        """Return the numbers of the measure's figures."""
        return np.flatnonzero((self.table.positions[self.measure_number] >= 0) & ~self.table.is_unplaced)

    def needs_guard(self, hidden: Flags) -> bool:
        """Return whether any of its figures is hidden."""
        return bool(hidden[self.table.positions[self.measure_number][self.figures]].any())

    def link_bases(self) -> LinkedSystem:
        """Return the linked cells of the bases, hidden and shown, of now and of areas that there are no more."""
        table, number, fewest = self.table, self.measure_number, self.rules.fewest_respondents
        rows = table.positions[number][self.figures]
        parts: list[Part] = [
            (table.holds[self.figures], (1,), np.arange(len(rows)), fewest + MARGIN, fewest),
            (table.holds_before[table.shown_before[number]], (1,), SHOWN_BEFORE, 0.0, 0.0),
            (table.holds_before[table.hidden_before[number]], (1,), BY_SUBTRACTION, fewest + MARGIN, fewest),
        ]
        return LinkedSystem(
            _link_parts(parts, [table.count_answers(number)]), pd.Index(rows), np.zeros(len(rows), bool)
        )


def _link_parts(parts: Sequence[Part], amounts: Sequence[Floats], is_never_negative: Blocks = ()) -> LinkedCells:
    """Return cells over blocks of the same atoms; one sum of blocks may be known to be zero or more in every atom."""

    def spread(atoms: Floats, blocks: Blocks) -> Floats:
        return np.asarray(np.kron([*blocks, *[0] * (len(amounts) - len(blocks))], atoms), np.float64)

    holds = np.vstack([spread(atoms, blocks) for atoms, blocks, *_ in parts])
    figure, width, threshold = (
        np.concatenate([np.broadcast_to(np.asarray(part[column], float), len(part[0])) for part in parts])
        for column in (2, 3, 4)
    )
    known = figure == NEVER_NEGATIVE  # of these not only that they are zero or more is known, but the number
    if is_never_negative:
        more = spread(np.eye(len(amounts[0])), is_never_negative)
        holds, known = np.vstack([holds, more]), np.append(known, np.zeros(len(more), bool))
        figure = np.append(figure, np.full(len(more), NEVER_NEGATIVE))
        width, threshold = (np.append(column, np.zeros(len(more))) for column in (width, threshold))
    cells = LinkedCells.of(holds, np.concatenate(amounts), figure, width, threshold=threshold)
    return replace(cells, low=np.where(known, cells.sums, cells.low), high=np.where(known, cells.sums, cells.high))


def _list_derivable_atoms(table: AnswerTable, figures: Any, is_answered: Flags) -> Floats:
    """Return the atoms that are no figure themselves and that subtracting figures could give, a row each.

    Where nobody answered nothing needs a guard: no figure says that there is such a place.
    """
    holds = table.holds[figures]
    single = holds[holds.sum(axis=1) == 1.0]
    return np.eye(holds.shape[1])[~single.any(axis=0) & table.is_recognisable & is_answered]
