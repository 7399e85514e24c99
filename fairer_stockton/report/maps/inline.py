"""Maps inside a page: SVG written by hand, each area reachable by keyboard with its name and value, no script."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import Choropleth, MapRow
from fairer_stockton.report.maps.classes import are_map_classes_yes_or_no
from fairer_stockton.report.rows import read_rows
from fairer_stockton.run.vocabulary import AreaType, Status

METRES_A_UNIT = 10  # metres of the British grid to one unit of a drawing
MAP_COARSENESS, LOCATOR_COARSENESS = 80.0, 110.0  # metres
MARGIN = 60  # units around a map
FOOT = 230  # units below a map, for its scale bar and north mark
CAPTION_HEIGHT = 330  # units above a map, for the words on the area in focus
CAPTION_LINES = (-250, -160, -70)  # where each line of them stands
HIDDEN_LABELS = {Status.SUPPRESSED: "suppressed", Status.NOT_AVAILABLE: "no figure"}
HATCH_PATTERN = (
    '<pattern id="hatch-{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turned}>'
    '<path fill="#fff" stroke="none" d="M0 0h{size}v{size}H0z"/>'
    '<path class="hatch" stroke="none" d="M0 0h{dark}v{long}H0z"/></pattern>'
)
HATCH_PATTERNS = "".join(
    (
        HATCH_PATTERN.format(name=Status.SUPPRESSED, size=24, dark=8, long=24, turned=' patternTransform="rotate(45)"'),
        HATCH_PATTERN.format(name="not-available", size=26, dark=10, long=10, turned=""),
    )
)


class SvgMapSheet:
    """The shapes of some neighbourhoods in a drawing's units: x to the east, y downwards, from the north-west end."""

    def __init__(self, shapes: Any) -> None:
        west, south, east, north = shapes.total_bounds
        self.shapes = shapes
        self.west, self.north = float(west), float(north)
        self.width, self.height = round((east - west) / METRES_A_UNIT), round((north - south) / METRES_A_UNIT)

    def path(self, shape: Any) -> str:
        """Write a shape as one path: each ring of each part closed, points as steps from the one before."""
        import shapely

        rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
        return "".join(f"{self.line(shapely.get_coordinates(ring))}z" for ring in rings)

    def line(self, points: Any) -> str:
        """Write a line of points, whole units each, without those that do not move."""
        points_in_units = [
            (round((x - self.west) / METRES_A_UNIT), round((self.north - y) / METRES_A_UNIT))
            for x, y in points.tolist()
        ]
        steps = [(x - left, y - up) for (left, up), (x, y) in zip(points_in_units, points_in_units[1:], strict=False)]
        # A minus parts two numbers by itself; pages with many maps are a good deal smaller for it.
        moved = "".join(f"{x} {y}" if y >= 0 else f"{x}{y}" for x, y in _write_steps_of_line(steps)) or "0 0"
        return f"M{points_in_units[0][0]} {points_in_units[0][1]}l{moved}"


def write_shared_map_shapes(edition: Edition, choropleths: Sequence[Choropleth]) -> str:
    """Write once what the maps of a page share: shapes and names of areas, outlines, hatches.

    It must stand on the page beside the maps; empty where the edition has no boundaries of them.
    """
    defined: list[str] = []
    for vintage in edition.outlines.ward_vintages:
        mine = [choropleth for choropleth in choropleths if choropleth.vintage == vintage]
        sheets = {each.kind: _make_map_sheet(edition, each) for each in mine}
        sheet = next(iter(sheets.values()), None)
        if sheet is None:
            continue
        for each in filter(None, sheets.values()):
            defined += [
                f'<path id="n{_make_shape_id(vintage, code)}" d="{each.path(shape)}"/>'
                for code, shape in zip(each.shapes["code"], each.shapes.geometry, strict=True)
            ]
        named = {row.code: row for choropleth in mine for row in read_rows(choropleth.frame, MapRow)}
        defined += [_write_area_caption(row, vintage) for _, row in sorted(named.items())]
        drawn = {
            "wards": (AreaType.WARD, edition.outlines.ward_vintages[vintage]),
            "partnerships": (AreaType.COMMUNITY_PARTNERSHIP, None),
        }
        for kind, (area_type, own) in drawn.items():
            lines = edition.outlines.lines(area_type, own, vintage, MAP_COARSENESS)
            defined.append(f'<path id="{kind}-{vintage}" d="{"".join(sheet.line(line) for line in lines)}"/>')
    if not defined:
        return ""
    body = "\n".join((HATCH_PATTERNS, *defined))
    return f'<svg class="shared" width="0" height="0" aria-hidden="true"><defs>\n{body}\n</defs></svg>'


