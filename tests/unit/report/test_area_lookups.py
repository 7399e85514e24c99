"""From a postcode or a point to the pages of areas: each in one script of its own, of the borough's own alone."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition, _read_postcodes
from fairer_stockton.report.pages.area_lookups import write_outline_script, write_postcode_scripts
from fairer_stockton.report.pages.area_search import make_area_search, write_search_files
from fairer_stockton.report.pages.areas import Profiles

POSTCODES = pd.DataFrame({"postcode": ["AB1 2CD", "AB1 2CE", "AB10 1AA"], "lsoa21cd": ["L0", "L0", "L3"]})


def arguments(script: str) -> list[Any]:
    """Return what a script hands to the function that it calls."""
    return json.loads(f"[{script.partition('(')[2].rstrip().removesuffix(');')}]")


def test_a_postcode_leads_to_the_smallest_area_first(edition: Edition) -> None:
    held = replace(edition, postcodes=POSTCODES)
    scripts = write_postcode_scripts(held, Profiles(held).areas)
    assert {name: arguments(script) for name, script in scripts.items()} == {
        "AB1": ["AB1", [["2CD 2CE", "area-L0.html area-Ward 0.html"]]],
        "AB10": ["AB10", [["1AA", "area-L3.html area-Ward 1.html"]]],
    }


def test_an_area_that_holds_a_neighbourhood_in_part_is_not_called_its_own(edition: Edition) -> None:
    parted = edition.memberships.assign(share=edition.memberships["area_type"].map({"ward": 0.5}).fillna(1.0))
    held = replace(edition, postcodes=POSTCODES, memberships=parted)
    assert arguments(write_postcode_scripts(held, Profiles(held).areas)["AB10"])[1] == [["1AA", "area-L3.html"]]


def test_without_a_lookup_or_outlines_there_is_no_script(edition: Edition, tmp_path: Path) -> None:
    bare = replace(edition, boundaries=None)
    write_search_files(bare, Profiles(bare).areas, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["area-names.js"]
    names = json.loads((tmp_path / "area-names.js").read_text(encoding="utf-8").partition("= ")[2].rstrip(";\n"))
    assert (names["outwardCodes"], names["hasOutlines"]) == ([], False)
    assert make_area_search(bare).label == "Ward or neighbourhood"
    held = replace(edition, postcodes=POSTCODES)
    write_search_files(held, Profiles(held).areas, tmp_path)
    assert sorted(path.name for path in (tmp_path / "postcodes").iterdir()) == ["AB1.js", "AB10.js"]
    assert make_area_search(held).label == "Ward, neighbourhood or postcode"


def test_outlines_are_those_of_the_neighbourhoods(edition: Edition) -> None:
    areas = [ProfiledArea("lsoa", "L0", "Square", "2021", ("L0",))]
    parts, ((pages, (ring,)),) = arguments(write_outline_script(edition, areas))
    assert pages == "area-L0.html"
    longitudes, latitudes = [number / parts for number in ring[::2]], [number / parts for number in ring[1::2]]
    assert (min(longitudes), max(longitudes), min(latitudes), max(latitudes)) == (-1.3, -1.29, 54.5, 54.51)


def test_postcodes_of_elsewhere_are_left_out(edition: Edition, tmp_path: Path) -> None:
    more = pd.concat([POSTCODES, pd.DataFrame({"postcode": ["ZZ1 1ZZ"], "lsoa21cd": ["E01999999"]})])
    more.assign(period="2024-02").to_parquet(tmp_path / "postcodes.parquet")
    assert _read_postcodes(tmp_path, edition.memberships)["postcode"].tolist() == POSTCODES["postcode"].tolist()


def test_neighbourhoods_have_pages_unless_fewer_are_asked_for(edition: Edition) -> None:
    def pages(*profiles: str) -> list[str]:
        areas = Profiles(replace(edition, profiles=profiles)).areas
        return [area.code for area in areas if area.area_type == "lsoa"]

    assert pages() == ["L0", "L1", "L2", "L3"]
    assert pages("L2") == ["L2"]
    assert pages("none") == []
    assert make_area_search(replace(edition, profiles=("none",))).label == "Ward"
