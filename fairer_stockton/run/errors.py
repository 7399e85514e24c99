"""Refusals in words that an analyst can act on: where, what was found, what was expected, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


class FairerError(Exception):
    """Any refusal that the pipeline explains in words; `cli` has the exit code of each kind."""


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


class ValidationError(FairerError):
    """A staged table that breaks its contract; the verdict beside it names each row."""


class CatalogueError(FairerError):
    """A measure, source or area file that does not say what it must."""


class LockedError(FairerError):
    """Another run holds the lock."""


class DisclosureError(FairerError):
    """Figures that together would tell of single people: nothing is published."""


class QuestionedError(FairerError):
    """An extract that is possible but unlikely: it is taken once somebody says why it is right."""
