"""The list of a server's services, in which each vintage has a name of its own: a later one is noticed."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from fairer_stockton.adopt.proposals import propose_release
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.ways import FeatureService
from fairer_stockton.fetch import stage as fetching
from tests.conftest import RecordedProgress, with_sources
from tests.unit.fetch.homes import Pages, Publisher, fetch, make_source


def make_lookup(address: str, rule: str, name: str = "LSOA21_WD24_LAD24_EW_LU") -> FeatureService:
    return FeatureService(
        address=f"{address}/a/rest/services/{name}/FeatureServer/0/query", order_by="WD24CD", service=rule
    )


def write_services(pages: Pages, *names: str) -> None:
    services = [{"name": name, "type": "FeatureServer"} for name in names]
    services.append({"name": "LSOA21_WD30_LAD30_EW_LU", "type": "MapServer"})
    pages["/a/rest/services?f=json"] = json.dumps({"currentVersion": 12, "services": services}).encode()


def write_lookup(pages: Pages, name: str, column: str) -> None:
    layer = f"/a/rest/services/{name}/FeatureServer/0"
    pages[f"{layer}?f=json"] = b"{}"
    counted = {"where": "1=1", "returnCountOnly": "true", "f": "json"}
    pages[f"{layer}/query?{urlencode(counted, safe=',')}"] = b'{"count": 1}'
    asked = {"where": "1=1", "outFields": "*", "orderByFields": column, "f": "json", "returnGeometry": "false"}
    rows = {"features": [{"attributes": {column: name}}]}
    pages[f"{layer}/query?{urlencode({**asked, 'resultOffset': 0}, safe=',')}"] = json.dumps(rows).encode()


SHORT, LONG = "LSOA21_WD{period}_LAD{period}_EW_LU", "LSOA_to_Ward_{period}_*"


@pytest.mark.parametrize(
    ("rule", "declared", "others", "newest"),
    [
        (SHORT, "LSOA21_WD24_LAD24_EW_LU", ["LSOA21_WD25_LAD25_EW_LU", "LSOA21_WD25_LAD25_EW_LU_v2"], 1),
        (SHORT, "LSOA21_WD24_LAD24_EW_LU", ["LSOA21_WD24_LAD24_EW_LU_V2", "LSOA21_WD23_LAD23_EW_LU_V3"], 0),
        (SHORT, "LSOA21_WD24_LAD24_EW_LU", ["LSOA21_WD25_LAD26_EW_LU", "LSOA11_WD25_LAD25_EW_LU"], None),
        (LONG, "LSOA_to_Ward_(May_2024)_Lookup", ["LSOA_to_Ward_(December_2024)_Lookup"], 0),
        (LONG, "LSOA_to_Ward_December_2024_Lookup_v9", ["LSOA_to_Ward_December_2025_Best_Fit_Lookup"], 0),
        (LONG, "LSOA_to_Ward_December_2024_Lookup", ["LSOA_to_Ward_May_2024_Lookup"], None),
    ],
)
def test_service_of_a_later_vintage_is_noticed_and_brought_beside(
    rule: str, declared: str, others: list[str], newest: int | None, publisher: Publisher, tmp_path: Path
) -> None:
    address, pages = publisher
    for name in (declared, *others):
        for column in ("WD24CD", "WD25CD"):
            write_lookup(pages, name, column)
    write_services(pages, declared, *others)
    source = make_source(make_lookup(address, rule, declared))
    fetch(tmp_path, source)
    releases, lines = fetch(tmp_path, source)
    names = [release.path.stem for release in releases]
    assert names == ([] if newest is None else [others[newest]]), lines
    for release in releases:
        progress = RecordedProgress()
        propose_release(Settings(), progress, release)
        assert (
            "its codes are of another vintage, so add it beside this one as a source of its own" in progress.lines[-3]
        )
        assert progress.lines[-2] == f"  asked at {release.address}" and f"/{others[newest]}/" in release.address
        assert progress.lines[-1].startswith("  1 rows of WD2")


def test_vintage_that_another_source_has_is_no_news(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    names = ["LSOA21_WD24_LAD24_EW_LU", "LSOA21_WD25_LAD25_EW_LU"]
    for name, column in zip(names, ("WD24CD", "WD25CD"), strict=True):
        write_lookup(pages, name, column)
    write_services(pages, *names)
    source = make_source(make_lookup(address, SHORT))
    later = FeatureService(address=make_lookup(address, "", names[1]).address, order_by="WD25CD")
    other = replace(make_source(later), name="later_homes")
    for _ in range(2):
        releases = fetching.fetch(with_sources(Settings(raw=tmp_path), source, other), RecordedProgress())
    assert releases == []


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["LSOA_to_Ward_May_2025_A", "LSOA_to_Ward_May_2025_B"], "two services that are equally new"),
        (None, "404"),
    ],
)
def test_list_of_services_that_does_not_say_which_is_newest_is_named(
    names: list[str] | None, words: str, publisher: Publisher, tmp_path: Path
) -> None:
    address, pages = publisher
    declared = "LSOA_to_Ward_May_2024"
    write_lookup(pages, declared, "WD24CD")
    if names:
        write_services(pages, *names)
    source = make_source(make_lookup(address, LONG.removesuffix("_*") + "*", declared))
    fetch(tmp_path, source)
    _, lines = fetch(tmp_path, source)
    assert any("could not ask whether homes" in line and words in line for line in lines), lines
