"""Choices of what to hide are kept by all that they were made from, and made again where any of it differs."""

import json
from pathlib import Path

import numpy as np
import pytest

from fairer_stockton.disclosure import choices
from fairer_stockton.disclosure.choices import Choices
from fairer_stockton.disclosure.linked import LinkedCells

ROW = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]
COST = np.array([1.0, 2.0, 3.0, 9.0])


def chosen(keeper: Choices, counts: tuple[int, ...] = (2, 20, 30), cost: np.ndarray = COST) -> list[int]:
    cells = LinkedCells.of(ROW, counts, range(4), 5)
    hidden = keeper.choose(cells, cells.small(), cost, fixed=np.zeros(4, bool), zeros=False)
    return np.flatnonzero(hidden).tolist()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often a choice is made and not remembered."""
    times: list[int] = []
    make = choices.choose
    monkeypatch.setattr(choices, "choose", lambda *given, **more: times.append(1) or make(*given, **more))
    return times


def test_the_same_cells_are_not_chosen_from_again(tmp_path: Path, made: list[int]) -> None:
    first = Choices(tmp_path / "choices.json")
    assert chosen(first) == [0, 1]
    first.save()
    assert chosen(Choices(tmp_path / "choices.json")) == [0, 1]
    assert len(made) == 1


@pytest.mark.parametrize("other", [{"counts": (3, 20, 30)}, {"cost": np.array([1.0, 3.0, 2.0, 9.0])}])
def test_other_cells_or_costs_are(tmp_path: Path, made: list[int], other: dict[str, object]) -> None:
    first = Choices(tmp_path / "choices.json")
    chosen(first)
    first.save()
    chosen(Choices(tmp_path / "choices.json"), **other)
    assert len(made) == 2


@pytest.mark.parametrize("spoilt", ["", "[1]", '{"%s": [99]}', '{"%s": ["0"]}', '{"%s": 1}', '{"%s": [true]}'])
def test_a_spoilt_file_is_not_believed(tmp_path: Path, made: list[int], spoilt: str) -> None:
    path = tmp_path / "choices.json"
    first = Choices(path)
    chosen(first)
    first.save()
    (key,) = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(spoilt % key if "%" in spoilt else spoilt, encoding="utf-8")
    assert chosen(Choices(path)) == [0, 1]
    assert len(made) == 2


def test_what_was_kept_still_holds_what_is_small(tmp_path: Path, made: list[int]) -> None:
    path = tmp_path / "choices.json"
    first = Choices(path)
    chosen(first)
    first.save()
    (key,) = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({key: []}), encoding="utf-8")
    assert chosen(Choices(path)) == [0, 1]
    assert len(made) == 2


def test_without_a_file_nothing_is_kept(made: list[int]) -> None:
    keeper = Choices()
    assert chosen(keeper) == [0, 1]
    keeper.save()
    assert len(made) == 1
