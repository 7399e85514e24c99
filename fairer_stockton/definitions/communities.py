"""Disadvantaged communities: who belongs to each, and the six gaps that are judged of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError

SURVEY = "residents_survey"
EVERYONE_ELSE = "Everyone else"


@dataclass(frozen=True, slots=True)
class SixGap:
    """One of the framework's six gaps and the measures that answer it, the best first."""

    name: str
    title: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DistinguishingGroups:
    """Two groups of a published measure that tell a community apart, or nearly, and what to know of that."""

    groups: tuple[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Community:
    """One community: who belongs to it by the residents' survey, and what would reach it where that does not."""

    name: str
    title: str
    kind: str
    who: str
    belongs: str
    known: str
    needs: str
    other: Mapping[str, DistinguishingGroups] = field(default_factory=dict)

    @property
    def member(self) -> str:
        """SQL over the survey's staged table: the group of a respondent, or null where it is not known."""
        return (
            f"case when not ({self.known}) then null when {self.belongs} then '{self.title}' else '{EVERYONE_ELSE}' end"
        )


def load_six_gaps_and_communities(path: Path) -> tuple[dict[str, SixGap], dict[str, Community]]:
    """Read the six gaps and the communities, in the file's order.

    Raises:
        CatalogueError: a key is missing, unknown or of another kind; the message names file and entry.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{path.name}: not TOML: {wrong}") from None
    entry = ""
    try:
        gaps, communities = {}, {}
        for name, keys in raw.pop("gap").items():
            entry = f"gap.{name}"
            gaps[name] = SixGap(name, **{**keys, "measures": tuple(keys["measures"])})
        for name, keys in raw.pop("community").items():
            entry = f"community.{name}"
            other = {
                measure: _make_distinguishing_groups(**groups_and_note)
                for measure, groups_and_note in keys.pop("other", {}).items()
            }
            communities[name] = Community(name, **keys, other=other)
    except KeyError as missing:
        raise CatalogueError(f"{path.name}: {entry}: the key {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise CatalogueError(f"{path.name}: {entry}: {wrong}") from None
    if raw:
        raise CatalogueError(f"{path.name}: unknown key {sorted(raw)[0]!r}")
    return gaps, communities


def _make_distinguishing_groups(groups: list[str], note: str) -> DistinguishingGroups:
    first, second = groups
    return DistinguishingGroups((first, second), note)
