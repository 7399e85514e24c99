"""A town of twenty square neighbourhoods, a kilometre each, in four wards, for audits that are worked out by hand."""

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from fairer_stockton.run.vocabulary import AreaType
from tests.conftest import DEFINITIONS

WEST, SOUTH, SIDE, ACROSS, UP = 440_000, 515_000, 1000, 5, 4
CODES = [f"E01{number:06d}" for number in range(ACROSS * UP)]
NEED, OTHER = "income_deprivation", "no_qualifications"


def make_town(
    people: dict[str, list[float]] | None = None, out_of: float = 1000.0, postcodes: pd.DataFrame | None = None
) -> Any:
    """Return an edition of a town whose neighbourhoods have so many people in need: by default 100 each.

    They are numbered from the south-west, row by row; a row is a ward, and a column a fifth of deprivation.
    """
    counted = people or {NEED: [100.0] * len(CODES)}
    return SimpleNamespace(
        name="2026", authority="E06000004", borough_name="Town", ward_vintage="2024", postcodes=postcodes,
        memberships=_make_memberships(), boundaries=_make_boundaries(), has_communities=True, definitions=DEFINITIONS,
        measures={name: DEFINITIONS.measures[name] for name in counted},
        outlines=SimpleNamespace(names=lambda kind, vintage: {code: f"{kind} of {code}" for code in CODES}),
        select_observations=lambda name, **cells: _make_rows(counted[name], out_of),
    )  # fmt: skip


def _make_memberships() -> pd.DataFrame:
    held = [(AreaType.BOROUGH, "E06000004", "Town", "2022", code) for code in CODES]
    held += [
        (AreaType.WARD, f"E0500000{number // ACROSS}", f"Ward {number // ACROSS}", "2024", code)
        for number, code in enumerate(CODES)
    ]
    held += [
        ("deprivation_fifth", str(number % ACROSS + 1), "Fifth", "2022", code) for number, code in enumerate(CODES)
    ]
    frame = pd.DataFrame(held, columns=["area_type", "area_code", "area_name", "vintage", "lsoacd"])
    old = frame[frame["lsoacd"] == CODES[0]].assign(lsoacd="E01999999", lsoa_vintage="2011")
    return pd.concat([frame.assign(lsoa_vintage="2021"), old]).assign(share=1.0)


def _make_boundaries() -> pd.DataFrame:
    to_world = Transformer.from_crs(27700, 4326, always_xy=True)
    shapes = []
    for number in range(len(CODES)):
        west, south = WEST + SIDE * (number % ACROSS), SOUTH + SIDE * (number // ACROSS)
        # Corners along each side, since a straight line on the grid is not one on the globe.
        ring = shapely.segmentize(shapely.box(west, south, west + SIDE, south + SIDE), 100.0).exterior
        corners = np.column_stack(to_world.transform(*np.array(ring.coords).T))
        shapes.append(json.dumps({"type": "Polygon", "coordinates": [corners.tolist()]}))
    return pd.DataFrame({"lsoa11cd": None, "lsoa21cd": CODES, "geometry": shapes})


def _make_rows(people: list[float], out_of: float) -> list[Any]:
    return [
        SimpleNamespace(
            area_code=code, period="2021", numerator=count, denominator=out_of, synthetic=False, sources="a_source"
        )
        for code, count in zip(CODES, people, strict=True)
    ]
