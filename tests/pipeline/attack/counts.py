"""Attacks on counts of people, homes and cases: whether there is a row, and subtraction over all that is shown."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from fairer_stockton.run.vocabulary import Statistic
from tests.pipeline.attack.published import NOWHERE, Published, Quantity, is_within, list_quantities
from tests.pipeline.attack.puzzle import Finding, Puzzle, Target

FEWEST = 5.0  # a hidden count must stay open by as many
EVERYONE = ("all", "all")
PRESENCE, SUBTRACTION = "presence", "subtraction"


@dataclass(frozen=True)
class Unknown:
    """How many of what a quantity counts there are in one neighbourhood, of everyone or of a group."""

    quantity: Quantity
    period: str
    place: str
    group: tuple[str, str] = EVERYONE
    version: str = ""


@dataclass
class CountPuzzle:
    """What the figures of one source and period tell of the counts that they are sums of."""

    published: Published
    source: str
    period: str
    version: str = ""
    puzzle: Puzzle = field(default_factory=Puzzle)
    attack: str = SUBTRACTION

    def __post_init__(self) -> None:
        rows = self.published.list_rows(self.source)
        self.rows = rows[rows["period"] == self.period]
        self.quantities = {
            name: dict(list_quantities(self.published.measures[name], self.source))
            for name in self.rows["measure"].unique()
        }

    def write_all_facts(self) -> None:
        """Write down all that the figures say."""
        for row in self.rows.to_dict("records"):
            for part, quantity in self.quantities[row["measure"]].items():
                self._write_figure(row, part, quantity)
        self._write_parts_of_wholes()
        self._write_groups_within_everyone()
        self._write_rows_without_neighbourhood()
        if self.attack == PRESENCE:
            self._write_presence()

    def list_targets(self, *, everything: bool = False) -> Iterator[Target]:
        """Yield what must stay open: each hidden number, what is left of it, and the same of each neighbourhood.

        Args:
            everything: whether to yield the same of figures that are shown.
        """
        for row in self.rows[everything | (self.rows["status"] == "suppressed")].to_dict("records"):
            name = f"{row['measure']} in {row['area_type']} {row['area_code']} {row['breakdown']} {row['category']}"
            yield from self._name_targets(row["measure"], name, self.find_terms(row))
        places = {place for name in self.puzzle.least if isinstance(name, Unknown) for place in (name.place,)}
        for measure in self.quantities:
            for place in sorted(places):
                yield from self._name_targets(measure, f"{measure} in single {place}", {(place, EVERYONE): 1.0})

    def _name_targets(
        self, measure: str, name: str, holds: Mapping[tuple[str, tuple[str, str]], float]
    ) -> Iterator[Target]:
        terms = {
            part: {self.unknown(quantity, *where): share for where, share in holds.items()}
            for part, quantity in self.quantities[measure].items()
        }
        kind = self.published.measures[measure].statistic
        for part, of in terms.items():
            if of and not (kind == Statistic.WEIGHTED_MEAN and part == "numerator"):
                yield Target(f"{self.period} {part} of {name}", of, FEWEST, FEWEST)
        if kind == Statistic.PROPORTION and len(terms) == 2 and terms["denominator"]:
            rest = terms["denominator"] | {unknown: -share for unknown, share in terms["numerator"].items()}
            yield Target(f"{self.period} rest of {name}", rest, FEWEST, FEWEST)

    def unknown(self, quantity: Quantity, place: str, group: tuple[str, str] = EVERYONE) -> Unknown:
        """Return the unknown count of one neighbourhood."""
        return Unknown(quantity, self.period, place, group, self.version)

    def find_terms(self, row: Any) -> dict[tuple[str, tuple[str, str]], float]:
        """Return the neighbourhoods that a figure counts, each with its group and share."""
        group = EVERYONE if self.published.is_of_area(row) else (row["breakdown"], row["category"])
        return {(place, group): share for place, share in self.published.find_parts(row, self.source).items()}

    def _write_figure(self, row: Any, part: str, quantity: Quantity) -> None:
        """Write down that a shown number is the sum of its neighbourhoods' counts."""
        terms = {self.unknown(quantity, *where): share for where, share in self.find_terms(row).items()}
        if not terms or pd.isna(row[part]):
            return
        slack = 0.5 if any(share != 1.0 for share in terms.values()) else 0.0
        if row["rounded_to"] > 0:
            slack += row["rounded_to"] - 1
        self.puzzle.add_fact(terms, row[part] - slack, row[part] + slack)

    def _write_parts_of_wholes(self) -> None:
        """Write down that a part is no more than its whole, in each neighbourhood and group."""
        pairs = set()
        for measure, parts in self.quantities.items():
            if self.published.measures[measure].statistic == Statistic.PROPORTION and len(parts) == 2:
                pairs.add((parts["numerator"], parts["denominator"]))
        every = {quantity for parts in self.quantities.values() for quantity in parts.values()}
        pairs |= {(part, whole) for part in every for whole in every if is_within(part, whole)}
        named = {(name.place, name.group) for name in self.puzzle.least if isinstance(name, Unknown)}
        for (place, group), (part, whole) in ((where, pair) for where in sorted(named) for pair in sorted(pairs)):
            self.puzzle.add_fact({self.unknown(whole, place, group): 1.0, self.unknown(part, place, group): -1.0}, 0.0)

    def _write_groups_within_everyone(self) -> None:
        """Write down that the groups of a characteristic are no more than everyone, of whom it may not be known."""
        groups: dict[tuple[Hashable, ...], list[Unknown]] = {}
        for name in [name for name in self.puzzle.least if isinstance(name, Unknown) and name.group != EVERYONE]:
            groups.setdefault((name.quantity, name.place, name.group[0]), []).append(name)
        for (quantity, place, _), own in groups.items():
            self.puzzle.add_fact({self.unknown(quantity, place): 1.0} | dict.fromkeys(own, -1.0), 0.0)  # type: ignore[arg-type]

    def _write_rows_without_neighbourhood(self) -> None:
        """Write down how many rows have no neighbourhood, as the column `left_out` of each shown figure says."""
        for measure, parts in self.quantities.items():
            quantity = parts.get("denominator") or parts.get("numerator")
            shown = self.rows[(self.rows["measure"] == measure) & (self.rows["status"] != "suppressed")]
            if quantity is None or shown.empty:
                continue
            nowhere = {self.unknown(quantity, NOWHERE): 1.0}
            if shown["left_out"].notna().any():
                number = shown["left_out"].max()
                self.puzzle.add_fact(nowhere, number, number)
            elif (shown["leaves_out"] == "none").all():
                self.puzzle.add_fact(nowhere, 0.0, 0.0)
            elif self.attack == PRESENCE:
                self.puzzle.add_fact(nowhere, 1.0)

    def _write_presence(self) -> None:
        """Write down that nobody is counted where a row is missing, and somebody where it is there and hidden."""
        for row in self.rows[self.rows["status"] == "suppressed"].to_dict("records"):
            if (quantity := self._find_row_quantity(row["measure"])) is not None:
                self.puzzle.add_fact({self.unknown(quantity, *where): 1.0 for where in self.find_terms(row)}, 1.0)
        for row in list_missing_rows(self.published, self.source, self.rows):
            for quantity in self.quantities[row["measure"]].values():
                most = row["rounded_to"] - 1 if row["rounded_to"] > 0 else 0.0
                terms = {self.unknown(quantity, *where): 1.0 for where in self.find_terms(row)}
                self.puzzle.add_fact(terms, 0.0, most)

    def _find_row_quantity(self, measure: str) -> Quantity | None:
        """Return what an area must hold one of to have a row: cases, or what a share is out of."""
        parts = self.quantities[measure]
        return parts.get("denominator") or parts.get("numerator")


