"""The spreadsheet in OpenDocument's form: the workbook cell by cell, and what makes it accessible."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from fairer_stockton.report.edition import STAMP
from fairer_stockton.report.tables.open_document import write_open_document
from fairer_stockton.report.tables.workbook import write_workbook

from .conftest import make_edition

NAMES = {
    **{name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")},
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
ODD_WORDS = ["a  b", "   a", "a ", " ", "a\nb\n\nc", '<a href="b">&amp;</a>', "'", "£1,234.50 – ½", "012", "1e5", "[c]"]
ODD_NUMBERS = [0.3333333333333333, -1e-9, 1e300, 12.0, -0.5, 123456789.1234]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    books = tmp_path_factory.mktemp("books")
    write_workbook(make_edition(synthetic=True), books / "tables.xlsx")
    write_open_document(books / "tables.xlsx", books / "tables.ods")
    return books


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def part(folder: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(folder / "tables.ods") as book:
        return ElementTree.fromstring(book.read(name))


def attribute(element: ElementTree.Element, name: str) -> str | None:
    space, _, rest = name.partition(":")
    return element.get(f"{{{NAMES[space]}}}{rest}")


def words(element: ElementTree.Element) -> list[str]:
    return ["".join(cell.itertext()) for cell in element.iterfind(".//table:table-cell", NAMES)]


def test_every_cell_of_every_sheet_is_the_workbooks(folder: Path) -> None:
    book, again = cells(folder / "tables.xlsx"), cells(folder / "tables.ods")
    assert list(again) == list(book)
    assert again == book
    assert {type(cell) for rows in again.values() for row in rows for cell in row} == {float, str}


def test_pandas_reads_the_same_of_both(folder: Path) -> None:
    book, again = (
        pd.read_excel(folder / name, sheet_name=None, header=None, engine="calamine")
        for name in ("tables.xlsx", "tables.ods")
    )
    assert book.keys() == again.keys()
    for name, sheet in book.items():
        pd.testing.assert_frame_equal(again[name], sheet)


def test_odd_words_and_numbers_come_through(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "odd.xlsx") as book:
        for name in ("Contents", "It's odd & more"):
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, "It's odd & more")
            for row, word in enumerate(ODD_WORDS, start=1):
                sheet.write_string(row, 0, word)
            for row, number in enumerate(ODD_NUMBERS, start=3):
                sheet.write_number(row, 2, number)
    write_open_document(tmp_path / "odd.xlsx", tmp_path / "odd.ods")
    assert cells(tmp_path / "odd.ods") == cells(tmp_path / "odd.xlsx")
    assert [row[2] for row in cells(tmp_path / "odd.ods")["Contents"][3:9]] == ODD_NUMBERS


def test_a_symbol_is_text_and_a_figure_a_number(folder: Path) -> None:
    every = part(folder, "content.xml").findall(".//table:table-cell[@office:value-type]", NAMES)
    kinds = {"".join(cell.itertext()): attribute(cell, "office:value-type") for cell in every}
    assert kinds["[x]"] == "string"
    assert kinds["34.5"] == "float"
    assert all(attribute(cell, "office:value") == "".join(cell.itertext()) for cell in every
               if attribute(cell, "office:value-type") == "float")  # fmt: skip


def test_each_sheet_has_one_table_with_its_header_marked_and_named(folder: Path) -> None:
    content = part(folder, "content.xml")
    ranges = {
        (attribute(table_range, "table:target-range-address") or "").split("'")[1]: table_range
        for table_range in content.iterfind(".//table:database-range", NAMES)
    }
    for sheet in content.iterfind(".//table:table", NAMES):
        name = str(attribute(sheet, "table:name"))
        headers = sheet.findall("table:table-header-rows", NAMES)
        assert len(headers) == (0 if name == "Cover" else 1)
        if headers:
            rows = cells(folder / "tables.xlsx")[name]
            row = rows.index(words(headers[0]))
            address = attribute(ranges[name], "table:target-range-address")
            assert str(address).startswith(f"'{name}'.A{row + 1}:")
            assert str(address).endswith(f"{len(rows)}")
            assert attribute(ranges[name], "table:contains-header") == "true"
    names = [attribute(table_range, "table:name") for table_range in ranges.values()]
    assert len(set(names)) == len(names)


def test_the_contents_lead_to_every_sheet(folder: Path) -> None:
    links = part(folder, "content.xml").findall(".//text:a", NAMES)
    there = [name for name in cells(folder / "tables.ods") if name not in ("Cover", "Contents", "Notes")]
    from_cover, from_contents = ["Contents", *there], there
    assert [link.text for link in links] == from_cover + from_contents
    assert [attribute(link, "xlink:href") for link in links] == [f"#'{link.text}'.A1" for link in links]


def test_the_document_says_its_title_and_its_language(folder: Path) -> None:
    about = part(folder, "meta.xml")
    assert about.findtext(".//dc:title", namespaces=NAMES) == cells(folder / "tables.xlsx")["Cover"][0][0]
    assert STAMP in str(about.findtext(".//dc:title", namespaces=NAMES))
    assert about.findtext(".//dc:language", namespaces=NAMES) == "en-GB"
    assert 'fo:language="en" fo:country="GB"' in zipfile.ZipFile(folder / "tables.ods").read("styles.xml").decode()


def test_every_style_that_is_used_is_there(folder: Path) -> None:
    content = part(folder, "content.xml")
    defined = {attribute(style, "style:name") for style in content.iterfind(".//style:style", NAMES)}
    named = ("table:style-name", "table:default-cell-style-name")
    used = {attribute(element, name) for element in content.iterfind(".//office:body//*", NAMES) for name in named} - {
        None
    }
    assert used <= defined


def test_the_kind_of_file_stands_first_and_nothing_has_a_time(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "tables.ods") as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {member.date_time for member in book.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    write_open_document(folder / "tables.xlsx", tmp_path / "again.ods")
    assert (tmp_path / "again.ods").read_bytes() == (folder / "tables.ods").read_bytes()
