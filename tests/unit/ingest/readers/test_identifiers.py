"""Direct identifiers in what the council supplies: each kind is found wherever it hides, and never repeated."""

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.identifier_kinds import find_identifier_kind_in_heading
from fairer_stockton.ingest.identifiers import refuse_personal_identifiers
from fairer_stockton.run.errors import InputError
from tests.conftest import DEFINITIONS

EXTRACT = Extract("cases.csv", "2025", "", "", "extract", (Column("case", "case_id", "text"),), "cases.csv")


def as_csv(folder: Path, *rows: list[str]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = folder / "cases.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def as_workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    path = folder / "cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def refusal(path: Path, public: tuple[str, ...] = ()) -> InputError:
    with pytest.raises(InputError) as caught:
        refuse_personal_identifiers(path, EXTRACT, public)
    return caught.value


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Name", "a name"),
        ("full_name", "a name"),
        ("FirstName", "a name"),
        ("Customer last name", "a name"),
        ("Forename(s)", "a name"),
        ("SURNAME", "a name"),
        ("Name of tenant", "a name"),
        ("What is your name?", "a name"),
        ("E-mail", "an e-mail address"),
        ("contactEmail", "an e-mail address"),
        ("Email address", "an e-mail address"),
        ("Phone", "a telephone number"),
        ("Home telephone no.", "a telephone number"),
        ("Mobile number", "a telephone number"),
        ("Address", "an address"),
        ("addressLine1", "an address"),
        ("ADDRESS2", "an address"),
        ("House number", "an address"),
        ("Postcode", "a postcode"),
        ("post_code", "a postcode"),
        ("NHS Number", "an NHS number"),
        ("NI No", "a National Insurance number"),
        ("National Insurance number", "a National Insurance number"),
        ("Date of birth", "a date of birth"),
        ("DOB", "a date of birth"),
        ("d.o.b.", "a date of birth"),
        ("Year of birth", "a date of birth"),
        ("UPRN", "a property's number (UPRN)"),
        ("Pupil UPN", "a pupil's number (UPN)"),
        ("Passport no", "a passport or driving licence"),
        ("Sort code", "a bank account"),
        ("Bank account number", "a bank account"),
        ("Council Tax Ref", "a council-tax number"),
        ("CTax account", "a council-tax number"),
        ("Mosaic ID", "a social-care number"),
        ("Social care number", "a social-care number"),
        ("Latitude", "coordinates"),
        ("home_easting", "coordinates"),
        ("Grid reference", "coordinates"),
    ],
)
def test_heading_that_announces_one(tmp_path: Path, heading: str, kind: str) -> None:
    assert find_identifier_kind_in_heading(heading) == kind
    wrong = refusal(as_csv(tmp_path, ["case_id", heading], ["1", ""]))
    assert (wrong.column, wrong.row, wrong.file) == (heading, 1, "cases.csv")
    assert kind in wrong.found


@pytest.mark.parametrize(
    "heading",
    [
        "case_id",
        "Ward name",
        "LSOA (2021)",
        "lsoa21nm",
        "addresses",
        "addresses_within_300m",
        "service",
        "channel",
        "postcode district",
        "satisfied",
        "Number of adults",
        "weekly_income_gbp",
        "How many children under 14 live in your household?",
        "Does your household own or rent its home, and at which of these kinds of address do you live?",
        "",
    ],
)
def test_heading_that_does_not(heading: str) -> None:
    assert find_identifier_kind_in_heading(heading) is None


