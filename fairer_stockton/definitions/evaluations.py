"""Evaluations: what was done where and since when, and by which measure it is to be judged, written down beforehand."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_definition, read_table, require_named_file

DAYS = ("start", "registered")  # keys that hold a day
PLAIN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A question whether something worked, as it was registered.

    What is not yet known, the start and the registration, may be left out: the command then says what is needed.
    """

    title: str
    what_was_done: str
    areas: tuple[str, ...]
    outcome: str
    chosen_on_outcome: bool
    least_effect: float
    start: str = ""
    registered: str = ""
    registered_by: str = ""

    @property
    def first_day(self) -> date | None:
        """The day on which it began, where that is known."""
        return date.fromisoformat(self.start) if self.start else None

    @property
    def registered_on(self) -> date | None:
        """The day on which the file was registered, where that is known."""
        return date.fromisoformat(self.registered) if self.registered else None


def load_evaluation(path: Path) -> Evaluation:
    """Read an evaluation.

    Raises:
        InputError: there is no such file.
        CatalogueError: a key is missing, unknown or not of the kind that it must be.
    """
    remedy = "copy docs/examples/evaluation.toml, fill it in, and name it after `fairer evaluate`"
    path = require_named_file(path, "an evaluation", remedy)
    with open_toml_definition(path, str(path)) as raw:
        keys = read_table(Evaluation, str(path), "", _write_days_as_text(raw))
        raw.clear()
        evaluation: Evaluation = check_texts(Evaluation(**keys))
        _check_values(evaluation, str(path))
    return evaluation


def _write_days_as_text(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of a file with days that have no quotation marks, which TOML reads as dates, as text."""
    days = {key: raw[key].isoformat() for key in DAYS if type(raw.get(key)) is date}
    return {**raw, **days}


def _check_values(evaluation: Evaluation, file: str) -> None:
    for name in ("title", "what_was_done", "outcome"):
        if not getattr(evaluation, name).strip():
            raise CatalogueError(
                file=file, part=name, found="nothing", expected="a few words", remedy=f'write it as in {name} = "…"'
            )
    if type(evaluation.chosen_on_outcome) is not bool:
        raise CatalogueError(
            file=file, part="chosen_on_outcome", found=repr(evaluation.chosen_on_outcome),
            expected="true if the areas were chosen because this outcome was bad there, else false",
            remedy="write chosen_on_outcome = true or chosen_on_outcome = false, without quotation marks",
        )  # fmt: skip
    if type(evaluation.least_effect) not in (int, float) or not 0 < evaluation.least_effect < float("inf"):
        raise CatalogueError(
            file=file, part="least_effect", found=repr(evaluation.least_effect),
            expected="a number above 0: the least difference that would matter, in the outcome's unit",
            remedy="write it as in least_effect = 1.0, without quotation marks",
        )  # fmt: skip
    for name in DAYS:
        _check_day(file, name, getattr(evaluation, name))


def _check_day(file: str, name: str, day: str) -> None:
    try:
        is_day = not day or bool(PLAIN_DAY.fullmatch(day) and date.fromisoformat(day))
    except ValueError:
        is_day = False
    if not is_day:
        raise CatalogueError(
            file=file, part=name, found=repr(day), expected="a day that there is: year, month and day",
            remedy=f'write it as in {name} = "2024-04-01"',
        )  # fmt: skip
