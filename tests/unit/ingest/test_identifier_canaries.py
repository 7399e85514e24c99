"""Canaries of each kind of direct identifier, wherever in a file they can sit: each is refused, and never repeated."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.identifier_kinds import find_identifier_kind
from fairer_stockton.ingest.identifiers import refuse_personal_identifiers
from fairer_stockton.run.errors import InputError
from tests.unit.ingest.readers.files import ods, ods_row, rewritten, xls, xlsx

COLUMNS = (Column("case", "case_id", "record"), Column("reason", "reason", "code"), Column("sum", "sum", "number"))
EXTRACT = Extract("cases.csv", "2024-25", "", "", "extract", COLUMNS, "cases.csv", supplied=True)
HEADINGS, ROW = ["case_id", "reason", "sum"], ["A1", "rent", "12.50"]

CANARIES = {
    "an NHS number": [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943.476.5919",
        "943/476/5919",
        "943_476_5919",
        "9 4 3 4 7 6 5 9 1 9",
        "94 34 76 59 19",
        "943 - 476 - 5919",
        "\uff19\uff14\uff13 \uff14\uff17\uff16 \uff15\uff19\uff11\uff19",
        "\u0669\u0664\u0663 \u0664\u0667\u0666 \u0665\u0669\u0661\u0669",
        "943\u00a0476\u20095919",
        "943\u2011476\u20135919",
        "943\u200b476\u200b5919",
        "NHS no 943 476 5919, seen 3/5/2024",
    ],
    "a date of birth": [
        "03/02/1985",
        "3.2.1985",
        "1985-02-03",
        "1985-02-03 00:00:00",
        "3/2/85",
        "3 February 1985",
        "Feb 3rd, 1985",
        "19850203",
        "born 3/2/2019",
        "D.O.B. 3/2/19",
        "\uff11\uff19\uff18\uff15\uff0d\uff10\uff12\uff0d\uff10\uff13",
    ],
    "a property's number (UPRN)": ["100110123456", "10023456789", "UPRN 1234567", "uprn: 200001234567"],
    "a pupil's number (UPN)": ["H801200001001", "h 8012 0000 1001", "UPN H801200001001"],
    "a passport number": [
        "passport 925665416",
        "Passport no. 925665416",
        "P<GBRBLOGGS<<JO<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
    ],
    "a bank account": [
        "20-00-00 55779911",
        "20 00 00 / 55779911",
        "200000 55779911",
        "sort code 200000",
        "account number: 55779911",
        "GB29 NWBK 6016 1331 9268 19",
        "GB29NWBK60161331926819",
    ],
    "a card number": ["4111 1111 1111 1111", "5500005555555559"],
    "a council-tax number": ["council tax 12345678", "CTax ref: 7012345678", "Council Tax account no. 700123456"],
    "a social-care number": ["Mosaic ID 123456", "social care number P1234567", "LiquidLogic id: 55123"],
    "a National Insurance number": [
        "AB123456C",
        "AB 12 34 56 C",
        "ab-12-34-56-c",
        "AB 123456 C",
        "A B 1 2 3 4 5 6 C",
        "\uff21\uff22\uff11\uff12\uff13\uff14\uff15\uff16\uff23",
    ],
    "a postcode": ["TS18 1AA", "ts181aa", "TS18\u00a01AA", "lives at ts20 2bb", "SW1A 1AA", "TS18-1AA"],
    "an address": ["12 High Street", "4a Low Row", "17, St Peter's Close, Norton", "2 NORTON GREEN"],
    "coordinates": [
        "54.5671, -1.3182",
        "54.5671N 1.3182",
        "54° 34' 01\"",
        "NZ 44812 18965",
        "NZ448189",
        "444812, 518965",
        "///filled.count.soap",
    ],
    "an e-mail address": [
        "jo@example.org",
        "jo\uff20example.org",
        "jo @ example.org",
        "jo (at) example.org",
        "jo at example dot org",
    ],
    "a telephone number": [
        "01642 393939",
        "01642.393.939",
        "01642/393939",
        "0 7 7 0 0 9 0 0 1 2 3",
        "+44 (0)7700 900123",
        "+33 6 12 34 56 78",
        "7700900123",
        "\uff10\uff17\uff17\uff10\uff10 \uff19\uff10\uff10\uff11\uff12\uff13",
    ],
    "a driving licence number": ["BLOGG802035J99AB"],
}
EVERY = [(kind, canary) for kind, canaries in CANARIES.items() for canary in canaries]


def refusal(folder: Path, content: bytes, name: str = "cases.csv") -> InputError:
    (folder / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        refuse_personal_identifiers(folder / name, EXTRACT)
    assert "not repeated here" in caught.value.found
    return caught.value


def test_there_is_a_canary_of_each_kind_the_issue_names() -> None:
    assert len(EVERY) >= 74


@pytest.mark.parametrize(("kind", "canary"), EVERY)
def test_canary_in_a_cell(tmp_path: Path, kind: str, canary: str) -> None:
    quoted = canary.replace('"', '""')
    wrong = refusal(tmp_path, f'case_id,reason,sum,remarks\nA1,rent,1,\nA2,rent,2,"{quoted}"\n'.encode())
    assert (wrong.row, wrong.column) == (3, "remarks")
    assert wrong.found == f"what looks like {kind} (not repeated here)"
    assert canary not in str(wrong)


@pytest.mark.parametrize(
    "canary", [canary for _, canary in EVERY if canary != "7700900123" and re.search(r"\d|@", canary)]
)
def test_canary_in_the_columns_that_are_kept_is_refused_by_the_search_or_by_its_kind(canary: str) -> None:
    """Of a column of codes whatever is no code is refused besides; only codes have to be found by what they say."""
    from fairer_stockton.ingest.readers.cell_kinds import mark_codes

    is_code = mark_codes(pa.array([canary]))[0].as_py()
    assert not is_code or find_identifier_kind(canary, 2024)


@pytest.mark.parametrize(
    "cell",
    ["D2024-0001", "E01012187", "council_tax", "16 to 24", "2024-05-03", "3/5/2024", "1,642,393", "0.8371", "202425"]
    + ["Two or more A levels or other level 3", "An apprenticeship at level 2", "12 months or more", "S1", "0000000000"]
    + ["How many people aged 14 or over live in your household?", "7391-9370-8641-3977-1231", "C2024-0349", "H25-0001"]
    + ["6f9619ff-8b94-3476-5919-b42d00c04fc9"],
)
def test_what_extracts_hold_is_no_canary(cell: str) -> None:
    assert find_identifier_kind(cell, 2024) is None


@pytest.mark.parametrize("canary", ["100110123456", "19850203"])
def test_number_of_a_record_may_look_like_a_property_or_a_day(tmp_path: Path, canary: str) -> None:
    (tmp_path / "cases.csv").write_text(f"case_id,reason,sum\n{canary},rent,{canary}\n")
    refuse_personal_identifiers(tmp_path / "cases.csv", EXTRACT)
    assert refusal(tmp_path, f"case_id,reason,sum\nA1,{canary},1\n".encode()).column == "reason"


def test_numbers_of_records_that_check_by_chance_are_let_be(tmp_path: Path) -> None:
    """One in eleven of any numbers of ten digits is an NHS number's; many more are so by no chance."""

    def searched(numbers: list[int]) -> None:
        rows = "".join(f"{number},rent,1\n" for number in numbers)
        (tmp_path / "cases.csv").write_text(f"case_id,reason,sum\n{rows}")
        refuse_personal_identifiers(tmp_path / "cases.csv", EXTRACT)

    numbers = list(range(8_100_450_100, 8_100_450_600, 3))
    of_nhs = [number for number in numbers if find_identifier_kind(str(number), 2024)]
    assert 5 < len(of_nhs) < len(numbers) / 8
    searched(numbers)
    for wrong in (of_nhs, of_nhs[:1]):
        with pytest.raises(InputError, match="an NHS number"):
            searched(wrong)
    rows = "".join(f"A{place},{number},1\n" for place, number in enumerate(numbers))
    assert refusal(tmp_path, f"case_id,reason,sum\n{rows}".encode()).column == "reason"


