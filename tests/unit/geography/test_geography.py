"""The authority's areas: a slip in a list is refused, never a borough with a hole; maps are data."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.maps import load_area_lookups
from fairer_stockton.definitions.named_areas import NamedArea, load_named_areas
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import COUNCIL
from tests.conftest import DEFINITIONS

MAPS = DEFINITIONS.national.maps
AREAS = COUNCIL / "areas.toml"

GOOD = """
[community_partnership]
vintage = "2019"
made_of = "wd19cd"
[community_partnership.areas]
"North 1" = ["E05000001"]
"North 2" = ["E05000002"]
[community_partnership.why]
"North 1" = "It is north."
"""


def read(folder: Path, text: str) -> tuple[NamedArea, ...]:
    path = folder / "areas.toml"
    path.write_text(text, encoding="utf-8")
    return load_named_areas(path, tuple(MAPS.smallest_areas))


def test_names_give_codes_that_differ(tmp_path: Path) -> None:
    assert [area.code for area in read(tmp_path, GOOD)] == ["partnership-north-1", "partnership-north-2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("E05000002", "E05000001", "is in two areas"),
        ("North 2", "north-1", "two names give one code"),
        ("wd19cd", "oa21cd", "'oa21cd', which is not one of"),
        ('["E05000002"]', "[]", "has no parts"),
        ('vintage = "2019"', 'vintage = "2019"\nhole = 1', "unknown key 'hole'"),
        ("[community_partnership]", "[school_zone]", "a kind that is not known"),
        ('["E05000002"]', '"E05000002"', "'North 2' must be a list of codes"),
        ('"It is north."', '"x"\n"North 9" = "y"', "why names 'North 9'"),
        ('vintage = "2019"', "", "a key that is missing"),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        read(tmp_path, GOOD.replace(old, new))


def test_the_seven_partnerships_hold_each_ward_once() -> None:
    areas = [area for area in DEFINITIONS.named_areas if area.area_type == "community_partnership"]
    parts = [part for area in areas for part in area.parts]
    assert len(areas) == 7
    assert len(set(parts)) == len(parts) == 26


def test_each_target_area_says_why_and_that_it_is_to_be_confirmed() -> None:
    areas = [area for area in DEFINITIONS.named_areas if area.area_type == "target_area"]
    assert [area.name.split(" (")[0] for area in areas] == ["Central Stockton", "North Thornaby", "Port Clarence"]
    assert all(area.why and area.name.endswith("(to be confirmed by the council)") for area in areas)


def test_another_authority_has_no_named_areas_but_its_own() -> None:
    assert Settings(authority="E06000002").definitions.named_areas == ()
    assert Settings(authority="E06000002", areas=AREAS).definitions.named_areas


def test_maps_without_one_of_wards_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "maps.toml"
    keys = 'area_type = "msoa"\nvintage = "2021"\nlookup = "a"\nparts = "lsoa21cd"\ncode = "b"\nname = "c"\n'
    path.write_text(f'[[map]]\n{keys}holder = "d"\nholder_name = "e"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"maps.toml: no map of wards"):
        load_area_lookups(path)


def test_the_latest_wards_are_those_that_are_drawn_and_compared() -> None:
    assert MAPS.latest_wards.lookup == "lsoa21_wd24"
    assert MAPS.ward_vintages == {"2011": "2019", "2021": "2024"}
    assert MAPS.smallest_areas_in(["period", "wd24cd", "lsoa11cd"]) == {"lsoa11cd": "2011", "wd24cd": "ward_2024"}


def test_maps_and_comparators_are_whole() -> None:
    kinds = [(area_map.area_type, area_map.vintage) for area_map in MAPS.maps]
    assert kinds == [("msoa", "2011"), ("msoa", "2021"), ("ward", "2019"), ("ward", "2024")]
    assert MAPS.lookups.count("lsoa_msoa") == 1
    assert "E06000004" in DEFINITIONS.comparators["nearby_councils"].codes


@pytest.mark.parametrize(
    ("given", "said"), [({"authority": "Stockton"}, "AUTHORITY="), ({"profiles": ("E06000004",)}, "PROFILES=")]
)
def test_codes_that_name_nothing_are_refused(given: dict, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        Settings(**given)


def test_another_authority_never_takes_the_place_of_home() -> None:
    home, other = Settings.from_environment({}), Settings.from_environment({"FAIRER_AUTHORITY": "E06000002"})
    assert (home.edition, other.edition) == ("2026", "2026-E06000002")
    assert home.measures != other.measures
    assert home.staged == other.staged
