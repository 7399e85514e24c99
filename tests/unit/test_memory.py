"""Answers are kept by all that they were found from, and found again where any of it differs."""

import json
import os
from concurrent.futures import Future
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton import memory
from fairer_stockton.memory import FEW, Memory
from fairer_stockton.workers import Here

CODE = Path(memory.__file__).parent / "disclosure"
FRAME = pd.DataFrame({"area": ["A", "B"], "count": [3.0, 12.0]})


def largest(frame: pd.DataFrame, times: float = 1.0) -> dict[str, list[float]]:
    return {"largest": [float(frame["count"].max()) * times], "of": list(range(len(frame)))}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in a folder that is not there yet, with the answer to one question."""
    kept = tmp_path / "folder" / "answers.json"
    first = Memory(kept, CODE)
    assert first.answers(largest, [(FRAME,)]) == [{"largest": [12.0], "of": [0, 1]}]
    first.save()
    return kept


class Counting(Here):
    """Does what it is given at once, and counts how often it is."""

    def __init__(self, asked: list[int]) -> None:
        self.asked = asked

    def submit(self, *given: Any, **more: Any) -> "Future[Any]":
        self.asked.append(1)
        return super().submit(*given, **more)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[int]:
    """One for each answer that is found anew."""
    asked: list[int] = []
    monkeypatch.setattr(memory, "workers", lambda _: Counting(asked))
    return asked


def test_the_same_question_is_not_answered_again(path: Path, found: list[int]) -> None:
    assert Memory(path, CODE).answers(largest, [(FRAME.copy(),)]) == [{"largest": [12.0], "of": [0, 1]}]
    assert not found


@pytest.mark.parametrize(
    ("code", "given"),
    [
        (CODE.parent, (FRAME,)),
        (CODE, (FRAME, 2.0)),
        (CODE, (FRAME.assign(count=[3.0, 11.0]),)),
        (CODE, (FRAME.assign(area=["A", "C"]),)),
        (CODE, (FRAME.set_axis([1, 2]),)),
        (CODE, (FRAME.rename(columns={"area": "place"}),)),
    ],
)
def test_any_other_question_is(path: Path, found: list[int], code: Path, given: tuple[object, ...]) -> None:
    assert Memory(path, code).answers(largest, [given]) == [largest(*given)]
    assert found == [1]


def shortest(frame: pd.DataFrame) -> list[int]:
    return [len(frame)]


def test_the_same_of_another_kind_is_another_question(path: Path, found: list[int]) -> None:
    assert Memory(path, CODE).answers(shortest, [(FRAME,)]) == [[2]]
    assert found == [1]


def spoilt(text: str) -> list[str]:
    """A file that was edited, cut off, or is something else."""
    kept = json.loads(text)
    ((key, answer),) = kept["answers"].items()
    return [
        "", "[1]", "{}", text[:-4],
        json.dumps({**kept, "answers": {key: {**answer, "largest": [0.0]}}}),
        json.dumps({**kept, "answers": [key]}),
        json.dumps({"answers": kept["answers"]}),
    ]  # fmt: skip


@pytest.mark.parametrize("which", range(7))
def test_a_file_that_is_not_as_it_was_written_is_not_believed(path: Path, found: list[int], which: int) -> None:
    path.write_text(spoilt(path.read_text(encoding="utf-8"))[which], encoding="utf-8")
    assert Memory(path, CODE).answers(largest, [(FRAME,)]) == [largest(FRAME)]
    assert found == [1]


def test_what_is_not_asked_for_again_goes(path: Path, found: list[int]) -> None:
    second = Memory(path, CODE)
    second.answers(largest, [(FRAME, 2.0), (FRAME, 3.0), (FRAME, 2.0)])
    second.save()
    assert found == [1, 1]
    third = Memory(path, CODE)
    assert third.answers(largest, [(FRAME, 3.0), (FRAME,)]) == [largest(FRAME, 3.0), largest(FRAME)]
    assert found == [1, 1, 1]


def which_process(_number: int) -> list[int]:
    return [os.getpid()]


@pytest.mark.parametrize(("many", "beside"), [(FEW, False), (FEW + 1, True)])
def test_other_processes_find_answers_where_there_are_more_than_a_few(many: int, beside: bool) -> None:
    found = Memory(None, CODE).answers(which_process, [(number,) for number in range(many)], 2)
    assert len(found) == many
    assert all((answer != [os.getpid()]) == beside for answer in found)


def test_another_version_of_a_library_is_another_question(
    path: Path, found: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "version", lambda name: "0" if name == "highspy" else version(name))
    assert Memory(path, CODE).answers(largest, [(FRAME,)]) == [largest(FRAME)]
    assert found == [1]


def test_without_a_file_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: list[int]) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    for _ in range(2):
        nothing = Memory(None, CODE)
        assert nothing.answers(largest, [(FRAME,)]) == [largest(FRAME)]
        nothing.save()
    assert found == [1, 1]
    assert sorted(tmp_path.rglob("*")) == before


def test_what_was_kept_stays_where_nothing_is_asked(path: Path, found: list[int]) -> None:
    Memory(path, CODE).save()
    assert Memory(path, CODE).answers(largest, [(FRAME,)]) == [largest(FRAME)]
    assert not found
