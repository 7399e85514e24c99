"""The explorer's maps: the areas of one kind as paths on one sheet, each under its code."""

from typing import Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.inline import FOOT, MAP_COARSENESS, MARGIN, Sheet
from fairer_stockton.report.outlines import WARD_VINTAGES

MAPPED = ("ward", "lsoa", "community_partnership", "target_area")
NEWEST = max(WARD_VINTAGES)


def shapes_of(edition: Edition, kind: str) -> dict[str, Any]:
    """Give a kind's box, paths by code, borough outline and scale bar; nothing where the edition has none of them."""
    area_type, _, vintage = kind.partition("-")
    if area_type not in MAPPED:
        return {}
    lsoas = _neighbourhoods_under(area_type, vintage)
    whole = edition.outlines.areas("borough", None, lsoas, MAP_COARSENESS)
    areas = _areas(edition, area_type, vintage, lsoas)
    if whole is None or areas is None:
        return {}
    sheet = Sheet(whole)
    return {
        "box": f"{-MARGIN} {-MARGIN} {sheet.width + 2 * MARGIN} {sheet.height + MARGIN + FOOT}",
        "low": sheet.height + FOOT - MARGIN,
        "borough": sheet.path(whole.geometry.iloc[0]),
        "paths": {code: sheet.path(shape) for code, shape in zip(areas["code"], areas.geometry, strict=True)},
    }


def _neighbourhoods_under(area_type: str, vintage: str) -> str:
    """Say which map of neighbourhoods a kind of area is drawn from."""
    if area_type == "lsoa":
        return vintage
    return next((lsoas for lsoas, wards in WARD_VINTAGES.items() if area_type == "ward" and wards == vintage), NEWEST)


def _areas(edition: Edition, area_type: str, vintage: str, lsoas: str) -> Any:
    if area_type == "lsoa":
        return edition.outlines.neighbourhoods(lsoas, MAP_COARSENESS)
    return edition.outlines.areas(area_type, vintage or None, lsoas, MAP_COARSENESS)
