"""Themes of partnerships: what the packs of Community Partnerships and of specialist ones show."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_tables, read_table
from fairer_stockton.run.vocabulary_of_uses import ThemeKind

PARTNERSHIPS = "partnerships.toml"


@dataclass(frozen=True, slots=True)
class PartnershipTheme:
    """One theme: of each place that has a partnership, or of one that works for the whole borough."""

    name: str
    title: str
    kind: ThemeKind
    measures: tuple[str, ...]


def load_partnership_themes(path: Path, measure_names: Collection[str]) -> tuple[PartnershipTheme, ...]:
    """Read the themes, in the file's order.

    Args:
        path: the council's file.
        measure_names: those of the catalogue.

    Raises:
        CatalogueError: a key is missing or unknown, or a kind or a measure is not known.
    """
    with open_toml_tables(path) as tables:
        return tuple(_read_theme(name, entry, path.name, measure_names) for name, entry in tables.items())


def _read_theme(name: str, entry: object, file_name: str, measure_names: Collection[str]) -> PartnershipTheme:
    keys = read_table(PartnershipTheme, file_name, name, entry)
    kind = keys.pop("kind")
    if kind not in set(ThemeKind):
        raise CatalogueError(f"{file_name}: [{name}] kind: {kind!r} is not one of {', '.join(ThemeKind)}")
    if unknown := [measure for measure in keys["measures"] if measure not in measure_names]:
        raise CatalogueError(f"{file_name}: [{name}] measures: {unknown[0]!r} is no measure")
    theme: PartnershipTheme = check_texts(PartnershipTheme(name, kind=ThemeKind(kind), **keys))
    return theme
