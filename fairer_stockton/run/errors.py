"""Refusals that an analyst can put right: where, what was found, what was expected, and what to do.

Each is a class, raised with its facts as fields and laid out here alone; `cli` has the exit code of each.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

MARGIN = 10  # characters from the start of a line to what stands behind its label
LABELS = {"remedy": "to do"}  # of facts whose label is not their own name


class RefusalFacts(TypedDict, total=False):
    """What a refusal can say, in any order; several values of one fact get a line each."""

    setting: object
    source: object
    measures: object
    period: object
    audit: object
    mirror: object
    lock: object
    table: object
    edition: object
    area: object
    results: object
    result: object
    folder: object
    file: object
    part: object
    kind: object
    question: object
    row: object
    column: object
    found: object
    rows: object
    expected: object
    remedy: object


def format_facts(**facts: Unpack[RefusalFacts]) -> str:
    """Return the facts of a refusal in the order in which they come, one a line; those that are None are left out."""
    return "\n".join(
        f"{LABELS.get(name, name):<{MARGIN}}{value}"
        for name, values in facts.items()
        for value in (values if isinstance(values, list) else [values])
        if value is not None
    )


def indent_following_lines(lines: Iterable[str]) -> str:
    """Return a fact of several lines, each under the first behind the label."""
    return ("\n" + MARGIN * " ").join(lines)


class FairerError(Exception):
    """Any refusal that the pipeline explains in words; `cli` has the exit code of each kind.

    Args:
        message: the whole text, where it is not made of facts.
        facts: what it says, in the order in which it is shown.
    """

    def __init__(self, message: str = "", **facts: Unpack[RefusalFacts]) -> None:
        # The text alone goes to Exception: so a refusal can be raised in another process, and arrive here with it.
        super().__init__(message or format_facts(**facts))
        self.facts = facts


@dataclass
class InputError(FairerError):
    """An extract, lookup or settings file that cannot be read as what it claims to be."""

    file: str
    found: str
    expected: str
    remedy: str
    row: int | None = None
    column: str | None = None
    others: "tuple[InputError, ...]" = ()

    def __post_init__(self) -> None:
        """Keep the facts in the order in which they are shown, and what makes this refusal again in another process."""
        self.args = (self.file, self.found, self.expected, self.remedy, self.row, self.column, self.others)
        self.facts = {"file": self.file, "row": self.row, "column": self.column}
        self.facts |= {"found": self.found, "expected": self.expected, "remedy": self.remedy}

    def followed_by_errors(self, other_errors: "Iterable[InputError]") -> "InputError":
        """Return this refusal followed by others of the same run."""
        return replace(self, others=tuple(other_errors))

    def __str__(self) -> str:
        """Return the whole message, one fact a line."""
        return "\n\n".join([format_facts(**self.facts), *map(str, self.others)])


class MissingSourceError(FairerError):
    """A source that has neither a fetched extract nor a sample."""


class ValidationError(FairerError):
    """A staged table that breaks its contract; the verdict beside it has each row."""


class CatalogueError(FairerError):
    """A measure, source or area file that does not say what it must."""


class LockedError(FairerError):
    """Another run holds the lock."""


class DisclosureError(FairerError):
    """Figures that together would reveal single people: nothing is published."""


class QuestionedError(FairerError):
    """An extract that is possible but unlikely: it is taken once somebody says why it is right."""


class PartialError(FairerError):
    """The run did what it could: what is named was left out or stood in for, and the rest was published."""


class MachineError(FairerError):
    """The machine cannot go on: no room, no memory, no permission; the data are not to blame."""


class ClusterError(FairerError):
    """A cluster that cannot be reached, cannot read the staged tables, or does not add up exactly."""


class Terminated(SystemExit):
    """The system asks the run to end (SIGTERM): raised where the run is, so that all that it holds is let go."""
