"""Places at which a service is given: who lives within reach of them, and who does not."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.geography.grid import project_points_to_national_grid
from fairer_stockton.geography.reach import NeighbourhoodReach, measure_distance_to_edge, measure_reach
from fairer_stockton.ingest.identifier_kinds import find_identifier_kind, read_first_year
from fairer_stockton.report.edition import Edition
from fairer_stockton.statistics.reach import BoundedShare, compute_gap_within_reach, compute_share_within_reach
from fairer_stockton.uses.services.groups import CountedGroup, list_counted_groups
from fairer_stockton.uses.services.list_files import FORMS_OF_PLACES, read_list, refuse_cells, refuse_cells_that_recur
from fairer_stockton.uses.services.neighbourhoods import NeedOfService, Neighbourhoods
from fairer_stockton.uses.services.postcodes import find_neighbourhoods_of_postcodes

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.statistics.estimate import Bools, Floats

GREAT_NEED = 0.2  # the part of the neighbourhoods, those with the highest rates, that are of great need


@dataclass(frozen=True)
class ServicePlaces:
    """Where a service is given.

    Attributes:
        names: what each place is called.
        points: eastings and northings of shape (places, 2).
        margins: metres of shape (places,): how far each may be from its point. A place that was given by postcode may
            be anywhere in the neighbourhood whose middle is its point.
    """

    names: tuple[str, ...]
    points: "Floats"
    margins: "Floats"

    @property
    def are_of_postcodes(self) -> bool:
        """Whether the places were given by postcode."""
        return bool(self.margins.any())


class PeopleNearPlaces(NamedTuple):
    """How many in need each place has within reach, and the least and the most that it can be; shape (places,)."""

    value: "Floats"
    least: "Floats"
    most: "Floats"


@dataclass(frozen=True)
class PlacesAudit(NeedOfService):
    """A service and its places, against those who need it."""

    places: ServicePlaces

    @cached_property
    def reach(self) -> NeighbourhoodReach:
        """Which neighbourhoods are within reach."""
        places = self.places
        return measure_reach(self.neighbourhoods.outlines, places.points, self.audit.reach_metres, places.margins)

    @cached_property
    def groups(self) -> tuple[CountedGroup, ...]:
        """Those who need it, and who is counted of each of the six gaps and communities."""
        return list_counted_groups(self.neighbourhoods, self.audit.need)

    @cached_property
    def shares(self) -> BoundedShare:
        """Of each group the share within reach."""
        return compute_share_within_reach(self._stack("people"), *self._positions)

    @cached_property
    def shares_of_others(self) -> BoundedShare:
        """Of everyone else whom each measure counts the share within reach."""
        return compute_share_within_reach(self._stack("others"), *self._positions)

    @cached_property
    def gaps(self) -> BoundedShare:
        """How many percentage points more of each group than of the others live within reach."""
        return compute_gap_within_reach(self.shares, self.shares_of_others)

    @cached_property
    def mean_distances(self) -> "tuple[Floats, Floats]":
        """The mean distance of each group, and of everyone else, to the nearest place; nan where there is nobody."""
        people, others = (self._compute_mean_distances(self._stack(part)) for part in ("people", "others"))
        return people, others

    def _compute_mean_distances(self, people: "Floats") -> "Floats":
        """Return the mean distance, from the middles of their neighbourhoods, of groups of shape (groups, places)."""
        totals = people.sum(axis=1)
        distances = people @ self.reach.distance_metres
        return np.divide(distances, totals, out=np.full(len(people), np.nan), where=totals > 0)

    def _stack(self, part: str) -> "Floats":
        return np.array([getattr(group.counted, part) for group in self.groups])

    @property
    def _positions(self) -> "tuple[Bools, Bools, Bools]":
        return self.reach.is_within, self.reach.is_wholly_within, self.reach.is_partly_within

    @cached_property
    def has_great_need(self) -> "Bools":
        """Whether each neighbourhood is of great need: of the fifth in which the largest share needs the service."""
        rates = np.divide(
            self.need.people, self.need.out_of, out=np.zeros_like(self.need.people), where=self.need.out_of > 0
        )
        order = np.argsort(-rates, kind="stable")
        is_among_first = np.isin(np.arange(len(rates)), order[: int(np.ceil(GREAT_NEED * len(rates)))])
        return is_among_first & (rates > 0)

    @cached_property
    def missed(self) -> tuple[int, ...]:
        """The positions of neighbourhoods of great need whose middle is out of reach, most people in need first."""
        positions = np.flatnonzero(self.has_great_need & ~self.reach.is_within)
        return tuple(sorted(positions.tolist(), key=lambda position: (-self.need.people[position], position)))

    @cached_property
    def reached_by_place(self) -> "tuple[PeopleNearPlaces, PeopleNearPlaces]":
        """How many in need each place has within reach, and how many of them no other place has."""
        reach, people = self.reach, self.need.people
        wholly, partly = reach.is_wholly_within_each, reach.is_partly_within_each
        within = (reach.is_middle_within | wholly) & partly
        every = PeopleNearPlaces(*(each @ people for each in (within, wholly, partly)))
        alone = (
            within & ~_is_near_others(within),
            wholly & ~_is_near_others(partly),
            partly & ~_is_near_others(wholly),
        )
        return every, PeopleNearPlaces(*(each @ people for each in alone))


def _is_near_others(is_near: "Bools") -> "Bools":
    """Return, of each place and neighbourhood, whether that is near some other of the places."""
    return np.asarray(is_near.sum(axis=0) - is_near > 0)


def read_places_audit(edition: Edition, audit: ServiceAudit, folder: Path) -> PlacesAudit:
    """Read the places of an audit, from the list in its folder.

    Raises:
        InputError: the list has a place twice, or one that is nowhere in the borough or within reach of it.
    """
    neighbourhoods = Neighbourhoods(edition)
    table = read_list(folder / audit.file, FORMS_OF_PLACES)
    _refuse_names_of_people(audit.file, table["name"])
    refuse_cells_that_recur(audit.file, table["name"], "name the places differently, or take one of the two rows out")
    points, margins = _locate_places(neighbourhoods, audit, table)
    return PlacesAudit(audit, neighbourhoods, ServicePlaces(tuple(table["name"]), points, margins))


def _refuse_names_of_people(file_name: str, names: "pd.Series[str]") -> None:
    """Refuse names that hold a number, an address of mail or the like that is a person's."""
    kinds = [find_identifier_kind(name, read_first_year("")) for name in names]
    refuse_cells(
        file_name, names, [kind is not None for kind in kinds],
        f"what looks like {next((kind for kind in kinds if kind), '')} (not shown)",
        "the name of a place, which the audit prints", "write the name of the place alone",
    )  # fmt: skip


