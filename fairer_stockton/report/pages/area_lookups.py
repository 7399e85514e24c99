"""From a postcode or a point to the pages of the areas that hold it: scripts that the search fetches when asked."""

import json
from collections.abc import Iterable
from typing import Any

from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition

OUTLINES_FILE = "area-outlines.js"
LSOAS = "2021"  # the map of neighbourhoods to which postcodes and points lead
OUTLINE_COARSENESS = 20.0  # metres: nearer to a border than this a point may be given to the neighbour
DEGREE = 100_000  # parts of a degree that a coordinate is rounded to: about a metre


def map_pages_to_neighbourhoods(edition: Edition, areas: Iterable[ProfiledArea]) -> dict[str, str]:
    """Return the pages of the areas that hold each neighbourhood whole, the smallest first, with spaces between."""
    rows = edition.memberships
    rows = rows[(rows["lsoa_vintage"] == LSOAS) & (rows["share"] == 1)]
    whole = set(zip(rows["area_code"], rows["lsoacd"], strict=True))
    pages: dict[str, list[str]] = {}
    for area in sorted(areas, key=lambda area: len(area.neighbourhoods)):
        for code in area.neighbourhoods:
            if (area.code, code) in whole:
                pages.setdefault(code, []).append(area.page)
    return {code: " ".join(own) for code, own in pages.items()}


def list_outward_codes(edition: Edition) -> list[str]:
    """List the first halves of the borough's postcodes; none where no lookup is held."""
    table = edition.postcodes
    return [] if table is None else sorted(table["postcode"].str.split(" ").str[0].unique())


def write_postcode_scripts(edition: Edition, areas: Iterable[ProfiledArea]) -> dict[str, str]:
    """Return a script for each outward code: its inward codes by neighbourhood, and the pages that they lead to."""
    table = edition.postcodes
    if table is None:
        return {}
    pages = map_pages_to_neighbourhoods(edition, areas)
    halves = table["postcode"].str.split(" ", n=1, expand=True).set_axis(["outward", "inward"], axis=1)
    grouped = halves.assign(lsoa21cd=table["lsoa21cd"]).sort_values(["outward", "lsoa21cd", "inward"])
    return {
        str(outward): _write_call(
            "addPostcodes",
            str(outward),
            [
                [" ".join(codes), pages[str(code)]]
                for code, codes in rows.groupby("lsoa21cd")["inward"]
                if code in pages
            ],
        )
        for outward, rows in grouped.groupby("outward")
    }


def write_outline_script(edition: Edition, areas: Iterable[ProfiledArea]) -> str:
    """Return the script of the outlines of neighbourhoods in longitude and latitude; empty without boundaries."""
    import shapely

    from fairer_stockton.geography.grid import WORLD

    shapes = edition.outlines.neighbourhoods(LSOAS, OUTLINE_COARSENESS)
    if shapes is None:
        return ""
    pages = map_pages_to_neighbourhoods(edition, areas)
    drawn = [
        [pages[code], [_round_ring(ring) for part in shapely.get_parts(shape) for ring in _list_rings(part)]]
        for code, shape in zip(shapes["code"], shapes.geometry.to_crs(WORLD), strict=True)
        if code in pages
    ]
    return _write_call("addOutlines", DEGREE, drawn)


def _list_rings(polygon: Any) -> list[Any]:
    return [polygon.exterior, *polygon.interiors]


def _round_ring(ring: Any) -> list[int]:
    """Return a ring as whole parts of a degree: longitude, latitude, longitude and so on."""
    import shapely

    return [int(number) for number in (shapely.get_coordinates(ring) * DEGREE).round().ravel()]


def _write_call(function: str, *arguments: object) -> str:
    text = ",".join(json.dumps(argument, separators=(",", ":")) for argument in arguments)
    return f"window.{function}({text});\n"
