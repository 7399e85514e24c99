"""Maps as pictures: a choropleth, and what every map bears: outlines, scale bar, north, attribution."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fairer_stockton.report.charts.style import INK, NARROW, PAPER, QUIET, WIDE, make_empty_figure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import HIDDEN_LEGEND, Choropleth
from fairer_stockton.report.maps.classes import CLASS_EDGES, CLASS_SHADES
from fairer_stockton.report.outlines import ATTRIBUTION
from fairer_stockton.report.words.figures import mark_sample
from fairer_stockton.run.vocabulary import AreaType, Status

NAME_SIZE = (3300.0, 1100.0)  # metres that a name takes on the map, across and up
HATCHES: dict[str, str] = {Status.SUPPRESSED: "//////", Status.NOT_AVAILABLE: "...."}
HATCH_INK = "#4a545e"
SCALE_METRES = 5000
FOOT_METRES = 1700  # below a map, for its scale bar and north mark


@dataclass(frozen=True)
class BaseMap:
    """What all maps of one vintage are drawn on: shapes by code, outlines, names and the ends of the map in metres."""

    paths: Mapping[str, Any]
    wards: list[Any]
    partnerships: list[Any]
    names: Mapping[str, tuple[float, float]]
    ends: tuple[float, float, float, float]


def make_base_map(edition: Edition, area_type: str, vintage: str, area_codes: Iterable[str]) -> BaseMap | None:
    """Return the base map of these neighbourhoods or MSOAs; None where the edition has no boundaries of them."""
    shapes = edition.outlines.select_shapes(area_type, vintage, area_codes)
    if shapes is None:
        return None
    west, south, east, north = (float(end) for end in shapes.total_bounds)
    partnerships = edition.outlines.areas(AreaType.COMMUNITY_PARTNERSHIP, None, vintage)
    return BaseMap(
        paths={
            code: _convert_shape_to_path(shape) for code, shape in zip(shapes["code"], shapes.geometry, strict=True)
        },
        wards=edition.outlines.lines(AreaType.WARD, edition.outlines.ward_vintages[vintage], vintage),
        partnerships=edition.outlines.lines(AreaType.COMMUNITY_PARTNERSHIP, None, vintage),
        names={} if partnerships is None else find_label_positions_of_areas(partnerships),
        ends=(west, east, south, north),
    )


def pair_choropleths_with_base_maps(
    edition: Edition, choropleths: Iterable[Choropleth]
) -> Iterator[tuple[Choropleth, BaseMap]]:
    """Yield each choropleth that has boundaries with its base map; maps of the same areas share one."""
    base_maps: dict[tuple[str, str, frozenset[str]], BaseMap | None] = {}
    for choropleth in choropleths:
        key = (choropleth.kind.area_type, choropleth.vintage, frozenset(choropleth.frame["code"]))
        if key not in base_maps:
            base_maps[key] = make_base_map(edition, *key)
        if (base_map := base_maps[key]) is not None:
            yield choropleth, base_map


def draw_choropleth(choropleth: Choropleth, base_map: BaseMap, sample_warning: str, narrow: bool) -> Any:
    """Draw a choropleth: map, legend, scale bar, north and attribution, for a wide page or for a telephone."""
    frame = choropleth.frame
    head = 0.7 if sample_warning else 0.4  # inches, as all that follow
    key = 0.19 * (len(choropleth.classes) + len(choropleth.hidden) + 4)
    height = head + 3.8 + key + 0.45 if narrow else head + 4.7 + 0.3
    figure = make_empty_figure(NARROW if narrow else WIDE, height, sample_warning)
    figure.set_layout_engine("none")
    box = (0.0, (key + 0.45) / height, 1.0, 3.8 / height) if narrow else (0.0, 0.3 / height, 0.64, 4.7 / height)
    axis = figure.add_axes(box)
    for rank, map_class in enumerate(choropleth.classes):
        fill_areas(
            axis,
            base_map,
            frame.loc[frame["group"] == rank, "code"],
            CLASS_SHADES[map_class.shade],
            CLASS_EDGES[map_class.shade],
        )
    for status in choropleth.hidden:
        fill_areas(axis, base_map, frame.loc[frame["status"] == status, "code"], PAPER, HATCH_INK, HATCHES[status])
    draw_borders(axis, base_map, 0.55, 1.3, casing_width=0.7)
    write_area_names(axis, base_map.names)
    set_map_extent_and_scale_bar(axis, base_map)
    title = textwrap.fill(mark_sample(choropleth.title, choropleth.synthetic), 44 if narrow else 90)
    figure.text(0.02, 1 - (head - 0.3) / height, title, fontsize=9.5, fontweight="bold", va="top")
    _add_choropleth_legend(figure, choropleth, (0.0, 0.42 / height) if narrow else (0.65, 0.4))
    write_boundary_attribution(figure, 62 if narrow else 160)
    return figure


def draw_borders(
    axis: Any, base_map: BaseMap, ward_width: float, partnership_width: float, casing_width: float = 0.0
) -> None:
    """Draw the borders of wards, thin, and of Community Partnerships; a white casing parts them from dark shades."""
    from matplotlib.collections import LineCollection

    for lines, width in ((base_map.wards, ward_width), (base_map.partnerships, partnership_width)):
        for colour, wide in ((PAPER, width + casing_width), (INK, width))[not casing_width :]:
            axis.add_collection(LineCollection(lines, colors=colour, linewidths=wide, capstyle="round"), autolim=False)


def set_map_extent_and_scale_bar(axis: Any, base_map: BaseMap, with_scale_bar: bool = True) -> None:
    """Set a map's ends, take away its axes (grid north is up), and mark it with a scale bar and north."""
    west, east, south, north = base_map.ends
    axis.set_aspect("equal")
    axis.set_xlim(west, east)
    axis.set_ylim(south - FOOT_METRES, north)
    axis.set_axis_off()
    if not with_scale_bar:
        return
    low = south - FOOT_METRES + 200
    axis.plot([west, west + SCALE_METRES], [low, low], color=QUIET, linewidth=1.5, solid_capstyle="butt")
    axis.text(west, low + 200, "5 km", fontsize=7.5, color=QUIET)
    tip = {"arrowstyle": "-|>", "color": QUIET, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
    axis.annotate("", (west + 6200, low + 1300), (west + 6200, low), arrowprops=tip)
    axis.text(west + 6600, low + 200, "N", fontsize=8.5, color=QUIET)


def write_boundary_attribution(figure: Any, most_letters: int) -> None:
    """Write whose the boundaries are, in small type along the foot."""
    figure.text(0.02, 0.012, textwrap.fill(ATTRIBUTION, most_letters), fontsize=6.5, color=QUIET, va="bottom")


def write_area_names(axis: Any, positions_by_name: Mapping[str, tuple[float, float]]) -> None:
    """Write names on the map, on a white casing that hides as little of it as can be."""
    from matplotlib.patheffects import withStroke

    for name, (x, y) in positions_by_name.items():
        axis.annotate(
            name.replace(" ", "\n", 1),
            (x, y),
            ha="center",
            va="center",
            fontsize=6.5,
            color=INK,
            linespacing=0.95,
            path_effects=[withStroke(linewidth=2, foreground=PAPER)],
        )


def find_label_positions_of_areas(areas: Any) -> dict[str, tuple[float, float]]:
    """Return where each area's name stands; two that would overlap are moved apart, the western one westwards."""
    points = areas.geometry.representative_point()
    places = {str(name): (float(p.x), float(p.y)) for name, p in zip(areas["name"], points, strict=True)}
    wide, high = NAME_SIZE
    for name, (x, y) in list(places.items()):
        for other, (far, up) in list(places.items()):
            # The name as well as x, so that of two at the same x only one is the western.
            if name != other and abs(far - x) < wide and abs(up - y) < high and (x, name) < (far, other):
                push = (wide - (far - x)) / 2
                places[name], places[other] = (x - push, y), (far + push, up)
    return places


def _convert_shape_to_path(shape: Any) -> Any:
    """Return an area's shape as one path: its parts, and the holes in them."""
    import shapely
    from matplotlib.path import Path as Outline

    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return Outline.make_compound_path(*(Outline(shapely.get_coordinates(ring), closed=True) for ring in rings))


def fill_areas(
    axis: Any, base_map: BaseMap, area_codes: Iterable[str], fill_colour: str, edge_colour: str, hatch: str = ""
) -> None:
    """Fill some areas with one colour, or hatch them."""
    from matplotlib.collections import PathCollection

    paths = [base_map.paths[code] for code in area_codes]
    drawn = PathCollection(paths, facecolors=fill_colour, edgecolors=edge_colour, linewidths=0.35, hatch=hatch or None)
    axis.add_collection(drawn, autolim=False)


def _add_choropleth_legend(figure: Any, choropleth: Choropleth, corner: tuple[float, float]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(
            facecolor=CLASS_SHADES[map_class.shade],
            edgecolor=INK,
            linewidth=0.5,
            label=f"{map_class.label} ({map_class.count})",
        )
        for map_class in reversed(choropleth.classes)
    ]
    handles += [
        Patch(facecolor=PAPER, edgecolor=HATCH_INK, hatch=HATCHES[status], label=f"{HIDDEN_LEGEND[status]} ({count})")
        for status, count in choropleth.hidden.items()
    ]
    handles += [
        Line2D([], [], color=INK, linewidth=1.2, label="Community Partnership"),
        Line2D([], [], color=INK, linewidth=0.5, label="Ward"),
    ]
    areas = choropleth.kind.plural.capitalize()
    legend = figure.legend(
        handles=handles,
        title=f"{areas} by value (how\nmany); darker is {choropleth.meaning_of_darker_shade}",
        loc="lower left",
        bbox_to_anchor=corner,
        ncols=1,
        frameon=False,
        fontsize=8,
        title_fontsize=8,
        alignment="left",
        handlelength=1.6,
    )
    legend.get_title().set_color(QUIET)
