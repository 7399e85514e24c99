"""The sample of councils' summaries, neighbours and residents: the publishers' layouts, staged as the rest is."""

import csv
import gzip
import io
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import build_staged_table
from fairer_stockton.sample.model import build_sample_areas
from tests.conftest import DEFINITIONS, only_sample

pytestmark = pytest.mark.xdist_group("place sources")

STOCKTON = "E06000004"
SOURCES = (
    "iod_summaries",
    "statistical_neighbours",
    "similar_areas",
    "census_disability",
    "census_ethnicity",
    "population_by_age",
    "census_ts067",
    "free_school_meals",
    "lad22_rgn22",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return only_sample(tmp_path_factory.mktemp("work") / "raw")


@pytest.fixture(scope="module")
def staged(folder: Path) -> dict[str, pd.DataFrame]:
    sources = DEFINITIONS.sources
    return {
        name: build_staged_table(sources[name], raw_folder.find_raw_files(folder, sources[name])).to_pandas()
        for name in SOURCES
    }


def sheet(folder: Path, source: str, name: str, period: str = "*") -> list[list[object]]:
    (path,) = (folder / "sample" / source).glob(f"{period}/*.xlsx")
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


def packed(folder: Path, source: str, period: str) -> list[list[str]]:
    (path,) = (folder / "sample" / source / period).glob("*.csv.gz")
    return list(csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode(), newline="")))


def test_headers_of_summaries_end_with_a_space_but_those_of_education(folder: Path) -> None:
    for period, whole in (("2019", "IMD 2019"), ("2025", "IMD25")):
        assert sheet(folder, "iod_summaries", "Notes", period) == []
        assert sheet(folder, "iod_summaries", "IMD", period)[0][8:] == [
            f"{whole} - Extent ",
            f"{whole} - Rank of extent ",
            f"{whole} - Local concentration ",
            f"{whole} - Rank of local concentration ",
        ]
        assert sheet(folder, "iod_summaries", "Income", period)[0][8:] == ["Income scale", "Rank of Income Scale"]
        assert str(sheet(folder, "iod_summaries", "Health", period)[0][6]).endswith("nationally ")
        assert str(sheet(folder, "iod_summaries", "Education", period)[0][6]).endswith("nationally")


def test_summaries_hold_each_council_in_each_index(staged: dict[str, pd.DataFrame]) -> None:
    rows = staged["iod_summaries"]
    assert (rows.groupby(["period", "index_name"])["ladcd"].nunique() == 3).sum() == 3 * 10
    assert set(rows.loc[rows["extent"].notna(), "index_name"]) == {"imd"}
    assert set(rows.loc[rows["scale"].notna(), "index_name"]) == {"income", "employment"}


def test_neighbours_stand_under_two_rows_of_numbers_and_old_ones_below(folder: Path) -> None:
    rows = sheet(folder, "statistical_neighbours", "LA SN Groups")
    assert rows[0][:6] == ["A", "B", "C", "D", "E", 3]
    assert rows[1] == [*range(1, 26)]
    assert rows[2].count("SNP") == 10
    assert [row[1] for row in rows[-5:]] == ["", "Old SNs:", "", "Poole (Pre LG)", "Bournemouth (Pre LG)"]


def test_neighbours_are_authorities_that_have_an_ons_code(staged: dict[str, pd.DataFrame]) -> None:
    rows, known = staged["statistical_neighbours"], set(staged["free_school_meals"]["la_number"])
    assert set(rows["la_number"]) == set(rows["neighbour_number"]) == known
    assert rows.query("la_number == 808")["place"].tolist() == [*range(1, 10)]


def test_similar_areas_are_those_of_the_lookup(staged: dict[str, pd.DataFrame]) -> None:
    rows, known = staged["similar_areas"], set(staged["lad22_rgn22"]["lad22cd"])
    assert set(rows["areacd"]) == set(rows["neighbour_cd"]) == known
    assert rows.loc[rows["areacd"] == STOCKTON, "place"].tolist() == [*range(1, 16)]


def test_similar_areas_have_a_byte_order_mark_and_twenty_places(folder: Path) -> None:
    content = (folder / "sample/similar_areas/2025/global-neighbours.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfAREACD,1,2,")
    assert {line.count(b",") for line in content.splitlines()} == {20}


@pytest.mark.parametrize("source", ["census_disability", "census_ethnicity"])
def test_census_residents_are_those_of_the_other_tables(staged: dict[str, pd.DataFrame], source: str) -> None:
    residents = staged[source].set_index("lsoa21cd")["residents"]
    areas = build_sample_areas(STOCKTON, DEFINITIONS.sources).lsoa21.set_index("code")
    assert residents.to_dict() == areas["residents"].to_dict()
    adults = staged["census_ts067"].dropna(subset=["lsoa21cd"]).set_index("lsoa21cd")["residents_16_plus"]
    assert (residents - areas["children"]).to_dict() == adults.to_dict()


def test_poorer_neighbourhoods_have_more_disabled_residents(staged: dict[str, pd.DataFrame]) -> None:
    rows = staged["census_disability"].set_index("lsoa21cd")
    need = build_sample_areas(STOCKTON, DEFINITIONS.sources).lsoa21.set_index("code")["need"]
    assert (rows["disabled"] / rows["residents"]).corr(need) > 0.5


@pytest.mark.parametrize("year", ["2017", "2020"])
def test_every_year_of_age_is_given_and_they_add_up(folder: Path, staged: dict[str, pd.DataFrame], year: str) -> None:
    header, *body = packed(folder, "population_by_age", year)
    assert header == ["lsoa11_name", "lsoa11_code", "total_population", *map(str, range(90)), "90+"]
    assert all(sum(map(float, row[3:])) == float(row[2]) for row in body)
    given = {
        row[1]: [float(row[2]), *(sum(map(float, row[a:b])) for a, b in ((3, 19), (19, 68), (68, 94)))] for row in body
    }
    rows = staged["population_by_age"].query("period == @year").set_index("lsoa11cd")
    found = rows[["residents", "aged_0_15", "aged_16_64", "aged_65_plus"]]
    assert {code: values.tolist() for code, values in zip(found.index, found.to_numpy(), strict=True)} == given
    assert set(found.index) == set(build_sample_areas(STOCKTON, DEFINITIONS.sources).lsoa11["code"])
