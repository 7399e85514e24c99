"""Maps as pictures: a choropleth, and what every map bears: outlines, scale bar, north, attribution."""

import math
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from fairer_stockton.report.charts.style import INK, NARROW, PAPER, QUIET, WIDE, make_empty_figure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.base_map import BaseMap, MapShapes, TownMap, make_base_map
from fairer_stockton.report.maps.choropleths import HIDDEN_LEGEND, Choropleth
from fairer_stockton.report.maps.classes import CLASS_EDGES, CLASS_SHADES
from fairer_stockton.report.maps.hexagons import HexagonMap
from fairer_stockton.report.maps.inset import Frame
from fairer_stockton.report.outlines import ATTRIBUTION
from fairer_stockton.report.words.figures import mark_sample
from fairer_stockton.run.vocabulary import Status

if TYPE_CHECKING:
    pass

AreaGroup = tuple[Iterable[str], dict[str, str], str]  # codes, how they are filled, and a number
HATCHES: dict[str, str] = {Status.SUPPRESSED: "//////", Status.NOT_AVAILABLE: "...."}
HATCH_INK = "#4a545e"
HEXAGON_INCHES, TOWN_INCHES = 3.45, 2.5


class LineLook(NamedTuple):
    """How a kind of line is drawn: its colour, its width in points, and its dashes (of matplotlib)."""

    colour: str
    width: float
    dashes: Any = "-"


# River and roads differ in their dashes, and lie on a white casing.
LANDMARK_LOOKS = {"river": LineLook("#0b6e99", 2.2), "road": LineLook("#7a3b00", 1.3, (0, (5, 1.5)))}
LANDMARK_WORDS = {"river": "River", "road": "Main road"}
SCALE_METRES = 5000
FOOT_METRES = 1700  # below a map, for its scale bar and north mark


def pair_choropleths_with_base_maps(
    edition: Edition, choropleths: Iterable[Choropleth]
) -> Iterator[tuple[Choropleth, BaseMap]]:
    """Yield each choropleth that has boundaries with its base map; maps of the same areas share one."""
    for choropleth in choropleths:
        base_map = make_base_map(edition, choropleth.kind.area_type, choropleth.vintage, choropleth.frame["code"])
        if base_map is not None:
            yield choropleth, base_map


def draw_choropleth(choropleth: Choropleth, base_map: BaseMap, sample_warning: str, narrow: bool) -> Any:
    """Draw a choropleth: the map, its densest part enlarged, a hexagon for each area, and what explains them."""
    title = textwrap.fill(mark_sample(choropleth.title, choropleth.synthetic), 44 if narrow else 90)
    head = (0.7 if sample_warning else 0.4) + 0.16 * title.count("\n")  # inches, as all that follow
    key = 0.19 * (len(choropleth.classes) + len(choropleth.hidden) + len(_list_line_looks(base_map)) + 2)
    width, foot = (NARROW, 0.45) if narrow else (WIDE, 0.3)
    town = TOWN_INCHES if base_map.town and not narrow else 0.0
    below = key if narrow else max(key, town + 0.25)
    height = head + (3.8 + HEXAGON_INCHES + 0.3 if narrow else 3.9) + below + foot
    figure = make_empty_figure(width, height, sample_warning)
    figure.set_layout_engine("none")

    def add_axes(left: float, low: float, across: float, up: float) -> Any:
        return figure.add_axes((left / width, low / height, across / width, up / height))

    low = foot + below
    _draw_whole_map(add_axes(0, low + (HEXAGON_INCHES + 0.3) * narrow, 3.7, 3.8), choropleth, base_map, not narrow)
    hexagons = add_axes(0.1 if narrow else 4.0, low + (0 if narrow else 0.4), HEXAGON_INCHES, HEXAGON_INCHES)
    kept = (
        f"{base_map.hexagons.still_touching} of {base_map.hexagons.touching} pairs that share a border touch here too"
    )
    words = f"A hexagon for each {choropleth.kind.singular}, near where it lies\n{kept}"
    draw_hexagons(hexagons, base_map.hexagons, _list_groups_of_areas(choropleth), HEXAGON_INCHES, words)
    if base_map.town and not narrow:
        _draw_town(add_axes(0.2, foot + 0.05, town, town), choropleth, base_map.town)
    figure.text(0.02, 1 - (0.4 if sample_warning else 0.1) / height, title, fontsize=9.5, fontweight="bold", va="top")
    left = 0.0 if narrow or not town else town + 0.5
    _add_choropleth_legend(figure, choropleth, base_map, (left / width, (foot - 0.03) / height))
    write_boundary_attribution(figure, base_map, 62 if narrow else 160)
    return figure


