"""What a brief names, found in an edition: its places, its groups of people and its measures."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from fairer_stockton.definitions.decision_briefs import DecisionBrief
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines.choice import choose_headlines
from fairer_stockton.report.pages.areas import Profiles
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType

Chosen = TypeVar("Chosen")
IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
MOST_SUGGESTED = 3  # names that a message suggests


@dataclass(frozen=True)
class GroupOfPeople:
    """A group of people: one of the disadvantaged communities by its name, or a category of a characteristic."""

    title: str
    community: str = ""
    breakdown: str = ""
    category: str = ""


@dataclass(frozen=True)
class Choice:
    """What a brief names; of measures `without_figure` also why the edition has none."""

    brief: DecisionBrief
    areas: tuple[ProfiledArea, ...]
    groups: tuple[GroupOfPeople, ...]
    measures: tuple[Measure, ...]
    without_figure: tuple[tuple[Measure, str], ...] = ()


def find_what_is_named(edition: Edition, brief: DecisionBrief) -> Choice:
    """Find the places, groups and measures of a brief.

    Raises:
        CatalogueError: a name is none of the edition's, or is that of several places.
    """
    measured, groups = set(edition.observations["measure"]), _list_groups(edition) if brief.groups else {}
    measures = _find_measures(edition, brief.measures)
    return Choice(
        brief=brief,
        areas=_find_areas(edition, brief.areas),
        groups=tuple(_find(groups, name, "groups") for name in brief.groups),
        measures=tuple(measure for measure in measures if measure.name in measured),
        without_figure=tuple(
            (measure, edition.absences.get(measure.name, "its source is not held"))
            for measure in measures
            if measure.name not in measured
        ),
    )


def _find_areas(edition: Edition, names: Sequence[str]) -> tuple[ProfiledArea, ...]:
    by_name: dict[str, list[ProfiledArea]] = {}
    for area in Profiles(edition).areas if names else ():
        for name in {area.name, IN_BRACKETS.sub("", area.name), area.code}:
            by_name.setdefault(name, []).append(area)
    return tuple(_choose_area(_find(by_name, name, "areas"), name) for name in names)


def _choose_area(areas: Sequence[ProfiledArea], name: str) -> ProfiledArea:
    """Return the one place of a name; a neighbourhood goes by its code where something larger has its name."""
    larger = [area for area in areas if area.area_type != AreaType.LSOA] or list(areas)
    if len(larger) > 1:
        _refuse("areas", name, [f"{area.code} ({area.kind})" for area in larger], "name one of them by its code")
    return larger[0]


def _list_groups(edition: Edition) -> dict[str, GroupOfPeople]:
    """Return the groups by every name that they go by: communities first, where the council names any."""
    groups: dict[str, GroupOfPeople] = {}
    for name, community in edition.definitions.communities.items() if edition.has_communities else ():
        group = GroupOfPeople(community.title, community=name)
        groups |= {name: group, community.title: group}
    rows = edition.observations
    rows = rows[(rows["area_type"] == AreaType.BOROUGH) & rows["breakdown"].isin(edition.definitions.breakdowns)]
    for breakdown, category in rows[["breakdown", "category"]].drop_duplicates().itertuples(index=False, name=None):
        words = edition.definitions.breakdowns[breakdown].groups.get(category, category)
        group = GroupOfPeople(words, breakdown=breakdown, category=category)
        for name in (category, words):
            groups.setdefault(name, group)
    return groups


def _find_measures(edition: Edition, names: Sequence[str]) -> tuple[Measure, ...]:
    if not names:
        return tuple(gap.measure for gap in choose_headlines(edition).shown)
    measures = edition.definitions.measures.values()
    by_name = {title: measure for measure in measures for title in (measure.title, measure.name)}
    return tuple(_find(by_name, name, "measures") for name in names)


def _find(by_name: Mapping[str, Chosen], name: str, key: str) -> Chosen:
    """Return what goes by a name, however its capitals are.

    Raises:
        CatalogueError: nothing does; the message names what is near.
    """
    folded = {known.casefold(): chosen for known, chosen in by_name.items()}
    if name.casefold() not in folded:
        near = difflib.get_close_matches(name.casefold(), folded, n=MOST_SUGGESTED, cutoff=0.5)
        known = [known for known in by_name if known.casefold() in near] or list(by_name)[:MOST_SUGGESTED]
        _refuse(key, name, known, "correct it, or look it up in the report's pages")
    return folded[name.casefold()]


def _refuse(key: str, name: str, expected: Iterable[str], remedy: str) -> NoReturn:
    raise CatalogueError(
        file="the brief",
        part=f"`{key}`",
        found=repr(name),
        expected=", ".join(expected) or "nothing: this edition has none",
        remedy=remedy,
    )
