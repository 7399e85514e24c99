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
NOT_HELD = "its source is not held"
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
        CatalogueError: a name is none of the edition's, or is that of several places or groups.
    """
    with_figure, without = split_by_figure(edition, _find_measures(edition, brief.measures))
    return Choice(
        brief=brief,
        areas=_find_areas(edition, brief.areas),
        groups=_find_groups(edition, brief.groups),
        measures=tuple(with_figure),
        without_figure=tuple(without),
    )


def split_by_figure(edition: Edition, measures: Iterable[Measure]) -> tuple[list[Measure], list[tuple[Measure, str]]]:
    """Return the measures that the edition has a figure of, and the others, each with why it has none."""
    every, measured = list(measures), set(edition.observations["measure"])
    without = [measure for measure in every if measure.name not in measured]
    return (
        [measure for measure in every if measure.name in measured],
        [(measure, edition.absences.get(measure.name, NOT_HELD)) for measure in without],
    )


def _find_areas(edition: Edition, names: Sequence[str]) -> tuple[ProfiledArea, ...]:
    by_name: dict[str, list[ProfiledArea]] = {}
    for area in Profiles(edition).areas if names else ():
        for name in dict.fromkeys((area.name, IN_BRACKETS.sub("", area.name), area.code)):
            by_name.setdefault(name, []).append(area)
    return tuple(dict.fromkeys(_choose_area(_find(by_name, name, "areas"), name) for name in names))


def _choose_area(areas: Sequence[ProfiledArea], name: str) -> ProfiledArea:
    """Return the one place of a name; a neighbourhood goes by its code where something larger has its name."""
    larger = [area for area in areas if area.area_type != AreaType.LSOA] or list(areas)
    if len(larger) > 1:
        _refuse("areas", name, [f"{area.code} ({area.kind})" for area in larger], "name one of them by its code")
    return larger[0]


def _find_groups(edition: Edition, names: Sequence[str]) -> tuple[GroupOfPeople, ...]:
    by_name = _list_groups(edition) if names else {}
    return tuple(dict.fromkeys(_choose_group(edition, _find(by_name, name, "groups"), name) for name in names))


def _choose_group(edition: Edition, groups: Sequence[GroupOfPeople], name: str) -> GroupOfPeople:
    """Return the one group of a name: a community before any category."""
    communities = [group for group in groups if group.community]
    if not communities and len(groups) > 1:
        names = [_name_in_full(edition, group.breakdown, group.category) for group in groups]
        _refuse("groups", name, names, "name one of them like that, with its characteristic")
    return (communities or list(groups))[0]


def _name_in_full(edition: Edition, breakdown: str, category: str) -> str:
    return f"{edition.definitions.breakdowns[breakdown].title}: {category}"


def _list_groups(edition: Edition) -> dict[str, list[GroupOfPeople]]:
    """Return the groups by every name that they go by: the communities, where the council names any, and categories."""
    groups: dict[str, list[GroupOfPeople]] = {}
    for community_name, community in edition.definitions.communities.items() if edition.has_communities else ():
        for title in dict.fromkeys((community_name, community.title)):
            groups.setdefault(title, []).append(GroupOfPeople(community.title, community=community_name))
    rows = edition.observations
    rows = rows[(rows["area_type"] == AreaType.BOROUGH) & rows["breakdown"].isin(edition.definitions.breakdowns)]
    for breakdown, category in rows[["breakdown", "category"]].drop_duplicates().itertuples(index=False, name=None):
        words = edition.definitions.breakdowns[breakdown].groups.get(category, category)
        for name in dict.fromkeys((category, words, _name_in_full(edition, breakdown, category))):
            groups.setdefault(name, []).append(GroupOfPeople(words, breakdown=breakdown, category=category))
    return groups


def _find_measures(edition: Edition, names: Sequence[str]) -> tuple[Measure, ...]:
    if not names:
        return tuple(gap.measure for gap in choose_headlines(edition).shown)
    by_name: dict[str, list[Measure]] = {}
    for measure in edition.definitions.measures.values():
        for title in dict.fromkeys((measure.title, measure.name)):
            by_name.setdefault(title, []).append(measure)
    found = {measure.name: measure for name in names for measure in [_choose_measure(by_name, name)]}
    return tuple(found.values())


def _choose_measure(by_name: Mapping[str, Sequence[Measure]], name: str) -> Measure:
    measures = _find(by_name, name, "measures")
    if len(measures) > 1:
        _refuse("measures", name, [measure.name for measure in measures], "name one of them like that")
    return measures[0]


def _find(by_name: Mapping[str, Sequence[Chosen]], name: str, key: str) -> list[Chosen]:
    """Return all that goes by a name, however its capitals are.

    Raises:
        CatalogueError: nothing does; the message names what is near.
    """
    folded: dict[str, list[Chosen]] = {}
    for known, several in by_name.items():
        folded.setdefault(known.casefold(), []).extend(several)
    if name.casefold() not in folded:
        near = difflib.get_close_matches(name.casefold(), folded, n=MOST_SUGGESTED, cutoff=0.5)
        suggested = [known for known in by_name if known.casefold() in near] or list(by_name)[:MOST_SUGGESTED]
        _refuse(key, name, suggested, "correct it, or look it up in the report's pages")
    every = folded[name.casefold()]
    return [chosen for place, chosen in enumerate(every) if chosen not in every[:place]]


def _refuse(key: str, name: str, expected: Iterable[str], remedy: str) -> NoReturn:
    raise CatalogueError(
        file="the brief",
        part=f"`{key}`",
        found=repr(name),
        expected=", ".join(expected) or "nothing: this edition has none",
        remedy=remedy,
    )
