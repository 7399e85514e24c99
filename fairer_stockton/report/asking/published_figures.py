"""The figures of a published edition, each table read once into rows, and looked up by measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from fairer_stockton.definitions.project import Definitions
from fairer_stockton.editions.cells import read_period_code, round_numbers
from fairer_stockton.report.asking.tokens import Tokens, split_into_tokens, without_parenthesis
from fairer_stockton.report.pages.claims import ClaimRow
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.place_rows import StandingRow
from fairer_stockton.report.rows import GapRow, ObservationRow, read_rows, read_rows_by_measure
from fairer_stockton.run.vocabulary import AreaType, Polarity

if TYPE_CHECKING:
    import pandas as pd

Group = tuple[str, str]  # a breakdown and a category of it
EVERYBODY: Group = ("all", "all")


class EditionTables(Protocol):
    """The tables of an edition by name: of one that is published, or of one that is being made."""

    @property
    def name(self) -> str:
        """The edition's name."""

    @property
    def measure_titles(self) -> Mapping[str, str]:
        """The title of each measure that has figures."""

    @property
    def observations(self) -> "pd.DataFrame":
        """Every figure."""

    @property
    def gaps(self) -> "pd.DataFrame":
        """Every gap."""

    @property
    def standings(self) -> "pd.DataFrame":
        """How each area compares with the borough."""

    @property
    def comparators(self) -> "pd.DataFrame":
        """Where the authority is among other councils."""

    @property
    def claims(self) -> "pd.DataFrame":
        """The council's own figures, recomputed."""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A row of comparators: which place the authority has among a set of councils on one measure."""

    measure: str
    comparators: str
    period: str
    breakdown: str
    category: str
    position: int
    councils: int
    names: str  # of the other councils


@dataclass(frozen=True, slots=True)
class Place:
    """An area by name: its kind, and its code on each map of areas that has one of this name, latest first."""

    area_type: AreaType
    name: str
    codes: tuple[tuple[str, str], ...]  # a vintage and a code


@dataclass(frozen=True)
class PublishedFigures:
    """One edition and the definitions that name what is in it; nothing but what the edition publishes is read."""

    edition: EditionTables
    definitions: Definitions
    address: str = ""  # what links begin with: the folder or the web address of the edition

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each measure that has figures."""
        return self.edition.measure_titles

    def find_polarity(self, measure_name: str) -> Polarity:
        """Return which way of a measure is the better one; of one that is declared no more, neither."""
        measure = self.definitions.measures.get(measure_name)
        return measure.polarity if measure else Polarity.NEUTRAL

    @cached_property
    def observations(self) -> Mapping[str, list[ObservationRow]]:
        """The figures of each measure, oldest first."""
        return read_rows_by_measure(round_numbers(self.edition.observations), ObservationRow)

    @cached_property
    def observations_by_area(self) -> Mapping[str, Mapping[tuple[str, str, str], list[ObservationRow]]]:
        """The figures of each measure by kind, code and map of area, since a paper asks for an area very often."""
        by_area: dict[str, dict[tuple[str, str, str], list[ObservationRow]]] = {}
        for measure, rows in self.observations.items():
            areas = by_area.setdefault(measure, {})
            for row in rows:
                areas.setdefault((row.area_type, row.area_code, row.vintage), []).append(row)
        return by_area

    @cached_property
    def gaps(self) -> Mapping[str, list[GapRow]]:
        """The gaps of each measure, oldest first."""
        return read_rows_by_measure(round_numbers(self.edition.gaps), GapRow)

    @cached_property
    def standings(self) -> Mapping[tuple[str, str, str, str], StandingRow]:
        """How an area compares with the borough, by measure, code, map and period."""
        rows = read_rows(round_numbers(self.edition.standings), StandingRow)
        return {(row.measure, row.area_code, row.vintage, row.period): row for row in rows}

    @cached_property
    def positions(self) -> list[PositionRow]:
        """Where the authority is among other councils."""
        return read_rows(self.edition.comparators, PositionRow)

    @cached_property
    def claims(self) -> list[ClaimRow]:
        """The council's own figures, and what came of recomputing them."""
        return read_rows(self.edition.claims, ClaimRow)

    @cached_property
    def areas(self) -> list[ObservationRow]:
        """A row for each area of each map, to know their names by."""
        rows = (row for rows in self.observations.values() for row in rows)
        return list({(row.area_type, row.area_code, row.vintage): row for row in rows}.values())

    @cached_property
    def borough(self) -> Place:
        """The council's own area."""
        return next(place for place in self.places if place.area_type == AreaType.BOROUGH)

    @cached_property
    def places(self) -> list[Place]:
        """Each area once, whose name is on several maps too."""
        codes: dict[tuple[AreaType, Tokens], list[tuple[str, str, str]]] = {}
        for row in self.areas:
            name = without_parenthesis(row.area_name)
            key = (row.area_type, tuple(word for word in split_into_tokens(name) if word != "and"))
            codes.setdefault(key, []).append((row.vintage, row.area_code, name))
        return [
            Place(kind, max(named)[2], tuple((vintage, code) for vintage, code, _ in sorted(named, reverse=True)))
            for (kind, _), named in codes.items()
        ]

    @cached_property
    def groups(self) -> dict[Group, None]:
        """Every group of people that has figures, in the order in which it is met."""
        return {(row.breakdown, row.category): None for rows in self.observations.values() for row in rows}

    def link(self, row: ObservationRow) -> str:
        """Return where a figure is in the edition's pages."""
        areas = choose_areas_of_explorer(row)
        if not areas:
            return self.link_to_measure(row.measure)
        asked = {"measure": row.measure, "areas": areas, "period": read_period_code(row.period), "area": row.area_code}
        return f"{self.address}explorer.html#{urlencode(asked)}"

    def link_to_measure(self, measure: str) -> str:
        """Return where a measure is on the page of its domain."""
        domain = self.definitions.framework[self.observations[measure][0].domain]
        return f"{self.address}{make_page_name_of_domain(domain)}#{measure.replace('_', '-')}"

    def list_publishers(self, sources: str) -> tuple[str, ...]:
        """Return the publisher and title of each source of a figure."""
        known = self.definitions.sources
        named = (known[name] for name in sources.split() if name in known)
        return tuple(f"{source.publisher}: {source.title}" for source in named)


def choose_areas_of_explorer(row: ObservationRow) -> str:
    """Return the kind of areas among which the explorer shows a row; empty where its domain's page does."""
    if row.area_type in (AreaType.WARD, AreaType.LSOA, AreaType.MSOA):
        return f"{row.area_type}-{row.vintage}"
    return str(row.area_type) if row.area_type in (AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA) else ""


def list_periods(rows: Iterable[ObservationRow] | Iterable[GapRow]) -> list[str]:
    """Return the periods of rows, each once, in their order."""
    return list(dict.fromkeys(row.period for row in rows))