def _draw_whole_map(axis: Any, choropleth: Choropleth, base_map: BaseMap, with_frame: bool) -> None:
    _fill_areas_by_class(axis, choropleth, base_map)
    draw_borders(axis, base_map, 0.55, 1.3, casing_width=0.7)
    set_map_extent_and_scale_bar(axis, base_map)
    write_area_names(axis, base_map.names)
    if base_map.town and with_frame:
        _draw_frame(axis, base_map.town.frame)


def _draw_town(axis: Any, choropleth: Choropleth, town: TownMap) -> None:
    """Draw the densest part enlarged, with the names of its wards."""
    west, east, south, north = town.frame
    _fill_areas_by_class(axis, choropleth, town)
    draw_borders(axis, town, 0.7, 1.5, casing_width=0.8)
    axis.set_aspect("equal")
    axis.set_xlim(west, east)
    axis.set_ylim(south, north)
    axis.set_axis_off()
    _draw_frame(axis, town.frame)
    write_area_names(axis, town.names)
    _write_heading(axis, "The framed part, enlarged")


def draw_hexagons(axis: Any, hexagons: HexagonMap, groups: Iterable[AreaGroup], inches: float, words: str) -> None:
    """Draw a hexagon for each area, with the number of its group in it: what colours say is said without them.

    Args:
        axis: where they are drawn.
        hexagons: where each area's hexagon lies.
        groups: the codes of each group, how it is filled, and its number, which is empty where there is none.
        inches: the longer side of the axis.
        words: what stands above them.
    """
    from matplotlib.path import Path as Outline

    across, up = zip(*hexagons.middles.values(), strict=True)
    spans = [max(ends) - min(ends) + 1.4 for ends in (across, up)]
    size = min(8.0, 0.38 * 72 * inches / max(spans))  # points of a number
    turns = [math.radians(angle) for angle in range(30, 390, 60)]
    ring = [(math.cos(turn) / math.sqrt(3), math.sin(turn) / math.sqrt(3)) for turn in (*turns, turns[0])]
    for codes, style, number in groups:
        middles = [hexagons.middles[code] for code in codes]
        shapes = [Outline([(x + right, y + top) for right, top in ring], closed=True) for x, y in middles]
        _fill_paths(axis, shapes, style["facecolor"], style["edgecolor"], 0.5, style["hatch"])
        if number:
            axis.plot(
                [x for x, _ in middles], [y for _, y in middles], linestyle="", marker=f"${number}$", markersize=size,
                color=style["edgecolor"], markeredgewidth=0, zorder=3,
            )  # fmt: skip
    axis.set_aspect("equal")
    axis.set_xlim(min(across) - 0.7, max(across) + 0.7)
    axis.set_ylim(min(up) - 0.7, max(up) + 0.7)
    axis.set_axis_off()
    _write_heading(axis, words)


def _write_heading(axis: Any, words: str) -> None:
    """Write words above a map; a title of the axes would have all its ticks measured, though they are not drawn."""
    axis.annotate(words, (0, 1), (0, 3), "axes fraction", "offset points", fontsize=7.5, va="bottom", color=INK)


def _list_groups_of_areas(choropleth: Choropleth) -> Iterator[AreaGroup]:
    """Yield the codes of each class and of what has no figure, how they are filled, and the number of the class."""
    frame = choropleth.frame
    for rank, map_class in enumerate(choropleth.classes):
        shade = map_class.shade
        style = {"facecolor": CLASS_SHADES[shade], "edgecolor": CLASS_EDGES[shade], "hatch": ""}
        yield frame.loc[frame["group"] == rank, "code"], style, str(rank + 1)
    for status in choropleth.hidden:
        style = {"facecolor": PAPER, "edgecolor": HATCH_INK, "hatch": HATCHES[status]}
        yield frame.loc[frame["status"] == status, "code"], style, ""


def _fill_areas_by_class(axis: Any, choropleth: Choropleth, shapes: MapShapes) -> None:
    for codes, style, _ in _list_groups_of_areas(choropleth):
        drawn = [code for code in codes if code in shapes.paths]
        fill_areas(axis, shapes, drawn, style["facecolor"], style["edgecolor"], style["hatch"])


