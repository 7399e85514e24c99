"""Sources that only a machine with the web can have: fetched in their publishers' layouts, staged, checked, measured.

The layouts are those of the publishers; every figure is invented.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest
import xlsxwriter
from pyarrow import parquet

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.definitions.ways import StatXploreTable
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch import stage as fetching
from fairer_stockton.ingest.stage import build_staged_table, describe_absent_extracts
from fairer_stockton.measure.observations import compute_observations
from fairer_stockton.run.errors import InputError
from fairer_stockton.schemas.expectations.suite import AreaFacts
from fairer_stockton.statistics.life_expectancy import compute_life_expectancy
from fairer_stockton.validate.dataset import check_dataset
from fairer_stockton.validate.rows import check_rows
from fairer_stockton.validate.stage import read_staged
from tests.conftest import DEFINITIONS, QUIET, RecordedProgress, definitions_with, empty_table, with_sources
from tests.databases import open_empty_database
from tests.unit.fetch.conftest import KEY

FROM_THE_WEB = (
    "census_ts037", "census_ts066", "claimants", "community_life_survey", "neighbourhood_deaths",
    "postcodes", "universal_credit_lsoa",
)  # fmt: skip
FIRST, SECOND = "E01000001", "E01000002"
COUNCIL = "E06000004"
FACTS = AreaFacts(
    COUNCIL,
    synthetic=True,  # so that England has the neighbourhoods that are known here
    codes={column: frozenset({FIRST, SECOND}) for column in ("lsoa11cd", "lsoa21cd")},
    parents={column: {FIRST: COUNCIL, SECOND: COUNCIL} for column in ("lsoa11cd", "lsoa21cd")},
)
Pages = tuple[str, dict[str, bytes]]


def fetch_from_publisher(name: str, publisher: Pages, raw: Path, bodies: Mapping[str, bytes]) -> Source:
    """Fetch the files of a source that have a body from the publisher here; return the source with only these."""
    address, pages = publisher
    extracts = []
    for extract in DEFINITIONS.sources[name].extracts:
        if extract.name in bodies:
            parts = urlsplit(extract.url)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            way = extract.way
            if isinstance(way, StatXploreTable):
                path_and_query = f"{path}\n{way.body.replace('{period}', extract.period)}"
                way = replace(way, address=address + path)
            else:
                path_and_query = path
            pages[path_and_query] = bodies[extract.name]
            extracts.append(replace(extract, url=address + path, way=way))
    source = replace(DEFINITIONS.sources[name], extracts=tuple(extracts))
    fetching.fetch(with_sources(Settings(raw=raw), source), QUIET)
    return source


def fetch_from_folder(name: str, raw: Path, folder: Path, bodies: Mapping[str, bytes]) -> Source:
    """Fetch the files of a source from a folder into which they were brought by hand."""
    folder.mkdir()
    for file_name, body in bodies.items():
        (folder / file_name).write_bytes(body)
    source = DEFINITIONS.sources[name]
    source = replace(source, extracts=tuple(replace(extract, sha256="") for extract in source.extracts))
    fetching.fetch(with_sources(Settings(raw=raw), source), QUIET, folder)
    return source


def stage(source: Source, raw: Path) -> pd.DataFrame:
    """Stage a fetched source as the pipeline does, and check each row against its contract."""
    path = raw / f"{source.name}.parquet"
    parquet.write_table(build_staged_table(source, raw_folder.find_raw_files(raw, source)), path)
    rows = read_staged(raw, source.name)
    _, faults = check_rows(source, rows)
    assert not faults
    return rows


def find_failed_suites(source: Source, rows: pd.DataFrame) -> set[str]:
    return {check.suite for check in check_dataset(source, rows, FACTS) if not check.passed}


def measure(name: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Measure both neighbourhoods together as one ward, and the council's own figures."""
    with open_empty_database() as connection:
        for table, rows in tables.items():
            connection.register(table, rows)
        members = [
            f"('{lsoa}', '{vintage}', 'ward', 'E05000001', 'Ward', '2024', 'all', 'all', 1.0, '')"
            for lsoa in (FIRST, SECOND)
            for vintage in ("2011", "2021")
        ]
        connection.execute(
            f"create table memberships as select * from (values {', '.join(members)}) as t(lsoacd, lsoa_vintage,"
            " area_type, area_code, area_name, vintage, breakdown, category, share, converted_from)"
        )
        connection.execute(
            f"create table areas as select 'borough' as area_type, '{COUNCIL}' as area_code, 'Borough' as area_name,"
            " '2022' as vintage"
        )
        definitions = definitions_with({name: DEFINITIONS.measures[name]})
        return compute_observations(connection, definitions, {})


