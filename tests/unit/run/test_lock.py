"""Locks: one run writes a folder alone, several read it together, and whoever is in the way is named."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from fairer_stockton.run.errors import LockedError, MachineError
from fairer_stockton.run.lock import READER, WRITER, hold_lock_of_folder
from tests.conftest import PROJECT

HOLDER = """
import sys
from pathlib import Path
from fairer_stockton.run.lock import hold_lock_of_folder
with hold_lock_of_folder(Path(sys.argv[1]), is_shared=sys.argv[2] == "True"):
    print("held", flush=True)
    sys.stdin.read()
"""
# A command of the whole program that goes on until its standard input ends.
COMMAND = """
import dataclasses, sys
from fairer_stockton.cli import COMMANDS, main
def wait(*_, **__):
    \"\"\"Wait.\"\"\"
    print("held", flush=True)
    sys.stdin.read()
COMMANDS[sys.argv[1]] = dataclasses.replace(COMMANDS[sys.argv[1]], recipe=wait)
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def other_process(program: str, *words: object) -> Iterator[subprocess.Popen[str]]:
    """Run a program until it holds what it is meant to hold, and end it when all has been tried."""
    command = [sys.executable, "-c", program, *map(str, words)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, text=True, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("is_other_shared", "is_own_shared"), [(True, False), (False, True), (False, False)])
def test_only_readers_hold_a_folder_together(tmp_path: Path, is_other_shared: bool, is_own_shared: bool) -> None:
    lines: list[str] = []
    with other_process(HOLDER, tmp_path, is_other_shared) as other:
        with hold_lock_of_folder(tmp_path, is_shared=True) if is_other_shared else nullcontext():
            assert len(list(tmp_path.glob(READER.format("*")))) == 2 * is_other_shared
        refusal = pytest.raises(LockedError, match=rf"process {other.pid} on \S+ since \d{{4}}-\d\d-\d\d \d\d:\d\d UTC")
        began = time.monotonic()
        with refusal, hold_lock_of_folder(tmp_path, is_shared=is_own_shared, wait=0.2, report_line=lines.append):
            pytest.fail("both hold it")
        assert 0.2 <= time.monotonic() - began < 5
        assert lines == [line for line in lines if line.startswith(f"waiting for process {other.pid} on")]
        assert len(lines) == 1
        other.send_signal(signal.SIGKILL)  # so that it can clean up nothing
        with hold_lock_of_folder(tmp_path, is_shared=is_own_shared, wait=5.0):
            pass
    with hold_lock_of_folder(tmp_path):
        assert [path.name for path in tmp_path.glob(".lock.*")] == [WRITER]


def test_runs_of_two_councils_go_on_at_once_and_of_one_by_turns(tmp_path: Path) -> None:
    def run(command: str, council: str) -> int:
        folders = {"raw": tmp_path / "raw", "processed": tmp_path / council, "reports": tmp_path / f"{council}-reports"}
        words = [command, *(f"--{name}={folder}" for name, folder in folders.items()), "--quiet"]
        program = COMMAND.replace("sys.stdin.read()", "")
        done = subprocess.run([sys.executable, "-c", program, *words], cwd=PROJECT, capture_output=True, check=False)
        return done.returncode

    first = [
        f"--{name}={tmp_path / path}" for name, path in (("raw", "raw"), ("processed", "a"), ("reports", "a-reports"))
    ]
    with other_process(COMMAND, "report", *first):
        assert run("report", "b") == 0
        assert run("measure", "a") == 5
        assert run("fetch", "a") == 0, "what is brought meanwhile waits for the next run"


@pytest.mark.parametrize("is_shared", [True, False])
def test_file_system_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_shared: bool) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr("fcntl.flock", refuse)
    named = pytest.raises(MachineError, match=r"\.lock\nfound     a file system that has no locks")
    with named, hold_lock_of_folder(tmp_path, is_shared=is_shared):
        pytest.fail("held without a lock")
    assert list(tmp_path.glob(".lock.*")) == []
