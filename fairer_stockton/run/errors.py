"""Refusals in words that an analyst can act on: where, what was found, what was expected, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


class FairerError(Exception):
    """Any refusal that the pipeline explains in words; `exit_code` is what the command ends with."""

    exit_code = 1


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
    exit_code: int = field(default=3, init=False, repr=False)

    def with_others(self, others: "Iterable[InputError]") -> "InputError":
        """Return the same refusal, followed by others of the same run."""
        return replace(self, others=tuple(others))

    def __str__(self) -> str:
        """Return the whole message, one fact a line."""
        lines = [f"file      {self.file}"]
        lines += [f"row       {self.row}"] if self.row is not None else []
        lines += [f"column    {self.column}"] if self.column is not None else []
        lines += [f"found     {self.found}", f"expected  {self.expected}", f"to do     {self.remedy}"]
        return "\n\n".join(["\n".join(lines), *map(str, self.others)])


class MissingSourceError(FairerError):
    """A source that has neither a fetched extract nor a sample."""

    exit_code = 6


class ValidationError(FairerError):
    """A staged table that breaks its contract; the verdict beside it names each row."""

    exit_code = 4


class CatalogueError(FairerError):
    """A measure, source or area file that does not say what it must."""

    exit_code = 2


class LockedError(FairerError):
    """Another run holds the lock."""

    exit_code = 5


class DisclosureError(FairerError):
    """Figures that together would tell of single people: nothing is published."""

    exit_code = 7


class QuestionedError(FairerError):
    """An extract that is possible but unlikely: it is taken once somebody says why it is right."""

    exit_code = 8
