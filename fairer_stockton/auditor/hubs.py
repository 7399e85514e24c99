"""Tables of what hubs tie together: with a survey's respondents as they are, each question is a small puzzle.

How many respondents there are in each neighbourhood and group ties all questions of a wave together. One table of them
that lies amid all that are possible leaves nearly every hidden number of every question room; so it is looked for
first, and each question is solved around it. Whatever is found is a table of all questions at once.

Hubs are the numbers of all respondents. To visit hubs is to take them for certain whole numbers: what is left is a
small search for each question, and all of them together are one search for tables of everything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack, vstack

from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.puzzle import (
    MOST_COUNTED,
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
    round_table,
    set_whole_columns,
)

PARTS_OF_THE_WAY = (0.5, 0.9)  # from amid all tables to a corner
WAYS = (1, -1, 1, -1)  # cells that are still closed are to be greater, then smaller, and so once more


class _Visit:
    """The hubs as they may be, the small searches that are left with them so, and what these show of all cells."""

    def __init__(self, component: Component, table: Integers, searches: Sequence[TableSearch]) -> None:
        """Add up the hubs in a table, and what each search has seen; nothing else of the table counts."""
        known = np.where(component.hubs, table, 0)
        self.searches = searches
        self.cells: set[int] = set()  # those whose ends were looked for here
        self.low, self.high = component.least @ known, component.most @ known
        self._seen = {search: (np.zeros_like(search.low), np.zeros_like(search.high)) for search in searches}
        self._positions: dict[int, list[tuple[TableSearch, int]]] = {}
        for search in searches:
            for position, cell in enumerate(search.component.cells.tolist()):
                self._positions.setdefault(cell, []).append((search, position))
        self.add_up(searches)

    def list_positions(self, cell: int) -> list[tuple[TableSearch, int]]:
        """Return the searches that hold a part of a cell, and its position in each."""
        return self._positions.get(cell, [])

    def add_up(self, searches: Iterable[TableSearch]) -> None:
        """Add up what some searches have seen since: all of them can be anything at the same time."""
        for search in searches:
            cells, (low, high) = search.component.cells, self._seen[search]
            self.low[cells] += search.low - low
            self.high[cells] += search.high - high
            self._seen[search] = search.low, search.high


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

    def seed(self, wanted: Integers, *, corners_alone: bool = True) -> None:
        """Look for tables in any direction around each table of the hubs."""
        for visit in self._visits:
            self._seed_in(visit, wanted)

    def look_further(self, wanted: Integers) -> None:
        """Visit hubs with which as many closed cells as can be have the room that they want, at the same time."""
        for way in WAYS:
            closed = np.flatnonzero(self.spread < wanted)
            if not len(closed):
                return
            self.clock.require_time()
            room = find_amid(*_want_room(self.component, closed, self._list_targets(closed, wanted, way), way))
            if room is not None and self._visit_near(room[: len(self.component.members)]):
                self._seed_in(self._visits[-1], wanted)
                for cell in closed.tolist():
                    if self.high[cell] - self.low[cell] < wanted[cell]:
                        self._widen_in(self._visits[-1], cell, int(wanted[cell]))

    def _list_targets(self, cells: Integers, wanted: Integers, way: int) -> Integers:
        return self.low[cells] + wanted[cells] if way > 0 else self.high[cells] - wanted[cells]

    def _seed_in(self, visit: _Visit, wanted: Integers) -> None:
        for search in visit.searches:
            search.seed(wanted[search.component.cells], corners_alone=True)
        self._take_over(visit, visit.searches)

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
        own = visit.list_positions(cell)
        searches = [search for search, _ in own]
        reach = 0.0
        for search, position in own:
            reach += search.push_cell(position, upward=True) + search.push_cell(position, upward=False)
        self._take_over(visit, searches)
        if self.high[cell] - self.low[cell] >= width or reach < width - CLOSE:
            return
        for search, position in own:
            for upward in (False, True):
                search.search_whole_numbers(position, upward=upward, width=width)
        self._take_over(visit, searches)

    def _visit_on_the_way(self, cost: Floats, part: float) -> bool:
        """Visit hubs on the way to where an objective is least; return whether there are any."""
        amid, corner = self._amid, find_amid(self.component, cost)
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
        table = low.copy()
        for search in searches:
            table[search.component.members] = np.asarray(search.first)
        if not self.see(table):
            return False
        self._visits.append(_Visit(component, table, searches))
        self._take_over(self._visits[-1], ())
        return True

    def _take_over(self, visit: _Visit, searches: Iterable[TableSearch]) -> None:
        """Take over what the small searches of a visit show, some of which have seen more."""
        visit.add_up(searches)
        self.low, self.high = np.minimum(self.low, visit.low), np.maximum(self.high, visit.high)


def _want_room(component: Component, cells: Integers, targets: Integers, way: int) -> tuple[Component, Floats]:
    """Return a component in which tables also say by how much cells fall short of their targets, and what that costs.

    A cell that has the room it wants costs nothing more, so that one table serves many cells.
    """
    rows = (component.most if way > 0 else component.least)[cells]
    count, (sums, members) = len(cells), component.sums.shape
    short = csr_array((np.full(count, way), np.arange(count), np.arange(count + 1)), (count, count))
    nothing = csr_array((sums, count), dtype=np.int64)
    endless = np.full(count, MOST_COUNTED)
    low, high = (targets, endless) if way > 0 else (-endless, targets)
    ends = Ends(*(np.append(*both) for both in (
        (component.ends.low, np.zeros(count, np.int64)), (component.ends.high, endless))))  # fmt: skip
    wanting = replace(
        component,
        members=np.arange(members + count),
        sums=csr_array(vstack([hstack([component.sums, nothing]), hstack([rows, short])])),
        low=np.append(component.low, low),
        high=np.append(component.high, high),
        ends=ends,
    )
    return wanting, np.append(np.zeros(members), np.ones(count))


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
    none, nothing = np.zeros(0, np.int64), make_whole_matrix([], [], [], (0, int(is_near.sum())))
    low, high = component.low[is_known], component.high[is_known]
    return Component(component.members[is_near], sums, low, high, ends, none, nothing, nothing, hubs[is_near])


def _make_rounding(component: Component) -> tuple[Any, Component]:
    """Return a solver that looks for whole hubs, and what it knows."""
    solver = make_solver(component)
    set_whole_columns(solver, component.hubs)
    return solver, component
