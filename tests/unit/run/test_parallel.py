"""Other processes: their work comes back, faults and all, and without any this process does it."""

import gc
import os

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError, DisclosureError
from fairer_stockton.run.memory import NEW_OBJECTS
from fairer_stockton.run.parallel import open_executor


def refuse(words: str) -> None:
    raise DisclosureError(words)


def test_another_process_does_the_work() -> None:
    with open_executor(1) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()
        refused = executor.submit(refuse, "found     a number\nto do     hide it")
        with pytest.raises(DisclosureError, match="found     a number\nto do     hide it"):
            refused.result()


def test_another_process_looks_for_garbage_as_seldom() -> None:
    with open_executor(1) as executor:
        assert executor.submit(gc.get_threshold).result()[0] == NEW_OBJECTS


def test_what_is_given_is_taken_as_it_was_then() -> None:
    given = {number: number for number in range(100_000)}
    with open_executor(1) as executor:
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
