"""A canary that is refused: the message names the row and column at fault and the kind of the cell, and repeats none.

Its cells may lie in the processed folder, not in the verdicts there, and nowhere that is printed or published.
`faults.csv` lists the faults.
"""

import csv
import io
import logging
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract
from fairer_stockton.pipelines import ingest as ingest_stage
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.pipelines import validate as validate_stage
from fairer_stockton.run.errors import FairerError, InputError, ValidationError
from fairer_stockton.run.progress import Progress
from fairer_stockton.sample.extracts import csv_bytes
from fairer_stockton.supply.stage import supply
from tests.pipeline.canaries.conftest import House
from tests.pipeline.canaries.planting import raw_file, read_rows, rewrite
from tests.pipeline.canaries.rows import HERE, SUPPLIED, canaries_of
from tests.pipeline.canaries.search import PATTERNS, found_in, patterns

pytestmark = pytest.mark.xdist_group("canaries")


@dataclass(frozen=True)
class Fault:
    """A cell of a canary made wrong: where, what stands there then, what refuses it and what is said of it."""

    source: str
    period: str
    heading: str
    cell: str
    refuser: str  # "reader", "row" (which supply asks too), or "whole": the expectations of the whole table
    named: str  # the column, or the expectation, as the message names it; empty where the whole row is meant
    shown: str  # what the message says of the refused cell: its kind; empty where the whole row is meant


with Path(__file__).with_name("faults.csv").open(encoding="utf-8", newline="") as lines:
    FAULTS = {row.pop("name"): Fault(**row) for row in csv.DictReader(lines)}
MORE = {**PATTERNS, **patterns([HERE])}  # of a refused row its neighbourhood is not told either


def copied(house: House, work: Path) -> Settings:
    settings = replace(house.settings, raw=work / "raw", processed=work / "processed")
    shutil.copytree(house.settings.raw, settings.raw)
    shutil.copytree(house.settings.processed, settings.processed)
    return settings


def refusals(*stages: Callable[[], object]) -> tuple[list[FairerError], str]:
    """Try every stage although those before it refused; give what they raised, and all that was said in the end."""
    said, raised = io.StringIO(), []
    log = logging.StreamHandler(said)
    logging.getLogger().addHandler(log)
    try:
        with redirect_stdout(said), redirect_stderr(said):
            for stage in stages:
                try:
                    stage()
                except FairerError as error:
                    raised.append(error)
                    print(error)
    finally:
        logging.getLogger().removeHandler(log)
    return raised, said.getvalue()


def whole_chain(settings: Settings) -> tuple[list[FairerError], str]:
    chain = (ingest_stage.ingest, validate_stage.validate, measure_stage.measure, report_stage.publish)
    return refusals(*(partial(stage, settings, Progress(clock=True)) for stage in chain))


def offered(source: str, period: str, rows: list[list[str]], work: Path) -> tuple[InputError, str]:
    """Supply rows as a file; give the refusal and all that was said."""
    file = work / "from the desk.csv"
    file.write_bytes(csv_bytes(rows))
    raised, said = refusals(partial(supply, Settings(raw=work / "supplied"), Progress(), source, period, file))
    assert not (work / "supplied").exists()
    (error,) = raised
    assert isinstance(error, InputError)
    return error, said


def extract_of(source: str, period: str) -> Extract:
    return next(extract for extract in SUPPLIED[source].extracts if extract.period == period)


@pytest.mark.parametrize("name", FAULTS)
def test_refusal_shows_the_kind_of_the_refused_cell_and_no_cell(house: House, tmp_path: Path, name: str) -> None:
    fault, settings = FAULTS[name], copied(house, tmp_path)
    extract = extract_of(fault.source, fault.period)
    path = raw_file(settings.raw, fault.source, extract)
    rows = read_rows(path, extract)
    first = len(rows) - len(canaries_of(fault.source, extract))
    rows[first][rows[0].index(fault.heading)] = fault.cell
    rewrite(path, rows)
    published = {file: file.stat().st_mtime_ns for file in settings.reports.rglob("*")}
    raised, said = whole_chain(settings)
    assert found_in(said, MORE) == set()
    assert fault.shown in said
    verdicts = "\n".join(path.read_text(encoding="utf-8") for path in settings.verdicts.glob(f"{fault.source}.*"))
    assert found_in(verdicts, MORE) == set()
    for text in (said, verdicts) if len(fault.cell) > 2 else ():  # "no" and "12" are words of others too
        assert not re.search(rf"(?<![\w.]){re.escape(fault.cell)}(?![\w.])", text, re.IGNORECASE)
    assert {file: file.stat().st_mtime_ns for file in settings.reports.rglob("*")} == published
    if fault.refuser == "reader":
        (error,) = raised
        assert (error.row, error.column, path.name in error.file) == (first + 1, fault.named, True)
    else:
        assert [type(error) for error in raised] == [ValidationError] * 3, "and nothing is made of it"
        assert re.search(rf"{re.escape(path.name)}(?: › \w+)? row {first + 1}\b", said)
        assert fault.named in said
    if fault.refuser != "whole":
        error, said = offered(fault.source, fault.period, rows, tmp_path)
        assert found_in(said, MORE) == set()
        assert (error.file, error.row, error.column or "") == ("from the desk.csv", first + 1, fault.named)
        assert fault.shown in error.found


def test_refused_row_of_another_width_is_named_and_not_told(house: House, tmp_path: Path) -> None:
    extract = extract_of("debt_advice", "2024-25")
    rows = read_rows(raw_file(house.settings.raw, "debt_advice", extract), extract)
    rows[-1].append("one too many")
    error, said = offered("debt_advice", "2024-25", rows, tmp_path)
    assert error.row == len(rows)
    assert "6 cells" in error.found
    assert found_in(said, MORE) == set()


@pytest.mark.parametrize("last", ["jo@example.org", ""])
def test_first_row_of_a_file_without_headings_is_not_told(tmp_path: Path, last: str) -> None:
    """Its cells stand where headings do; one is even near to the heading that is missing."""
    row = ["case_idzq", "2024-08-23", HERE, "zq_wagers", "7391937"]
    error, said = offered("debt_advice", "2024-25", [row, [*row[:-1], last]], tmp_path)
    assert found_in(said, MORE | patterns(row)) == set()
    assert error.row == (2 if last else 1)
