"""Protected characteristics and poverty: whom an impact assessment asks about, and what says how many they are."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_tables, read_table


@dataclass(frozen=True, slots=True)
class ProtectedCharacteristic:
    """One of them: the measures of how many residents it is about, what is not held, and how to know more."""

    name: str
    title: str
    find_out: str
    measures: tuple[str, ...] = ()
    not_held: str = ""


def load_protected_characteristics(path: Path, measure_names: Collection[str]) -> tuple[ProtectedCharacteristic, ...]:
    """Read the characteristics, in the file's order.

    Args:
        path: the file.
        measure_names: those of the catalogue.

    Raises:
        CatalogueError: a key is missing or unknown, a measure is not known, or nothing is said to be held or not.
    """
    with open_toml_tables(path) as tables:
        return tuple(_read_characteristic(name, entry, path.name, measure_names) for name, entry in tables.items())


def _read_characteristic(
    name: str, entry: object, file_name: str, measure_names: Collection[str]
) -> ProtectedCharacteristic:
    characteristic: ProtectedCharacteristic = check_texts(
        ProtectedCharacteristic(name, **read_table(ProtectedCharacteristic, file_name, name, entry))
    )
    if unknown := sorted(set(characteristic.measures) - set(measure_names)):
        raise CatalogueError(f"{file_name}: [{name}] measures: {unknown[0]!r} is no measure")
    if not characteristic.measures and not characteristic.not_held:
        raise CatalogueError(f"{file_name}: [{name}] needs `measures`, or `not_held` with what is missing")
    return characteristic
