"""Spoiling an edition: its tables copied, single cells changed, and what the auditor then says."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from pyarrow import csv, parquet

from fairer_stockton.auditor.audit import Audit, audit, check_workbooks_and_parquet_against_csv
from fairer_stockton.auditor.quantities import RequiredRangeWidths
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.cells import read_cells
from fairer_stockton.editions.sums import list_input_files, list_known_checksums
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.sum_key import PUBLIC_KEY
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY
from tests.conftest import DEFINITIONS

VINTAGES = {name: source.vintage for name, source in DEFINITIONS.sources.items() if source.supplied}
CONTACTS = "customer_contacts"
WARDS = "2024"
SOLVED = "audited.json"  # what the auditor found in an edition that passed, and need not find again in a copy
KEY = list(OBSERVATION_KEY)
Cells = Mapping[str, object]


def copied_tables(edition: Path, target: Path) -> Path:
    for name in ("csv", "parquet"):
        shutil.copytree(edition / name, target / name)
    for name in ("tables.xlsx", "tables.ods", "manifest.json", SOLVED):
        if name != SOLVED or (edition / name).exists():
            shutil.copyfile(edition / name, target / name)
    return target


def audited(sample: Settings, folder: Path, earlier: Sequence[Path] = ()) -> Audit:
    check_workbooks_and_parquet_against_csv(folder)
    sums = list_known_checksums(list_input_files(sample.staged, DEFINITIONS.sources, PUBLIC_KEY))
    return audit(folder, DEFINITIONS.measures, VINTAGES, RequiredRangeWidths(5, 30), earlier, sums, folder / SOLVED)


def found_in(sample: Settings, folder: Path, earlier: Sequence[Path] = ()) -> list[str]:
    """List the faults that the auditor names, in the tables and then in their other forms."""
    faults = _faults_of_tables(sample, folder, earlier)
    faults += _faults_of(partial(check_workbooks_and_parquet_against_csv, folder))
    assert faults
    return faults


def found_in_tables(sample: Settings, folder: Path, earlier: Sequence[Path] = ()) -> list[str]:
    """List the faults that the auditor names in the tables, where no sheet is spoilt: to read those takes as long."""
    faults = _faults_of_tables(sample, folder, earlier)
    assert faults
    return faults


def _faults_of_tables(sample: Settings, folder: Path, earlier: Sequence[Path]) -> list[str]:
    """List what the auditor refuses, who keeps nothing of what was refused."""
    sums, solved = (
        list_known_checksums(list_input_files(sample.staged, DEFINITIONS.sources, PUBLIC_KEY)),
        folder / SOLVED,
    )
    before = solved.read_bytes() if solved.exists() else None
    widths = RequiredRangeWidths(5, 30)
    faults = _faults_of(partial(audit, folder, DEFINITIONS.measures, VINTAGES, widths, earlier, sums, solved))
    assert not faults or (solved.read_bytes() if solved.exists() else None) == before
    return faults


def _faults_of(look: Callable[[], object]) -> list[str]:
    try:
        look()
    except DisclosureError as refusal:
        message = str(refusal)
        assert "nothing was published, and what was published stays" in message
        return re.split(r"\n\s+", message.split("found     ")[1].split("\nexpected")[0])
    return []


def table(folder: Path, name: str) -> pd.DataFrame:
    """Read a CSV file as the text that it holds."""
    return read_cells(pd.read_csv(folder / "csv" / f"{name}.csv", dtype=str, keep_default_na=False))


def put(folder: Path, name: str, rows: pd.DataFrame) -> None:
    """Write a CSV file, and the parquet file that goes with it, where there is one, from its text."""
    path = folder / "csv" / f"{name}.csv"
    rows.to_csv(path, index=False, lineterminator="\n")
    if (packed := folder / "parquet" / f"{name}.parquet").is_file():
        kinds = {field.name: field.type for field in parquet.read_schema(packed)}
        parquet.write_table(csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=kinds)), packed)


def changed(folder: Path, name: str, row: Cells, cells: Cells) -> None:
    """Change cells of the one row that has the key of the given one."""
    rows = table(folder, name)
    (place,) = rows.index[(rows[KEY] == pd.Series({key: row[key] for key in KEY})).all(axis=1)]
    rows.loc[place, list(cells)] = [str(cell) for cell in cells.values()]
    put(folder, name, rows)


def changed_everywhere(folder: Path, row: Cells, cells: Cells) -> None:
    """Change cells of a figure in every CSV file of figures, so that all say the same."""
    for name in ("observations", str(row["domain"])):
        changed(folder, name, row, cells)


def first(folder: Path, name: str = "observations", **wanted: str | Callable[[pd.Series], Any]) -> dict[str, str]:
    """Give the first row of a file whose cells are these, or pass these tests."""
    rows = table(folder, name)
    for column, value in wanted.items():
        rows = rows[value(rows[column]) if callable(value) else rows[column] == value]
    return {str(key): str(cell) for key, cell in rows.iloc[0].items()}


def said(row: Cells) -> str:
    """Name a figure as the auditor does where it read it in a file."""
    group = "" if row["category"] == "all" else f", {row['category']}"
    place = f"{row['area_type']} {row['area_code']} on the map of {row['vintage']}"
    return f"{row['measure']}, {place}{group}, {row['period']}"
