"""Evaluations: what was done where and since when, and by which measure it is to be judged, written down beforehand."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fairer_stockton.run.errors import InputError
from fairer_stockton.run.toml_file import check_texts, open_toml_definition, read_table


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
    if not path.is_file():
        raise InputError(
            file=str(path),
            found="no such file",
            expected="an evaluation (a .toml file)",
            remedy="copy docs/examples/evaluation.toml, fill it in, and name it after `fairer evaluate`",
        )
    with open_toml_definition(path, str(path)) as raw:
        keys = read_table(Evaluation, str(path), "", dict(raw))
        raw.clear()
        evaluation: Evaluation = check_texts(Evaluation(**keys))
        _check_values(evaluation)
    return evaluation


def _check_values(evaluation: Evaluation) -> None:
    for name in ("title", "what_was_done", "outcome"):
        if not getattr(evaluation, name).strip():
            raise ValueError(f"`{name}` is empty: say it in a few words")
    if type(evaluation.chosen_on_outcome) is not bool:
        raise TypeError(f"chosen_on_outcome must be true or false, found {evaluation.chosen_on_outcome!r}")
    if type(evaluation.least_effect) not in (int, float) or not 0 < evaluation.least_effect < float("inf"):
        raise ValueError(f"least_effect must be a number above 0, found {evaluation.least_effect!r}")
    for name in ("start", "registered"):
        _check_day(name, getattr(evaluation, name))


def _check_day(name: str, day: str) -> None:
    try:
        if day:
            date.fromisoformat(day)
    except ValueError:
        raise ValueError(f'{name} must be a day, as in {name} = "2024-04-01", found {day!r}') from None
