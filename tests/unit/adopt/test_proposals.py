"""Releases that fetching has brought: compared and named with the command, or taken in by themselves."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from fairer_stockton.adopt import definition_files, proposals
from fairer_stockton.adopt.proposals import propose_release
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import raw_folder, stage
from fairer_stockton.fetch.first_seen import FIRST_SEEN, FirstSeenSums
from fairer_stockton.fetch.releases import Release
from fairer_stockton.run.errors import CatalogueError, InputError
from tests.conftest import DEFINITIONS, RecordedProgress, with_sources
from tests.unit.adopt.conftest import AREAS, HEADINGS, Desk
from tests.unit.adopt.test_stage import NEXT
from tests.unit.fetch.conftest import publisher

__all__ = ["publisher"]
Book = Callable[..., Path]
PAGE = """[way]
kind    = "landing_page"
address = "{address}/homes"
title   = "homes by area, {{period}}"
"""
NOMIS = """[way]
kind    = "nomis"
address = "{address}/table"

[way.parameters]
date = "{{period}}"
"""


def write_way(desk: Desk, name: str, way: str) -> None:
    """Write a way above the entries of a source."""
    path = desk.folder / f"council/sources/{name}.toml"
    path.write_text(desk.text(name).replace("\n\n", f"\n\n{way}\n", 1), encoding="utf-8")


def propose(desk: Desk, file: Path, name: str = "homes", address: str = "https://example.org/2024.xlsx") -> list[str]:
    desk.progress.lines.clear()
    source = desk.source(name)
    propose_release(desk.settings, desk.progress, Release(source, source.extracts[-1], file, address, is_later=True))
    return desk.progress.lines


def test_release_is_compared_and_named_with_its_command(desk: Desk, workbook: Book) -> None:
    file, contents = workbook(rows=NEXT, titles=["Homes by area, 2024"]), desk.contents()
    first, *table = propose(desk, file)
    command = f'make adopt SOURCE=homes FILE="{file}" URL="https://example.org/2024.xlsx"'
    assert first == f"new release of homes: 2024_homes.xlsx, later than 2023; take it in by `{command}`"
    assert [line.split() for line in table if "rows of the period" in line] == [
        ["rows", "of", "the", "period", "3", "3"]
    ]
    assert any(line.split() == ["areas:", "areacd", "3", "3"] for line in table)
    assert any(line.split() == ["cold,", "all", "of", "these", "80", "88"] for line in table)
    assert desk.contents() == contents


def test_release_that_is_not_like_the_others_is_named_all_the_same(desk: Desk, workbook: Book) -> None:
    contents = desk.contents()
    (line,) = propose(desk, workbook(headings=["Station", "Trains", "Late"]))
    assert "it cannot be taken in as it is (no heading like 'Area code'" in line
    assert "look at it by `make adopt SOURCE=homes" in line
    assert desk.contents() == contents


def test_release_of_an_auto_source_is_taken_in_by_itself(desk: Desk, workbook: Book) -> None:
    write_way(desk, "homes", PAGE.format(address="https://example.org") + "auto = true\n")
    file = workbook(rows=NEXT, titles=["Homes by area, 2024"])
    body = file.read_bytes()
    lines = propose(desk, file)
    assert lines[0] == "adopted homes 2024: 2024_homes.xlsx"
    assert "taken in by itself" in lines[1]
    _, new = desk.source().extracts
    assert (new.period, new.url, new.way.auto) == ("2024", "https://example.org/2024.xlsx", True)
    (_, raw_file) = raw_folder.find_raw_files(desk.settings.raw, desk.source())
    assert raw_file.path.read_bytes() == body
    assert not file.exists(), "it lies in the raw folder now"


def test_release_that_cannot_be_written_is_named_and_stops_nothing(
    desk: Desk, workbook: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_way(desk, "homes", PAGE.format(address="https://example.org") + "auto = true\n")

    def refuse(*_: object) -> None:
        raise CatalogueError(source="homes", found="no folder of the council's own")

    monkeypatch.setattr(proposals, "take_in", refuse)
    file = workbook(rows=NEXT, titles=["Homes by area, 2024"])
    (line,) = propose(desk, file)
    assert "could not be taken in by itself: take it in by `make adopt" in line
    assert "no folder of the council's own" in line
    assert file.exists()


@pytest.mark.parametrize(
    ("name", "rows", "headings", "doubt"),
    [
        ("2024_homes.xlsx", NEXT, [*HEADINGS[:2], "Number of cold homes1"], "'Number of cold homes1' now"),
        ("2023_homes.xlsx", AREAS[:2], HEADINGS, "fewer rows than before: 2, not 3"),
        ("2023_homes.xlsx", [*AREAS[:2], ["E06000005", 1, 1]], HEADINGS, ""),
    ],
    ids=["heading", "rows", "twice"],
)
def test_auto_source_waits_for_a_person_where_anything_is_other_than_before(
    desk: Desk, workbook: Book, name: str, rows: list[list[object]], headings: list[str], doubt: str
) -> None:
    write_way(desk, "homes", PAGE.format(address="https://example.org") + "auto = true\n")
    file, contents = workbook(name, rows=rows, headings=headings), desk.contents()
    lines = propose(desk, file)
    assert "make adopt SOURCE=homes" in lines[0]
    assert any(doubt in line for line in lines)
    assert desk.contents() == contents


def test_lost_areas_and_periods_wait_for_a_person(desk: Desk, tmp_path: Path) -> None:
    write_way(desk, "trips", "[way]\nkind = 'file'\nauto = true\n")
    file = tmp_path / "trips_new.csv"
    rows = "".join(f"E06000004,{year},9,7\nE06000005,{year},9,7\n" for year in (2023, 2024))
    file.write_text(f"area,year,homes,trips\n{rows}", encoding="utf-8")
    lines = propose(desk, file, "trips")
    assert "make adopt SOURCE=trips" in lines[0]
    assert "  periods that go: 2022" in lines
    file.write_text(f"area,year,homes,trips\n{rows.replace('E06000004,2023', 'E06000004,2022')}", encoding="utf-8")
    assert "adopted trips 2024: trips_new.csv" in propose(desk, file, "trips")


def test_revision_that_does_not_show_its_period_has_that_of_before(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "trips.csv"
    file.write_text("area,year,homes,trips\nE06000004,2023,100,7\n", encoding="utf-8")
    source = desk.source("trips")
    desk.progress.lines.clear()
    propose_release(desk.settings, desk.progress, Release(source, source.extracts[0], file, source.extracts[0].url))
    assert desk.progress.lines[0].startswith("new release of trips: trips.csv of 2023 has changed; take it in by")
    assert "PERIOD=2023" in desk.progress.lines[0]
    assert "  periods that go: 2022" in desk.progress.lines


def test_fetch_proposes_what_a_page_links_to(
    desk: Desk, workbook: Book, publisher: tuple[str, dict[str, bytes]]
) -> None:
    address, pages = publisher
    write_way(desk, "homes", PAGE.format(address=address))
    pages["/homes"] = b"<a href='/a.xlsx'>Homes by area, 2023</a> <a href='/2024_homes.xlsx'>Homes by area, 2024</a>"
    pages["/a.xlsx"] = (desk.folder / "2023_homes.xlsx").read_bytes()
    pages["/2024_homes.xlsx"] = workbook(rows=NEXT).read_bytes()
    progress = RecordedProgress()

    def fetch() -> None:
        alone = with_sources(desk.settings, desk.source())
        stage.fetch(alone, progress, None, lambda release: propose_release(desk.settings, progress, release))

    fetch()
    beside = desk.folder / "raw/.new-releases/homes/2023/2024_homes.xlsx"
    command = f'make adopt SOURCE=homes FILE="{beside}" URL="{address}/2024_homes.xlsx"'
    assert progress.lines[0].endswith(f"take it in by `{command}`")
    desk.adopt(beside)
    progress.lines.clear()
    fetch()
    assert progress.lines == [], "what was taken in is no news"


def test_answer_that_is_put_together_is_adopted_under_the_address_of_its_query(desk: Desk, tmp_path: Path) -> None:
    write_way(desk, "trips", NOMIS.format(address="https://example.org"))
    path = desk.folder / "council/sources/trips.toml"
    path.write_text("".join(line for line in path.open() if not line.startswith("url")), encoding="utf-8")
    file = tmp_path / "trips_2024.csv"
    file.write_text("area,year,homes,trips\nE06000004,2024,100,8\n", encoding="utf-8")
    desk.progress.lines.clear()
    desk.adopt(file, "trips")
    assert [(extract.period, extract.url) for extract in desk.source("trips").extracts] == [
        ("2023", "https://example.org/table"),
        ("2024", "https://example.org/table"),
    ]


def test_first_seen_sum_goes_into_the_folder_of_the_council(desk: Desk) -> None:
    source, sums = desk.source(), FirstSeenSums(desk.settings.council)
    extract = source.extracts[0]
    unseen = type(extract)(extract.name, extract.period, "", extract.url, "extract", extract.columns, extract.name)
    file = desk.folder / "2023_homes.xlsx"
    sums.refuse_other_file(source, unseen, file)  # nothing is known of it yet
    assert "recorded in first-seen.csv, and compared with nothing" in sums.record(source, unseen, "a" * 64)
    sums.record(source, unseen, "b" * 64)
    with (desk.folder / "council" / FIRST_SEEN).open(newline="", encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["source"], row["period"], row["file"], row["sha256"]) == ("homes", "2023", extract.name, "a" * 64)
    with pytest.raises(InputError, match=f"the one of sha256 {'a' * 64} that was first seen"):
        sums.refuse_other_file(source, unseen, file)
    sums.refuse_other_file(source, extract, file)  # its source records a sum, which counts


def test_the_package_holds_no_first_seen_sum() -> None:
    settings = Settings()
    source = DEFINITIONS.sources["census_ts037"]
    line = FirstSeenSums(settings.council).record(source, source.extracts[0], "a" * 64)
    assert line.endswith("record it in the source's TOML")
    assert not (settings.council.folder / FIRST_SEEN).exists()


def test_an_installed_package_is_not_written_to(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    source = DEFINITIONS.sources["fuel_poverty"]
    monkeypatch.setattr(definition_files, "PROJECT_FILE", "no-such-file.toml")
    with pytest.raises(CatalogueError, match="fairer init"):
        definition_files.find_file_to_write(Settings(), source)
    assert definition_files.find_file_to_write(desk.settings, source).is_relative_to(desk.folder)
