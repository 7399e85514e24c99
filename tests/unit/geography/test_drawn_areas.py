"""Areas drawn as polygons: they take the neighbourhoods most of whose residents live inside, and say how well."""

import json
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.geography.drawn_areas import fit_neighbourhoods_to_polygon
from fairer_stockton.run.errors import InputError

CODES = ["E01000001", "E01000002", "E01000003"]
WIDTH = 0.01


def square(left: float, right: float) -> dict:
    ring = [[-1.3 + x * WIDTH, 54.5 + y * WIDTH] for x, y in ((left, 0), (right, 0), (right, 1), (left, 1), (left, 0))]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def boundaries() -> pd.DataFrame:
    shapes = [json.dumps(square(place, place + 1)) for place in range(3)]
    return pd.DataFrame({"lsoa21cd": [*CODES, None], "geometry": [*shapes, shapes[0]]})


def drawn(folder: Path, shape: object) -> Path:
    path = folder / "area.geojson"
    path.write_text(json.dumps(shape), encoding="utf-8")
    return path


def test_most_of_its_residents_decide(tmp_path: Path, boundaries: pd.DataFrame) -> None:
    people = pd.Series({CODES[0]: 1000.0, CODES[1]: 2000.0, CODES[2]: 4000.0})
    fit = fit_neighbourhoods_to_polygon(drawn(tmp_path, square(0.2, 2.25)), boundaries, people)
    assert fit.codes == (CODES[0], CODES[1])
    inside = [0.8 * 1000, 2000, 0.25 * 4000]
    assert fit.share_held == pytest.approx((inside[0] + inside[1]) / sum(inside), abs=1e-3)


@pytest.mark.parametrize("wrap", ["Feature", "FeatureCollection"])
def test_any_form_of_geojson_will_do(tmp_path: Path, boundaries: pd.DataFrame, wrap: str) -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": square(0, 1)}
    shape = feature if wrap == "Feature" else {"type": "FeatureCollection", "features": [feature]}
    assert fit_neighbourhoods_to_polygon(drawn(tmp_path, shape), boundaries, pd.Series(dtype=float)).codes == (
        CODES[0],
    )


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (square(0, 0.4), "covers most of no neighbourhood"),
        ({"type": "Point", "coordinates": [-1.3, 54.5]}, "shapes of kind Point"),
        ({"type": "FeatureCollection", "features": []}, "shapes of kind none"),
        ({"colour": "blue"}, "no GeoJSON polygon"),
    ],
)
def test_what_is_no_area_is_refused_with_the_file(
    tmp_path: Path, boundaries: pd.DataFrame, shape: dict, said: str
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        fit_neighbourhoods_to_polygon(drawn(tmp_path, shape), boundaries, pd.Series(dtype=float))
    assert "area.geojson" in str(refused.value)
    assert "to do" in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, boundaries: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r"none\.geojson"):
        fit_neighbourhoods_to_polygon(tmp_path / "none.geojson", boundaries, pd.Series(dtype=float))
