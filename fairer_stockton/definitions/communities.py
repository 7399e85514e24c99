"""Disadvantaged communities: who belongs to each, and the six gaps that are judged of it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType

SURVEY = "residents_survey"
EVERYONE_ELSE = "Everyone else"
WHOLE_MEASURE = "all"  # the category of a figure that is of everybody whom a measure counts
NO_PUBLIC_SOURCE = "No public source"
COUNTED = "counted_by_neighbourhood"


@dataclass(frozen=True, slots=True)
class SixGap:
    """One of the framework's six gaps and the measures that answer it, the best first.

    `counted_by_neighbourhood` are the published measures that count, in each neighbourhood, those on its worse side.
    """

    name: str
    title: str
    measures: tuple[str, ...]
    counted_by_neighbourhood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DistinguishingGroups:
    """The groups of a published measure by which a community is known, or nearly, and what to know of that.

    Attributes:
        groups: the community's group and the one that it is set against. One group alone, or none where the whole
            measure is of the community, has nobody to be set against: the figure is shown by itself.
        note: what to know of it.
        area: the kind of area of the figures; a region's are never those of the borough.
    """

    groups: tuple[str, ...]
    note: str
    area: AreaType = AreaType.BOROUGH


@dataclass(frozen=True, slots=True)
class Community:
    """One community: who belongs to it by the residents' survey, and what would reach it where that does not.

    Attributes:
        needs: what would reach it better.
        needs_for: by gap, the published figures that would fill it and are not held.
        no_public_source: the gaps in which nobody publishes a figure of the community in a council.
        other: the published measures that are of the community, by name.
        counted_by_neighbourhood: the published measures that count it, or nearly, in each neighbourhood.
    """

    name: str
    title: str
    kind: str
    who: str
    belongs: str
    known: str
    needs: str
    needs_for: Mapping[str, str] = field(default_factory=dict)
    no_public_source: tuple[str, ...] = ()
    other: Mapping[str, DistinguishingGroups] = field(default_factory=dict)
    counted_by_neighbourhood: tuple[str, ...] = ()

    def explain_what_would_fill(self, gap_name: str) -> str:
        """Return what would fill a gap that has no figure of the community, or that nobody publishes one."""
        needs = self.needs_for.get(gap_name, self.needs)
        return f"{NO_PUBLIC_SOURCE}. {needs}" if gap_name in self.no_public_source else needs

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
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{path.name}: not TOML: {wrong}") from None
    entry = ""
    try:
        gaps, communities = {}, {}
        for name, keys in raw.pop("gap").items():
            entry = f"gap.{name}"
            counted = tuple(keys.pop(COUNTED, ()))
            gaps[name] = SixGap(name, **{**keys, "measures": tuple(keys["measures"])}, counted_by_neighbourhood=counted)
        for name, keys in raw.pop("community").items():
            entry = f"community.{name}"
            other = {
                measure: _make_distinguishing_groups(**groups_and_note)
                for measure, groups_and_note in keys.pop("other", {}).items()
            }
            unpublished, counted = (tuple(keys.pop(key, ())) for key in ("no_public_source", COUNTED))
            communities[name] = Community(
                name, **keys, no_public_source=unpublished, other=other, counted_by_neighbourhood=counted
            )
            _require_names_of_gaps(communities[name], gaps)
    except KeyError as missing:
        raise CatalogueError(f"{path.name}: {entry}: the key {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise CatalogueError(f"{path.name}: {entry}: {wrong}") from None
    if raw:
        raise CatalogueError(f"{path.name}: unknown key {sorted(raw)[0]!r}")
    return gaps, communities


def _make_distinguishing_groups(note: str, groups: Sequence[str] = (), area: str = "borough") -> DistinguishingGroups:
    if len(groups) > 2:
        raise ValueError(f"groups: two at most, the community's and the one that it is set against, not {len(groups)}")
    return DistinguishingGroups(tuple(groups), note, AreaType(area))


def _require_names_of_gaps(community: Community, gaps: Mapping[str, SixGap]) -> None:
    """Raise a ValueError where a community names a gap that is none, or a measure that no gap does."""
    if unknown := sorted({*community.needs_for, *community.no_public_source} - set(gaps)):
        raise ValueError(f"{unknown[0]!r} is not one of the gaps")
    if unused := sorted(set(community.other) - {measure for gap in gaps.values() for measure in gap.measures}):
        raise ValueError(f"no gap names the measure {unused[0]!r}")
