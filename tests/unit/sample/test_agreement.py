"""The sample's sources agree with one another as the published ones do, and not more than they do."""

import csv
import io
import json
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import only_sample

STOCKTON = "E06000004"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return only_sample(tmp_path_factory.mktemp("work") / "raw") / "sample"


def records(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def only(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.glob("*.csv")
    return records(path.read_bytes())


def test_every_lsoa_of_the_borough_has_its_place_in_both_vintages(folder: Path) -> None:
    changes = [row for row in only(folder / "lsoa11_lsoa21" / "2022") if row["LAD22CD"] == STOCKTON]
    assert Counter(row["CHGIND"] for row in changes) == {"U": 116, "S": 8}
    old, new = {row["F_LSOA11CD"] for row in changes}, {row["LSOA21CD"] for row in changes}
    assert (len(old), len(new)) == (120, 124)
    wards19 = {
        row["LSOA11CD"]: row["WD19CD"] for row in only(folder / "lsoa11_wd19" / "2019") if row["LAD19CD"] == STOCKTON
    }
    wards24 = {
        row["LSOA21CD"]: row["WD24CD"] for row in only(folder / "lsoa21_wd24" / "2024") if row["LAD24CD"] == STOCKTON
    }
    assert (set(wards19), set(wards24)) == (old, new)
    assert set(wards19.values()) == {f"E0500{code}" for code in range(1527, 1553)}
    assert set(wards24.values()) == {f"E050{code}" for code in range(14858, 14885)}
    assert min(Counter(wards24.values()).values()) == 1


def test_names_are_unique_to_a_code(folder: Path) -> None:
    for row in (rows := only(folder / "lsoa21_wd24" / "2024")):
        assert row["LSOA21NM"].startswith(row["LAD24NM"])
    assert len({row["LSOA21NM"] for row in rows}) == len(rows)


@pytest.mark.parametrize(("edition", "areas"), [("2015", 408), ("2019", 408), ("2025", 412)])
def test_ranks_are_a_permutation_and_deciles_follow(folder: Path, edition: str, areas: int) -> None:
    rows = only(folder / "indices_of_deprivation" / edition)
    names = [name for name in rows[0] if " Rank (" in name]
    assert len(names) == (1 if edition == "2015" else 16)
    deciles = [name for name in rows[0] if " Decile (" in name]
    for rank, decile in zip(names, deciles, strict=True):
        ranks = [int(row[rank]) for row in rows]
        assert sorted(ranks) == list(range(1, areas + 1))
        assert [int(row[decile]) for row in rows] == [-(-10 * value // areas) for value in ranks]


def test_scores_fall_as_ranks_rise(folder: Path) -> None:
    rows = only(folder / "indices_of_deprivation" / "2025")
    scores = [name for name in rows[0] if " Score" in name]
    ranks = [name for name in rows[0] if " Rank (" in name]
    for score, rank in zip(scores, ranks, strict=True):
        ordered = [float(row[score]) for row in sorted(rows, key=lambda row: int(row[rank]))]
        assert ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize("edition", ["2019", "2025"])
def test_ages_add_up_where_all_are_given(folder: Path, edition: str) -> None:
    rows = only(folder / "indices_of_deprivation" / edition)
    people = [[float(value) for value in list(row.values())[-5 if edition == "2019" else -4 :]] for row in rows]
    if edition == "2019":
        assert all(total == children + middle + older for total, children, middle, older, _ in people)
    assert all(total > 0 and min(rest) > 0 for total, *rest in people)


@pytest.mark.parametrize("table", ["ts054", "ts062", "ts067"])
def test_census_authorities_are_near_their_lsoas_and_not_equal(folder: Path, table: str) -> None:
    with zipfile.ZipFile(folder / f"census_{table}" / "2021" / f"census2021-{table}.zip") as archive:
        lsoas = records(archive.read(f"census2021-{table}-lsoa.csv"))
        (borough,) = [
            row for row in records(archive.read(f"census2021-{table}-ltla.csv")) if row["geography code"] == STOCKTON
        ]
    own = [row for row in lsoas if row["geography"].startswith("Stockton")]
    assert len(own) == 124
    assert any(row["geography code"].startswith("W") for row in lsoas)
    differences = [sum(int(row[name]) for row in own) - int(borough[name]) for name in list(borough)[3:]]
    assert any(differences)
    assert max(map(abs, differences)) < 40


@pytest.mark.parametrize("year", [2021, 2022])
def test_fuel_poverty_authorities_equal_their_lsoas(folder: Path, year: int) -> None:
    book = CalamineWorkbook.from_path(folder / "fuel_poverty" / str(year) / f"{year}_Sub-Regional-Data-LILEE.xlsx")
    sums: defaultdict[object, list[float]] = defaultdict(lambda: [0, 0])
    for row in book.get_sheet_by_name("Table 3").to_python()[3:-3]:
        for area in (row[2], row[4].upper(), "ENGLAND"):
            sums[area][0] += row[5]
            sums[area][1] += row[6]
    for code, first, second, third, households, poor, _ in book.get_sheet_by_name("Table 2").to_python()[3:-3]:
        area = first.strip() or code
        if "Met County" not in f"{second}{third}":
            assert sums[area] == [households, poor]


def test_low_income_authority_is_near_its_wards(folder: Path) -> None:
    tables = {
        name: list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        for name in ("4_AHC_Relative_Ward.csv", "2_AHC_Relative_LA.csv")
        if (path := folder / "children_in_low_income" / "2025" / name)
    }
    wards = [row for row in tables["4_AHC_Relative_Ward.csv"] if row[1] == STOCKTON]
    (borough,) = [row for row in tables["2_AHC_Relative_LA.csv"] if row[1] == STOCKTON]
    assert len(wards) == 27
    for year in (0, 1):
        total = sum(int(ward[4 + year].replace(",", "")) for ward in wards)
        assert abs(total - int(borough[2 + year].replace(",", ""))) <= 7


def test_boundaries_hold_every_lsoa_and_the_halves_make_the_whole(folder: Path) -> None:
    old, new = (
        {
            feature["properties"][code]: feature["geometry"]["coordinates"][0]
            for feature in json.loads((folder / "lsoa_boundaries" / period / name).read_bytes())["features"]
        }
        for period, name, code in (
            ("2011", "lsoa11_E06000004.geojson", "LSOA11CD"),
            ("2021", "lsoa_E06000004.geojson", "LSOA21CD"),
        )
    )
    changes = [row for row in only(folder / "lsoa11_lsoa21" / "2022") if row["LAD22CD"] == STOCKTON]
    assert {row["F_LSOA11CD"] for row in changes} == set(old)
    assert {row["LSOA21CD"] for row in changes} == set(new)
    parts: defaultdict[str, float] = defaultdict(float)
    for row in changes:
        parts[row["F_LSOA11CD"]] += area(new[row["LSOA21CD"]])
    assert parts == pytest.approx({code: area(ring) for code, ring in old.items()})


def area(ring: list[list[float]]) -> float:
    """Return the area of a closed ring by the shoelace formula."""
    pairs = zip(ring, ring[1:], strict=False)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2
