"""The page of maps: each domain's choropleths, with what the page shows of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from fairer_stockton.catalogue import Domain
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pictures.choropleths import HIDDEN_WORDS, Choropleth
from fairer_stockton.report.pictures.inline_maps import inline_map, shared_shapes
from fairer_stockton.report.pictures.map_classes import are_yes_no


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
    """The whole page: domains in order with their maps, and the shapes that all maps share."""

    domains: tuple[tuple[Domain, tuple[MapView, ...]], ...]
    shared: str

    @property
    def count(self) -> int:
        """How many choropleths there are."""
        return sum(len(views) for _, views in self.domains)


def maps_view(edition: Edition, choropleths: Iterable[Choropleth]) -> MapsView:
    """Make what the page of maps shows, the focus on places first."""
    ordered = sorted(edition.framework.values(), key=lambda domain: not domain.focus)
    views = [MapView(one, inline_map(edition, one), _legend(one)) for one in choropleths]
    parts = ((domain, tuple(v for v in views if v.choropleth.measure.domain == domain.name)) for domain in ordered)
    return MapsView(tuple(part for part in parts if part[1]), shared_shapes(edition, [v.choropleth for v in views]))


def _legend(choropleth: Choropleth) -> tuple[Key, ...]:
    classes = choropleth.classes
    keys = [
        Key(
            f"q{one.shade}",
            f"{one.label}{'' if are_yes_no(classes) else f' ({one.place})'}: {_counted(one.count)}",
        )
        for one in reversed(classes)
    ]
    keys += [
        Key(status.replace("_", "-"), f"{HIDDEN_WORDS[status]}: {_counted(count)}")
        for status, count in choropleth.hidden.items()
    ]
    return tuple(keys)


def _counted(count: int) -> str:
    return "1 neighbourhood" if count == 1 else f"{count} neighbourhoods"