def write_inline_map(edition: Edition, choropleth: Choropleth) -> str:
    """Write a choropleth: each area can take focus, says its name, ward, figure and group, and shows them.

    The page must hold `write_shared_map_shapes`; empty where the edition has no boundaries of the areas.
    """
    sheet = _make_map_sheet(edition, choropleth)
    if sheet is None:
        return ""
    box = f"{-MARGIN} {-CAPTION_HEIGHT} {sheet.width + 2 * MARGIN} {sheet.height + CAPTION_HEIGHT + FOOT}"
    label = f"Map of {edition.borough_name} by {choropleth.kind.singular}: {choropleth.title}"
    areas = [_write_area_group(choropleth, row) for row in read_rows(choropleth.frame, MapRow)]
    borders = [_write_uses_of_shared_borders(kind, choropleth.vintage) for kind in ("wards", "partnerships")]
    return "\n".join(
        (
            f'<svg class="map" viewBox="{box}" role="group" aria-label="{escape(label)}">',
            *areas,
            *borders,
            _write_scale_bar_and_north_mark(sheet),
            "</svg>",
        )
    )


def write_locator_map(edition: Edition, area_type: str, area_code: str, area_vintage: str) -> str:
    """Write a small map of where an area lies in the borough; empty where the edition has no boundaries of it.

    Raises:
        LookupError: the type is on the map, and the area is not among it.
    """
    lsoas = (
        area_vintage if area_vintage in edition.outlines.ward_vintages else "2021" if area_vintage >= "2021" else "2011"
    )
    areas = edition.outlines.areas(area_type, area_vintage, lsoas, LOCATOR_COARSENESS)
    borough = edition.outlines.areas(AreaType.BOROUGH, None, lsoas, LOCATOR_COARSENESS)
    if areas is None or borough is None:
        return ""
    area = areas[areas["code"] == area_code]
    if area.empty:
        raise LookupError(
            f"no {area_type} {area_code!r} of {area_vintage} on the map; it has {', '.join(areas['code'])}"
        )
    sheet, shape = SvgMapSheet(borough), area.geometry.iloc[0]
    kind = AREA_TYPE_NAMES.get(area_type, area_type.replace("_", " ").capitalize()).removesuffix(" (LSOA)")
    where = (
        ""
        if area_type == AreaType.BOROUGH
        else f" lies {_describe_part_of_borough(sheet, shape)} of {edition.borough_name}"
    )
    label = f"Map: {area['name'].iloc[0]} ({kind}){where or ', the whole of it'}."
    box = f"{-MARGIN} {-MARGIN} {sheet.width + 2 * MARGIN} {sheet.height + 2 * MARGIN}"
    return (
        f'<svg class="locator" viewBox="{box}" role="img" aria-label="{escape(label)}">'
        f'<path class="rest" d="{sheet.path(borough.geometry.iloc[0])}"/>'
        f'<path class="here" d="{sheet.path(shape)}"/></svg>'
    )


