"""Users of a service by where they live: counts of areas that may be shown, and rates for those who need it.

The list is private. Of its rows only counts by neighbourhood are held, and of these only what protection leaves.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.disclosure.area_counts import ProtectedCounts, protect_counts_of_areas
from fairer_stockton.geography.areas import AREA_TYPE_NAMES, FIFTHS, UNPLACED
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.areas import PROFILED_LSOAS
from fairer_stockton.report.questions import FIFTHS_BREAKDOWN
from fairer_stockton.run.vocabulary import AreaType, Comparison, Polarity
from fairer_stockton.run.vocabulary_of_uses import CountedUse
from fairer_stockton.statistics.comparison import compare_interval_with_point
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.rates import compute_rate
from fairer_stockton.statistics.slope_regression import compute_standard_error_from_limits
from fairer_stockton.statistics.slopes import compute_slope_index_with_reliable_limits
from fairer_stockton.uses.services.groups import CountedGroup, list_counted_groups
from fairer_stockton.uses.services.list_files import FORMS_OF_USERS, FORMS_OF_VISITS, PERSON, read_list, refuse_cells
from fairer_stockton.uses.services.neighbourhoods import CountedPeople, NeedOfService, Neighbourhoods
from fairer_stockton.uses.services.postcodes import find_neighbourhoods_of_postcodes

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.statistics.estimate import Bools, Floats, Texts

ELSEWHERE, WHOLE_LIST = "elsewhere", "list"  # kinds of area besides those of the report
# By what weight of the rules it counts that an area of each kind is not shown.
WEIGHED_AS = {FIFTHS_BREAKDOWN: "group", ELSEWHERE: UNPLACED, WHOLE_LIST: "borough"}
AREAS_OF_USERS = (AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA, AreaType.WARD)
FORM_OF_LSOA = r"[EWS](?:01\d{6}|99999999)"  # the latter of somebody whose neighbourhood is not known
NUMBER_OF_PERSON = r"[0-9]{1,9}"


@dataclass(frozen=True, slots=True)
class CountedArea:
    """An area of which users are counted: its kind, code and name, and the positions of its places."""

    kind: str
    code: str
    name: str
    positions: tuple[int, ...]


@dataclass(frozen=True)
class UsersAudit(NeedOfService):
    """The users of a service, against those who need it.

    Attributes:
        audit: what was declared.
        neighbourhoods: the borough's.
        areas: those of which users are counted.
        users: of each area, without those that are hidden.
        list_checksum: that of the counts by neighbourhood. Whoever guesses these can check the guess by it: it is
            private.
    """

    areas: tuple[CountedArea, ...]
    users: ProtectedCounts
    list_checksum: str

    @cached_property
    def people_in_need(self) -> "Floats":
        """Of each area those who need the service; nan where its places are not all in the borough."""
        by_place = np.append(self.need.people, np.nan)
        return np.array([by_place[[*area.positions]].sum() for area in self.areas])

    @cached_property
    def rates(self) -> Estimate:
        """Users per 1,000 people in need in each area; nothing where they are hidden."""
        return compute_rate(self.users.counts, self.people_in_need)

    @cached_property
    def verdicts(self) -> "Texts":
        """How the rate of each area compares with the borough's."""
        return compare_interval_with_point(
            self.rates.lower_95, self.rates.upper_95, self.rates.value[self.find(AreaType.BOROUGH)], Polarity.NEUTRAL
        )

    def find(self, kind: str, code: str = "") -> int:
        """Return the position of the first area of a kind, or of the one of a code."""
        return next(
            position for position, area in enumerate(self.areas) if area.kind == kind and code in ("", area.code)
        )

    def list_positions(self, kind: str) -> list[int]:
        """Return the positions of all areas of a kind."""
        return [position for position, area in enumerate(self.areas) if area.kind == kind]

    def list_clear(self, kind: str, word: Comparison) -> list[int]:
        """Return the positions of the areas of a kind whose rate is clearly higher, or lower, than the borough's."""
        return [position for position in self.list_positions(kind) if self.verdicts[position] == word]

    @cached_property
    def fifths(self) -> list[int]:
        """The positions of the fifths of deprivation, the most deprived first."""
        return self.list_positions(FIFTHS_BREAKDOWN)

    @cached_property
    def groups(self) -> tuple[CountedGroup, ...]:
        """Those who need it, and who is counted of each of the six gaps and communities."""
        return list_counted_groups(self.neighbourhoods, self.audit.need)

    def compute_rates_of_ends(self, counted: CountedPeople) -> tuple[Estimate, Estimate]:
        """Return users per 1,000 people of a group in the most and in the least deprived fifth.

        No more is learnt of the users than from those two counts, which are shown or hidden for every group alike.
        """
        ends = [self.fifths[0], self.fifths[-1]]
        people = [counted.people[[*self.areas[number].positions]].sum() for number in ends]
        first, last = (compute_rate(self.users.counts[[end]], [size]) for end, size in zip(ends, people, strict=True))
        return first, last

    @cached_property
    def relative_index(self) -> Estimate:
        """How many times as high the rate is at the most deprived end as at the least, along all fifths.

        The relative index of inequality (Mackenbach & Kunst 1997), with those in need as the population.
        """
        rates = _select(self.rates, self.fifths)
        errors = compute_standard_error_from_limits(rates.lower_95, rates.upper_95, "log")
        shares = self.people_in_need[self.fifths]
        index = compute_slope_index_with_reliable_limits(
            rates.value[None], errors[None], shares[None], polarity=Polarity.LOWER_IS_BETTER, scale="log"
        )
        return index.relative


def _select(estimate: Estimate, positions: list[int]) -> Estimate:
    return Estimate.of((numbers[positions] for numbers in estimate.value_and_limits), estimate.reason[positions])


