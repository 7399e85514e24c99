"""The pages of maps: each domain's choropleths, with what its page shows of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import HIDDEN_LEGEND, Choropleth
from fairer_stockton.report.maps.classes import are_yes_no
from fairer_stockton.report.maps.inline import inline_map, shared_shapes
from fairer_stockton.report.pages.site import in_reading_order
from fairer_stockton.report.words.figures import counted

PLACES = ("neighbourhood", "neighbourhoods")


@dataclass(frozen=True)
class Key:
    """One entry of a map's legend: the CSS class of its swatch, and its words."""

    style: str
    words: str


@dataclass(frozen=True)
class MapView:
    """One choropleth as the page shows it; `svg` is empty where there are no boundaries."""

    choropleth: Choropleth
    svg: str
    legend: tuple[Key, ...]


@dataclass(frozen=True)
class MapsView:
    """A domain's maps, to explore: each of them, and the shapes that they share."""

    domain: Domain
    views: tuple[MapView, ...]
    shared: str


def by_domain(edition: Edition, choropleths: Sequence[Choropleth]) -> list[tuple[Domain, list[Choropleth]]]:
    """Put the choropleths of each domain that has any together, in the order in which the report has the domains."""
    parts = [
        (one, [each for each in choropleths if each.measure.domain == one.name]) for one in in_reading_order(edition)
    ]
    return [part for part in parts if part[1]]


def maps_view(edition: Edition, domain: Domain, choropleths: Sequence[Choropleth]) -> MapsView:
    """Make what a domain's page of maps shows."""
    views = tuple(MapView(one, inline_map(edition, one), _legend(one)) for one in choropleths)
    return MapsView(domain, views, shared_shapes(edition, choropleths))


def _legend(choropleth: Choropleth) -> tuple[Key, ...]:
    classes = choropleth.classes
    keys = [
        Key(
            f"q{one.shade}",
            f"{one.label}{'' if are_yes_no(classes) else f' ({one.rank_words})'}: {counted(one.count, *PLACES)}",
        )
        for one in reversed(classes)
    ]
    keys += [
        Key(status.replace("_", "-"), f"{HIDDEN_LEGEND[status]}: {counted(count, *PLACES)}")
        for status, count in choropleth.hidden.items()
    ]
    return tuple(keys)
