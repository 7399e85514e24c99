"""A sample has a home: the council whose report is made, with its own neighbourhoods and nobody else's records."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from fairer_stockton.definitions.new_council import create_council_folder
from fairer_stockton.definitions.project import load_definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.council import load_council
from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.sample import stage
from fairer_stockton.sample.areas import authorities_of_sample, load_authorities
from fairer_stockton.sample.completeness import needs_sample
from fairer_stockton.sample.model import build_sample_areas
from fairer_stockton.sample.national_tables import (
    list_districts,
    list_education_authorities,
    list_published_areas,
    list_school_meals_authorities,
)
from tests.conftest import DEFINITIONS

pytestmark = pytest.mark.xdist_group("sample at home")

STOCKTON, MIDDLESBROUGH = "E06000004", "E06000002"
HOMES = (STOCKTON, MIDDLESBROUGH)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of a council that has just begun, and so supplies nothing itself."""
    council = load_council(
        create_council_folder(tmp_path_factory.mktemp("work") / "middlesbrough", MIDDLESBROUGH, "2026")
    )
    stage.write_sample(council.folder / "data/raw", council.code, load_definitions(council).sources)
    return council.folder / "data/raw/sample"


def only(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.glob("*.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_two_councils_can_be_the_home_of_a_sample() -> None:
    assert {code for code, authority in load_authorities().items() if authority.outlines} == set(HOMES)
    for home in HOMES:
        first, *others = authorities_of_sample(home)
        assert first.code == home
        assert not {authority.code for authority in others} & set(HOMES)


@pytest.mark.parametrize("home", HOMES)
def test_every_national_table_holds_the_home(home: str) -> None:
    name = load_authorities()[home].name
    for tables in (list_districts(), list_published_areas(), list_school_meals_authorities()):
        assert home in {entry["code"] for entry in tables}
    assert name in {entry["name"] for entry in list_education_authorities()}


def test_middlesbrough_has_its_own_neighbourhoods_and_wards(folder: Path) -> None:
    changes = [row for row in only(folder / "lsoa11_lsoa21" / "2022") if row["LAD22CD"] == MIDDLESBROUGH]
    old, new = {row["F_LSOA11CD"] for row in changes}, {row["LSOA21CD"] for row in changes}
    assert (len(old), len(new)) == (86, 90)
    wards = {row["WD24CD"] for row in only(folder / "lsoa21_wd24" / "2024") if row["LAD24CD"] == MIDDLESBROUGH}
    assert len(wards) == 20
    assert {"E05015468", "E05015469"} <= wards
    for name, code, areas in (("2011/lsoa11", "LSOA11CD", old), ("2021/lsoa", "LSOA21CD", new)):
        shapes = json.loads((folder / f"lsoa_boundaries/{name}_{MIDDLESBROUGH}.geojson").read_bytes())["features"]
        assert {shape["properties"][code] for shape in shapes} == areas


def test_no_neighbourhood_of_another_home_is_in_it(folder: Path) -> None:
    holders = {row["LAD22CD"] for row in only(folder / "lsoa11_lsoa21" / "2022")}
    assert MIDDLESBROUGH in holders
    assert STOCKTON not in holders


def test_a_council_that_supplies_nothing_has_no_sample_of_it(folder: Path) -> None:
    written = {path.name for path in folder.iterdir() if path.is_dir()}
    assert {"lait", "ons_els", *DEFINITIONS.national.maps.place_tables} <= written
    assert not written & DEFINITIONS.supplied


def test_a_council_without_facts_is_refused() -> None:
    with pytest.raises(MissingSourceError, match="no neighbourhoods of E08000021"):
        build_sample_areas("E08000021", DEFINITIONS.sources)


def test_a_sample_is_made_only_where_there_is_nothing_else(folder: Path, tmp_path: Path) -> None:
    council = load_council(folder.parents[2])
    settings = Settings(folder.parent, council.folder / "data/processed", tmp_path / "reports", council=council)
    new = replace(settings, raw=tmp_path / "raw")
    assert needs_sample(new)
    assert not needs_sample(settings), "it is there, and whole"
    assert not needs_sample(replace(new, sample=False))
    assert not needs_sample(replace(new, authority=STOCKTON))
    supplying = replace(settings, council=replace(council, extracts=("open_space",)))
    assert needs_sample(supplying), "the sample lacks what the council says it supplies"
    (new.raw / "open_space/2025").mkdir(parents=True)
    (new.raw / "open_space/2025/provenance.json").touch()
    assert not needs_sample(new), "an extract is there: no invented one comes beside it unasked"
    published = replace(settings, raw=tmp_path / "lost")
    (published.reports / "2026").mkdir(parents=True)
    (published.reports / "2026/manifest.json").touch()
    assert not needs_sample(published), "an edition was made, and its extracts are lost"