def write_csv(*rows: list[object]) -> bytes:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows).encode()


def write_census_zip(table: str, headings: list[str], areas: Mapping[str, list[int]], council: list[int]) -> bytes:
    """Write a zip of Nomis's bulk downloads: a CSV file for each kind of area."""
    head = ["date", "geography", "geography code", *headings]
    members = {
        "lsoa": write_csv(head, *(["2021", "A name", code, *counts] for code, counts in areas.items())),
        "ltla": write_csv(head, ["2021", "Stockton-on-Tees", COUNCIL, *council]),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for level, content in members.items():
            archive.writestr(f"census2021-{table}-{level}.csv", content)
    return packed.getvalue()


def test_economic_activity_of_the_census(publisher: Pages, tmp_path: Path) -> None:
    status = "Economic activity status"
    active, student = (
        "Economically active (excluding full-time students)",
        "Economically active and a full-time student",
    )
    headings = [
        f"{status}: Total: All usual residents aged 16 years and over", f"{status}: {active}",
        f"{status}: {active}:In employment", f"{status}: {active}: Unemployed", f"{status}: {student}",
        f"{status}: {student}:In employment", f"{status}: {student}: Unemployed", f"{status}: Economically inactive",
        f"{status}: Economically inactive: Retired", f"{status}: Economically inactive: Long-term sick or disabled",
    ]  # fmt: skip
    areas = {FIRST: [100, 60, 55, 5, 10, 8, 2, 30, 20, 4], SECOND: [300, 150, 140, 10, 10, 7, 3, 140, 100, 26]}
    body = write_census_zip("ts066", headings, areas, [401, 211, 196, 15, 20, 15, 5, 170, 120, 30])
    source = fetch_from_publisher("census_ts066", publisher, tmp_path, {"census2021-ts066.zip": body})
    rows = stage(source, tmp_path)
    assert len(rows) == 3
    assert not find_failed_suites(source, rows)
    in_work = measure("in_work_census", {"census_ts066": rows}).iloc[0]
    assert (in_work["numerator"], in_work["denominator"], in_work["value"]) == (210, 400, 52.5)
    sick = measure("out_of_work_through_sickness", {"census_ts066": rows}).iloc[0]
    assert (sick["numerator"], sick["value"]) == (30, 7.5)


def test_general_health_of_the_census(publisher: Pages, tmp_path: Path) -> None:
    words = ("Total: All usual residents", "Very good health", "Good health", "Fair health", "Bad health",
             "Very bad health")  # fmt: skip
    areas = {FIRST: [100, 50, 30, 12, 6, 2], SECOND: [300, 130, 90, 50, 20, 10]}
    headings = [f"General health: {word}" for word in words]
    body = write_census_zip("ts037", headings, areas, [400, 180, 120, 62, 26, 12])
    source = fetch_from_publisher("census_ts037", publisher, tmp_path, {"census2021-ts037.zip": body})
    rows = stage(source, tmp_path)
    assert not find_failed_suites(source, rows)
    well = measure("good_health_census", {"census_ts037": rows}).iloc[0]
    assert (well["numerator"], well["value"]) == (300, 75.0)


def test_postcodes_in_use_with_their_neighbourhood(publisher: Pages, tmp_path: Path) -> None:
    head = ["pcd7", "pcd8", "pcds", "dointr", "doterm", "usertype", "oa21cd", "lsoa21cd", "ladnm"]
    body = write_csv(
        head,
        ["TS181AB", "TS18 1AB", "TS18 1AB", "199606", "", "0", "E00000001", FIRST, "Stockton-on-Tees"],
        ["TS181AD", "TS18 1AD", "TS18 1AD", "198001", "200506", "0", "E00000001", FIRST, "Stockton-on-Tees"],
        ["M1  1AE", "M1   1AE", "M1 1AE", "198001", "", "1", "E00000002", SECOND, "Elsewhere"],
        ["CF101AA", "CF10 1AA", "CF10 1AA", "198001", "", "0", "W00000001", "W01000001", "Ynys M\u00f4n"],
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("PCD_OA21_LSOA21_MSOA21_LAD_FEB24_UK_LU.csv", body)
    bodies = {"PCD_OA21_LSOA21_MSOA21_LAD_FEB24_UK_LU.zip": packed.getvalue()}
    source = fetch_from_publisher("postcodes", publisher, tmp_path, bodies)
    rows = stage(source, tmp_path)
    assert dict(zip(rows["postcode"], rows["lsoa21cd"], strict=True)) == {"M1 1AE": SECOND, "TS18 1AB": FIRST}
    assert not find_failed_suites(source, rows)


def write_answer_of_stat_xplore(month: str, people: Mapping[str, int]) -> bytes:
    """Write an answer of Stat-Xplore: neighbourhoods by one month."""
    code, month_of = "UC_Monthly:V_F_UC_CASELOAD_FULL:COA_CODE", "UC_Monthly:F_UC_DATE:DATE_NAME"
    areas = [
        {"type": "RecodeItem", "labels": [lsoa], "uris": [f"str:value:{code}:V_C_MASTERGEOG21_LSOA_TO_MSOA:{lsoa}"]}
        for lsoa in people
    ]
    months = [{"type": "RecodeItem", "labels": ["March"], "uris": [f"str:value:{month_of}:C_UC_DATE:{month}"]}]
    measure = "str:count:UC_Monthly:V_F_UC_CASELOAD_FULL"
    answer = {
        "measures": [{"uri": measure, "label": "People on Universal Credit"}],
        "fields": [
            {"uri": f"str:field:{code}", "label": "National - Regional - LA - OAs", "items": areas},
            {"uri": f"str:field:{month_of}", "label": "Month", "items": months},
        ],
        "cubes": {measure: {"values": [[count] for count in people.values()], "precision": 0}},
    }
    return json.dumps(answer).encode()


def test_universal_credit_is_asked_for_with_a_key(
    publisher: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATXPLORE_KEY", f" {KEY}\n")
    bodies = {
        f"universal_credit_{year}-03.json": write_answer_of_stat_xplore(f"{year}03", {FIRST: 10, SECOND: people, **far})
        for year, people, far in ((2024, 30, {"S01000001": 5}), (2025, 40, {"W01000001": 5}))
    }
    source = fetch_from_publisher("universal_credit_lsoa", publisher, tmp_path, bodies)
    assert KEY not in (tmp_path / "universal_credit_lsoa/2024/provenance.json").read_text(encoding="utf-8")
    rows = stage(source, tmp_path)
    assert not find_failed_suites(source, rows)
    adults = empty_table("census_ts067").reindex([0, 1])
    adults = adults.assign(lsoa21cd=[FIRST, SECOND], period="2021", residents_16_plus=[100, 300])
    shares = measure("universal_credit_by_neighbourhood", {"universal_credit_lsoa": rows, "census_ts067": adults})
    assert shares.set_index("period")["value"].to_dict() == {"2024": 10.0, "2025": 12.5}
    fewer = find_failed_suites(source, rows[(rows["lsoa21cd"] == FIRST) | (rows["period"] == "2024")])
    assert fewer == set(), "the sample's lookups may hold fewer"


def test_an_answer_for_another_month_is_refused(
    publisher: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATXPLORE_KEY", KEY)
    bodies = {"universal_credit_2024-03.json": write_answer_of_stat_xplore("202303", {FIRST: 10, SECOND: 30})}
    source = fetch_from_publisher("universal_credit_lsoa", publisher, tmp_path, bodies)
    parquet.write_table(build_staged_table(source, raw_folder.find_raw_files(tmp_path, source)), tmp_path / "x.parquet")
    _, faults = check_rows(source, read_staged(tmp_path, "x"))
    assert {fault["expected"] for fault in faults} == {"a count of the year that the file is of"}


def test_without_a_key_nothing_is_asked_and_the_fetch_says_so(
    publisher: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STATXPLORE_KEY", raising=False)
    progress = RecordedProgress()
    source = DEFINITIONS.sources["universal_credit_lsoa"]
    way = replace(source.extracts[0].way, address=publisher[0])
    source = replace(source, extracts=(replace(source.extracts[0], way=way),))
    fetching.fetch(with_sources(Settings(raw=tmp_path / "raw"), source), progress)
    assert progress.lines == ["not fetched: universal_credit_lsoa 2019 (STATXPLORE_KEY holds no key)"]
    assert not (tmp_path / "raw").exists()


def test_a_wrong_key_is_refused_and_never_shown(
    publisher: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATXPLORE_KEY", "a wrong key")
    bodies = {"universal_credit_2024-03.json": b"{}"}
    with pytest.raises(InputError, match=r"401(.|\n)*check the key in STATXPLORE_KEY") as caught:
        fetch_from_publisher("universal_credit_lsoa", publisher, tmp_path, bodies)
    assert "a wrong key" not in str(caught.value)


BANDS = ("under 1", "01 to 04", *(f"{start:02d} to {start + 4:02d}" for start in range(5, 85, 5)), "over 85")
DEATHS = [1, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 14, 20, 25, 60]


def write_deaths_sheet(sex: str) -> bytes:
    """Write the publisher's sheet of a sex as CSV; the first neighbourhood stands in it twice, once with no deaths."""
    head = ["Mid-year", "Local Authority code", "Local Authority name", "LSOA code", "LSOA name"]
    rows = [
        [year, council, "A council", lsoa, "A name", *deaths]
        for year in range(2010, 2024)
        for council, lsoa, deaths in (
            (COUNCIL, FIRST, DEATHS),
            ("E06000001", FIRST, [0] * 19),
            (COUNCIL, SECOND, [0] * 18 + [3]),
        )
    ]
    note = ["Deaths registered in each mid-year", *[""] * 23]
    return write_csv(note, [*head, *(f"{sex} {band}" for band in BANDS)], *rows)


def test_life_expectancy_from_published_deaths(tmp_path: Path) -> None:
    deaths = fetch_from_folder(
        "neighbourhood_deaths", tmp_path / "raw", tmp_path / "deaths",
        {f"deaths_by_lsoa_2010_to_2023_{sex.lower()}.csv": write_deaths_sheet(sex) for sex in ("Males", "Females")},
    )  # fmt: skip
    head = ["lsoa11_code", "lsoa11_name", "total_population", *range(90), "90+"]
    names = {
        "2017": "population17_lsoa11",
        "2019": "population19_lsoa11",
        "2020": "population_mid2020_single_year_lsoa11",
    }
    residents = fetch_from_folder(
        "residents_by_age_band", tmp_path / "raw", tmp_path / "residents",
        {
            f"{name}.csv.gz": gzip.compress(
                write_csv(head, *([lsoa, "A name", 91 * people, *[people] * 91] for lsoa in (FIRST, SECOND)))
            )
            for (year, name), people in zip(names.items(), (20, 30, 40), strict=True)
        },
    )  # fmt: skip
    tables = {source.name: stage(source, tmp_path / "raw") for source in (deaths, residents)}
    assert len(tables["neighbourhood_deaths"]) == len(tables["residents_by_age_band"]) == 2 * 19
    expected_deaths = [2 * 3 * count for count in DEATHS]  # two sexes, three mid-years
    expected_deaths[-1] += 2 * 3 * 3
    years = 20 + 1.5 * 30 + 0.5 * 40  # of each single year of age in each of the two neighbourhoods
    widths = [1, 4, *[5] * 16, 6]
    expected = compute_life_expectancy(
        expected_deaths, [2 * width * years for width in widths], (0, 1, *range(5, 90, 5))
    ).at(0)  # fmt: skip
    ward = measure("life_expectancy_of_wards", tables).iloc[0]
    assert (ward["area_type"], ward["period"], ward["numerator"]) == ("ward", "2017 to 2020", sum(expected_deaths))
    assert ward["value"] == pytest.approx(float(expected.value), rel=1e-9)
    assert ward["lower_95"] < ward["value"] < ward["upper_95"]


def test_deaths_of_one_sex_alone_are_not_deaths(tmp_path: Path) -> None:
    name = "deaths_by_lsoa_2010_to_2023_males.csv"
    source = fetch_from_folder(
        "neighbourhood_deaths", tmp_path / "raw", tmp_path / "deaths", {name: write_deaths_sheet("Males")}
    )
    assert build_staged_table(source, raw_folder.find_raw_files(tmp_path / "raw", source)).num_rows == 0


SHEETS = {"A1c": 0.09, "B1c": 0.6, "B3c": 0.55, "B5c": 0.2, "B6c": 0.75, "C1c(E)": 0.3}


def write_survey_workbook() -> bytes:
    """Write the annual tables: a cover, then a sheet a question, its heading below notes, shares shown as per cent."""
    year = "2023/24"
    head = ["Question", "Response Breakdown ", f"{year} Percentage (%)", f"{year} Lower Estimate percentage (%)",
            f"{year} Upper Estimate percentage (%)", f"{year} Number of respondents",
            f"{year} Unweighted Base - number of people aged 16 and over", "LAD23 Code", "ITL2 Name"]  # fmt: skip
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        per_cent = book.add_format({"num_format": "0%"})
        book.add_worksheet("Cover").write(0, 0, "Community Life Survey 2023/24")
        for name, share in SHEETS.items():
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, "A note")
            sheet.write_row(7, 0, head)
            sheet.write_row(8, 0, ["What was asked", "All"])
            sheet.write_row(9, 0, ["", "Stockton-on-Tees"])
            sheet.write_row(9, 2, [share, share - 0.04, share + 0.04], per_cent)
            sheet.write_row(9, 5, [40, 450, COUNCIL, "Tees Valley"])
            sheet.write_row(10, 0, ["", "A council of few", *["[c]"] * 4, 20, "E06000053", "Cornwall"])
    return content.getvalue()


def test_community_life_survey_is_linked_from_a_page(publisher: Pages, tmp_path: Path) -> None:
    address, pages = publisher
    source = DEFINITIONS.sources["community_life_survey"]
    name = source.extracts[0].name
    pages["/survey"] = f"<a href='/media/1/{name}'>Community Life Survey 2023/24: Annual tables</a>".encode()
    pages[f"/media/1/{name}"] = write_survey_workbook()
    way = replace(source.extracts[0].way, address=f"{address}/survey")
    here = replace(source, extracts=tuple(replace(extract, way=way) for extract in source.extracts))
    fetching.fetch(with_sources(Settings(raw=tmp_path / "linked"), here), QUIET)
    linked = tmp_path / "linked" / source.name / "2023-24" / name
    assert linked.read_bytes() == pages[f"/media/1/{name}"]
    bodies = {name: write_survey_workbook()}
    source = fetch_from_folder("community_life_survey", tmp_path / "raw", tmp_path / "survey", bodies)
    rows = stage(source, tmp_path / "raw")
    assert len(rows) == 2 * 6
    assert rows["marker"].dropna().tolist() == ["[c]"] * 6
    assert not find_failed_suites(source, rows)
    for measure_name, value in (("loneliness_community_life", 9.0), ("belong_to_neighbourhood_community_life", 60.0)):
        (row,) = measure(measure_name, {"community_life_survey": rows}).to_dict("records")
        assert (row["area_code"], row["period"]) == (COUNCIL, "2023/24")
        assert [row["lower_95"], row["value"], row["upper_95"]] == pytest.approx([value - 4, value, value + 4])
    fractions = rows.assign(percent=rows["percent"] / 100)
    assert find_failed_suites(source, fractions) == {"percentages, not fractions"}


def test_what_is_not_fetched_yet_is_listed_and_stops_nothing(tmp_path: Path) -> None:
    declared = [DEFINITIONS.sources[name] for name in (*FROM_THE_WEB, *DEFINITIONS.national.maps.place_tables)]
    (line,) = describe_absent_extracts(with_sources(Settings(tmp_path / "raw", tmp_path / "processed"), *declared))
    assert line == f"not fetched yet, and so not reported: {', '.join(FROM_THE_WEB)}"
