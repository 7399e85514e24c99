"""Maps inside a page: SVG written by hand, each area reachable by keyboard with its name and value, no script."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import Choropleth
from fairer_stockton.report.maps.classes import are_yes_no
from fairer_stockton.report.outlines import WARD_VINTAGES

UNIT = 10  # metres of the British grid to one unit of a drawing
COARSENESS, LOCATOR_COARSENESS = 80.0, 110.0  # metres
MARGIN = 60  # units around a map
FOOT = 230  # units below a map, for its scale bar and north mark
CAPTION = 330  # units above a map, for the words on the area in focus
LINES = (-250, -160, -70)  # where each line of them stands
HIDDEN_SAID = {"suppressed": "suppressed", "not_available": "no figure"}
PATTERN = (
    '<pattern id="hatch-{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turned}>'
    '<path fill="#fff" stroke="none" d="M0 0h{size}v{size}H0z"/>'
    '<path class="hatch" stroke="none" d="M0 0h{dark}v{long}H0z"/></pattern>'
)
PATTERNS = "".join(
    (
        PATTERN.format(name="suppressed", size=24, dark=8, long=24, turned=' patternTransform="rotate(45)"'),
        PATTERN.format(name="not-available", size=26, dark=10, long=10, turned=""),
    )
)


class Sheet:
    """The shapes of some neighbourhoods in a drawing's units: x to the east, y downwards, from the north-west end."""

    def __init__(self, shapes: Any) -> None:
        west, south, east, north = shapes.total_bounds
        self.shapes = shapes
        self.west, self.north = float(west), float(north)
        self.width, self.height = round((east - west) / UNIT), round((north - south) / UNIT)

    def path(self, shape: Any) -> str:
        """Write a shape as one path: each ring of each part closed, points as steps from the one before."""
        import shapely

        rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
        return "".join(f"{self.line(shapely.get_coordinates(ring))}z" for ring in rings)

    def line(self, points: Any) -> str:
        """Write a line of points, whole units each, without those that do not move."""
        places = [(round((x - self.west) / UNIT), round((self.north - y) / UNIT)) for x, y in points.tolist()]
        steps = [(x - left, y - up) for (left, up), (x, y) in zip(places, places[1:], strict=False)]
        moved = "".join(f"{x} {y}" if y >= 0 else f"{x}{y}" for x, y in _spaced(steps)) or "0 0"
        return f"M{places[0][0]} {places[0][1]}l{moved}"


def shared_shapes(edition: Edition, choropleths: Sequence[Choropleth]) -> str:
    """Write once what the maps of a page share: neighbourhoods' shapes and names, outlines, hatches.

    It must stand on the page beside the maps; empty where the edition has no boundaries of them.
    """
    defined: list[str] = []
    for vintage in WARD_VINTAGES:
        mine = [one for one in choropleths if one.vintage == vintage]
        sheet = _sheet(edition, mine[0]) if mine else None
        if sheet is None:
            continue
        defined += [
            f'<path id="n{_key(vintage, code)}" d="{sheet.path(shape)}"/>'
            for code, shape in zip(sheet.shapes["code"], sheet.shapes.geometry, strict=True)
        ]
        named = {row["code"]: row for one in mine for row in one.frame.to_dict("records")}
        defined += [_name(row, vintage) for _, row in sorted(named.items())]
        drawn = {"wards": ("ward", WARD_VINTAGES[vintage]), "partnerships": ("community_partnership", None)}
        for kind, (area_type, own) in drawn.items():
            lines = edition.outlines.lines(area_type, own, vintage, COARSENESS)
            defined.append(f'<path id="{kind}-{vintage}" d="{"".join(sheet.line(line) for line in lines)}"/>')
    if not defined:
        return ""
    body = "\n".join((PATTERNS, *defined))
    return f'<svg class="shared" width="0" height="0" aria-hidden="true"><defs>\n{body}\n</defs></svg>'


def inline_map(edition: Edition, choropleth: Choropleth) -> str:
    """Write a choropleth: each neighbourhood can take focus, says its name, ward, figure and group, and shows them.

    The page must hold `shared_shapes`; empty where the edition has no boundaries of the neighbourhoods.
    """
    sheet = _sheet(edition, choropleth)
    if sheet is None:
        return ""
    box = f"{-MARGIN} {-CAPTION} {sheet.width + 2 * MARGIN} {sheet.height + CAPTION + FOOT}"
    label = f"Map of {edition.place} by neighbourhood: {choropleth.title}"
    areas = [_area(choropleth, row) for row in choropleth.frame.to_dict("records")]
    borders = [_border(kind, choropleth.vintage) for kind in ("wards", "partnerships")]
    return "\n".join(
        (
            f'<svg class="map" viewBox="{box}" role="group" aria-label="{escape(label)}">',
            *areas,
            *borders,
            _furniture(sheet),
            "</svg>",
        )
    )