FOUND = {
    "an e-mail address": ["jo.bloggs@example.org", "wrote from Jo_B+x@mail.example.co.uk on Monday"],
    "a telephone number": [
        "01642 393939",
        "(01642) 393939",
        "01642-393-939",
        "07700900123",
        "07700 900123",
        "07700 900 123",
        "+44 7700 900123",
        "+44 (0)1642 393939",
        "00447700900123",
        "020 7946 0018",
        "0117 496 0123",
        "7700900123",
        "ring 01632 960001 after six",
    ],
    "a National Insurance number": ["QQ123456C".replace("QQ", "AB"), "ab 12 34 56 c", "NINO AB-12-34-56-D."],
    "an NHS number": ["9434765919", "943 476 5919", "943-476-5919", "patient 943 476 5919 called"],
    "a postcode": [
        "12 High Street, Norton, TS20 1AA",
        "4a TS181AA",
        "Flat 2, 17 Low Row, ts18 1aa",
        "7, TS17 0AB",
        "TS18 1AA",
    ],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in FOUND.items() for value in values])
def test_cell_that_is_one(tmp_path: Path, kind: str, value: str) -> None:
    wrong = refusal(as_csv(tmp_path, ["case_id", "remarks"], ["1", "none"], ["2", ""], ["3", value], ["4", value]))
    assert (wrong.column, wrong.row) == ("remarks", 4)
    assert wrong.found == f"what looks like {kind} (not repeated here)"
    assert value not in str(wrong)
    assert "supply it again" in wrong.remedy


@pytest.mark.parametrize(
    "value",
    [
        "9434765918",  # the check digit of no NHS number
        "E01012187",
        "2024-05-03 10:11:12",
        "03/05/2024",
        "0.01642393939",
        "1234.07700900123",
        "TS18",
        "in 2024 and 2025",
        "01 02 03 04 06",
        "within 300 metres of a green",
        "2025 residents view",
        "Adult social care 2024-25",
        "54.5671",
        "0123-4567-8901-2345-6789",
        "990000000123",
        "R25-0001",
        "£1,642,393",
        "yes",
        "@stockton",
    ],
)
def test_cell_that_is_none(tmp_path: Path, value: str) -> None:
    refuse_personal_identifiers(as_csv(tmp_path, ["case_id", "remarks"], ["1", value]), EXTRACT)


def test_column_that_nobody_asked_for_is_searched_in_a_workbook_too(tmp_path: Path) -> None:
    path = as_workbook(tmp_path, Cases=[["case_id", "seen"], [1, 2024], [2, 7700900123]])
    wrong = refusal(path)
    assert (wrong.file, wrong.column, wrong.row) == ("cases.xlsx › Cases", "seen", 3)
    assert "7700900123" not in str(wrong)


def test_second_sheet_is_searched(tmp_path: Path) -> None:
    path = as_workbook(tmp_path, Cases=[["case_id"], [1]], Notes=[["asked by"], ["jo@example.org"]])
    assert refusal(path).file == "cases.xlsx › Notes"


def test_lines_above_the_headings_are_searched(tmp_path: Path) -> None:
    path = as_csv(tmp_path, ["Questions to jo@example.org", ""], ["case_id", "open"], ["1", "2"])
    assert refusal(path).row == 1


def test_ragged_rows_are_searched(tmp_path: Path) -> None:
    assert refusal(as_csv(tmp_path, ["case_id"], ["1"], ["2", "", "jo@example.org"])).column == "number 3"


def test_file_without_headings_does_not_tell_its_first_row(tmp_path: Path) -> None:
    wrong = refusal(as_csv(tmp_path, ["1", "jo@example.org"], ["2", "mo@example.org"]))
    assert (wrong.row, wrong.column) == (1, "number 2")
    assert "example.org" not in str(wrong)


def test_public_columns_are_let_be_and_no_others(tmp_path: Path) -> None:
    rows = ["case_id", "addressLine1", "seen by"], ["1", "12 High Street, TS20 1AA", "clerk"]
    refuse_personal_identifiers(as_csv(tmp_path, *rows), EXTRACT, ("addressLine1",))
    rows[1][2] = "jo@example.org"
    assert refusal(as_csv(tmp_path, *rows), ("addressLine1",)).column == "seen by"


def test_only_the_energy_register_has_public_columns() -> None:
    assert [source.name for source in DEFINITIONS.sources.values() if source.public_columns] == ["epc_certificates"]
