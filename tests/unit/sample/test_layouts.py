"""Each generated file has its publisher's oddities: markers, preambles, byte order marks, cut headers."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import only_sample

BOM = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return only_sample(tmp_path_factory.mktemp("work") / "raw") / "sample"


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("name", "bom", "crlf"),
    [
        ("employment-rate", False, True),
        ("gross-median-weekly-pay", True, True),
        ("healthy-life-expectancy", False, True),
        ("personal-wellbeing-estimates", False, False),
        ("gross-disposable-household-income-per-head", True, True),
        ("qualifications-none-gb", True, False),
        ("qualifications-level-3-or-above", True, False),
        ("children-in-relative-poverty", True, True),
        ("gigabit-capable-broadband", True, True),
    ],
)
def test_local_statistics_files_differ_in_marks_and_line_ends(folder: Path, name: str, bom: bool, crlf: bool) -> None:
    content = (folder / "ons_els" / "2026" / f"{name}.csv").read_bytes()
    assert content.startswith(BOM) == bom
    assert (content.count(b"\r\n") == content.count(b"\n")) == crlf


def test_one_local_statistics_file_has_the_measure_first(folder: Path) -> None:
    header = rows(folder / "ons_els" / "2026" / "personal-wellbeing-estimates.csv")[0]
    assert header[5:7] == ["measure", "observation"]


def test_local_statistics_markers_stand_without_a_value_and_never_for_the_borough(folder: Path) -> None:
    table = rows(folder / "ons_els" / "2026" / "employment-rate.csv")
    marked = [row for row in table[1:] if row[10]]
    assert {row[10] for row in marked} == {"x", "u"}
    assert {row[5] for row in marked} == {""}
    assert "E06000004" not in {row[0] for row in marked}


def test_children_in_poverty_has_no_row_for_england(folder: Path) -> None:
    table = rows(folder / "ons_els" / "2026" / "children-in-relative-poverty.csv")
    assert "E92000001" not in {row[0] for row in table}


def test_the_2025_indices_cut_one_header_short(folder: Path) -> None:
    (path,) = (folder / "indices_of_deprivation" / "2025").glob("*.csv")
    header = rows(path)[0]
    assert len(header) == 56
    assert header[36] == "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LS"


def test_the_2019_indices_end_a_header_with_a_space(folder: Path) -> None:
    (path,) = (folder / "indices_of_deprivation" / "2019").glob("*.csv")
    header = rows(path)[0]
    assert len(header) == 57
    assert header[-1].endswith("(excluding prisoners) ")


def test_the_low_income_wards_have_a_preamble_broken_headers_and_blank_rows(folder: Path) -> None:
    table = rows(folder / "children_in_low_income" / "2025" / "4_AHC_Relative_Ward.csv")
    assert table[9][1] == table[9][3] == "Area Code"
    assert table[9][4] == "Number of children \nFYE 2024"
    assert table[-1] == [""] * 8
    cells = {cell for row in table for cell in row}
    assert {"[low]", "[x]"} <= cells
    assert any(re.fullmatch(r"\d,\d{3},\d{3}", cell) for cell in cells)
    assert {len(row) for row in rows(folder / "children_in_low_income" / "2025" / "2_AHC_Relative_LA.csv")} == {10}


@pytest.mark.parametrize("year", [2021, 2022])
def test_fuel_poverty_names_spread_over_three_columns(folder: Path, year: int) -> None:
    path = folder / "fuel_poverty" / str(year) / f"{year}_Sub-Regional-Data-LILEE.xlsx"
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Title", "Contents", "Metadata", "Notes", "Table 1", "Table 2", "Table 3", "Table 4"]
    table = book.get_sheet_by_name("Table 2").to_python()
    assert table[2][1:4] == ["Area names ", "", ""]
    assert table[2][0] == ("Area Codes [Note 4]" if year == 2021 else "Area Codes")
    assert {sum(bool(name) for name in row[1:4]) for row in table[3:-3]} == {1}
    assert table[-1][0] == "Back to contents"


def test_census_zips_hold_four_levels_and_a_note(folder: Path) -> None:
    with zipfile.ZipFile(folder / "census_ts054" / "2021" / "census2021-ts054.zip") as archive:
        assert archive.namelist() == [
            *(f"census2021-ts054-{level}.csv" for level in ("ctry", "lsoa", "ltla", "rgn")),
            "metadata/ts054-2021-2.txt",
        ]
        assert b"generated sample" in archive.read("metadata/ts054-2021-2.txt")


def test_the_interactive_tool_keeps_values_as_text(folder: Path) -> None:
    table = pq.read_table(folder / "lait" / "2025" / "bds_long_0.parquet")
    assert str(table.schema.field("Values").type) == "string"
    values = table.column("Values").to_pylist()
    assert "-" in values
    assert any(len(value) > 15 for value in values), "the tails of binary fractions are part of the layout"


def test_the_dictionary_doubles_carriage_returns_and_leaves_missing_cells_bare(folder: Path) -> None:
    content = (folder / "lait" / "2025" / "lait_data_dictionary.csv").read_bytes()
    assert b"\r\r\n" in content
    assert b",NA," in content
    assert b'"NA"' not in content


def test_free_school_meals_hold_both_codes_and_a_spreadsheet_error(folder: Path) -> None:
    table = rows(folder / "free_school_meals" / "2021" / "fsm_time_series.csv")
    assert {(row[7], row[9]) for row in table if row[8] == "Stockton-on-Tees"} == {("808", "E06000004")}
    assert any("#DIV/0!" in row for row in table)
