"""What is kept of a supplied file: the columns that its source names, written anew, and nothing else of it anywhere."""

import csv
import dataclasses
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Column, Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch.folders_of_tables import list_folders_of_tables
from fairer_stockton.ingest.private_data import restrict_private_data
from fairer_stockton.ingest.stage import build_staged_table, ingest_source
from fairer_stockton.run.errors import FairerError, InputError
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.reduced_file import reduce_file
from fairer_stockton.supply.stage import supply
from fairer_stockton.validate.stage import judge_tables
from tests.conftest import DEFINITIONS, PROJECT, RecordedProgress
from tests.unit.supply.test_stage import guide_of, whole_wave

QUIET = Progress(quiet=True)
SUPPLIED = {name: source for name, source in DEFINITIONS.sources.items() if source.supplied}
OF_SAMPLE = [(source, extract) for source in SUPPLIED.values() for extract in source.extracts]
CASES = SUPPLIED["debt_advice"]
HEADER, ROW = ["case_id", "date", "lsoa21cd", "problem", "amount_gbp"], ["A1", "3/5/2024", "E01012187", "rent", " 900 "]
MARK = "zqbloggs"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def as_csv(path: Path, *rows: list[str]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def sample_file(source: Source, extract: Extract) -> Path:
    folder = PROJECT / "data/raw/sample" / source.name / extract.period
    return next(path for path in folder.iterdir() if path.name != raw_folder.PROVENANCE)


@pytest.mark.parametrize(("source", "extract"), OF_SAMPLE, ids=lambda part: getattr(part, "period", ""))
def test_files_of_the_sample_pass_and_stage_the_same(tmp_path: Path, source: Source, extract: Extract) -> None:
    file = sample_file(source, extract)
    reduced = reduce_file(source, extract, file)
    assert reduced == reduce_file(source, extract, file)
    (tmp_path / extract.name).write_bytes(reduced.content)
    before, after = (
        build_staged_table(source, [raw_folder.RawFile(extract, path, synthetic=True)])
        for path in (file, tmp_path / extract.name)
    )
    assert before.drop_columns(["source_file"]).equals(after.drop_columns(["source_file"]))
    public = {"addressLine1", "postTown", "postcode"} if source.name == "epc_certificates" else set()
    assert set(reduced.left_out) == public


def test_any_form_of_a_table_is_written_alike(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "cases.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(([], HEADER, ROW[:4])):
            sheet.write_row(place, 0, row)
        sheet.write_number(2, 4, 900)
    files = (as_csv(tmp_path / "cases.csv", HEADER, ROW), tmp_path / "cases.xlsx")
    for file in files:
        reduced = reduce_file(CASES, CASES.extracts[-1], file)
        assert reduced.content == b"case_id,lsoa21cd,problem,date,amount_gbp\nA1,E01012187,rent,2024-05-03,900\n"


def test_time_of_day_is_not_kept(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "cases.csv", HEADER, ["A1", "2024-05-03 10:11:12", *ROW[2:]])
    assert b"2024-05-03,900" in reduce_file(CASES, CASES.extracts[-1], file).content


def test_column_that_is_wanted_for_its_second_occurrence_is_found_again(tmp_path: Path) -> None:
    columns = (Column("case", "case_id", "record"), Column("amount", "sum#2", "number"))
    extract = dataclasses.replace(CASES.extracts[-1], columns=columns)
    file = as_csv(tmp_path / "cases.csv", ["sum", "case_id", "sum"], ["7", "A1", "8"])
    assert reduce_file(CASES, extract, file).content == b"case_id,sum,sum\nA1,,8\n"


def test_row_that_would_be_lost_is_refused(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "cases.csv", [*HEADER, "seen"], [*ROW, "yes"], [*[""] * 5, "no"], [*ROW, "yes"])
    extract = dataclasses.replace(CASES.extracts[-1], columns=CASES.extracts[-1].columns[:2])
    with pytest.raises(InputError, match="rows with nothing in the columns that are read"):
        reduce_file(CASES, extract, file)


def test_answer_of_a_row_that_staging_leaves_out_is_of_the_list_too(tmp_path: Path) -> None:
    source = SUPPLIED["epc_certificates"]
    header, *rows = csv.reader(io.StringIO(guide_of(source).split("```csv\n")[1].split("```")[0]))
    rows[1][header.index("propertyType")] = f"{MARK} lives here"
    with pytest.raises(InputError) as caught:
        reduce_file(source, source.extracts[-1], as_csv(tmp_path / "register.csv", header, *rows))
    assert (caught.value.row, caught.value.column, caught.value.found) == (
        3,
        "propertyType",
        "words (not repeated here)",
    )


def test_file_with_other_columns_is_refused_where_the_source_says_so(tmp_path: Path) -> None:
    source = SUPPLIED["deaths_and_population"]
    header, *rows = csv.reader(io.StringIO(guide_of(source).split("```csv\n")[1].split("```")[0]))
    file = as_csv(tmp_path / "deaths.csv", [*header, "cause"], *([*row, ""] for row in rows))
    assert reduce_file(source, source.extracts[-1], file).left_out == (), "an empty column is none"
    file = as_csv(tmp_path / "deaths.csv", [*header, "cause"], *([*row, "J18"] for row in rows))
    with pytest.raises(InputError) as caught:
        reduce_file(source, source.extracts[-1], file)
    assert caught.value.found == "1 column(s) that the source does not name: cause"
    assert "J18" not in str(caught.value)


def test_closed_answers_have_a_closed_list() -> None:
    from fairer_stockton.definitions.contract_files import load_row_contract

    for source, extract in OF_SAMPLE:
        columns = load_row_contract(source).to_schema().columns
        for column in extract.columns:
            assert column.kind != "text"
            if column.kind == "answer":
                assert "isin" in {check.name for check in columns[column.name].checks}, f"{source.name} {column.name}"


def test_nothing_of_what_is_left_out_is_kept_or_said(tmp_path: Path) -> None:
    """Plant marks beside the columns that are read, in a workbook full of hidden places."""
    file = tmp_path / "cases.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.set_properties({"author": MARK, "comments": MARK})
        book.define_name(MARK, "=Cases!$A$1")
        sheet = book.add_worksheet("Cases")
        rows = [[f"A{number}", *ROW[1:4], 900 + number] for number in range(40)]
        for place, row in enumerate(([*HEADER, "remarks"], *([*row, f"{MARK} rang"] for row in rows))):
            sheet.write_row(place, 0, row)
        sheet.write_comment("A2", MARK)
        sheet.insert_textbox("J2", MARK)
        book.add_worksheet(f"{MARK} notes").write("A1", MARK)
    progress, settings = RecordedProgress(), Settings(raw=tmp_path / "raw", processed=tmp_path / "processed")
    supply(settings, progress, "debt_advice", "2024-25", file, "as last year")
    ingest_source(settings, progress, CASES)
    assert "left out, since the source does not name them: remarks" in progress.lines
    folder = settings.raw / "debt_advice/2024-25"
    (entry,) = json.loads((folder / raw_folder.PROVENANCE).read_text())["files"]
    assert entry["reduced"] == {"written": "anew, of the columns that the source names", "left_out": ["remarks"]}
    original = hashlib.sha256(file.read_bytes()).hexdigest()
    kept = [path for root in (settings.raw, settings.processed) for path in root.rglob("*") if path.is_file()]
    # The reduced file and its provenance, both in the register too; the staged table and its stamp; where that lies.
    assert len([path for path in kept if not path.name.startswith(".lock")]) == 7
    for path in kept:
        assert MARK.encode() not in path.read_bytes().lower()
        assert original.encode() not in path.read_bytes()
    assert MARK not in "\n".join(progress.lines)


def test_reason_that_names_somebody_is_refused(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "cases.csv", HEADER, ROW)
    with pytest.raises(InputError, match="what looks like an e-mail address") as caught:
        supply(Settings(raw=tmp_path / "raw"), QUIET, "debt_advice", "2024-25", file, "jo@example.org says so")
    assert "jo@" not in str(caught.value)


WRONG = (f"{MARK} went home", f"{MARK}7", "-7391937.0042", "1911-07-19")
EVERY = [
    (source.name, column)
    for source in SUPPLIED.values()
    for column in (source.extracts[1 if source.codebooks else -1].columns)[: 12 if source.codebooks else None]
]


@pytest.mark.parametrize(("name", "column"), EVERY, ids=lambda part: getattr(part, "name", part))
def test_no_cell_of_a_refused_file_is_repeated(tmp_path: Path, name: str, column: Column) -> None:
    """Make a cell of each column wrong in four ways: whatever refuses or questions the file repeats no cell."""
    source = SUPPLIED[name]
    example = guide_of(source).split("```csv\n")[1].split("```")[0]
    header, *rows = csv.reader(io.StringIO(whole_wave(example, "2019") if source.codebooks else example))
    period = "2019" if source.codebooks else source.extracts[-1].period
    for cell in WRONG:
        rows[1][header.index(column.header)] = cell
        progress = RecordedProgress()
        try:
            file = as_csv(tmp_path / "from the desk.csv", header, *rows)
            supply(Settings(raw=tmp_path / "raw", processed=tmp_path / "processed"), progress, name, period, file)
        except FairerError as refusal:
            progress.lines.append(str(refusal))
        said = "\n".join(progress.lines)
        assert cell not in said.replace(str(file), "")
        assert MARK not in said
        assert "7391937" not in said


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), path.stat().st_mode & 0o777) for path in (folder, *folder.rglob("*"))}


