"""JSON of any shape: whatever stands under a key of a file from outside, it is read or refused in words."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.editions import library
from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.fetch.answers import find_fault_in_answer
from fairer_stockton.fetch.raw_folder import find_raw_files
from fairer_stockton.geography.drawn_areas import fit_neighbourhoods_to_polygon
from fairer_stockton.report.maps.landmarks import read_landmarks
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition
from fairer_stockton.run.errors import FairerError
from fairer_stockton.watch.sources import read_files_of_provenance
from tests.conftest import DEFINITIONS
from tests.unit.geography.test_drawn_areas import square
from tests.unit.ingest.readers.reading import read
from tests.unit.ingest.readers.test_cubes import AREA, MONTH, PEOPLE, answer

DEEP = "[" * 100_000
VALUES = (
    None, 0, -1, 3.5, True, "", "x", "../../x", [], ["x"], [[]], [[1, 2]], {}, {"a": 1}, [{}], "9" * 400, 10**400,
    float("nan"), float("inf"), 1e300, 452000.5,
)  # fmt: skip
MUTATIONS = 60  # of each form: thousands were tried when this was written
POLYGON = {
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "properties": {}, "geometry": square(0, 2)}],
}
LANDMARK = {
    "type": "FeatureCollection",
    "attribution": "Contains data",
    "features": [
        {
            "type": "Feature",
            "properties": {"kind": "river", "name": "Brook"},
            "geometry": {"type": "LineString", "coordinates": [[-1.3, 54.5], [-1.2, 54.6]]},
        }
    ],
}
PROVENANCE = {
    "synthetic": False,
    "files": [
        {"name": "2022_Sub-Regional-Data-LILEE.xlsx", "stored": "a.xlsx", "sha256": "0", "url": "", "confirmed": {}}
    ],
}
MANIFEST = {
    "edition": "2025", "authority": "E06000004", "key": "0", "synthetic": True, "measures": {"turnout": "0"},
    "outputs": {"parquet/gaps.parquet": "0"},
    "inputs": [{"source": "turnout", "file": "a.csv", "period": "2023", "sha256": "0", "synthetic": True}],
}  # fmt: skip


def read_polygon(file: Path) -> None:
    boundaries = pd.DataFrame({"lsoa21cd": ["E01000001"], "geometry": [json.dumps(square(0, 1))]})
    fit_neighbourhoods_to_polygon(file, boundaries, pd.Series({"E01000001": 1000.0}))


def read_raw_files(file: Path) -> None:
    folder = file.parent / "raw/fuel_poverty/2022"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "provenance.json").write_bytes(file.read_bytes())
    read_files_of_provenance(folder / "provenance.json")
    find_raw_files(file.parent / "raw", DEFINITIONS.sources["fuel_poverty"])


def read_edition(file: Path) -> None:
    folder = file.parent / "edition"
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_bytes(file.read_bytes())
    read_manifest(folder)
    published = PublishedEdition(folder)
    published.find_sources_read_from_same_files({})
    earlier = EarlierEdition(published, "E06000004")
    sorted((*earlier.inputs, *earlier.definitions))
    loaded = library.load(folder)
    assert sorted((*loaded.tables, loaded.name, str(loaded.synthetic)))


def read_cube(file: Path) -> None:
    read(file.parent, file.read_bytes(), AREA, MONTH, PEOPLE, name="answer.json")


READERS: dict[str, tuple[Any, Callable[[Path], object]]] = {
    "polygon": (POLYGON, read_polygon),
    "landmark": (LANDMARK, read_landmarks),
    "provenance": (PROVENANCE, read_raw_files),
    "manifest": (MANIFEST, read_edition),
    "cube": (answer(), read_cube),
    "answer": ({"error": {"code": 400}, "features": [{"a": [1]}]}, find_fault_in_answer),
}


def list_paths(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(content, dict | list):
        for key, value in content.items() if isinstance(content, dict) else enumerate(content):
            yield from list_paths(value, (*path, key))


def mutate(whole: Any, draws: random.Random) -> str:
    content = copy.deepcopy(whole)
    *outer, last = draws.choice([path for path in list_paths(content) if path])
    inner: Any = content
    for key in outer:
        inner = inner[key]
    inner[last] = draws.choice((*VALUES, DEEP))
    return json.dumps(content).replace(f'"{DEEP}"', DEEP + "]" * len(DEEP))


@pytest.mark.parametrize("form", READERS)
def test_json_is_read_or_refused_in_words(form: str, tmp_path: Path) -> None:
    whole, read_file = READERS[form]
    file, draws = tmp_path / "a.json", random.Random(form)
    texts = [mutate(whole, draws) for _ in range(MUTATIONS)]
    for text in [*texts, "", "null", "[]", "3", '"x"', "{", "{}", DEEP, '{"a":' * 9999, "\ud800", '{"x": 1e999}']:
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            read_file(file)
        except FairerError as refusal:
            assert str(refusal)
            assert "Traceback" not in str(refusal)
        except Exception as fault:
            raise AssertionError(f"{form}: {text[:2000]}") from fault


def ring(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in (*corners, corners[0])]]}


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (ring((452000, 519000), (453000, 519000), (453000, 520000)), "metres of the British National Grid"),
        (ring((-1.3, 54.5), (-1.2, float("nan")), (-1.2, 54.6)), "a coordinate that is no number"),
        (ring((-1.3, 1e300), (-1.2, 54.5), (-1.2, 54.6)), "outside 180 degrees"),
        ({"type": "Polygon", "coordinates": []}, "without any point"),
        ({"type": "Polygon", "coordinates": [[[-1.3, 54.5], [-1.2, 54.5]]]}, "no GeoJSON polygon"),
        ({"type": "Sphere", "coordinates": [[[-1.3, 54.5]]]}, "no GeoJSON polygon"),
        ({"type": "GeometryCollection", "geometries": [square(0, 1)]}, "GeometryCollection"),
        (ring((54.5, -1.3), (54.6, -1.3), (54.6, -1.2)), "check the order of its coordinates"),
        (ring((-1.3, 54.5), (-1.29, 54.5), (-1.28, 54.5)), "covers most of no neighbourhood"),
    ],
)
def test_polygon_that_is_no_area_is_refused_in_words(tmp_path: Path, drawn: dict[str, Any], words: str) -> None:
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps(drawn))
    with pytest.raises(FairerError, match=words) as refused:
        read_polygon(file)
    assert "a.geojson" in str(refused.value)


def test_ring_that_crosses_itself_is_an_area_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps(ring((-1.31, 54.49), (-1.28, 54.52), (-1.28, 54.49), (-1.31, 54.52), (-1.31, 54.5))))
    boundaries = pd.DataFrame({"lsoa21cd": ["E01000001"], "geometry": [json.dumps(square(-1, 0))]})
    assert fit_neighbourhoods_to_polygon(file, boundaries, pd.Series({"E01000001": 1.0})).codes == ("E01000001",)


def test_changed_manifest_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({**MANIFEST, "inputs": 3}))
    with pytest.raises(FairerError, match=r"manifest.json\nfound     a manifest whose 'inputs'"):
        read_manifest(tmp_path)
