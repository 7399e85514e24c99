"""How long what was published stays: decided beforehand, so that no run has to."""

from dataclasses import dataclass, fields
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_tables

MOST = 10_000  # of anything that is counted here: more is a slip of the hand


@dataclass(frozen=True, slots=True)
class Retention:
    """How many builds of an edition stay, how long a replaced one can be read, and how long a source may be stale."""

    builds: int = 5
    hours_for_readers: int = 24
    stale_days: int = 100


def load_retention(path: Path) -> Retention:
    """Read how long what was published stays.

    Raises:
        CatalogueError: a key is missing or unknown, or is not a whole number from 1.
    """
    wanted = sorted(field.name for field in fields(Retention))
    with open_toml_tables(path) as numbers:
        if sorted(numbers) != wanted:
            raise CatalogueError(f"{path.name}: the keys must be {', '.join(wanted)}, found {', '.join(numbers)}")
        for name, number in numbers.items():
            if type(number) is not int or not 1 <= number <= MOST:
                raise CatalogueError(f"{path.name}: {name} must be a whole number from 1 to {MOST:,}, found {number!r}")
        return Retention(**numbers)
