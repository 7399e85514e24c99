"""Whom an audit looks at: those who need the service, and who is counted of each of the six gaps and communities."""

from collections.abc import Iterator
from typing import NamedTuple

from fairer_stockton.definitions.communities import Community, SixGap
from fairer_stockton.report.edition import Edition
from fairer_stockton.uses.services.neighbourhoods import CountedPeople, Neighbourhoods

IN_NEED = "Those who need it"


class CountedGroup(NamedTuple):
    """People, or homes, whom a measure counts, and the gaps or communities that they stand for."""

    about: str
    counted: CountedPeople


def list_counted_groups(neighbourhoods: Neighbourhoods, need: str) -> tuple[CountedGroup, ...]:
    """Return those who need a service, then who is counted of each gap, then of each community; each measure once."""
    about: dict[str, list[str]] = {need: [IN_NEED]}
    for each in _list_gaps_and_communities(neighbourhoods.edition):
        for name in each.counted_by_neighbourhood:
            about.setdefault(name, []).append(each.title)
    counted = ((titles, neighbourhoods.count_people(name)) for name, titles in about.items())
    return tuple(CountedGroup("; ".join(titles), people) for titles, people in counted if people)


def list_titles_not_counted(edition: Edition, groups: tuple[CountedGroup, ...]) -> tuple[str, ...]:
    """Return the titles of the gaps and communities whom nothing held counts by neighbourhood."""
    measures = {group.counted.measure.name for group in groups}
    every = _list_gaps_and_communities(edition)
    return tuple(each.title for each in every if not measures & {*each.counted_by_neighbourhood})


def _list_gaps_and_communities(edition: Edition) -> Iterator[SixGap | Community]:
    if edition.has_communities:
        yield from edition.definitions.six_gaps.values()
        yield from edition.definitions.communities.values()
