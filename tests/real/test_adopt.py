"""A publisher's own file, taken out of its source and adopted again: the same entries and the same staged table."""

import shutil
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from pyarrow import parquet

from fairer_stockton.adopt.entries import EntryText, join_entries, split_entries
from fairer_stockton.adopt.stage import AdoptionChoices, adopt
from fairer_stockton.definitions.project import load_definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.readers.grids import read_all_cells
from fairer_stockton.run.council import load_council
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.package import COUNCIL, PACKAGE
from fairer_stockton.supply.checks import read_rows_as_staged
from tests.conftest import DEFINITIONS, RecordedProgress

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@dataclass
class Copy:
    """A copy of a source's definition in a council's folder, with a raw folder of its own."""

    settings: Settings
    name: str
    progress: RecordedProgress

    @property
    def source(self) -> Source:
        load_definitions.cache_clear()
        return self.settings.declared_definitions.sources[self.name]

    @property
    def definition(self) -> Path:
        return self.settings.council.folder / f"sources/{self.name}.toml"

    def adopt(self, file: Path, period: str = "", url: str = "") -> list[str]:
        load_definitions.cache_clear()
        adopt(self.settings, self.progress, self.name, file, AdoptionChoices(period, url, is_agreed=True))
        return self.progress.lines

    def staged(self) -> pd.DataFrame:
        return read_rows_as_staged(self.source, raw_folder.find_raw_files(self.settings.raw, self.source))


@pytest.fixture
def copy_of(real: Settings, tmp_path: Path, package_read_once: None) -> Callable[..., Copy]:
    def make(name: str, is_left: Callable[[EntryText], bool] = lambda entry: True) -> Copy:
        council = tmp_path / "council"
        shutil.copytree(COUNCIL, council)
        text = (PACKAGE / f"sources/{name}.toml").read_text(encoding="utf-8")
        (council / "sources").mkdir(exist_ok=True)
        left = [entry for entry in split_entries(text) if not entry.is_entry or is_left(entry)]
        (council / f"sources/{name}.toml").write_text(join_entries(left), encoding="utf-8")
        raw = tmp_path / "raw"
        raw.mkdir()
        for folder in real.raw.iterdir():
            if folder.name != name:
                (raw / folder.name).symlink_to(folder.resolve(), target_is_directory=True)
        shutil.copytree(real.raw / name, raw / name)
        listed = {entry.read_value("period") for entry in left}
        for folder in (raw / name).iterdir():
            if folder.name not in listed:
                shutil.rmtree(folder)
        (tmp_path / "processed").mkdir()
        shutil.copytree(real.staged, tmp_path / "processed/staged", copy_function=lambda a, b: Path(b).symlink_to(a))
        for file in (tmp_path / "processed/staged").glob(f"{name}.*"):
            file.unlink()
        settings = replace(real, raw=raw, processed=tmp_path / "processed", council=load_council(council))
        return Copy(settings, name, RecordedProgress())

    return make


def original(name: str) -> Path:
    return PACKAGE / f"sources/{name}.toml"


def assert_same(copy: Copy, real: Settings) -> None:
    """Check that the copy's definition says what the project's says, and stages the same rows."""
    assert _with_sorted_files(copy.definition) == _with_sorted_files(original(copy.name))
    rows = pd.DataFrame(parquet.read_table(real.staged / f"{copy.name}.parquet").to_pandas())
    mine = copy.staged().convert_dtypes(dtype_backend="numpy_nullable")
    pd.testing.assert_frame_equal(mine, rows.convert_dtypes(dtype_backend="numpy_nullable"), check_dtype=False)


def _with_sorted_files(definition: Path) -> dict[str, Any]:
    """Read a definition; its files in no order but their own, since a new one comes last."""
    raw = tomllib.loads(definition.read_text(encoding="utf-8"))
    return {**raw, "file": sorted(raw["file"], key=lambda file: (file["period"], file["name"], file.get("table", "")))}


