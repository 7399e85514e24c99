"""Failures of the machine: each library's own error becomes a sentence, whatever it is called."""

import errno
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from fairer_stockton.run.machine_errors import FAILURES_BY_NUMBER, find_machine_failure
from fairer_stockton.run.private_errors import leave_cells_out_of_errors

DISK_FULL = Path("/dev/full")  # of Linux: every write to it finds the disk full


@pytest.mark.parametrize("number", FAILURES_BY_NUMBER)
def test_error_of_the_system_names_the_file_and_what_to_do(number: int) -> None:
    failure = find_machine_failure(OSError(number, "Bloggs", "tables.xlsx"))
    assert failure is not None
    assert str(failure).splitlines()[0] == "file      tables.xlsx"
    assert "to do     " in str(failure)
    assert "Bloggs" not in str(failure)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (pa.ArrowMemoryError("malloc of size 9 failed"), "not enough memory"),
        (duckdb.OutOfMemoryException("failed to allocate data"), "not enough memory"),
        (BrokenProcessPool("terminated abruptly"), "a process that helped was ended"),
        (duckdb.IOException('Could not write file "a": No space left on device'), "no room left on the disk"),
        (PermissionError(errno.EACCES, "Permission denied", "reports"), "no permission"),
    ],
)
def test_error_of_a_library_is_known(error: Exception, words: str) -> None:
    assert words in str(find_machine_failure(error))


@pytest.mark.parametrize("error", [ValueError("No space left on device"), FileNotFoundError(2, "no", "a"), KeyError()])
def test_error_of_another_kind_stays_one(error: Exception) -> None:
    assert find_machine_failure(error) is None


@pytest.mark.skipif(not DISK_FULL.exists(), reason="this system has no disk that is always full to write to")
def test_full_disk_as_python_and_the_engine_meet_it() -> None:
    with pytest.raises(OSError, match="No space") as of_python, DISK_FULL.open("w", encoding="utf-8") as file:
        file.write("a")
        file.flush()
    with pytest.raises(duckdb.Error) as of_engine, duckdb.connect() as connection:
        connection.execute(
            f"copy (select range as a from range(100000)) to '{DISK_FULL}' (format csv, use_tmp_file false)"
        )
    assert "no room left" in str(find_machine_failure(of_python.value))
    assert "no room left" in str(find_machine_failure(of_engine.value))


def test_failure_of_the_machine_passes_where_rows_are_private() -> None:
    with pytest.raises(OSError, match="tables"), leave_cells_out_of_errors(is_private=True):
        raise OSError(errno.ENOSPC, "no room", "tables")
