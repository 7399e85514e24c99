"""The tables as spreadsheet programs open them: nothing is run or changed, sheets fit a screen and a page."""

import csv
import dataclasses
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from fairer_stockton.auditor.audit import check_workbooks_and_parquet_against_csv
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.tables.csv_files import write_csv_files
from fairer_stockton.report.tables.open_document import write_open_document
from fairer_stockton.report.tables.parquet_files import write_parquet_files
from fairer_stockton.report.tables.sheet_layout import PRINTED_ROWS
from fairer_stockton.report.tables.workbook import write_workbook
from tests.unit.editions.test_cells import DAYS, FORMULAS

from .conftest import make_edition

SPREADSHEET = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
WIDEST = 100  # characters
HOSTILE = ('=HYPERLINK("https://example.org","Highward")', "+1", "@ward", "-ward")
PROPERTIES = {
    "title": "A Fairer Stockton-on-Tees: annual report 2026, tables",
    "subject": "Inequalities in Stockton-on-Tees: the figures of the annual report",
    "creator": "Stockton-on-Tees Borough Council",
    "created": "2026-11-29T00:00:00",
}


def make_hostile_edition() -> Edition:
    """Make an edition whose areas and council are named like formulas, with more rows than a sheet prints."""
    edition = make_edition()
    rows = edition.observations
    wards = rows.index[rows["area_type"] == "ward"]
    renamed = rows.copy()
    renamed.loc[wards, "area_name"] = [HOSTILE[number % len(HOSTILE)] for number in range(len(wards))]
    more = pd.concat([renamed, *[renamed.loc[wards[:1]].assign(category=f"{n:03d}") for n in range(PRINTED_ROWS)]])
    gaps = edition.gaps.assign(group_a=edition.gaps["group_a"].replace("Highward", HOSTILE[0]), period="2010/11")
    comparators = edition.comparators.assign(lowest_council=HOSTILE[1])
    return dataclasses.replace(
        edition,
        observations=more.reset_index(drop=True),
        gaps=gaps,
        comparators=comparators,
        date="2026-11-29",
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, edition = tmp_path_factory.mktemp("spreadsheets"), make_hostile_edition()
    write_csv_files(edition, folder / "csv")
    write_parquet_files(edition, folder / "csv", folder / "parquet")
    write_workbook(edition, folder / "tables.xlsx")
    write_open_document(folder / "tables.xlsx", folder / "tables.ods")
    return folder


def read_parts(path: Path, pattern: str) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(path) as book:
        return {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if re.search(pattern, name)}


def read_texts(path: Path) -> dict[str, list[str]]:
    book = CalamineWorkbook.from_path(path)
    return {
        name: [cell for row in book.get_sheet_by_name(name).to_python() for cell in row if isinstance(cell, str)]
        for name in book.sheet_names
    }


def test_no_cell_of_a_csv_file_is_run_or_becomes_a_day(folder: Path) -> None:
    names: set[str] = set()
    for path in sorted((folder / "csv").glob("*.csv")):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert not [cell for cell in cells if FORMULAS.match(cell) or DAYS.fullmatch(cell)], path
        assert not [cell for cell in cells if re.fullmatch(r"-0(?:\.0*)?|.*e-(?:1[1-9]|[2-9]\d|\d{3})", cell)], path
        names |= cells
    assert {f"'{name}" for name in HOSTILE[:3]} <= names


@pytest.mark.parametrize("book", ["tables.xlsx", "tables.ods"])
def test_no_cell_of_a_workbook_is_a_formula(folder: Path, book: str) -> None:
    for name, part in read_parts(folder / book, r"worksheets/|content").items():
        assert not part.findall(".//x:f", SPREADSHEET), name
        assert not [element for element in part.iter() for key in element.attrib if key.endswith("}formula")], name
    texts = read_texts(folder / book)
    assert not [text for name, cells in texts.items() if name != "Cover" for text in cells if FORMULAS.match(text)]
    assert f"'{HOSTILE[0]}" in texts["Housing"]
    assert f"'{HOSTILE[0]}" in texts["Gaps"]
    assert f"'{HOSTILE[1]}" in texts["Other councils"]


def test_every_form_says_the_same_and_it_is_read_back(folder: Path) -> None:
    check_workbooks_and_parquet_against_csv(folder)
    read = PublishedEdition(folder)
    assert set(HOSTILE[:3]) <= set(read.observations["area_name"])
    assert set(read.table("gaps")["period"]) == {"2010/11"}


def test_periods_join_with_the_workbook(folder: Path) -> None:
    sheet = pd.read_excel(folder / "tables.xlsx", sheet_name="Gaps", header=None, engine="calamine")
    header = next(number for number, row in sheet.iterrows() if "Period in the files" in list(row))
    table = sheet[header + 1 :].set_axis(list(sheet.loc[header]), axis=1)
    assert set(table["Period in the files"]) == set(pd.read_csv(folder / "csv/gaps.csv", dtype=str)["period"])


def test_columns_are_narrow_and_their_texts_wrapped(folder: Path) -> None:
    sheets = read_parts(folder / "tables.xlsx", "worksheets/sheet")
    (styles,) = read_parts(folder / "tables.xlsx", "xl/styles").values()
    formats = styles.findall("x:cellXfs/x:xf", SPREADSHEET)
    for name, sheet in sheets.items():
        widths = [float(column.get("width", 0)) for column in sheet.iterfind("x:cols/x:col", SPREADSHEET)]
        assert widths, name
        assert max(widths) <= WIDEST, name
        last = sheet.findall("x:sheetData/x:row", SPREADSHEET)[-1]
        for cell in last:
            alignment = formats[int(cell.get("s", 0))].find("x:alignment", SPREADSHEET)
            assert alignment is not None, (name, cell.get("r"))
            assert alignment.get("wrapText") == "1", (name, cell.get("r"))


def test_sheets_print_on_few_wide_pages_with_their_header(folder: Path) -> None:
    (book,) = read_parts(folder / "tables.xlsx", "xl/workbook").values()
    names = [sheet.get("name") for sheet in book.iterfind("x:sheets/x:sheet", SPREADSHEET)]
    printed = {
        (name.get("name"), names[int(name.get("localSheetId", 0))]): str(name.text)
        for name in book.iterfind("x:definedNames/x:definedName", SPREADSHEET)
    }
    for name in names[2:]:
        rows = printed["_xlnm.Print_Titles", name].rpartition("$")[2]
        assert int(printed["_xlnm.Print_Area", name].rpartition("$")[2]) <= int(rows) + PRINTED_ROWS
    for sheet in read_parts(folder / "tables.xlsx", "worksheets/sheet").values():
        page = sheet.find("x:pageSetup", SPREADSHEET)
        assert page is not None
        assert (page.get("orientation"), page.get("fitToHeight")) == ("landscape", "0")
    texts = read_texts(folder / "tables.xlsx")
    assert any(text.startswith("A print of this sheet has its first") for text in texts["Housing"])
    assert not any(text.startswith("A print of this sheet") for text in texts["Gaps"]), "a short sheet prints whole"
    content = zipfile.ZipFile(folder / "tables.ods").read("content.xml").decode()
    assert content.count("table:print-ranges=") == 1


def test_the_cover_has_date_edition_contact_and_a_link_to_each_sheet(folder: Path) -> None:
    texts = read_texts(folder / "tables.xlsx")
    assert {"Edition: 2026", "Date: 29 November 2026", f"Contact: {PROPERTIES['creator']}"} <= set(texts["Cover"])
    cover = read_parts(folder / "tables.xlsx", "worksheets/sheet1.xml")["xl/worksheets/sheet1.xml"]
    links = [link.get("location") for link in cover.iterfind("x:hyperlinks/x:hyperlink", SPREADSHEET)]
    assert links == [f"'{name}'!A1" for name in texts if name not in ("Cover", "Notes")]


def test_both_books_say_the_same_of_themselves(folder: Path) -> None:
    for book, pattern in (("tables.xlsx", "docProps/core"), ("tables.ods", "meta.xml")):
        (part,) = read_parts(folder / book, pattern).values()
        own = {element.tag.rpartition("}")[2]: str(element.text).removesuffix("Z") for element in part.iter()}
        own["created"] = own.get("created") or own["creation-date"]
        assert {name: own[name] for name in PROPERTIES} == PROPERTIES, book


@pytest.mark.parametrize(
    ("name", "date", "year"), [("2027", "", 2027), ("spring", "", 2000), ("2026", "2026-11-29", 2026)]
)
def test_files_bear_the_day_that_is_set_and_never_the_clock(name: str, date: str, year: int) -> None:
    created = dataclasses.replace(make_edition(), name=name, date=date).created
    assert (created.year, created.month) == (year, 11 if date else 1)