def find_last_file(name: str, mirror: Path, wanted: str = "") -> tuple[str, str, Path]:
    """Return the name, address and copy of the latest file of a source, or of the one that is wanted."""
    extracts = [extract for extract in DEFINITIONS.sources[name].extracts if wanted in ("", extract.name)]
    extract = max(extracts, key=lambda extract: extract.period)
    return extract.name, extract.url, next(mirror.rglob(extract.mirror))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("fuel_poverty", "2022_Sub-Regional-Data-LILEE.xlsx"),
        ("ons_els", "employment-rate.csv"),
    ],
)
def test_file_that_was_taken_out(
    copy_of: Callable[..., Copy], real: Settings, mirror: Path, name: str, wanted: str
) -> None:
    wanted, url, file = find_last_file(name, mirror, wanted)
    copy = copy_of(name, lambda entry: entry.read_value("name") != wanted)
    assert wanted not in copy.definition.read_text()
    lines = [line.split() for line in copy.adopt(file, url=url)]
    assert_same(copy, real)
    if name == "fuel_poverty":
        assert ["the", "borough", "12.2%", "9.6%"] in lines
        assert ["England", "13.1%", "13.1%"] in lines
    assert copy.adopt(file)[-1].endswith("is adopted already; nothing was changed")


def test_parquet_of_all_years(copy_of: Callable[..., Copy], mirror: Path, tmp_path: Path) -> None:
    """A next issue, with a year more and figures revised, takes the place of the one before; and that one again."""
    name, url, file = find_last_file("insolvencies", mirror, "insolvencies.parquet")
    copy, before = copy_of("insolvencies"), original("insolvencies").read_text()
    issued = pd.read_parquet(file)
    added = issued[issued["date"] == "2022"].assign(date="2023")
    issued.loc[issued["date"] == "2021", "value"] += 1
    issue = tmp_path / name
    pd.concat([issued, added]).to_parquet(issue, index=False)
    lines = copy.adopt(issue)
    assert "periods that come: 2023" in lines
    assert any(line.strip().startswith("of 4,") and line.endswith("differ") for line in lines), lines
    assert [extract.period for extract in copy.source.extracts] == ["2023"]
    assert set(copy.staged()["period"]) >= {"2022", "2023"}
    copy.adopt(file, url=url, period="2022")
    assert tomllib.loads(copy.definition.read_text()) == tomllib.loads(before)


def write_ods(path: Path, rows: list[list[str]], sheet: str) -> Path:
    """Write one sheet of text and numbers as OpenDocument has it."""

    def cell(text: str) -> str:
        kind = f'office:value-type="float" office:value="{text}"' if text.replace(".", "", 1).isdigit() else ""
        kind = kind or 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="{sheet}">{lines}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?>'
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


def test_second_year_of_a_source_that_never_had_one_as_an_ods(copy_of: Callable[..., Copy], tmp_path: Path) -> None:
    copy = copy_of("garden_space")
    (extract,) = copy.source.extracts
    (held,) = raw_folder.find_raw_files(copy.settings.raw, copy.source)
    sheet = read_all_cells(held.path, extract, "")[extract.sheet]
    file = write_ods(tmp_path / "garden-space-2021.ods", sheet.rows(), "LAD gardens 2021")
    lines = copy.adopt(file)
    assert "sheet 'LAD gardens' is called 'LAD gardens 2021' now" in lines
    assert [extract.period for extract in copy.source.extracts] == ["2020", "2021"]
    rows = copy.staged()
    columns = ["areacd", "addresses", "with_own_space", "own_space_percent"]
    first, second = (rows[rows["period"] == year][columns].reset_index(drop=True) for year in ("2020", "2021"))
    pd.testing.assert_frame_equal(first, second)
    assert (first["areacd"] == "E92000001").sum() == 1


def test_file_of_another_source(copy_of: Callable[..., Copy], mirror: Path) -> None:
    copy = copy_of("garden_space")
    before = copy.definition.read_text()
    with pytest.raises(InputError, match="no heading like"):
        copy.adopt(find_last_file("ons_els", mirror, "employment-rate.csv")[2])
    assert copy.definition.read_text() == before
