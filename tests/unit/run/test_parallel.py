"""Other processes: their work comes back, faults and all, and without any this process does it."""

import gc
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError, DisclosureError
from fairer_stockton.run.machine_errors import find_machine_failure
from fairer_stockton.run.memory import NEW_OBJECTS
from fairer_stockton.run.parallel import open_executor
from tests.conftest import PROJECT


def refuse(words: str) -> None:
    raise DisclosureError(words)


def test_another_process_does_the_work_and_looks_for_garbage_as_seldom() -> None:
    with open_executor(1) as executor:
        # First, since whatever is of this module has the process import tests.conftest, which sets it too.
        assert executor.submit(gc.get_threshold).result()[0] == NEW_OBJECTS
        assert executor.submit(os.getpid).result() != os.getpid()
        refused = executor.submit(refuse, "found     a number\nto do     hide it")
        with pytest.raises(DisclosureError, match="found     a number\nto do     hide it"):
            refused.result()
        check_what_is_given_is_taken_as_it_was_then(executor)


def check_what_is_given_is_taken_as_it_was_then(executor: Executor) -> None:
    given = {number: number for number in range(100_000)}
    sent = [executor.submit(len, given) for _ in range(3)]
    for number in range(100_000):
        given.pop(number)
    assert [one.result() for one in sent] == [100_000] * 3


def test_without_any_this_one_does_it_at_once() -> None:
    with open_executor(0) as executor:
        assert executor.submit(os.getpid).result() == os.getpid()
        with pytest.raises(DisclosureError, match="a number"):
            executor.submit(refuse, "a number")


def test_how_many_can_be_set_and_are_the_cores_unless_they_are() -> None:
    assert Settings.from_environment({"FAIRER_JOBS": "3"}).jobs == 3
    assert 1 <= Settings.from_environment({}).jobs <= 4
    assert Settings().jobs == 1
    for wrong in ("0", "-1", "two", "100"):
        with pytest.raises(CatalogueError, match=rf"FAIRER_JOBS \(JOBS=\)\nfound     '{wrong}'"):
            Settings.from_environment({"FAIRER_JOBS": wrong})


# Its worker is busy for longer than any test waits, and prints its number first. Ctrl-C is heard again, since a shell
# lets what it begins in the background, such as these tests, pass it over.
LONG_WORK = """
import os, signal, time
from fairer_stockton.run.parallel import open_executor
def work():
    print(os.getpid(), flush=True)
    time.sleep(300)
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with open_executor(1) as executor:
        executor.submit(work).result()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_processes_end_with_the_run_however_it_ends(number: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "work.py"
    program.write_text(LONG_WORK, encoding="utf-8")
    path = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(
        [sys.executable, str(program)], env=path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        assert is_running(worker)
        run.send_signal(number)
        try:
            run.wait(timeout=30)
        finally:
            run.kill()
    for _ in range(100):
        if not is_running(worker):
            return
        time.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the worker lives on without its run")


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_helper_is_a_sentence() -> None:
    with open_executor(1) as executor:
        worker = executor.submit(os.getpid).result()
        sleeping = executor.submit(time.sleep, 300)
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(Exception, match="abruptly") as broken:
            sleeping.result(timeout=30)
    assert "ended from outside" in str(find_machine_failure(broken.value))
