"""The framework's story: how unfairness comes about, stage by stage, and the areas on which the framework focuses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.run.toml_file import open_toml_definition

STORY = "story.toml"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the story: the domains and single measures that belong to it."""

    name: str
    title: str
    words: str
    domains: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """One figure that officers took from a publication: as it is written there, of when, and where it can be read."""

    title: str
    value: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class FocusArea:
    """One area of focus: what belongs to it, and what nobody can count yet.

    `communities` are kinds of community; `facts` are figures that are in no table of the report.
    """

    name: str
    title: str
    words: str
    domains: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    measures_are_of: str = ""
    cannot_count: tuple[str, ...] = ()
    facts: tuple[PublishedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The whole story, with the page at which the framework can be read, and what a reader must know of it."""

    source: str
    note: str
    stages: tuple[Stage, ...]
    focus: tuple[FocusArea, ...]


def load_story(
    path: Path,
    domain_names: Collection[str],
    measure_names: Collection[str],
    kinds_of_community: Collection[str],
) -> Story:
    """Read the story.

    Raises:
        CatalogueError: a key is missing or not known, or names a domain, measure or kind of community that there is
            not.
    """
    known = {"domains": domain_names, "measures": measure_names, "communities": kinds_of_community}
    with open_toml_definition(path) as raw:
        return Story(
            source=raw.pop("source"),
            note=raw.pop("note"),
            stages=tuple(_make_part(Stage, name, keys, known) for name, keys in raw.pop("stage").items()),
            focus=tuple(_make_part(FocusArea, name, keys, known) for name, keys in raw.pop("focus").items()),
        )


def _make_part(kind: type[Any], name: str, keys: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> Any:
    """Make a stage or a focus area; lists become tuples, and the names in them are looked up."""
    entry = {key: tuple(value) if isinstance(value, list) else value for key, value in keys.items()}
    for key, names in known.items():
        if unknown := [one_name for one_name in entry.get(key, ()) if one_name not in names]:
            raise ValueError(f"{name}: {key}: there is no {unknown[0]!r}")
    if "facts" in entry:
        entry["facts"] = _make_facts(entry["facts"])
    return kind(name=name, **entry)


def _make_facts(entries: Sequence[Mapping[str, str]]) -> tuple[PublishedFact, ...]:
    return tuple(PublishedFact(**entry) for entry in entries)
