"""A new release: recognised, shown, agreed to and written; a wrong or broken one leaves everything as it was."""

import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from fairer_stockton.adopt.definition_files import find_file_to_write
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import raw_folder
from fairer_stockton.run.errors import CatalogueError, FairerError, InputError, QuestionedError
from fairer_stockton.run.fingerprints import compute_file_checksum
from tests.conftest import DEFINITIONS
from tests.unit.adopt.conftest import AREAS, HEADINGS, Desk

NEXT = [["E06000004", 110, 11], ["E06000005", 210, 33], ["E92000001", 320, 44]]
Book = Callable[..., Path]


def test_next_years_file_needs_no_other_edit(desk: Desk, workbook: Book) -> None:
    before = desk.text()
    file = workbook(rows=NEXT, titles=["Homes by area, 2024"])
    lines = desk.adopt(file)
    assert "period 2024, shown by the file's name and its titles" in lines
    assert any(line.split() == ["cold,", "all", "of", "these", "80", "88"] for line in lines)
    assert desk.text().startswith(before), "what stood there stays, and its comments"
    entries = tomllib.loads(desk.text())["file"]
    assert entries[1] == {**entries[0], "name": file.name, "period": "2024", "sha256": compute_file_checksum(file)}
    (_, new) = raw_folder.find_raw_files(desk.settings.raw, desk.source())
    assert new.path.read_bytes() == file.read_bytes()
    assert raw_folder.read_provenance(new.path.parent)["files"][0]["origin"] == "adopted: 2024_homes.xlsx"


def test_twice_is_harmless(desk: Desk, workbook: Book) -> None:
    file = workbook(rows=NEXT)
    desk.adopt(file)
    contents = desk.contents()
    assert desk.adopt(file, yes=False) == ["homes 2024: 2024_homes.xlsx is adopted already; nothing was changed"]
    assert desk.contents() == contents


def test_renamed_sheet_and_heading_and_moved_table(desk: Desk, workbook: Book) -> None:
    headings = ["Number of cold homes1", "Households, number of", "Area code"]
    file = workbook(
        rows=[row[::-1] for row in NEXT], headings=headings, sheet="LA table", titles=["Homes", "by area, 2024"]
    )
    lines = desk.adopt(file)
    assert "sheet 'Table 3' is called 'LA table' now" in lines
    assert "heading 'Number of households' is 'Households, number of' now (households)" in lines
    assert "heading 'Number of cold homes' is 'Number of cold homes1' now (cold)" in lines
    assert any("are in another order" in line for line in lines)
    assert any("its headings are in row 3, not 2" in line for line in lines)
    entry = tomllib.loads(desk.text())["file"][1]
    assert entry["sheet"] == "LA table"
    assert entry["count"] == {"households": "Households, number of", "cold": "Number of cold homes1"}


def test_nobody_has_agreed(desk: Desk, workbook: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))  # no terminal
    file, contents = workbook(rows=NEXT, headings=[*HEADINGS[:2], "Number of homes that are cold"]), desk.contents()
    with pytest.raises(QuestionedError) as asked:
        desk.adopt(file, yes=False, period="2024")
    words = str(asked.value)
    assert "'Number of cold homes' is 'Number of homes that are cold' now" in words
    assert f'make adopt SOURCE=homes FILE="{file}" PERIOD=2024 YES=1' in words
    assert desk.contents() == contents


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("answer", ["y", "no"])
def test_asked_on_a_terminal(desk: Desk, workbook: Book, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda question: answer)
    file, before = workbook(rows=NEXT), desk.text()
    if answer == "y":
        desk.adopt(file, yes=False)
        assert "2024_homes.xlsx" in desk.text()
    else:
        with pytest.raises(QuestionedError):
            desk.adopt(file, yes=False)
        assert desk.text() == before


def refused(desk: Desk, file: Path, error: type[FairerError], name: str = "homes") -> str:
    """Give the words of a refusal that left everything as it was."""
    contents = desk.contents()
    with pytest.raises(error) as caught:
        desk.adopt(file, name)
    assert desk.contents() == contents
    return str(caught.value)


def test_wrong_file(desk: Desk, workbook: Book) -> None:
    words = refused(desk, workbook(headings=["Station", "Trains", "Late"]), InputError)
    assert "found     no heading like 'Area code', 'Number of households', 'Number of cold homes'" in words
    assert "the nearest is 2023_homes.xlsx of 2023" in words


def test_broken_contract(desk: Desk, workbook: Book) -> None:
    words = refused(desk, workbook(rows=[*NEXT, ["Stockton", 1, 2]]), InputError)
    assert "file      2024_homes.xlsx\nrow       5\ncolumn    Area code" in words
    words = refused(desk, workbook(rows=[*NEXT, NEXT[0]]), InputError)
    assert "no two rows that are the same" in words


def test_period_that_nothing_shows(desk: Desk, workbook: Book) -> None:
    file = workbook("homes_final.xlsx", rows=NEXT)
    words = refused(desk, file, CatalogueError)
    assert "no year in the name, sheet, headings or titles where 2023_homes.xlsx has that of 2023" in words
    desk.adopt(file, period="2024")
    assert [extract.period for extract in desk.source().extracts] == ["2023", "2024"]


def test_revision_of_a_known_period(desk: Desk, workbook: Book) -> None:
    old = (desk.folder / "2023_homes.xlsx").read_bytes()
    file = workbook("2023_homes.xlsx", rows=[["E06000004", 100, 12], *AREAS[1:]])
    lines = desk.adopt(file)
    assert any("takes the place of 2023_homes.xlsx of 2023" in line for line in lines)
    assert any("of 3 rows that were there before, 1 differ" in line for line in lines)
    (extract,) = desk.source().extracts
    assert extract.sha256 == compute_file_checksum(file)
    (held,) = raw_folder.find_raw_files(desk.settings.raw, desk.source())
    assert held.path.read_bytes() == file.read_bytes()
    (aside,) = (desk.folder / "raw/earlier/homes/2023").glob("*/2023_homes.xlsx")
    assert aside.read_bytes() == old


def test_file_of_all_years_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("area,year,homes,trips\nE06000004,2023,100,7\nE06000004,2024,100,8\n", encoding="utf-8")
    lines = desk.adopt(file, "trips")
    assert "period 2024, shown by its latest rows" in lines
    assert "periods that come: 2024" in lines
    assert "periods that go, since the file has them no more: 2022" in lines
    (extract,) = desk.source("trips").extracts
    assert (extract.name, extract.period, extract.url) == ("new.csv", "2024", "https://example.org/trips")
    assert (desk.folder / "raw/trips/2023/trips.csv").is_file(), "the bytes of before stay where they were"


@pytest.mark.parametrize(
    ("name", "words"),
    [("home", "did you mean homes?"), ("residents_survey", "make supply SOURCE=residents_survey")],
)
def test_source_that_has_no_releases(desk: Desk, workbook: Book, name: str, words: str) -> None:
    assert words in refused(desk, workbook(), CatalogueError, name)


def test_a_council_of_its_own_folder_gets_the_file_laid_over(desk: Desk) -> None:
    source = DEFINITIONS.sources["fuel_poverty"]
    assert find_file_to_write(desk.settings, source) == desk.folder / "council/sources/fuel_poverty.toml"
    assert find_file_to_write(Settings(), source) == source.definition
