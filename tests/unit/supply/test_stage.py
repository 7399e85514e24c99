"""Supplying: a good file of any name is placed whole with its provenance; a bad one leaves everything as it was."""

import csv
import io
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.cli import main
from fairer_stockton.definitions.codebooks import load_codebook
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import build_staged_table
from fairer_stockton.run.errors import CatalogueError, InputError, MissingSourceError
from fairer_stockton.run.package import COUNCIL
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.checks import read_rows_as_staged
from fairer_stockton.supply.stage import find_extract, supply
from fairer_stockton.validate.rows import check_rows
from tests.conftest import DEFINITIONS, PROJECT, load_source

QUIET = Progress(quiet=True)
HEADER = ["case_id", "date", "lsoa21cd", "problem", "amount_gbp"]
ROWS = [["A1", "2024-05-03", "E01012187", "rent", "900"], ["A2", "31/03/2025", "E01012188", "energy", ""]]


def source(name: str = "debt_advice") -> Source:
    return DEFINITIONS.sources[name]


def as_csv(
    folder: Path, rows: list[list[str]] = ROWS, header: list[str] = HEADER, name: str = "from the desk.CSV"
) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    (folder / name).write_text(text.getvalue(), encoding="utf-8")
    return folder / name


def as_workbook(folder: Path) -> Path:
    path = folder / "cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(place, 0, row)
    return path


def given(folder: Path, file: Path, name: str = "debt_advice", period: str = "2024-25") -> Path:
    supply(Settings(raw=folder / "raw", processed=folder / "processed"), QUIET, name, period, file)
    return folder / "raw" / name / period


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("make", [as_csv, as_workbook])
def test_file_of_any_name_is_placed_under_the_extracts(tmp_path: Path, make) -> None:
    file = make(tmp_path)
    folder = given(tmp_path, file)
    assert sorted(path.name for path in folder.iterdir()) == ["debt_advice_2024-25.csv", "provenance.json"]
    provenance = raw_folder.read_provenance(folder)
    assert provenance["synthetic"] is False
    assert provenance["licence"] == "council"
    assert provenance["files"][0]["origin"] == f"supplied: {file.name}"
    (found,) = raw_folder.find_raw_files(tmp_path / "raw", source())
    written = "A1,E01012187,rent,2024-05-03,900\nA2,E01012188,energy,2025-03-31,\n"
    assert found.path.read_text() == f"case_id,lsoa21cd,problem,date,amount_gbp\n{written}"
    assert build_staged_table(source(), [found])["period"].to_pylist() == ["2024/25", "2024/25"]


