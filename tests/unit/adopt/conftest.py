"""A council's folder with two tiny published sources of its own: a file a year, and one file of all years."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.adopt.stage import AdoptionChoices, adopt
from fairer_stockton.definitions.project import load_definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.council import load_council
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.package import COUNCIL
from tests.conftest import RecordedProgress

TOML = """title     = "Homes"
publisher = "A department"
page      = "https://example.org/homes"
licence   = "OGL-3.0"
vintage   = "2021"

# every year's file has a name of the same form
[[file]]
name   = "2023_homes.xlsx"
period = "2023"
sha256 = "{total}"
url    = "https://example.org/homes"
sheet  = "Table 3"

[file.text]
areacd = "Area code"

[file.count]
households = "Number of households"
cold       = "Number of cold homes"
"""
SERIES = """title     = "Trips"
publisher = "A department"
page      = "https://example.org/trips"
licence   = "OGL-3.0"
vintage   = "2021"

[text]
areacd = "area"
year   = "year"

[count]
households = "homes"
cold       = "trips"

[[file]]
name   = "trips.csv"
period = "2023"
sha256 = "{total}"
url    = "https://example.org/trips/trips.csv"
"""
SQL = "select areacd, {period} as period, households, cold, source_file, source_row from extract\n"
ROWS = '''"""One row for each area."""

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """One row for each area."""

    areacd: str = declare_area_code("areacd", "Area.")
    households: Whole = declare_count("Households.", "households")
    cold: Whole = declare_count("Cold homes.", "households", nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
'''
WHOLE = '''"""Nothing is known of the whole."""


def expectations(facts):
    """Return what the whole dataset must be."""
    return []
'''
HEADINGS = ["Area code", "Number of households", "Number of cold homes"]
AREAS = [["E06000004", 100, 10], ["E06000005", 200, 30], ["E92000001", 300, 40]]


def write_workbook(
    path: Path,
    rows: Sequence[Sequence[object]] = AREAS,
    headings: Sequence[str] = HEADINGS,
    sheet: str = "Table 3",
    titles: Sequence[str] = (),
) -> Path:
    """Write a workbook of a cover and one table, its headings below the titles."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write(0, 0, "Contents")
        table = book.add_worksheet(sheet)
        for place, row in enumerate([*([title] for title in titles), headings, *rows]):
            table.write_row(place, 0, list(row))
    return path


@dataclass
class Desk:
    """A council's folder and its raw folder, with what an adoption said."""

    folder: Path
    progress: RecordedProgress

    @property
    def settings(self) -> Settings:
        load_definitions.cache_clear()
        council = load_council(self.folder / "council")
        return Settings(self.folder / "raw", self.folder / "processed", self.folder / "reports", council=council)

    def source(self, name: str = "homes") -> Source:
        return self.settings.declared_definitions.sources[name]

    def text(self, name: str = "homes") -> str:
        return (self.folder / f"council/sources/{name}.toml").read_text(encoding="utf-8")

    def adopt(self, file: Path, name: str = "homes", yes: bool = True, period: str = "") -> list[str]:
        self.progress.lines.clear()
        adopt(self.settings, self.progress, name, file, AdoptionChoices(period, "", yes))
        return self.progress.lines

    def contents(self) -> dict[str, bytes]:
        folders = (self.folder / "raw", self.folder / "council")
        return {
            str(path): path.read_bytes()
            for root in folders
            for path in root.rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }


def add_source(council: Path, name: str, toml: str, period_sql: str) -> None:
    """Write the four files of a source."""
    files = {
        f"sources/{name}.toml": toml,
        f"staging/{name}.sql": SQL.format(period=period_sql),
        f"schemas/staged/{name}.py": ROWS,
        f"schemas/expectations/{name}.py": WHOLE,
    }
    for path, text in files.items():
        (council / path).parent.mkdir(parents=True, exist_ok=True)
        (council / path).write_text(text, encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, package_read_once: None) -> Desk:
    council = tmp_path / "council"
    shutil.copytree(COUNCIL, council)
    first = write_workbook(tmp_path / "2023_homes.xlsx", titles=["Homes by area, 2023"])
    trips = tmp_path / "trips.csv"
    trips.write_text("area,year,homes,trips\nE06000004,2022,100,5\nE06000004,2023,100,6\n", encoding="utf-8")
    add_source(council, "homes", TOML.format(total="0" * 64), "period")
    add_source(council, "trips", SERIES.format(total="0" * 64), "year")
    for name, file in (("homes", first), ("trips", trips)):
        path = council / f"sources/{name}.toml"
        path.write_text(path.read_text().replace("0" * 64, compute_file_checksum(file)), encoding="utf-8")
    ready = Desk(tmp_path, RecordedProgress())
    for name, file in (("homes", first), ("trips", trips)):
        assert "its bytes are in the raw folder now" in ready.adopt(file, name)[0]
    return ready


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    (tmp_path / "new").mkdir()
    return lambda name="2024_homes.xlsx", **how: write_workbook(tmp_path / "new" / name, **how)
