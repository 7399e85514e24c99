"""An areas file of one's own through the chain: neighbourhoods, wards and polygons, and slips that are refused."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import shape

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine.duckdb import open_staged_tables
from fairer_stockton.geography import areas
from fairer_stockton.geography.memberships import create_area_membership_tables
from fairer_stockton.run.errors import CatalogueError

FILE = """
[target_area]
vintage = "2021"
made_of = "{made_of}"
[target_area.areas]
{areas}
"""


def memberships(sample: Settings, path: Path) -> pd.DataFrame:
    definitions = replace(sample, areas=path).definitions
    with open_staged_tables(sample.staged, set(definitions.national.maps.place_tables)) as connection:
        create_area_membership_tables(connection, sample.authority, definitions)
        return connection.sql(
            "select * from memberships where area_type = 'target_area' or breakdown like 'target-%'"
        ).df()


def write(folder: Path, made_of: str, areas: str) -> Path:
    path = folder / "areas.toml"
    path.write_text(FILE.format(made_of=made_of, areas=areas), encoding="utf-8")
    return path


def test_an_area_made_of_wards_and_the_rest_add_up_to_the_borough(sample: Settings, tmp_path: Path) -> None:
    found = memberships(sample, write(tmp_path, "wd24cd", '"Here" = ["E05014882", "E05014877"]'))
    pair = found[found["breakdown"] == "target-here"]
    shares = pair.groupby(["lsoa_vintage", "lsoacd"])["share"].sum()
    assert set(pair["category"]) == {"Here", areas.REST}
    assert (shares == 1).all()
    assert {vintage: len(rows) for vintage, rows in shares.groupby(level=0)} == {"2011": 120, "2021": 124}


def test_an_area_drawn_as_a_polygon_says_how_well_it_fits(sample: Settings, tmp_path: Path) -> None:
    boundaries = pd.read_parquet(sample.staged / "lsoa_boundaries.parquet").dropna(subset=["lsoa21cd"])
    chosen = boundaries.sort_values("lsoa21cd").head(3)
    shapes = [{"type": "Feature", "properties": {}, "geometry": json.loads(text)} for text in chosen["geometry"]]
    (tmp_path / "here.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": shapes}))
    path = write(tmp_path, "geojson", '"Here" = "here.geojson"')
    found = memberships(sample, path)
    inside = found[(found["area_type"] == "target_area") & (found["lsoa_vintage"] == "2021")]
    assert sorted(inside["lsoacd"]) == chosen["lsoa21cd"].tolist()
    assert path in areas.list_area_and_polygon_files(replace(sample, areas=path))
    assert tmp_path / "here.geojson" in areas.list_area_and_polygon_files(replace(sample, areas=path))


@pytest.mark.parametrize(
    ("made_of", "code"), [("lsoa21cd", "E01006518"), ("wd24cd", "E05001527"), ("wd19cd", "E05014882")]
)
def test_a_part_of_another_council_or_map_is_refused(sample: Settings, tmp_path: Path, made_of: str, code: str) -> None:
    with pytest.raises(CatalogueError, match=rf"parts that are none of E06000004: {code} in Here"):
        memberships(sample, write(tmp_path, made_of, f'"Here" = ["{code}"]'))


def test_a_file_that_is_not_there_is_named(sample: Settings, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.toml\nfound     no such file"):
        memberships(sample, tmp_path / "none.toml")


def test_a_kind_that_is_to_cover_the_borough_and_does_not_is_refused(sample: Settings, tmp_path: Path) -> None:
    text = FILE.format(made_of="wd24cd", areas='"Here" = ["E05014882"]').replace("target_area", "community_partnership")
    (tmp_path / "areas.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match="no area that holds E05014858, .* and 21 more"):
        memberships(sample, tmp_path / "areas.toml")


def test_a_crossed_polygon_is_mended(sample: Settings, tmp_path: Path) -> None:
    boundaries = pd.read_parquet(sample.staged / "lsoa_boundaries.parquet").dropna(subset=["lsoa21cd"])
    west, south, east, north = shape(json.loads(boundaries["geometry"].iloc[0])).buffer(0.02).bounds
    ring = [[west, south], [east, north], [east, south], [west, north], [west, south]]
    (tmp_path / "here.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    found = memberships(sample, write(tmp_path, "geojson", '"Here" = "here.geojson"'))
    assert (found["area_type"] == "target_area").any()
