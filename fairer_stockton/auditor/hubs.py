"""Tables of what hubs tie together: with a survey's respondents as they are, each question is a small puzzle.

How many respondents there are in each neighbourhood and group ties all questions of a wave together. One table of them
that lies amid all that are possible leaves nearly every hidden number of every question room; so it is looked for
first, and each question is solved around it. Whatever is found is a table of all questions at once.

Hubs are the numbers of all respondents. To visit hubs is to take them for certain whole numbers: what is left is a
small search for each question, and all of them together are one search for tables of everything.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.puzzle import (
    Component,
    Ends,
    Integers,
    Puzzle,
    make_whole_matrix,
    split_into_components,
)
from fairer_stockton.auditor.tables import (
    Clock,
    DoNotFitError,
    Floats,
    TableSearch,
    find_amid,
    make_solver,
    propose,
    round_table,
    set_whole_columns,
)

PARTS_OF_THE_WAY = (0.5, 0.9)  # from amid all tables to a corner


@dataclass(frozen=True)
class _Visit:
    """The hubs as they may be, and the small searches that are left with them so."""

    hubs: Integers
    searches: list[TableSearch]
    cells: set[int] = field(default_factory=set)  # those whose ends were looked for here


class HubSearch(TableSearch):
    """The tables of a component that hubs tie together, looked for around some tables of the hubs."""

    def __init__(self, component: Component, clock: Clock) -> None:
        """Look for a first table: amid all that are possible, or anywhere.

        Raises:
            DoNotFitError: there is none.
        """
        self._visits: list[_Visit] = []
        self._roundings = [_make_rounding(_keep_hubs_and_parts(component)), _make_rounding(component)]
        super().__init__(component, clock)

    def find_first_table(self) -> bool:
        """Look for a table amid all that are possible; else for any."""
        self._amid: Floats | None = find_amid(self.component)
        return (self._amid is not None and self._visit_near(self._amid)) or super().find_first_table()

    def seed(self, wanted: Integers) -> None:
        """Look for tables in any direction around each table of the hubs."""
        for visit in self._visits:
            for search in visit.searches:
                search.seed(wanted)
            self._take_over(visit)

    def look_further(self, is_closed: NDArray[np.bool_]) -> None:
        """Visit hubs on the way to the corner at which the closed cells are greatest together."""
        if (closed := self.touched & is_closed).any():
            self._visit_on_the_way(-(self.component.most.T @ closed).astype(float), PARTS_OF_THE_WAY[0])

    def widen_near(self, cell: int, width: int) -> None:
        """Look for the ends of a cell with the hubs as they were in some table: small searches."""
        for visit in self._visits:
            self._widen_in(visit, cell, width)
            if self.high[cell] - self.low[cell] >= width:
                return

    def search_whole_numbers(self, cell: int, *, upward: bool, width: int) -> None:
        """Look for a table in which a cell is far enough off: for whole hubs first, which leave small searches.

        They are looked for between what lies amid all tables and the corner where the cell is at its end: there the
        cell is far off, and the other questions still have room.
        """
        for part in PARTS_OF_THE_WAY:
            if self._visit_on_the_way(self.read_objective(cell, upward=upward), part):
                self._widen_in(self._visits[-1], cell, width)
            if self.high[cell] - self.low[cell] >= width:
                return
        super().search_whole_numbers(cell, upward=upward, width=width)

    def _widen_in(self, visit: _Visit, cell: int, width: int) -> None:
        """Look for the ends of a cell around one table of the hubs: at corners, and among whole numbers if it pays."""
        if cell in visit.cells:
            return
        visit.cells.add(cell)
        self.clock.require_time()
        own = [search for search in visit.searches if search.touched[cell]]
        reach = sum(search.push_cell(cell, upward=True) + search.push_cell(cell, upward=False) for search in own)
        self._take_over(visit)
        if self.high[cell] - self.low[cell] >= width or reach < width - CLOSE:
            return
        for search in own:
            for upward in (False, True):
                search.search_whole_numbers(cell, upward=upward, width=width)
        self._take_over(visit)

    def _visit_on_the_way(self, cost: Floats, part: float) -> bool:
        """Visit hubs on the way to the corner at which an objective is least; return whether there are any."""
        amid, corner = self._amid, propose(self._solver, cost)
        if amid is None or corner is None:
            return False
        return self._visit_near((1.0 - part) * amid + part * corner)

    def _visit_near(self, table: Floats) -> bool:
        """Visit whole hubs that lie next to what they are in a table; return whether there are any."""
        hubs = table[self.component.hubs]
        return any(self._round_and_visit(solver, component, hubs) for solver, component in self._roundings)

    def _round_and_visit(self, solver: Any, component: Component, values: Floats) -> bool:
        """Visit whole hubs next to some numbers that a part of what is known, or all of it, leaves possible."""
        hubs, ends = component.hubs, component.ends
        low, high = ends.low.copy(), ends.high.copy()
        low[hubs], high[hubs] = (
            np.clip(round_table(near(values)), ends.low[hubs], ends.high[hubs]) for near in (np.floor, np.ceil)
        )
        found = self.search(solver, np.zeros(len(hubs)), Ends(low, high))
        return found is not None and self._visit(round_table(found)[hubs])

    def _visit(self, values: Integers) -> bool:
        """Look around hubs as they may be, where the component parts into small ones; return whether all these fit."""
        component, hubs = self.component, self.component.hubs
        if (values < component.ends.low[hubs]).any() or (values > component.ends.high[hubs]).any():
            return False
        low, high = component.ends.low.copy(), component.ends.high.copy()
        low[hubs] = high[hubs] = values
        puzzle = Puzzle(component.sums, component.low, component.high, component.least, component.most, pd.DataFrame())
        try:
            searches = [TableSearch(part, self.clock) for part in split_into_components(puzzle, Ends(low, high))]
        except DoNotFitError:
            return False
        table = self._make_table_of_hubs(values)
        for search in searches:
            table[search.component.members] = np.asarray(search.first)
        if not self.see(table):
            return False
        self._visits.append(_Visit(values, searches))
        self._take_over(self._visits[-1])
        return True

    def _take_over(self, visit: _Visit) -> None:
        """Take over what the small components of a visit show; they can be anything at the same time."""
        known = self._make_table_of_hubs(visit.hubs)
        low, high = self.component.least @ known, self.component.most @ known
        for search in visit.searches:
            low[search.touched] += search.low[search.touched]
            high[search.touched] += search.high[search.touched]
        self.low, self.high = np.minimum(self.low, low), np.maximum(self.high, high)

    def _make_table_of_hubs(self, values: Integers) -> Integers:
        """Return a table with the hubs as they may be, and 0 for all else: nothing else of a component is known."""
        table = np.zeros(len(self.component.members), np.int64)
        table[self.component.hubs] = values
        return table


def _keep_hubs_and_parts(component: Component) -> Component:
    """Return what is known of the hubs and of their parts, such as how many answered, without what those consist of."""
    hubs, terms = component.hubs, component.sums.tocoo()
    row, column = terms.coords
    rows = len(component.low)
    holds_hubs = np.bincount(row[hubs[column]], minlength=rows) > 0
    is_near = hubs.copy()
    is_near[column[holds_hubs[row]]] = True
    is_known = np.bincount(row[~is_near[column]], minlength=rows) == 0
    sums = csr_array(csr_array(component.sums[is_known])[:, is_near])
    ends = Ends(component.ends.low[is_near], component.ends.high[is_near])
    nothing = make_whole_matrix([], [], [], (0, int(is_near.sum())))
    low, high = component.low[is_known], component.high[is_known]
    return Component(component.members[is_near], sums, low, high, ends, nothing, nothing, hubs[is_near])


def _make_rounding(component: Component) -> tuple[Any, Component]:
    """Return a solver that looks for whole hubs, and what it knows."""
    solver = make_solver(component)
    set_whole_columns(solver, component.hubs)
    return solver, component
