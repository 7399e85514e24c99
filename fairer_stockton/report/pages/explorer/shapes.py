"""The explorer's maps: the areas of one kind as paths on one sheet, each under its code."""

from collections.abc import Mapping
from typing import Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.inline import FOOT, MAP_COARSENESS, MARGIN, SvgMapSheet
from fairer_stockton.run.vocabulary import AreaType

MAPPED_AREAS = (
    AreaType.WARD,
    AreaType.MSOA,
    AreaType.LSOA,
    AreaType.COMMUNITY_PARTNERSHIP,
    AreaType.TARGET_AREA,
)


def make_json_values_of_area_shapes(edition: Edition, area_kind: str) -> dict[str, Any]:
    """Return a kind's box, paths by code, borough outline and scale bar; nothing where the edition has none of them."""
    area_type, _, vintage = area_kind.partition("-")
    if area_type not in MAPPED_AREAS:
        return {}
    lsoas = _choose_lsoa_vintage_of_area_kind(area_type, vintage, edition.outlines.ward_vintages)
    whole = edition.outlines.areas(AreaType.BOROUGH, None, lsoas, MAP_COARSENESS)
    areas = _read_outlines_of_area_kind(edition, area_type, vintage, lsoas)
    if whole is None or areas is None:
        return {}
    sheet = SvgMapSheet(whole)
    return {
        "box": f"{-MARGIN} {-MARGIN} {sheet.width + 2 * MARGIN} {sheet.height + MARGIN + FOOT}",
        "low": sheet.height + FOOT - MARGIN,
        "borough": sheet.path(whole.geometry.iloc[0]),
        "paths": {code: sheet.path(shape) for code, shape in zip(areas["code"], areas.geometry, strict=True)},
    }


def _choose_lsoa_vintage_of_area_kind(area_type: str, area_vintage: str, ward_vintages: Mapping[str, str]) -> str:
    """Return which map of neighbourhoods a kind of area is drawn from."""
    if area_type in (AreaType.MSOA, AreaType.LSOA):
        return area_vintage
    of_wards = (lsoas for lsoas, wards in ward_vintages.items() if area_type == AreaType.WARD and wards == area_vintage)
    return next(of_wards, max(ward_vintages))


def _read_outlines_of_area_kind(edition: Edition, area_type: str, area_vintage: str, lsoa_vintage: str) -> Any:
    if area_type == AreaType.LSOA:
        return edition.outlines.neighbourhoods(lsoa_vintage, MAP_COARSENESS)
    return edition.outlines.areas(area_type, area_vintage or None, lsoa_vintage, MAP_COARSENESS)
