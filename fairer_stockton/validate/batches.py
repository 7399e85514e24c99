"""Verdicts on tables of many rows, which are never in memory together: judged batch by batch, repeats by a database.

Of what the council supplies each rule is on single rows, or on rows that are not to repeat; rules that need rows
together name the few columns that they need. Where anything is at fault, the rows at fault are judged once more by
themselves, so that a verdict reads the same whichever way it was reached.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.contract_files import load_expectations, load_row_contract
from fairer_stockton.definitions.sources import Source
from fairer_stockton.ingest.staging_sql import DATABASE_MEMORY, quote_text
from fairer_stockton.run.private_files import UNFINISHED_ROWS, make_owner_folder
from fairer_stockton.validate.dataset import evaluate_suite, make_check_of_expectation
from fairer_stockton.validate.rows import (
    ORIGIN,
    SHOWN_FAULTS,
    Check,
    Fault,
    check_rows,
    convert_to_frame,
    make_passing_check,
)

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

MOST_TOGETHER = 300_000  # rows of a table that are judged together
BATCH = 250_000


@dataclass
class Tally:
    """What an expectation found in the batches so far: how many rows, and the first that are at fault."""

    rows: int = 0
    judged: int = 0
    at_fault: int = 0
    values: list[Any] = field(default_factory=list)
    first_rows: "list[pd.DataFrame]" = field(default_factory=list)
    failure: Any = None  # of a batch that could not be judged at all

    def add(self, outcome: Any, prepared_rows: "pd.DataFrame") -> None:
        """Add the outcome of a batch."""
        details = outcome.result
        if not details:
            self.failure = outcome
            return
        self.rows += len(prepared_rows)
        self.judged += details["element_count"] - details.get("missing_count", 0)
        wanted = SHOWN_FAULTS - len(self.values)
        if wanted > 0 and (first := details["unexpected_index_list"][:wanted]):
            self.values += details["unexpected_list"][:wanted]
            self.first_rows.append(prepared_rows.loc[first])
        self.at_fault += details["unexpected_count"]

    def make_outcome(self, share_that_must_pass: float) -> tuple[Any, "pd.DataFrame"]:
        """Return the outcome over all batches, and the first rows at fault."""
        import pandas as pd

        if self.failure:
            return self.failure, pd.DataFrame(index=range(self.rows))
        passed = not self.judged or (self.judged - self.at_fault) / self.judged >= share_that_must_pass
        details = {
            "element_count": self.rows,
            "unexpected_index_list": range(self.at_fault),
            "unexpected_list": self.values,
        }
        first = pd.concat(self.first_rows, ignore_index=True) if self.first_rows else pd.DataFrame()
        return SimpleNamespace(success=passed, result=details), first


def is_judged_in_batches(source: Source, table_file: Path) -> bool:
    """Return whether a staged table has too many rows to be judged together."""
    return source.supplied and count_rows(table_file) > MOST_TOGETHER


def check_rows_in_batches(source: Source, table_file: Path) -> tuple[list[Check], list[Fault]]:
    """Check each row as `check_rows` does."""
    import pandas as pd

    schema = deepcopy(load_row_contract(source).to_schema())
    unique, schema.unique = schema.unique or [], None
    # Of a batch without fault nothing is kept: a part of it, even an empty one, would keep it all in memory.
    selected = (_select_rows_at_fault(schema, frame) for frame in _read_batches(table_file))
    at_fault = [rows for rows in selected if rows is not None]
    with _open_table(table_file) as connection:
        at_fault.append(_read_repeated_rows(connection, unique))
    together = pd.concat(at_fault)
    together = together[~together.index.duplicated()].sort_index()
    checks, faults = check_rows(source, together.reset_index(drop=True))
    return (checks, faults) if faults else ([make_passing_check(source, count_rows(table_file))], [])


def check_dataset_in_batches(source: Source, table_file: Path, lookup_facts: Any) -> list[Check]:
    """Check the whole dataset as `check_dataset` does."""
    suites = load_expectations(source)(lookup_facts)
    tallies: dict[int, list[Tally]] = {
        number: [Tally() for _ in suite.expectations] for number, suite in enumerate(suites) if suite.of_each_row
    }
    for frame in _read_batches(table_file):
        for number, of_suite in tallies.items():
            prepared, outcomes = evaluate_suite(suites[number], frame)
            for tally, outcome in zip(of_suite, outcomes, strict=True):
                tally.add(outcome, prepared)
    with _open_table(table_file) as connection:
        return [
            check
            for number, suite in enumerate(suites)
            for check in (
                _make_checks_of_tallies(source, suite, tallies[number])
                if number in tallies
                else _check_rows_together(source, suite, connection)
            )
        ]


def _make_checks_of_tallies(source: Source, suite: Any, tallies: Sequence[Tally]) -> Iterator[Check]:
    for tally, expectation in zip(tallies, suite.expectations, strict=True):
        outcome, first = tally.make_outcome(expectation.configuration.kwargs.get("mostly") or 1)
        yield make_check_of_expectation(source, suite, expectation, outcome, first, tally.rows)


def _check_rows_together(source: Source, suite: Any, connection: "duckdb.DuckDBPyConnection") -> Iterator[Check]:
    """Yield the checks of a suite that needs rows together: the repeated ones alone, or all in a few columns."""
    if suite.repeated:
        known = " and ".join(f"{column} is not null" for column in suite.repeated)
        rows = _read_repeated_rows(connection, suite.repeated, known)
        count = _read_number(connection, f"select count(*) from rows_of_table where {known}")
    else:
        columns = ", ".join(dict.fromkeys((*suite.columns, *ORIGIN))) if suite.columns else "*"
        rows, count = _read_frame(connection, f"select {columns} from rows_of_table"), None
    prepared, outcomes = evaluate_suite(suite, rows)
    for expectation, outcome in zip(suite.expectations, outcomes, strict=True):
        if count is not None and outcome.result:
            outcome.result["element_count"] = count
        yield make_check_of_expectation(source, suite, expectation, outcome, prepared, count)


def _read_batches(table_file: Path) -> "Iterator[pd.DataFrame]":
    """Yield the rows of a staged table, numbered throughout."""
    import pandas as pd
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    start = 0
    for batch in ParquetFile(table_file, pre_buffer=False).iter_batches(BATCH, use_threads=False):
        frame = convert_to_frame(pa.Table.from_batches([batch]))
        yield frame.set_axis(pd.RangeIndex(start, start + len(frame)))
        start += len(frame)


def count_rows(table_file: Path) -> int:
    """Return how many rows a staged table has."""
    from pyarrow.parquet import read_metadata

    return int(read_metadata(table_file).num_rows)


def _select_rows_at_fault(schema: Any, frame: "pd.DataFrame") -> "pd.DataFrame | None":
    """Return the rows that break a rule, if any; the first for a rule that a whole column breaks."""
    import pandera.errors

    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as breach:
        index = breach.failure_cases["index"]
        rows = [*index.dropna().astype(int).unique(), *(frame.index[:1] if index.isna().any() else ())]
        return frame.loc[sorted({*rows})]
    return None


@contextmanager
def _open_table(table_file: Path) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Open a database in which the staged table is `rows_of_table`; what it leaves on disk is its owner's alone."""
    import duckdb

    unfinished = make_owner_folder(table_file.parent / UNFINISHED_ROWS)
    with TemporaryDirectory(dir=unfinished) as folder, duckdb.connect() as connection:
        connection.execute(f"set threads = 1; set memory_limit = '{DATABASE_MEMORY}'")
        connection.execute(f"set temp_directory = {quote_text(folder)}")
        rows = f"from read_parquet({quote_text(table_file)}, file_row_number = true)"
        connection.execute(f"create view rows_of_table as {rows}")
        yield connection
    with suppress(OSError):  # rows of a run that was killed lie there too
        unfinished.rmdir()


def _read_repeated_rows(
    connection: "duckdb.DuckDBPyConnection", columns: Sequence[str], condition: str = "true"
) -> "pd.DataFrame":
    """Return the rows that share these columns with another, by their numbers; hashes first, which are few bytes."""
    where = "false"
    if columns:
        key = f"hash({', '.join(columns)})"
        alike = f"select {key} from rows_of_table where {condition} group by 1 having count(*) > 1"
        connection.execute(f"create or replace temp table alike as {alike}")
        where = f"{condition} and {key} in (from alike)"
    return _read_frame(connection, f"from rows_of_table where {where} order by file_row_number")


def _read_frame(connection: "duckdb.DuckDBPyConnection", statement: str) -> "pd.DataFrame":
    frame = convert_to_frame(connection.sql(statement).to_arrow_table())
    if "file_row_number" not in frame:
        return frame
    return frame.set_index(frame.pop("file_row_number").astype(int).to_numpy())


def _read_number(connection: "duckdb.DuckDBPyConnection", statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])
