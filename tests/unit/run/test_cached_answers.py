"""Answers are kept by all that they were found from, and found again where any of it differs."""

import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.run import cache
from fairer_stockton.run.cache import FEW, AnswerCache

CODE = "the sum of some code"
ASKED: list[int] = []
FRAME = pd.DataFrame({"area": ["A", "B"], "count": [3.0, 12.0]})


def expected(frame: pd.DataFrame, times: float = 1.0) -> dict[str, list[float]]:
    return {"largest": [float(frame["count"].max()) * times], "of": list(range(len(frame)))}


def largest(frame: pd.DataFrame, times: float = 1.0) -> dict[str, list[float]]:
    ASKED.append(1)
    return expected(frame, times)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in a folder that is not there yet, with the answer to one question."""
    file = tmp_path / "folder" / "answers.json"
    first = AnswerCache(file, CODE)
    assert first.find(largest, [(FRAME,)]) == [{"largest": [12.0], "of": [0, 1]}]
    first.save()
    return file


@pytest.fixture
def found(path: Path) -> Iterator[list[int]]:
    """One for each answer that is found anew, once there is a file."""
    ASKED.clear()
    yield ASKED
    ASKED.clear()


def test_the_same_question_is_not_answered_again(path: Path, found: list[int]) -> None:
    assert AnswerCache(path, CODE).find(largest, [(FRAME.copy(),)]) == [{"largest": [12.0], "of": [0, 1]}]
    assert not found


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("that of other code", (FRAME,)),
        (CODE, (FRAME, 2.0)),
        (CODE, (FRAME.assign(count=[3.0, 11.0]),)),
        (CODE, (FRAME.assign(area=["A", "C"]),)),
        (CODE, (FRAME.set_axis([1, 2]),)),
        (CODE, (FRAME.rename(columns={"area": "place"}),)),
    ],
)
def test_any_other_question_is(path: Path, found: list[int], code: str, given: tuple[object, ...]) -> None:
    assert AnswerCache(path, code).find(largest, [given]) == [expected(*given)]
    assert found == [1]


def shortest(frame: pd.DataFrame) -> list[int]:
    ASKED.append(1)
    return [len(frame)]


def test_the_same_of_another_kind_is_another_question(path: Path, found: list[int]) -> None:
    assert AnswerCache(path, CODE).find(shortest, [(FRAME,)]) == [[2]]
    assert found == [1]


def spoilt(text: str) -> list[str]:
    """A file that was edited, cut off, or is something else."""
    whole = json.loads(text)
    ((key, answer),) = whole["answers"].items()
    return [
        "", "[1]", "{}", text[:-4],
        json.dumps({**whole, "answers": {key: {**answer, "largest": [0.0]}}}),
        json.dumps({**whole, "answers": [key]}),
        json.dumps({"answers": whole["answers"]}),
    ]  # fmt: skip


@pytest.mark.parametrize("which", range(7))
def test_a_file_that_is_not_as_it_was_written_is_not_believed(path: Path, found: list[int], which: int) -> None:
    path.write_text(spoilt(path.read_text(encoding="utf-8"))[which], encoding="utf-8")
    assert AnswerCache(path, CODE).find(largest, [(FRAME,)]) == [expected(FRAME)]
    assert found == [1]


def test_what_is_not_asked_for_again_goes(path: Path, found: list[int]) -> None:
    second = AnswerCache(path, CODE)
    second.find(largest, [(FRAME, 2.0), (FRAME, 3.0), (FRAME, 2.0)])
    second.save()
    assert found == [1, 1]
    third = AnswerCache(path, CODE)
    assert third.find(largest, [(FRAME, 3.0), (FRAME,)]) == [expected(FRAME, 3.0), expected(FRAME)]
    assert found == [1, 1, 1]


def which_process(_number: int) -> list[int]:
    return [os.getpid()]


@pytest.mark.parametrize(("many", "beside"), [(FEW, False), (FEW + 1, True)])
def test_other_processes_find_answers_where_there_are_more_than_a_few(many: int, beside: bool) -> None:
    found = AnswerCache(None, CODE).find(which_process, [(number,) for number in range(many)], 2)
    assert len(found) == many
    assert all((answer != [os.getpid()]) == beside for answer in found)


def test_another_version_of_a_library_is_another_question(
    path: Path, found: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "version", lambda name: "0" if name == "highspy" else version(name))
    assert AnswerCache(path, CODE).find(largest, [(FRAME,)]) == [expected(FRAME)]
    assert found == [1]


def test_without_a_file_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: list[int]) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    for _ in range(2):
        nothing = AnswerCache(None, CODE)
        assert nothing.find(largest, [(FRAME,)]) == [expected(FRAME)]
        nothing.save()
    assert found == [1, 1]
    assert sorted(tmp_path.rglob("*")) == before


def test_what_was_kept_stays_where_nothing_is_asked(path: Path, found: list[int]) -> None:
    AnswerCache(path, CODE).save()
    assert AnswerCache(path, CODE).find(largest, [(FRAME,)]) == [expected(FRAME)]
    assert not found
