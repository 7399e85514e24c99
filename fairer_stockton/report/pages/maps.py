"""The pages of maps: each domain's choropleths, with what its page shows of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import HIDDEN_LEGEND, Choropleth
from fairer_stockton.report.maps.classes import are_map_classes_yes_or_no
from fairer_stockton.report.maps.inline import write_inline_map, write_shared_map_shapes
from fairer_stockton.report.pages.site import list_domains_in_reading_order
from fairer_stockton.report.words.figures import write_count_with_noun


@dataclass(frozen=True)
class LegendEntry:
    """One entry of a map's legend: the CSS class of its swatch, and its words."""

    style: str
    words: str


@dataclass(frozen=True)
class MapView:
    """One choropleth as the page shows it; `svg` is empty where there are no boundaries."""

    choropleth: Choropleth
    svg: str
    legend: tuple[LegendEntry, ...]


@dataclass(frozen=True)
class MapsView:
    """A domain's maps, to explore: each of them, and the shapes that they share."""

    domain: Domain
    views: tuple[MapView, ...]
    shared: str


def group_choropleths_by_domain(
    edition: Edition, choropleths: Sequence[Choropleth]
) -> list[tuple[Domain, list[Choropleth]]]:
    """Group the choropleths by domain, in the order in which the report has the domains; leave out empty ones."""
    parts = [
        (domain, [choropleth for choropleth in choropleths if choropleth.measure.domain == domain.name])
        for domain in list_domains_in_reading_order(edition)
    ]
    return [part for part in parts if part[1]]


def make_maps_view(edition: Edition, domain: Domain, choropleths: Sequence[Choropleth]) -> MapsView:
    """Make what a domain's page of maps shows."""
    views = tuple(
        MapView(choropleth, write_inline_map(edition, choropleth), _make_legend(choropleth))
        for choropleth in choropleths
    )
    return MapsView(domain, views, write_shared_map_shapes(edition, choropleths))


def _make_legend(choropleth: Choropleth) -> tuple[LegendEntry, ...]:
    classes, words = choropleth.classes, (choropleth.kind.singular, choropleth.kind.plural)
    keys = [
        LegendEntry(
            f"q{map_class.shade}",
            f"{map_class.label}{'' if are_map_classes_yes_or_no(classes) else f' ({map_class.rank_words})'}: "
            f"{write_count_with_noun(map_class.count, *words)}",
        )
        for map_class in reversed(classes)
    ]
    keys += [
        LegendEntry(status.replace("_", "-"), f"{HIDDEN_LEGEND[status]}: {write_count_with_noun(count, *words)}")
        for status, count in choropleth.hidden.items()
    ]
    return tuple(keys)