def locator_map(edition: Edition, area_type: str, area_code: str, vintage: str) -> str:
    """Write a small map of where an area lies in the borough; empty where the edition has no boundaries of it.

    Raises:
        LookupError: the type is on the map, and the area is not among it.
    """
    lsoas = vintage if vintage in WARD_VINTAGES else "2021" if vintage >= "2021" else "2011"
    areas = edition.outlines.areas(area_type, vintage, lsoas, LOCATOR_COARSENESS)
    borough = edition.outlines.areas("borough", None, lsoas, LOCATOR_COARSENESS)
    if areas is None or borough is None:
        return ""
    found = areas[areas["code"] == area_code]
    if found.empty:
        raise LookupError(f"no {area_type} {area_code!r} of {vintage} on the map; it has {', '.join(areas['code'])}")
    sheet, shape = Sheet(borough), found.geometry.iloc[0]
    kind = AREA_TYPE_NAMES.get(area_type, area_type.replace("_", " ").capitalize()).removesuffix(" (LSOA)")
    where = "" if area_type == "borough" else f" lies {_whereabouts(sheet, shape)} of {edition.place}"
    label = f"Map: {found['name'].iloc[0]} ({kind}){where or ', the whole of it'}."
    box = f"{-MARGIN} {-MARGIN} {sheet.width + 2 * MARGIN} {sheet.height + 2 * MARGIN}"
    return (
        f'<svg class="locator" viewBox="{box}" role="img" aria-label="{escape(label)}">'
        f'<path class="rest" d="{sheet.path(borough.geometry.iloc[0])}"/>'
        f'<path class="here" d="{sheet.path(shape)}"/></svg>'
    )


def _whereabouts(sheet: Sheet, shape: Any) -> str:
    """Say in which ninth of the borough's map an area's middle lies."""
    middle = shape.centroid
    across = (middle.x - sheet.west) / UNIT / sheet.width
    down = (sheet.north - middle.y) / UNIT / sheet.height
    sides = (("north", down < 1 / 3), ("south", down > 2 / 3), ("west", across < 1 / 3), ("east", across > 2 / 3))
    parts = [side for side, lies in sides if lies]
    return f"in the {'-'.join(parts)}" if parts else "in the middle"


def can_be_drawn(edition: Edition, choropleth: Choropleth) -> bool:
    """Say whether the edition has the boundaries of a choropleth's neighbourhoods."""
    return edition.outlines.of(choropleth.vintage, choropleth.frame["code"], COARSENESS) is not None


def _sheet(edition: Edition, choropleth: Choropleth) -> Sheet | None:
    """Lay out all neighbourhoods of a vintage, so that every map of it has the same origin."""
    if not can_be_drawn(edition, choropleth):
        return None
    return Sheet(edition.outlines.neighbourhoods(choropleth.vintage, COARSENESS))


def _key(vintage: str, code: str) -> str:
    return f"{vintage[-2:]}-{code}"


def _area(choropleth: Choropleth, row: dict[Any, Any]) -> str:
    """Write one neighbourhood: a group that takes focus, its shape and name from the shared ones, and its figure."""
    shown = row["group"] >= 0
    one = choropleth.classes[row["group"]] if shown else None
    figure = row["figure"] if shown else HIDDEN_SAID[row["status"]]
    group = one.place if one and not are_yes_no(choropleth.classes) else ""
    ward = f", {row['ward']} ward" if row["ward"] else ""
    said = f"{row['name']} ({row['code']}){ward}: {figure}{', in the ' if group else ''}{group}"
    style = f"q{one.shade}" if one else row["status"].replace("_", "-")
    link = _key(choropleth.vintage, row["code"])
    return (
        f'<g class="{style}" tabindex="0" role="img" aria-label="{escape(said)}">'
        f"<title>{escape(row['name'])}: {escape(figure)}</title>"
        f'<use href="#n{link}"/><g class="caption"><use href="#t{link}"/>'
        f'<text y="{LINES[2]}">{escape(figure)}{", " if group else ""}{group}</text></g></g>'
    )


def _name(row: dict[Any, Any], vintage: str) -> str:
    """Write a neighbourhood's name and ward as they stand above the map while it has focus."""
    ward = f'<tspan x="0" y="{LINES[1]}">{escape(row["ward"])} ward</tspan>' if row["ward"] else ""
    return f'<text id="t{_key(vintage, row["code"])}" y="{LINES[0]}">{escape(row["name"])}{ward}</text>'


def _border(kind: str, vintage: str) -> str:
    """Draw the shared borders twice, for ink must lie on a white casing to stand out from dark shades."""
    use = f'href="#{kind}-{vintage}"/>'
    return f'<g class="{kind}" aria-hidden="true"><use class="casing" {use}<use {use}</g>'


def _furniture(sheet: Sheet) -> str:
    """Draw a scale bar of 5 km and a north mark below the map."""
    low = sheet.height + FOOT - MARGIN
    return (
        f'<g class="furniture" aria-hidden="true"><path d="M0 {low}h500M640 {low}v-130m-30 50l30-50 30 50"/>'
        f'<text y="{low - 25}">5 km</text><text x="700" y="{low}">N</text></g>'
    )


def _spaced(steps: Iterable[tuple[int, int]]) -> Iterable[tuple[str, int]]:
    """Drop steps that stand still, and part each step from the one before where no minus does."""
    first = True
    for x, y in steps:
        if x or y:
            yield f"{x}" if first or x < 0 else f" {x}", y
            first = False
