"""GeoJSON: a row a feature; whatever else JSON can be is refused in words."""

import json
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.sources import Column
from tests.unit.ingest.readers.reading import CODE, read, refusal

SHAPE = Column("shape", "geometry", "text")
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1.5, 0], [1, -1e-3], [0, 0]]]}


def features(*entries: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": entries})


def feature(geometry: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_features_are_rows(tmp_path: Path) -> None:
    text = features(feature(**{"Area code": "E01"}), feature(name="no code"), feature(**{"Area code": None}))
    rows = read(tmp_path, text, CODE, SHAPE, name="areas.geojson")
    assert [(row["source_row"], row["code"]) for row in rows] == [(1, "E01"), (2, None), (3, None)]
    assert json.loads(rows[0]["shape"]) == SQUARE


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("[" * 100_000, "without end"),
        ('{"features":[' + "[" * 100_000 + "]" * 100_000 + "]}", "without end"),
        ("[1, 2]", "without a list of features"),
        ("null", "without a list of features"),
        ('{"features": {"a": 1}}', "without a list of features"),
        ('{"features": "abc"}', "without a list of features"),
        ('{"features": [', "broken JSON"),
        (features(3), "no object"),
        (features(feature() | {"properties": None}), "without properties"),
        (features(feature(None)), "without a geometry"),
        (features(feature({"type": "Point", "coordinates": [float("nan"), 1]})), "NaN"),
        (features(feature({"type": "Point", "coordinates": [1, 2]})).replace("2]", "2e999]"), "no text or number"),
        (features(feature({"type": "Point", "coordinates": [None, 1]})), "not those of an area"),
        (features(feature({"type": "Point", "coordinates": ["1", 1]})), "not those of an area"),
        (features(feature({"type": "Point"})), "not those of an area"),
        (features(feature({"type": "Polygon", "coordinates": json.loads("[" * 50 + "]" * 50)})), "those of an area"),
        (features(feature(**{"Area code": "E\ud800"})), "no text or number"),
        ('{"features": [], "n": ' + "9" * 5000 + "}", "broken JSON"),
        (features(), "no such column"),
    ],
    ids=range(19),
)
def test_what_is_no_geojson_is_refused_in_words(tmp_path: Path, content: str, found: str) -> None:
    content = content.replace('"properties": {}', '"properties": {"Area code": "E01"}')
    assert found in refusal(tmp_path, content, CODE, SHAPE, name="areas.geojson").found
