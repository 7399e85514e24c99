"""The map of a service audit: neighbourhoods by how the service meets need there, and the places of the service."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fairer_stockton.report.charts.style import INK, NARROW, PAPER, QUIET, WIDE, make_empty_figure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.base_map import BaseMap, make_base_map
from fairer_stockton.report.maps.drawing import (
    HATCH_INK,
    draw_borders,
    fill_areas,
    set_map_extent_and_scale_bar,
    write_area_names,
    write_boundary_attribution,
)
from fairer_stockton.report.pages.areas import PROFILED_LSOAS
from fairer_stockton.run.vocabulary import AreaType, Comparison
from fairer_stockton.uses.services.places import PlacesAudit
from fairer_stockton.uses.services.users import UsersAudit

LIGHT, MIDDLE, DARK = "#eef1f3", "#a9bccb", "#6b210a"  # that greys part too
MAP_NAME = "service-map"


@dataclass(frozen=True)
class Shade:
    """Neighbourhoods that are filled alike, and what that means."""

    words: str
    codes: tuple[str, ...]
    colour: str
    hatch: str = ""


@dataclass(frozen=True)
class ServiceMap:
    """What a map shows: its shades, the places of a service with their reach, and words for those who do not see it."""

    title: str
    alt: str
    shades: tuple[Shade, ...]
    base_map: BaseMap
    points: tuple[tuple[float, float], ...] = ()
    reach_metres: float = 0.0
    name: str = field(default=MAP_NAME)


def make_map_of_places(audit: PlacesAudit) -> ServiceMap | None:
    """Return the map of who is within reach; None where no shapes are held."""
    within, need = audit.reach.is_within, audit.has_great_need
    shades = (
        Shade("Greatest need, out of reach", _select(audit, need & ~within), DARK),
        Shade("Greatest need, within reach", _select(audit, need & within), MIDDLE),
        Shade("Other neighbourhoods", _select(audit, ~need), LIGHT),
    )
    points = tuple((float(east), float(north)) for east, north in audit.places.points)
    missed = [audit.neighbourhoods.names[number] for number in audit.missed]
    return _make_map(
        audit.edition,
        "The places, their reach and where need is greatest",
        f"Map of {audit.edition.borough_name} with {len(points)} places and a circle of "
        f"{audit.audit.reach_metres:,} metres around each. "
        f"Neighbourhoods of greatest need out of reach: {'; '.join(missed) or 'none'}.",
        shades,
        points,
        float(audit.audit.reach_metres),
    )


def _select(audit: PlacesAudit, is_chosen: Any) -> tuple[str, ...]:
    return tuple(np.array(audit.neighbourhoods.codes)[is_chosen])


def make_map_of_users(audit: UsersAudit) -> ServiceMap | None:
    """Return the map of the wards by how their rate of users compares; None where no shapes or no wards are held."""
    wards = audit.list_positions(AreaType.WARD)
    words = {
        Comparison.LOWER: ("Clearly fewer users for its need", DARK, ""),
        Comparison.SIMILAR: ("No clear difference", LIGHT, ""),
        Comparison.HIGHER: ("Clearly more users for its need", MIDDLE, ""),
        Comparison.NOT_COMPARED: ("Not shown", PAPER, "//////"),
    }
    codes = audit.neighbourhoods.codes
    shades = tuple(
        Shade(title, tuple(codes[place] for number in chosen for place in audit.areas[number].positions), colour, hatch)
        for word, (title, colour, hatch) in words.items()
        if (chosen := [number for number in wards if audit.verdicts[number] == word])
    )
    fewer = [audit.areas[number].name for number in audit.list_clear(AreaType.WARD, Comparison.LOWER)]
    return _make_map(
        audit.edition,
        f"Wards, by users for each 1,000 {audit.need.noun} in need",
        f"Map of the wards of {audit.edition.borough_name}. Clearly fewer users for their need: "
        f"{', '.join(fewer) or 'none'}.",
        shades,
    )


def _make_map(
    edition: Edition,
    title: str,
    alt: str,
    shades: tuple[Shade, ...],
    points: tuple[tuple[float, float], ...] = (),
    reach_metres: float = 0.0,
) -> ServiceMap | None:
    codes = [code for shade in shades for code in shade.codes]
    base_map = make_base_map(edition, AreaType.LSOA, PROFILED_LSOAS, codes) if codes else None
    shown = tuple(shade for shade in shades if shade.codes)
    return ServiceMap(title, alt, shown, base_map, points, reach_metres) if base_map else None


def draw_service_map(service_map: ServiceMap, sample_warning: str, narrow: bool) -> Any:
    """Draw the map with its key below."""
    base_map, keys = service_map.base_map, len(service_map.shades) + bool(service_map.points)
    width, foot = (NARROW, 0.35 + 0.2 * keys + 0.25) if narrow else (WIDE, 0.95)
    head, deep = (0.35 if sample_warning else 0.1), 4.0 if narrow else 6.0
    height = head + deep + foot
    figure = make_empty_figure(width, height, sample_warning)
    # Placed by hand: a solver of layouts gives other last digits, and so other bytes, from run to run.
    figure.set_layout_engine("none")
    axis = figure.add_axes((0.02, foot / height, 0.96, deep / height))
    for shade in service_map.shades:
        fill_areas(axis, base_map, shade.codes, shade.colour, HATCH_INK if shade.hatch else QUIET, shade.hatch)
    draw_borders(axis, base_map, 0.5, 1.1, casing_width=0.6)
    _draw_places(axis, service_map)
    set_map_extent_and_scale_bar(axis, base_map)
    write_area_names(axis, base_map.names)
    figure.legend(
        handles=_list_handles(service_map), loc="upper left", bbox_to_anchor=(0.0, foot / height),
        ncols=1 if narrow else 2, frameon=False, fontsize=8.5, handlelength=1.2,
    )  # fmt: skip
    write_boundary_attribution(figure, base_map, 62 if narrow else 160)
    return figure


def _draw_places(axis: Any, service_map: ServiceMap) -> None:
    from matplotlib.patches import Circle

    for point in service_map.points:
        for colour, line in ((PAPER, 2.4), (INK, 1.0)):  # a white casing, so that it is seen on every shade
            axis.add_patch(
                Circle(point, service_map.reach_metres, fill=False, edgecolor=colour, linewidth=line, zorder=4)
            )
        axis.plot(*point, marker="o", markersize=5, color=INK, markeredgecolor=PAPER, zorder=5)


def _list_handles(service_map: ServiceMap) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(facecolor=shade.colour, edgecolor=QUIET, linewidth=0.5, hatch=shade.hatch, label=shade.words)
        for shade in service_map.shades
    ]
    if service_map.points:
        words = f"A place, and {service_map.reach_metres:,.0f} metres around it"
        handles.append(Line2D([], [], marker="o", color=INK, linewidth=1, label=words))
    return handles