def test_supplied_periods_put_the_whole_sample_aside(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/sample").symlink_to(PROJECT / "data/raw/sample", target_is_directory=True)
    assert len(raw_folder.find_raw_files(tmp_path / "raw", source())) == len(source().extracts)
    given(tmp_path, as_csv(tmp_path))
    assert [file.synthetic for file in raw_folder.find_raw_files(tmp_path / "raw", source())] == [False]


def test_new_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    given(tmp_path, as_workbook(tmp_path))
    folder = given(tmp_path, as_csv(tmp_path))
    assert sorted(path.name for path in folder.iterdir()) == ["debt_advice_2024-25.csv", "provenance.json"]
    assert [path.name for path in folder.parent.iterdir()] == ["2024-25"]


@pytest.mark.parametrize("period", ["2024-25", "2024/25"])
def test_period_as_people_write_it(period: str) -> None:
    assert supplying.find_extract(DEFINITIONS.sources, "debt_advice", period)[1].period == "2024-25"
    assert supplying.find_extract(DEFINITIONS.sources, "deaths_and_population", "2021 to 2025")[1].period == "2021-2025"


SECRET = "jo.bloggs@example.org"
BAD = {
    "an identifier in a column that is not read": (
        [[*row, SECRET] for row in ROWS],
        [*HEADER, "remarks"],
        "e-mail",
    ),
    "a heading that is missing": (ROWS, [*HEADER[:-1], "amount"], "no such column"),
    "a date that no calendar has": ([["A1", "2024-02-30", "E01012187", "rent", "9"]], HEADER, "a date"),
    "a code of another kind of area": (
        [["A1", "2024-05-03", "E05014858", "rent", "9"]],
        HEADER,
        "the code of an area (not repeated here)",
    ),
    "a case that stands twice": ([ROWS[0], ROWS[0]], HEADER, "row       2\ncolumn    case_id\n"),
    "an amount below nought": (
        [["A1", "2024-05-03", "E01012187", "rent", "-9"]],
        HEADER,
        "amount_gbp\nfound     a number below 0 (not repeated here)\nexpected  a number of 0 or more; a code",
    ),
    "a case without a date": (
        [["A1", "", "E01012187", "rent", "9"]],
        HEADER,
        "column    date\nfound     an empty cell\n",
    ),
    "no row at all": ([], HEADER, "no rows"),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_file_leaves_everything_as_it_was(tmp_path: Path, fault: str) -> None:
    given(tmp_path, as_csv(tmp_path))
    before = contents(tmp_path / "raw")
    rows, header, said = BAD[fault]
    with pytest.raises(InputError) as caught:
        given(tmp_path, as_csv(tmp_path, rows, header, "bad.csv"))
    assert said in str(caught.value)
    assert "bad.csv" in caught.value.file
    assert SECRET not in str(caught.value)
    assert contents(tmp_path / "raw") == before


def test_bad_first_file_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        given(tmp_path, as_csv(tmp_path, [["A1", "2024-05-03", SECRET, "rent", "1"]]))
    assert not (tmp_path / "raw").exists()


def test_identifiers_are_refused_when_staging_too(tmp_path: Path) -> None:
    """A file that somebody put into the raw folder by hand is searched like one that was supplied."""
    file = as_csv(tmp_path, [[*row, SECRET] for row in ROWS], [*HEADER, "remarks"])
    with pytest.raises(InputError, match="remarks") as caught:
        build_staged_table(source(), [raw_folder.RawFile(source().extracts[-1], file, synthetic=False)])
    assert SECRET not in str(caught.value)


def test_error_that_nobody_foresaw_repeats_no_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError(f"could not convert string to float: {SECRET!r}")

    monkeypatch.setattr(supplying, "check_supplied_file", fail)
    with pytest.raises(
        RuntimeError, match=r"ValueError; its words are left out[^$]*test_stage\.py:\d+ in fail"
    ) as caught:
        given(tmp_path, as_csv(tmp_path))
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sums = iter(("0" * 64, "1" * 64))
    monkeypatch.setattr(supplying, "compute_file_checksum", lambda _: next(sums))
    with pytest.raises(InputError, match="changed while"):
        given(tmp_path, as_csv(tmp_path))
    assert not (tmp_path / "raw").exists()


def test_what_is_not_a_file_or_not_of_the_right_form(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        given(tmp_path, tmp_path / "nowhere.csv")
    (tmp_path / "cases.doc").write_bytes(b"")
    with pytest.raises(InputError, match=r"'\.doc'\nexpected  \.csv, \.xlsx, \.ods or \.parquet"):
        given(tmp_path, tmp_path / "cases.doc")


def test_period_that_is_not_listed_says_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        given(tmp_path, as_csv(tmp_path), period="2030/31")
    said = str(caught.value)
    assert '[[file]]\nname   = "debt_advice_2030-31.csv"\nperiod = "2030-31"' in said
    assert "2022-23, 2023-24, 2024-25" in said
    assert "codebooks" not in said
    with pytest.raises(CatalogueError, match=r"codebooks/residents_survey/2030\.toml"):
        given(tmp_path, as_csv(tmp_path), "residents_survey", "2030")


@pytest.mark.parametrize("name", ["", "census_ts054", "nothing"])
def test_source_that_the_council_does_not_supply(tmp_path: Path, name: str) -> None:
    with pytest.raises(CatalogueError, match="residents_survey"):
        given(tmp_path, as_csv(tmp_path), name)


def test_missing_extract_says_how_to_supply_it(tmp_path: Path) -> None:
    with pytest.raises(MissingSourceError, match="make supply SOURCE=debt_advice PERIOD=2022-23"):
        raw_folder.find_raw_files(tmp_path / "raw", source())


def test_command(tmp_path: Path) -> None:
    folders = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports")]
    file = as_csv(tmp_path)
    own = ["--source", "debt_advice", "--period", "2024/25", "--file", str(file)]
    command = [sys.executable, "-m", "pipelines.supply", *folders, *own]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, (tmp_path / "raw/debt_advice/2024-25/provenance.json").is_file()) == (0, True), done.stderr

    def run(*options: str) -> object:
        """Return the exit code of what the module of the command runs, in this process."""
        try:
            return main(["supply", *folders, *options])
        except SystemExit as end:
            return end.code

    assert run("--source", "debt_advice", "--period", "1999", "--file", str(file)) == 2
    assert run("--source", "debt_advice", "--period", "2024-25", "--file", str(tmp_path)) == 3
    assert run("--source", "debt_advice") == 2


SUPPLIED = [source for source in DEFINITIONS.sources.values() if source.supplied]


@pytest.mark.parametrize("given_source", SUPPLIED, ids=lambda source: source.name)
def test_every_supplied_source_is_known_in_full(given_source: Source) -> None:
    assert all(extract.sha256 == extract.url == "" for extract in given_source.extracts)
    guide = guide_of(given_source)
    for column in given_source.extracts[-1].columns:
        said = column.name if given_source.codebooks else column.header
        assert f"`{said}`" in guide, f"the guide explains the column {said!r}"
    for said in ("## Columns", "## Example", "## Refused", "## Whom this protects", "make supply SOURCE="):
        assert said in guide


def guide_of(given_source: Source) -> str:
    return (PROJECT / "docs/extracts" / f"{given_source.name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("given_source", SUPPLIED, ids=lambda source: source.name)
def test_example_of_the_guide_is_accepted(tmp_path: Path, given_source: Source) -> None:
    example = guide_of(given_source).split("```csv\n")[1].split("```")[0]
    if given_source.codebooks:
        example = whole_wave(example, "2019")
    (tmp_path / "example.csv").write_text(example, encoding="utf-8")
    period = "2019" if given_source.codebooks else given_source.extracts[-1].period
    extract = find_extract(DEFINITIONS.sources, given_source.name, period)[1]
    rows = read_rows_as_staged(given_source, [raw_folder.RawFile(extract, tmp_path / "example.csv", synthetic=False)])
    _, faults = check_rows(given_source, rows, extract)
    assert (len(rows), faults) == (3, [])
    assert example.count("\n") == 4, "a heading and three rows"


def whole_wave(example: str, wave: str) -> str:
    """Fill the columns that the guide leaves out with nothing."""
    book = load_codebook("residents_survey", wave, COUNCIL / "codebooks")
    assert book
    rows = list(csv.DictReader(io.StringIO(example)))
    headers = [header for _, header, _ in book.columns]
    assert set(rows[0]) <= set(headers)
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_source_file_says_whether_it_is_supplied(tmp_path: Path) -> None:
    words = 'title = "A"\npublisher = "B"\npage = ""\nlicence = "council"\nvintage = "2021"\nsupplied = true\n'
    entry = '[code]\ncase = "case_id"\n[[file]]\nname = "a_2025.csv"\nperiod = "2025"\n'
    path = tmp_path / "a.toml"
    path.write_text(words + entry)
    assert load_source(path).make_attribution_line("the council").endswith("for this report; not open data.")
    assert (load_source(path).supplied, load_source(path).public_columns) == (True, ())
    path.write_text(words.replace("supplied = true\n", "") + entry)
    with pytest.raises(CatalogueError, match="sha256"):
        load_source(path)
    path.write_text(words + 'private_columns = ["name"]\n' + entry)
    with pytest.raises(CatalogueError, match="unknown key 'private_columns'"):
        load_source(path)
    path.write_text(words + entry.replace("[code]", "[text]"))
    with pytest.raises(CatalogueError, match="'case' is text"):
        load_source(path)
    path.write_text(words + 'other_columns = "kept"\n' + entry)
    with pytest.raises(CatalogueError, match="kept"):
        load_source(path)
