"""Each way of asking a publisher, against answers in its form, whole and with the faults that they can have."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from fairer_stockton.definitions.ways import (
    ByHand,
    EducationDataSet,
    FeatureService,
    FingertipsTable,
    NomisTable,
    StatXploreTable,
)
from fairer_stockton.run.errors import InputError
from tests.unit.fetch.conftest import KEY
from tests.unit.fetch.faults import faulty_publisher, page
from tests.unit.fetch.homes import BODY, Pages, Publisher, fetch, make_source, read_fetched

# Nomis: pages of two rows.


def make_nomis(address: str) -> NomisTable:
    return NomisTable(address=f"{address}/table", parameters={"date": "{period}-03", "select": "a,record_count"})


def write_nomis(pages: Pages, year: int, rows: list[str], declared: int, size: int = 2, offset: int = 0) -> None:
    for start in range(0, max(1, len(rows)), size):
        asked = urlencode({"date": f"{year}-03", "select": "a,record_count", "recordoffset": start + offset}, safe=",")
        body = "".join(f"{row},{declared}\r\n" for row in rows[start : start + size])
        pages[f"/table?{asked}"] = f'"DATE","GEOGRAPHY_CODE","RECORD_COUNT"\r\n{body}'.encode()


ROWS = [f'"2024-03","E0100000{number}"' for number in range(1, 6)]


def test_nomis_is_asked_until_all_rows_have_come(publisher: Publisher, tmp_path: Path) -> None:
    write_nomis(publisher[1], 2024, ROWS, 5)
    _, lines = fetch(tmp_path, make_source(make_nomis(publisher[0])))
    written = read_fetched(tmp_path).splitlines()
    assert written == ["DATE,GEOGRAPHY_CODE,RECORD_COUNT", *(f"{row},5".replace('"', "") for row in ROWS)]


def test_next_year_of_nomis_is_brought_beside_once_it_has_rows(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    source = make_source(make_nomis(address))
    write_nomis(pages, 2024, ROWS, 5)
    write_nomis(pages, 2025, [], 0)
    releases, lines = fetch(tmp_path, source)
    assert releases == []
    assert not [line for line in lines if "could not" in line], "a year that is not there yet is no fault"
    write_nomis(pages, 2025, ROWS, 5)
    (release,), _ = fetch(tmp_path, source)
    assert (release.path.name, release.is_later) == ("homes_2025.csv", True)


def repeat_a_row(pages: Pages) -> None:
    write_nomis(pages, 2024, [*ROWS[:4], ROWS[0]], 5)


def cut_pages(pages: Pages) -> None:
    write_nomis(pages, 2024, ROWS, 9)
    write_nomis(pages, 2024, [], 9, offset=5)


def change_count(pages: Pages) -> None:
    write_nomis(pages, 2024, ROWS, 5)
    changed = next(path for path in pages if path.endswith("recordoffset=2"))
    pages[changed] = pages[changed].replace(b",5", b",6")


def send_too_many(pages: Pages) -> None:
    write_nomis(pages, 2024, ROWS, 4, size=3)


def leave_out_count(pages: Pages) -> None:
    write_nomis(pages, 2024, ROWS, 5)
    pages.update({path: body.replace(b"RECORD_COUNT", b"OBS") for path, body in pages.items()})


@pytest.mark.parametrize(
    ("make_fault", "words"),
    [
        (repeat_a_row, "a row that came on two pages"),
        (cut_pages, "5 rows, where the publisher declares 9"),
        (change_count, "declare 5 rows, and then 6"),
        (send_too_many, "5 rows, where the publisher declares 4"),
        (leave_out_count, "without the column RECORD_COUNT"),
        (lambda pages: write_nomis(pages, 2024, [], 0), "a table without rows"),
        (lambda pages: write_nomis(pages, 2024, ['"2024-03","E01"'], "many"), "no number: 'many'"),  # type: ignore[arg-type]
    ],
)
def test_nomis_that_does_not_send_what_it_declares_is_refused(
    make_fault: Callable[[Pages], None], words: str, publisher: Publisher, tmp_path: Path
) -> None:
    make_fault(publisher[1])
    with pytest.raises(InputError, match=words):
        fetch(tmp_path, make_source(make_nomis(publisher[0])))
    assert not list(tmp_path.glob("homes/*"))


def test_busy_nomis_is_asked_again(tmp_path: Path) -> None:
    whole = page(b"DATE,RECORD_COUNT\n2024-03,1\n")
    busy = page(b"", b"429 Too Many Requests", Retry_After="1")
    with faulty_publisher(busy, whole, page(b"", b"404 Not Found")) as publisher:
        fetch(tmp_path, make_source(make_nomis(publisher.address)))
    assert read_fetched(tmp_path) == "DATE,RECORD_COUNT\n2024-03,1\n"


# A feature service of two features a page.

CODES = ["E01000001", "E01000002", "E01000003"]


def write_features(
    pages: Pages, count: Any = 3, shapes: bool = False, more: Mapping[int, bool] | None = None, edited: bool = False
) -> None:
    asked = {"where": "LAD24CD = 'E06000004'", "outFields": "*", "orderByFields": "LSOA21CD"}
    asked |= {"f": "geojson"} if shapes else {"f": "json", "returnGeometry": "false"}
    counted = {"where": asked["where"], "returnCountOnly": "true", "f": "json"}
    pages["/layer?f=json"] = json.dumps({"editingInfo": {"lastEditDate": 1_700_000_000_000}} if edited else {}).encode()
    pages[f"/layer/query?{urlencode(counted, safe=',')}"] = json.dumps({"count": count}).encode()
    for start in (0, 2):
        values = [
            {"LSOA21CD": code, "Households": None if code == CODES[1] else 7} for code in CODES[start : start + 2]
        ]
        kind = "properties" if shapes else "attributes"
        has_more = (more or {0: True}).get(start, False)
        answer: dict[str, Any] = {
            "features": [{kind: each, **({"geometry": None} if shapes else {})} for each in values]
        }
        answer |= {"properties": {"exceededTransferLimit": has_more}} if shapes else {"exceededTransferLimit": has_more}
        pages[f"/layer/query?{urlencode({**asked, 'resultOffset': start}, safe=',')}"] = json.dumps(answer).encode()


def make_layer(address: str) -> FeatureService:
    return FeatureService(address=f"{address}/layer/query", where="LAD24CD = 'E06000004'", order_by="LSOA21CD")


def test_features_come_page_by_page(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    write_features(pages)
    fetch(tmp_path, make_source(make_layer(address)))
    assert read_fetched(tmp_path).splitlines() == [
        "LSOA21CD,Households",
        f"{CODES[0]},7",
        f"{CODES[1]},",
        f"{CODES[2]},7",
    ]
    write_features(pages, shapes=True)
    fetch(tmp_path, make_source(make_layer(address), ending="geojson"))
    shapes = json.loads(read_fetched(tmp_path, ending="geojson"))
    assert shapes["type"] == "FeatureCollection"
    assert [feature["properties"]["LSOA21CD"] for feature in shapes["features"]] == CODES
    assert fetch(tmp_path, make_source(make_layer(address)))[0] == [], "the same answer is no new release"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"more": {0: False}}, "2 features, where the service counts 3"),
        ({"count": 4}, "3 features, where the service counts 4"),
        ({"more": {0: True, 2: True}, "count": 2}, "3 features, where the service counts 2"),
        ({"count": 0}, "no feature where LAD24CD"),
        ({"count": "three"}, "without 'count'"),
    ],
)
def test_service_that_does_not_send_what_it_counts_is_refused(
    keys: dict[str, Any], words: str, publisher: Publisher, tmp_path: Path
) -> None:
    write_features(publisher[1], **keys)
    with pytest.raises(InputError, match=words):
        fetch(tmp_path, make_source(make_layer(publisher[0])))
    assert not list(tmp_path.glob("homes/*"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error": {"code": 400, "message": "Invalid URL"}}', "a message in JSON: .*Invalid URL"),
        (b'{"attributes": []}', "without 'features'"),
        (b'{"features": {}}', "without 'features'"),
        (b"[1]", "a list, not an object"),
        (b'{"features": [{"properties": {}}, {}, {}]}', "without 'attributes'"),
        (b'{"features": [', "cut short, or no JSON"),
        (b"<!DOCTYPE html>", "a web page"),
    ],
)
def test_answer_of_another_form_is_refused(body: bytes, words: str, publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    write_features(pages)
    pages.update({path: body for path in pages if "resultOffset=0" in path})
    with pytest.raises(InputError, match=words):
        fetch(tmp_path, make_source(make_layer(address)))


# Fingertips and Explore Education Statistics.


def test_each_indicator_must_be_in_the_answer(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    pages["/csv?indicator_ids=1,2&child_area_type_id=502&parent_area_type_id=15"] = b"Indicator ID,Value\n1,5\n2,6\n"
    way = FingertipsTable(address=f"{address}/csv", indicators=(1, 2), child_area_type=502, parent_area_type=15)
    fetch(tmp_path, make_source(way))
    assert read_fetched(tmp_path) == "Indicator ID,Value\n1,5\n2,6\n"
    pages["/csv?indicator_ids=1,3&child_area_type_id=502&parent_area_type_id=15"] = b"Indicator ID,Value\n1,5\n"
    with pytest.raises(InputError, match="no row of indicator 3: it may have another number"):
        fetch(tmp_path / "other", make_source(replace(way, indicators=(1, 3))))
    pages["/csv?indicator_ids=4&child_area_type_id=502&parent_area_type_id=15"] = b"An error occurred"
    with pytest.raises(InputError, match="no row of indicator 4"):
        fetch(tmp_path / "other", make_source(replace(way, indicators=(4,))))


CATALOGUE: Mapping[str, Any] = {
    "/v1/publications?search=Key+stage+4&pageSize=40": {
        "results": [{"id": "p2", "title": "Key stage 4 destinations"}, {"id": "p1", "title": "Key stage 4"}]
    },
    "/v1/publications/p1/data-sets?pageSize=40": {
        "results": [{"id": "d1", "title": "Councils", "latestVersion": {"version": "2.0"}}]
    },
}


@pytest.fixture
def education(publisher: Publisher) -> Iterator[tuple[EducationDataSet, Pages]]:
    address, pages = publisher
    pages.update({path: json.dumps(answer).encode() for path, answer in CATALOGUE.items()})
    yield EducationDataSet(address=f"{address}/v1", publication="Key stage 4", data_set="Councils"), pages


@pytest.mark.parametrize("body", [BODY.encode(), gzip.compress(BODY.encode(), mtime=0)], ids=["plain", "packed"])
def test_latest_version_of_a_data_set(body: bytes, education: tuple[EducationDataSet, Pages], tmp_path: Path) -> None:
    way, pages = education
    pages["/v1/data-sets/d1/csv?dataSetVersion=2.0"] = body
    fetch(tmp_path, make_source(way))
    assert read_fetched(tmp_path) == BODY


@pytest.mark.parametrize(
    ("keys", "body", "words"),
    [
        ({"publication": "Key stage 4"}, gzip.compress(BODY.encode(), mtime=0)[:-9], "packed file that is cut short"),
        ({"data_set": "Districts"}, BODY.encode(), "0 titles 'Districts' of a data set"),
        ({}, b"", "404"),
    ],
    ids=["cut", "renamed", "absent"],
)
def test_data_set_that_is_not_there_is_refused(
    keys: dict[str, str], body: bytes, words: str, education: tuple[EducationDataSet, Pages], tmp_path: Path
) -> None:
    way, pages = education
    pages["/v1/data-sets/d1/csv?dataSetVersion=2.0"] = body
    with pytest.raises(InputError, match=words):
        fetch(tmp_path, make_source(replace(way, **keys)))


# Stat-Xplore, and its key.


def make_stat_xplore(address: str) -> StatXploreTable:
    return StatXploreTable(
        address=f"{address}/table", body='{"month": "{period}03"}', key_header="APIKey", key_variable="STATXPLORE_KEY"
    )


def test_key_is_sent_and_appears_nowhere(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    address, pages = publisher
    monkeypatch.setenv("STATXPLORE_KEY", KEY)
    pages['/table\n{"month": "202403"}'] = pages['/table\n{"month": "202503"}'] = b'{"cubes": {}}'
    source = make_source(make_stat_xplore(address), ending="json")
    (release,), lines = fetch(tmp_path, source)
    assert release.path.name == "homes_2025.json"
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert KEY.encode() not in written
    assert KEY not in "\n".join(lines) + caplog.text + repr(release) + repr(source)
    command = b"\0".join(path.read_bytes() for path in [Path("/proc/self/cmdline")] if path.exists())
    assert KEY.encode() not in command


def test_year_that_is_not_there_yet_is_no_fault(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATXPLORE_KEY", KEY)
    publisher[1]['/table\n{"month": "202403"}'] = b'{"cubes": {}}'
    releases, lines = fetch(tmp_path, make_source(make_stat_xplore(publisher[0]), ending="json"))
    assert releases == []
    assert not [line for line in lines if "could not" in line]


@pytest.mark.parametrize(
    ("key", "body", "words"),
    [
        ("a wrong key", b'{"cubes": {}}', r"status 401(.|\n)*check the key in STATXPLORE_KEY"),
        (KEY, b'{"message": "too many cells"}', "an answer without cells"),
        (KEY, b"", "status 400(.|\n)*no figures of 2024"),
    ],
)
def test_stat_xplore_that_refuses_is_named_without_the_key(
    key: str, body: bytes, words: str, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATXPLORE_KEY", key)
    publisher[1]['/table\n{"month": "202403"}'] = body
    with pytest.raises(InputError, match=words) as refused:
        fetch(tmp_path, make_source(make_stat_xplore(publisher[0]), ending="json"))
    assert key not in str(refused.value)


def test_what_people_bring_is_named_and_nothing_waits_for_it(tmp_path: Path) -> None:
    by_hand = make_source(ByHand(why="It has no address."), "2023", "2024")
    assert fetch(tmp_path, by_hand) == ([], ["brought by hand, and not there yet: homes"])


@pytest.mark.parametrize("edited", [True, False])
def test_layer_that_nobody_has_edited_is_not_sent_again(edited: bool, publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    write_features(pages, edited=edited)
    source = make_source(make_layer(address))
    fetch(tmp_path, source)
    pages.update({path: body.replace(b"E01000002", b"E01000009") for path, body in pages.items()})
    releases, _ = fetch(tmp_path, source)
    assert [release.path.name for release in releases] == ([] if edited else ["homes_2024.csv"])
    pages["/layer?f=json"] = pages["/layer?f=json"].replace(b"1700", b"1800")
    releases, _ = fetch(tmp_path, source)
    assert "E01000009" in releases[0].path.read_text()


def test_of_answers_to_queries_the_latest_alone_is_asked_for_again(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    source = make_source(make_nomis(address), "2023", "2024")
    for year in (2023, 2024):
        write_nomis(pages, year, ROWS, 5)
    fetch(tmp_path, source)
    pages.update({path: body.replace(b"E01000002", b"E01000009") for path, body in pages.items()})
    releases, _ = fetch(tmp_path, source)
    assert [release.extract.period for release in releases] == ["2024"]
