"""Everyday words: what people call measures, areas, groups and questions, besides the words of the report."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_tables
from fairer_stockton.run.vocabulary import AreaType, GapType
from fairer_stockton.run.vocabulary_of_uses import Asked

EVERYDAY_WORDS = "everyday_words.toml"
Phrases = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class EverydayWords:
    """Phrases by what they mean: of measures by name, of groups by `breakdown/category`; and words that mean nothing.

    `areas` are names of areas of a kind of which there is one, `kinds` are what an area of a kind is called, and
    `gaps` are words that tell one kind of gap from another; `alike` are words that may be said for one another.
    """

    measures: Phrases
    areas: Phrases
    groups: Phrases
    questions: Phrases
    kinds: Phrases
    gaps: Phrases
    alike: Phrases
    fillers: Phrases


def load_everyday_words(path: Path, measures: Collection[str]) -> EverydayWords:
    """Read them, and check that each measure is one of the catalogue.

    Raises:
        CatalogueError: as of `read_everyday_words`, or there is no such measure.
    """
    words = read_everyday_words(path)
    _refuse_unknown_keys(words.measures, measures, f"{path.name}: measures")
    return words


def read_everyday_words(path: Path) -> EverydayWords:
    """Read them, for an edition that may lack some of the measures.

    Raises:
        CatalogueError: a table is missing or unknown, a key names nothing that there is, or holds no list of texts.
    """
    names = [field.name for field in fields(EverydayWords)]
    with open_toml_tables(path) as tables:
        if sorted(tables) != sorted(names):
            raise CatalogueError(f"{path.name}: expected the tables {', '.join(names)}, found {', '.join(tables)}")
        words = EverydayWords(**{name: _read_phrases(tables[name], f"{path.name}: {name}") for name in names})
    kinds: dict[str, Iterable[str]] = {"areas": AreaType, "kinds": AreaType, "gaps": GapType, "questions": Asked}
    for name, known in kinds.items():
        _refuse_unknown_keys(getattr(words, name), known, f"{path.name}: {name}")
    return words


def _read_phrases(table: Mapping[str, Any], where: str) -> Phrases:
    for key, phrases in table.items():
        if type(phrases) is not list or not phrases or {type(phrase) for phrase in phrases} != {str}:
            raise CatalogueError(f"{where}: {key} must be a list of texts, found {phrases!r}")
    return {key: tuple(phrases) for key, phrases in table.items()}


def _refuse_unknown_keys(phrases: Phrases, known: Iterable[str], where: str) -> None:
    if unknown := sorted(set(phrases) - set(map(str, known))):
        raise CatalogueError(f"{where}: there is no {unknown[0]!r}")