def read_users_audit(edition: Edition, audit: ServiceAudit, folder: Path) -> UsersAudit:
    """Count the users of an audit's list by neighbourhood, and return what of it may be shown.

    Raises:
        InputError: the list is none, or a cell of it is no place.
        DisclosureError: no choice of areas would protect it.
    """
    neighbourhoods = Neighbourhoods(edition)
    is_of_visits = audit.counts == CountedUse.VISITS
    table = read_list(folder / audit.file, FORMS_OF_VISITS if is_of_visits else FORMS_OF_USERS)
    if is_of_visits:
        table = _keep_first_visits(audit.file, table)
    column = str(table.columns[-1])
    find_codes = find_neighbourhoods_of_postcodes if column == "postcode" else _check_codes
    codes = find_codes(edition, audit.file, table[column])
    positions = codes.map({code: position for position, code in enumerate(neighbourhoods.codes)})
    places = len(neighbourhoods.codes) + 1  # the last is everywhere else
    counts = np.bincount(positions.fillna(places - 1).astype(int), minlength=places).astype(np.float64)
    areas = tuple(list_counted_areas(neighbourhoods))
    holds = mark_places_of_areas(areas, places)
    kinds = [WEIGHED_AS.get(area.kind, area.kind) for area in areas]
    users = protect_counts_of_areas(counts, holds, kinds, edition.definitions.rules)
    private = sha256(json.dumps([neighbourhoods.codes, counts.tolist()]).encode())
    return UsersAudit(audit, neighbourhoods, areas, users, private.hexdigest())


def _keep_first_visits(file_name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the first visit of each person: protection counts people, of whom one may come twenty times."""
    refuse_cells(
        file_name, table[PERSON], ~table[PERSON].str.fullmatch(NUMBER_OF_PERSON),
        "no number of a person, or one of more than nine digits",
        "a number that is each person's own in this list and means nothing elsewhere, such as 1, 2, 3",
        "number the people anew; no NHS number, telephone number or name",
    )  # fmt: skip
    return table.loc[~table[PERSON].astype(int).duplicated()]


def _check_codes(edition: Edition, file_name: str, cells: "pd.Series[str]") -> "pd.Series[str]":
    """Return codes of neighbourhoods in capitals, where each is one, and none is of another map than the edition's."""
    codes = cells.str.upper()
    refuse_cells(
        file_name, cells, ~codes.str.fullmatch(FORM_OF_LSOA), "no code of a neighbourhood",
        "a code of the map of 2021, such as E01012187",
        "correct it; of somebody whose neighbourhood is not known write E99999999, who then counts as not found",
    )  # fmt: skip
    held = edition.memberships
    by_map = {vintage: set(rows) for vintage, rows in held.groupby("lsoa_vintage")["lsoacd"]}
    gone = by_map.get("2011", set()) - by_map[PROFILED_LSOAS]
    refuse_cells(
        file_name, cells, codes.isin(gone), "the code of a neighbourhood that was divided or merged in 2021",
        "codes of the map of 2021", "look the codes up anew on the map of 2021, or give postcodes",
    )  # fmt: skip
    return codes


def list_counted_areas(neighbourhoods: Neighbourhoods) -> list[CountedArea]:
    """Return the areas of which users are counted: the list, the borough, elsewhere, and the borough's own areas.

    They depend on the map alone. An area that cuts a neighbourhood is left out: nobody knows on which side users live.
    """
    edition, codes = neighbourhoods.edition, neighbourhoods.codes
    everywhere = tuple(range(len(codes) + 1))
    areas = [
        CountedArea(WHOLE_LIST, "", "The whole list", everywhere),
        CountedArea(AreaType.BOROUGH, edition.authority, edition.borough_name, everywhere[:-1]),
        CountedArea(ELSEWHERE, "", "Elsewhere, or not found", everywhere[-1:]),
    ]
    held = edition.memberships
    held = held[(held["lsoa_vintage"] == PROFILED_LSOAS) & held["lsoacd"].isin(codes)]
    held = held[(held["area_type"] != AreaType.WARD) | (held["vintage"] == edition.ward_vintage)]
    held = held[held["area_type"].isin([FIFTHS_BREAKDOWN, *AREAS_OF_USERS])]
    position_of = {code: position for position, code in enumerate(codes)}
    for (kind, code, name), rows in held.groupby(["area_type", "area_code", "area_name"], sort=True):
        if (rows["share"] >= 1).all():
            own = tuple(sorted(position_of[each] for each in rows["lsoacd"]))
            areas.append(CountedArea(str(kind), str(code), _write_area_name(str(kind), str(code), str(name)), own))
    each_name = zip(codes, neighbourhoods.names, strict=True)
    areas += [CountedArea(AreaType.LSOA, code, name, (number,)) for number, (code, name) in enumerate(each_name)]
    return areas


def _write_area_name(kind: str, code: str, name: str) -> str:
    if kind != FIFTHS_BREAKDOWN:
        return name
    ends = {"1": ": the most deprived fifth", str(FIFTHS): ": the least deprived fifth"}
    return f"Fifth {code}{ends.get(code, '')}"


def mark_places_of_areas(areas: tuple[CountedArea, ...], place_count: int) -> "Bools":
    """Return whether each area holds each place, shape (areas, places)."""
    holds = np.zeros((len(areas), place_count), dtype=bool)
    for number, area in enumerate(areas):
        holds[number, [*area.positions]] = True
    return holds


def name_kind_of_area(kind: str) -> str:
    """Return what areas of a kind are called."""
    own = {FIFTHS_BREAKDOWN: "Fifth of neighbourhoods", ELSEWHERE: "Elsewhere", WHOLE_LIST: "The whole list"}
    return own.get(kind) or AREA_TYPE_NAMES[kind]