def list_missing_rows(published: Published, source: str, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return, for each measure, map and group of which any row is there, the areas that have none."""
    kinds: dict[tuple[str, ...], tuple[dict[str, Any], set[str]]] = {}
    for row in rows.to_dict("records"):
        kind = tuple(row[name] for name in ("measure", "area_type", "vintage", "breakdown", "category"))
        kinds.setdefault(kind, (row, set()))[1].add(row["area_code"])  # type: ignore[arg-type]
    missing = []
    for like, there in kinds.values():
        areas = published.list_areas(source, like["area_type"], like["vintage"])
        missing += [{**like, "area_code": code} for code in sorted(areas - there)]
    return missing


def attack_counts(published: Published, source: str, attack: str = SUBTRACTION) -> list[Finding]:
    """Return what is known too closely of a source's counts.

    By presence, nothing is tried where every area has a row: then no row tells that somebody is there.
    """
    findings: list[Finding] = []
    rows = published.list_rows(source)
    for period in sorted(rows["period"].unique()):
        of = rows[rows["period"] == period]
        if attack == PRESENCE and not list_missing_rows(published, source, of):
            continue
        puzzle = CountPuzzle(published, source, period, attack=attack)
        puzzle.write_all_facts()
        findings += puzzle.puzzle.find_narrow_targets(puzzle.list_targets())
    return findings