OWNERS = {(True, 0o700), (False, 0o600)}


def test_data_of_people_are_their_owners_alone(tmp_path: Path, umask: int) -> None:
    settings = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed")
    for least in (900, 901):  # the second replaces the first
        rows = [[f"A{number}", *ROW[1:4], str(least + number)] for number in range(20)]
        supply(settings, QUIET, "debt_advice", "2024-25", as_csv(tmp_path / "cases.csv", HEADER, *rows))
        assert modes(settings.raw / "debt_advice") == OWNERS
        ingest_source(settings, QUIET, CASES)
        assert list_folders_of_tables(settings.raw) == [settings.processed], "so that forgetting finds the rows"
        assert {path.stat().st_mode & 0o777 for path in settings.staged.iterdir()} == {0o600}


def test_access_to_what_is_there_already_is_taken_away(tmp_path: Path) -> None:
    settings = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed")
    for folder in (settings.raw / "debt_advice/2024-25", settings.raw / "turnout/2023", settings.verdicts):
        folder.mkdir(parents=True)
    for path in (
        *(settings.raw / name / "a.csv" for name in ("debt_advice/2024-25", "turnout/2023")),
        *(settings.verdicts / name for name in ("debt_advice.json", "debt_advice.faults.csv", "turnout.json")),
    ):
        path.touch(0o644)
        path.chmod(0o644)
    restrict_private_data(settings, QUIET)
    assert modes(settings.raw / "debt_advice") == OWNERS
    assert (settings.raw / "turnout/2023/a.csv").stat().st_mode & 0o777 == 0o644
    assert {path.name: path.stat().st_mode & 0o777 for path in settings.verdicts.iterdir()} == {
        "debt_advice.json": 0o600,
        "debt_advice.faults.csv": 0o600,
        "turnout.json": 0o644,
    }