def _locate_places(
    neighbourhoods: Neighbourhoods, audit: ServiceAudit, table: "pd.DataFrame"
) -> "tuple[Floats, Floats]":
    """Return the point of each place, and how far the place may be from it."""
    import shapely

    if "postcode" in table:
        return _locate_postcodes(neighbourhoods, audit.file, table["postcode"])
    columns = [name for name in table.columns if name != "name"]
    numbers = np.array([_read_numbers(audit.file, table[name]) for name in columns])
    points = numbers.T if columns[0] == "easting" else project_points_to_national_grid(numbers[1], numbers[0])
    borough = shapely.union_all(neighbourhoods.outlines)
    is_beyond = ~(shapely.distance(shapely.points(points), borough) <= audit.reach_metres)
    refuse_cells(
        audit.file, table[columns[0]], is_beyond,
        f"a point that lies further than {audit.reach_metres:,} metres from {neighbourhoods.edition.borough_name}",
        "points in the borough, or from where people in it are within reach",
        f"check that {columns[0]} and {columns[1]} are not exchanged and no digit is missing, or take the row out",
    )  # fmt: skip
    first, second = columns
    refuse_cells_that_recur(
        audit.file, (table[first] + " " + table[second]).rename(f"{first}, {second}"),
        "two services at one door are one place: take one of the two rows out, or correct the point",
    )  # fmt: skip
    return points, np.zeros(len(points))


def _locate_postcodes(
    neighbourhoods: Neighbourhoods, file_name: str, cells: "pd.Series[str]"
) -> "tuple[Floats, Floats]":
    """Return the middle of the neighbourhood that each postcode lies in, and how far from it the postcode may lie.

    The lookup has nothing nearer. Two postcodes of one neighbourhood may be two places.
    """
    import shapely

    codes = find_neighbourhoods_of_postcodes(neighbourhoods.edition, file_name, cells)
    refuse_cells(
        file_name, cells, codes.isna(), "a postcode that is none of the borough's in the published lookup",
        "a postcode in use in the borough", "correct it, or give the list by easting and northing",
    )  # fmt: skip
    positions = [neighbourhoods.codes.index(code) for code in codes]
    own = neighbourhoods.outlines[positions]
    return shapely.get_coordinates(shapely.centroid(own)), measure_distance_to_edge(own)


def _read_numbers(file_name: str, cells: "pd.Series[str]") -> "Floats":
    import pandas as pd

    numbers = pd.to_numeric(cells, errors="coerce")
    is_wrong = ~np.isfinite(numbers.to_numpy(dtype=np.float64))
    refuse_cells(file_name, cells, is_wrong, "no number", "a number, such as 444500", "correct it")
    return numbers.to_numpy(dtype=np.float64)