def _draw_frame(axis: Any, frame: Frame) -> None:
    """Draw the frame of an enlarged part, on a white casing."""
    from matplotlib.patches import Rectangle

    west, east, south, north = frame
    for colour, width in ((PAPER, 2.6), (INK, 1.1)):
        axis.add_patch(
            Rectangle(
                (west, south), east - west, north - south, fill=False, edgecolor=colour, linewidth=width, zorder=4,
                clip_on=False,
            )
        )  # fmt: skip


def draw_borders(
    axis: Any, base_map: MapShapes, ward_width: float, partnership_width: float, casing_width: float = 0.0
) -> None:
    """Draw the borders of wards, thin, and of Community Partnerships; a white casing parts them from dark shades."""
    for lines, width in ((base_map.wards, ward_width), (base_map.partnerships, partnership_width)):
        for colour, wide in ((PAPER, width + casing_width), (INK, width))[not casing_width :]:
            _draw_lines(axis, lines, LineLook(colour, wide), "round")
    for landmark in base_map.landmarks:
        look = LANDMARK_LOOKS[landmark.kind]
        _draw_lines(axis, landmark.lines, LineLook(PAPER, look.width + 1.6), "projecting")
        _draw_lines(axis, landmark.lines, look, "projecting" if look.dashes == "-" else "butt")


def _draw_lines(axis: Any, lines: Sequence[Any], look: LineLook, ends: str) -> None:
    """Draw lines as one path, as shapes are filled: each on its own would be an element of the picture."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    if lines:
        whole = Outline.make_compound_path(*map(Outline, lines))
        style = {"edgecolor": look.colour, "linewidth": look.width, "linestyle": look.dashes}
        axis.add_artist(PathPatch(whole, fill=False, capstyle=ends, joinstyle="round", zorder=2, **style))


def _list_line_looks(base_map: BaseMap) -> list[tuple[str, LineLook]]:
    """Return the words and the look of each kind of line that a map has."""
    kinds = dict.fromkeys(landmark.kind for landmark in base_map.landmarks)
    return [
        *([("Community Partnership", LineLook(INK, 1.2))] if base_map.partnerships else []),
        ("Ward", LineLook(INK, 0.5)),
        *((LANDMARK_WORDS[kind], LANDMARK_LOOKS[kind]) for kind in kinds),
    ]


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


def write_boundary_attribution(figure: Any, base_map: MapShapes, most_letters: int) -> None:
    """Write whose the boundaries are, and the river and roads, in small type along the foot."""
    lines = " ".join(dict.fromkeys([ATTRIBUTION, *(landmark.attribution for landmark in base_map.landmarks)]))
    figure.text(0.02, 0.012, textwrap.fill(lines, most_letters), fontsize=6.5, color=QUIET, va="bottom")


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


def fill_areas(
    axis: Any, base_map: MapShapes, area_codes: Iterable[str], fill_colour: str, edge_colour: str, hatch: str = ""
) -> None:
    """Fill some areas with one colour, or hatch them."""
    _fill_paths(axis, [base_map.paths[code] for code in area_codes], fill_colour, edge_colour, 0.35, hatch)


def _fill_paths(axis: Any, paths: list[Any], fill_colour: str, edge_colour: str, edge_width: float, hatch: str) -> None:
    """Fill shapes that do not overlap as one path: a picture of many is half as large and quicker to draw."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    if paths:
        whole = Outline.make_compound_path(*paths)
        look = {"facecolor": fill_colour, "edgecolor": edge_colour, "linewidth": edge_width, "hatch": hatch or None}
        axis.add_artist(PathPatch(whole, zorder=1, **look))


def _add_choropleth_legend(figure: Any, choropleth: Choropleth, base_map: BaseMap, corner: tuple[float, float]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(
            facecolor=CLASS_SHADES[map_class.shade],
            edgecolor=INK,
            linewidth=0.5,
            label=f"{rank}: {map_class.label} ({map_class.count})",
        )
        for rank, map_class in reversed(list(enumerate(choropleth.classes, start=1)))
    ]
    handles += [
        Patch(facecolor=PAPER, edgecolor=HATCH_INK, hatch=HATCHES[status], label=f"{HIDDEN_LEGEND[status]} ({count})")
        for status, count in choropleth.hidden.items()
    ]
    handles += [
        Line2D([], [], label=words, color=look.colour, linewidth=look.width, linestyle=look.dashes)
        for words, look in _list_line_looks(base_map)
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