def test_verdict_on_people_is_its_owners_alone_and_repeats_no_cell(tmp_path: Path) -> None:
    settings = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed")
    shutil.copytree(PROJECT / "data/raw/sample/debt_advice", settings.raw / "sample/debt_advice")
    ingest_source(settings, QUIET, CASES)
    from pyarrow import parquet

    staged = parquet.read_table(settings.staged / "debt_advice.parquet").to_pandas()
    staged.loc[3, ["problem", "lsoa21cd"]] = [f"{MARK} rang", MARK]
    staged.to_parquet(settings.staged / "debt_advice.parquet")
    with pytest.raises(FairerError) as caught:
        judge_tables(settings, QUIET, ["debt_advice"], pytest.fail)
    kept = list(settings.verdicts.iterdir())
    assert {path.name for path in kept} == {"debt_advice.json", "debt_advice.faults.csv"}
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert MARK not in str(caught.value) + "".join(path.read_text() for path in kept)
    assert "problem" in str(caught.value)


def test_extract_that_an_earlier_version_kept_whole_is_named(tmp_path: Path) -> None:
    settings, progress = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed"), RecordedProgress()
    rows = [[f"A{number}", *ROW[1:4], str(900 + number)] for number in range(20)]
    supply(settings, QUIET, "debt_advice", "2024-25", as_csv(tmp_path / "cases.csv", HEADER, *rows))
    folder = settings.raw / "debt_advice/2024-25"
    provenance = raw_folder.read_provenance(folder)
    del provenance["files"][0]["reduced"]
    raw_folder.write_provenance(folder, provenance)
    ingest_source(settings, progress, CASES)
    assert "debt_advice 2024-25: kept whole by an earlier version: supply it again" in progress.lines


def test_name_of_a_file_that_is_not_there_is_searched_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a name with what looks like an e-mail address") as caught:
        supply(Settings(raw=tmp_path / "raw"), QUIET, "debt_advice", "2024-25", tmp_path / "jo@example.org cases.csv")
    assert "jo@" not in str(caught.value)
