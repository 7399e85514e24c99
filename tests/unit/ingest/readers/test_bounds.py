"""Sizes are bounded before they are unpacked, whatever a file says of its own size, and a true large file is read."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from fairer_stockton.definitions.sources import LARGEST_PUBLISHED_MB, LARGEST_SUPPLIED_MB
from fairer_stockton.ingest.readers import grids
from fairer_stockton.run.errors import InputError
from tests.conftest import DEFINITIONS
from tests.unit.ingest.readers.files import HEADINGS, homes, ods, ods_row, read, refusal, rewritten, search, xls, xlsx

TEXT = b"Area code,Number of homes\nE01,5\n"
BLANKS = b"\n" * 3_000_000
TABLE = [HEADINGS, ["E01", 5]]


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return buffer.getvalue()


def declaring(archive: bytes, size: int) -> bytes:
    """Have the last member of a zip declare a size that is not its own."""
    entry = archive.rindex(b"PK\x01\x02")
    return archive[: entry + 24] + size.to_bytes(4, "little") + archive[entry + 28 :]


def check_too_large(wrong: InputError) -> None:
    assert wrong.found == "more than 2 MB of data, once unpacked"
    assert "largest_mb = 4" in wrong.remedy


def test_plain_file(tmp_path: Path) -> None:
    check_too_large(refusal(tmp_path, TEXT + BLANKS, name="table.csv", largest_mb=2))


def test_gzip(tmp_path: Path) -> None:
    check_too_large(refusal(tmp_path, gzip.compress(TEXT + BLANKS), name="table.csv.gz", largest_mb=2))
    assert homes(read(tmp_path, gzip.compress(TEXT), name="table.csv.gz", largest_mb=2)) == [5]


def test_zip(tmp_path: Path) -> None:
    archive = zipped(large=TEXT + BLANKS, small=TEXT)
    check_too_large(refusal(tmp_path, archive, name="t.zip", member="large.csv", largest_mb=2))
    assert homes(read(tmp_path, archive, name="t.zip", member="small.csv", largest_mb=2)) == [5]


def test_zip_whose_member_is_larger_than_it_declares(tmp_path: Path) -> None:
    archive = declaring(zipped(large=TEXT + BLANKS), 1000)
    assert "damaged" in refusal(tmp_path, archive, name="t.zip", member="large.csv", largest_mb=2).found


def test_zip_in_a_zip_and_gzip_in_a_gzip(tmp_path: Path) -> None:
    assert "'.zip'" in refusal(tmp_path, gzip.compress(zipped(t=TEXT)), name="t.zip.gz").found
    assert "'.gz'" in refusal(tmp_path, gzip.compress(gzip.compress(TEXT)), name="t.csv.gz.gz").found


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_bounded(tmp_path: Path, packing: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        archive.writestr("t.csv", TEXT)
    assert "unusual" in refusal(tmp_path, buffer.getvalue(), name="t.zip", member="t.csv").found


def test_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    book = rewritten(xlsx(("Data", TABLE)), "<sheetData>", "<sheetData>" + " " * 3_000_000)
    check_too_large(refusal(tmp_path, book, largest_mb=2))
    assert homes(read(tmp_path, book, largest_mb=4)) == [5]


def test_workbook_that_repeats_a_long_text(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "Note"], *([f"E{row:05}", row, "long " * 2000] for row in range(300))]
    check_too_large(refusal(tmp_path, xlsx(("Data", rows)), largest_mb=2))
    assert len(read(tmp_path, xlsx(("Data", rows)), largest_mb=4)) == 300


def test_many_blank_lines(tmp_path: Path) -> None:
    blank = b"\n" * (grids.LARGEST_LINES + 1)
    assert "more than 10,000,000 lines" in refusal(tmp_path, TEXT + blank, name="table.csv").found


FAR = '<c r="XFD1048576"><v>1</v></c>'


@pytest.mark.parametrize(
    "cell",
    [
        FAR,
        "<c r='XFD1048576'><v>1</v></c>",
        '<c s="0" r="XFD1048576"><v>1</v></c>',
        '<c r = "xfd1048576"><v>1</v></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><x:v>1</x:v></x:c>',
    ],
)
def test_one_far_cell_is_refused_and_named(tmp_path: Path, cell: str) -> None:
    book = rewritten(xlsx(("Data", TABLE)), "</row></sheetData>", f"{cell}</row></sheetData>")
    wrong = refusal(tmp_path, book)
    assert (wrong.file, wrong.found) == ("book.xlsx › Data", "cells as far as row 1,048,576 and column 16,384")
    assert "stray cells" in wrong.remedy
    with pytest.raises(InputError, match="as far as row"):
        search(tmp_path, book)


def test_far_cell_of_a_hidden_sheet(tmp_path: Path) -> None:
    book = rewritten(
        xlsx(("Old", TABLE), ("Data", TABLE), hidden=("Old",)), "</row></sheetData>", f"{FAR}</row></sheetData>"
    )
    assert refusal(tmp_path, book).file == "book.xlsx › Old"


def test_far_cell_that_is_only_formatted_is_no_cell(tmp_path: Path) -> None:
    far = '<c r="XFD2" s="0"/></row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    assert homes(read(tmp_path, rewritten(xlsx(("Data", TABLE)), "</row></sheetData>", far))) == [5]


def test_sheet_that_says_it_is_far_larger_than_it_is(tmp_path: Path) -> None:
    book = rewritten(xlsx(("Data", TABLE)), 'ref="A1:B2"', 'ref="A1:XFD1048576"')
    texts = rewritten(book, 'count="3" uniqueCount="3"', 'count="3" uniqueCount="4000000000"', "xl/sharedStrings.xml")
    assert homes(read(tmp_path, texts)) == [5]


def test_far_and_repeated_cells_of_an_opendocument_spreadsheet(tmp_path: Path) -> None:
    many = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="4"/>'
    rows = ods_row(*HEADINGS) + ods_row(many, attributes='table:number-rows-repeated="1048570"')
    wrong = refusal(tmp_path, ods(("Data", rows)), name="book.ods")
    assert (wrong.file, wrong.found) == ("book.ods › Data", "cells as far as row 1,048,571 and column 16,384")


def test_opendocument_spreadsheet_that_repeats_a_long_text(tmp_path: Path) -> None:
    note = f'<table:table-cell office:value-type="string"><text:p>{"long " * 2000}</text:p></table:table-cell>'
    row = ods_row("E01", 5, note, attributes='table:number-rows-repeated="300"')
    book = ods(("Data", ods_row(*HEADINGS, "Note") + row))
    check_too_large(refusal(tmp_path, book, name="book.ods", largest_mb=2))
    assert len(read(tmp_path, book, name="book.ods", largest_mb=4)) == 300


def test_far_cell_of_an_old_workbook(tmp_path: Path) -> None:
    book = xls([HEADINGS, ["E01", 5]]).replace(b"\x03\x02\x0e\x00\x01\x00\x01\x00", b"\x03\x02\x0e\x00\xff\xff\xff\x00")
    assert refusal(tmp_path, book, name="book.xls").found == "cells as far as row 65,536 and column 256"


def test_every_source_has_room_for_its_files() -> None:
    for source in DEFINITIONS.sources.values():
        least = LARGEST_SUPPLIED_MB if source.supplied else LARGEST_PUBLISHED_MB
        assert all(extract.largest_mb >= least for extract in source.extracts)