NHS = "943 476 5919"


def workbook(write: Callable[[xlsxwriter.Workbook, object], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Cases")
        for place, row in enumerate((HEADINGS, ROW)):
            sheet.write_row(place, 0, row)
        write(book, sheet)
    return stream.getvalue()


BESIDE: dict[str, Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]] = {
    "a comment": lambda _, sheet: sheet.write_comment("A2", f"rang, {NHS}"),
    "a property": lambda book, _: book.set_properties({"subject": NHS}),
    "a property of one's own": lambda book, _: book.set_custom_property("Patient", NHS),
    "a text box": lambda _, sheet: sheet.insert_textbox("F2", f"see {NHS}"),
    "a defined name": lambda book, _: book.define_name("patient", '="943 476 5919"'),
    "a header": lambda _, sheet: sheet.set_header(f"&C{NHS}"),
    "a footer": lambda _, sheet: sheet.set_footer("&Ljo@example.org"),
    "a link": lambda _, sheet: sheet.write_url("F2", "mailto:jo@example.org", string="write"),
    "the tip of a link": lambda _, sheet: sheet.write_url("F2", "https://example.org", string="see", tip=NHS),
    "a formula": lambda _, sheet: sheet.write_formula("F2", f'=IF(A2="",0,"{NHS}")', None, "yes"),
    "a list of answers": lambda _, sheet: sheet.data_validation("F2", {"validate": "list", "source": ["yes", NHS]}),
    "the words of a picture": lambda _, sheet: sheet.insert_textbox("F2", "see", {"description": NHS}),
    "a sheet's name": lambda book, _: book.add_worksheet(NHS),
    "a hidden sheet": lambda book, _: (lambda sheet: (sheet.hide(), sheet.write("A1", NHS)))(book.add_worksheet("x")),
    "a heading": lambda _, sheet: sheet.write("F1", NHS),
    "a chart's title": lambda book, sheet: sheet.insert_chart("F2", chart_with_title(book)),
}


def chart_with_title(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Cases!$C$2:$C$2"})
    chart.set_title({"name": NHS})
    return chart


@pytest.mark.parametrize("name", BESIDE)
def test_canary_beside_the_cells_of_a_workbook(tmp_path: Path, name: str) -> None:
    wrong = refusal(tmp_path, workbook(BESIDE[name]), "cases.xlsx")
    assert NHS not in str(wrong)
    assert "jo@example" not in str(wrong)


def test_canary_in_a_sheets_name_is_not_told_by_what_is_wrong_on_the_sheet(tmp_path: Path) -> None:
    content = workbook(lambda book, _: book.add_worksheet(NHS).write("A1", "jo@example.org"))
    wrong = refusal(tmp_path, content, "cases.xlsx")
    assert wrong.file == "cases.xlsx › sheet 2"
    assert NHS not in str(wrong)


def test_workbook_without_canaries_passes(tmp_path: Path) -> None:
    def write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        book.set_properties({"title": "Cases of 2024-25", "comments": "as agreed on 3/5/2024"})
        sheet.write_comment("A1", "the number of the case")
        sheet.insert_textbox("F2", "within the year")
        sheet.set_header("&CPage &P of &N")
        book.define_name("cases", "=Cases!$A$1:$C$2")

    (tmp_path / "cases.xlsx").write_bytes(workbook(write))
    refuse_personal_identifiers(tmp_path / "cases.xlsx", EXTRACT)


def test_number_that_is_set_in_runs_of_its_own_is_joined(tmp_path: Path) -> None:
    content = workbook(lambda _, sheet: sheet.write_comment("A2", "943 476 5919"))
    runs = rewritten(content, "943 476 5919", "943 4</t></r><r><rPr><b/></rPr><t>76 5919", "xl/comments1.xml")
    assert refusal(tmp_path, runs, "cases.xlsx").found.startswith("a comment")


def test_canary_beside_the_cells_of_an_open_document(tmp_path: Path) -> None:
    rows = ods_row(*HEADINGS) + ods_row(*ROW)
    whole = ods(("Cases", rows))
    (tmp_path / "cases.ods").write_bytes(whole)
    refuse_personal_identifiers(tmp_path / "cases.ods", EXTRACT)
    note = f"<office:annotation><text:p>{NHS}</text:p></office:annotation>"
    noted = rewritten(whole, "<text:p>rent</text:p>", f"{note}<text:p>rent</text:p>", "content.xml")
    assert "a header, link or formula" in refusal(tmp_path, noted, "cases.ods").found
    with zipfile.ZipFile(tmp_path / "cases.ods", "w") as archive, zipfile.ZipFile(io.BytesIO(whole)) as before:
        for name in before.namelist():
            archive.writestr(name, before.read(name))
        archive.writestr("meta.xml", f"<office:meta><dc:subject>{NHS}</dc:subject></office:meta>")
    assert "a property" in refusal(tmp_path, (tmp_path / "cases.ods").read_bytes(), "cases.ods").found


def test_canary_among_the_properties_of_a_parquet_file(tmp_path: Path) -> None:
    table = pa.table(dict(zip(HEADINGS, ([cell] for cell in ROW), strict=True)))
    for properties, is_right in (({"made": "by the desk"}, True), ({"made for": NHS}, False)):
        parquet.write_table(table.replace_schema_metadata(properties), tmp_path / "cases.parquet")
        if is_right:
            refuse_personal_identifiers(tmp_path / "cases.parquet", EXTRACT)
        else:
            content = (tmp_path / "cases.parquet").read_bytes()
            assert refusal(tmp_path, content, "cases.parquet").found.startswith("a property")


@pytest.mark.parametrize("name", [f"{NHS}.csv", "jo@example.org cases.csv", "Bloggs 1985-02-03.csv", "TS18 1AA.csv"])
def test_canary_in_the_name_of_the_file(tmp_path: Path, name: str) -> None:
    wrong = refusal(tmp_path, ",".join(HEADINGS).encode() + b"\nA1,rent,1\n", name)
    assert Path(name).stem not in str(wrong)


def test_old_workbook_is_refused_since_it_cannot_be_searched(tmp_path: Path) -> None:
    (tmp_path / "cases.xlsx").write_bytes(xls([HEADINGS, ROW]))
    with pytest.raises(InputError, match="old form"):
        refuse_personal_identifiers(tmp_path / "cases.xlsx", EXTRACT)


def test_canary_on_another_sheet(tmp_path: Path) -> None:
    content = xlsx(("Cases", [HEADINGS, ROW]), ("Notes", [["seen", "3/2/1985"]]))
    assert refusal(tmp_path, content, "cases.xlsx").file == "cases.xlsx › Notes"