def _describe_part_of_borough(sheet: SvgMapSheet, shape: Any) -> str:
    """Return in words which ninth of the borough's map an area's middle lies in."""
    middle = shape.centroid
    across = (middle.x - sheet.west) / METRES_A_UNIT / sheet.width
    down = (sheet.north - middle.y) / METRES_A_UNIT / sheet.height
    sides = (("north", down < 1 / 3), ("south", down > 2 / 3), ("west", across < 1 / 3), ("east", across > 2 / 3))
    parts = [side for side, lies in sides if lies]
    return f"in the {'-'.join(parts)}" if parts else "in the middle"


def has_boundaries_of_choropleth(edition: Edition, choropleth: Choropleth) -> bool:
    """Return whether the edition has the boundaries of a choropleth's areas."""
    area_type, codes = choropleth.kind.area_type, choropleth.frame["code"]
    return edition.outlines.select_shapes(area_type, choropleth.vintage, codes, MAP_COARSENESS) is not None


def _make_map_sheet(edition: Edition, choropleth: Choropleth) -> SvgMapSheet | None:
    """Lay out all areas of a kind, so that every map of a vintage has the same origin."""
    if not has_boundaries_of_choropleth(edition, choropleth):
        return None
    # Of all areas, also those without a figure: shapes are shared between the maps of a page.
    return SvgMapSheet(edition.outlines.all_shapes(choropleth.kind.area_type, choropleth.vintage, MAP_COARSENESS))


def _make_shape_id(vintage: str, area_code: str) -> str:
    return f"{vintage[-2:]}-{area_code}"


def _write_area_group(choropleth: Choropleth, row: MapRow) -> str:
    """Write one area: a group that takes focus, its shape and name from the shared ones, and its figure."""
    shown = row.group >= 0
    map_class = choropleth.classes[row.group] if shown else None
    figure = row.figure if shown else HIDDEN_LABELS[row.status]
    group = map_class.rank_words if map_class and not are_map_classes_yes_or_no(choropleth.classes) else ""
    ward = f", {row.ward} ward" if row.ward else ""
    label = f"{row.name} ({row.code}){ward}: {figure}{', in the ' if group else ''}{group}"
    style = f"q{map_class.shade}" if map_class else row.status.replace("_", "-")
    link = _make_shape_id(choropleth.vintage, row.code)
    return (
        f'<g class="{style}" tabindex="0" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(row.name)}{escape(ward)}: {escape(figure)}</title>"
        f'<use href="#n{link}"/><g class="caption"><use href="#t{link}"/>'
        f'<text y="{CAPTION_LINES[2]}">{escape(figure)}{", " if group else ""}{group}</text></g></g>'
    )


def _write_area_caption(row: MapRow, vintage: str) -> str:
    """Write an area's name and ward as they stand above the map while it has focus."""
    ward = f'<tspan x="0" y="{CAPTION_LINES[1]}">{escape(row.ward)} ward</tspan>' if row.ward else ""
    return f'<text id="t{_make_shape_id(vintage, row.code)}" y="{CAPTION_LINES[0]}">{escape(row.name)}{ward}</text>'


def _write_uses_of_shared_borders(border_kind: str, lsoa_vintage: str) -> str:
    """Draw the shared borders twice, for ink must lie on a white casing to stand out from dark shades."""
    use = f'href="#{border_kind}-{lsoa_vintage}"/>'
    return f'<g class="{border_kind}" aria-hidden="true"><use class="casing" {use}<use {use}</g>'


def _write_scale_bar_and_north_mark(sheet: SvgMapSheet) -> str:
    """Draw a scale bar of 5 km and a north mark below the map."""
    low = sheet.height + FOOT - MARGIN
    return (
        f'<g class="furniture" aria-hidden="true"><path d="M0 {low}h500M640 {low}v-130m-30 50l30-50 30 50"/>'
        f'<text y="{low - 25}">5 km</text><text x="700" y="{low}">N</text></g>'
    )


def _write_steps_of_line(steps: Iterable[tuple[int, int]]) -> Iterable[tuple[str, int]]:
    """Yield the steps that move, with a space before each where no minus parts it from the step before."""
    first = True
    for x, y in steps:
        if x or y:
            yield f"{x}" if first or x < 0 else f" {x}", y
            first = False
