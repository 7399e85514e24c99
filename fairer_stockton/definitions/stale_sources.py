"""Stale sources: those whose latest version could not be used, so that the last good one is used instead."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fairer_stockton.run.clock import read_moment
from fairer_stockton.run.fingerprints import read_json

# Beside the versions of the council's own, since it has their sums. Of each source the last good versions, and more.
STANDINGS = Path(".register", "supplied", "standings.json")


@dataclass(frozen=True, slots=True)
class StaleSource:
    """A source whose last good version is used: when that was brought, since when it is used, and in place of what."""

    name: str
    good: str
    since: str
    why: str

    @property
    def note(self) -> str:
        """Return what the report says of it."""
        day = _write_day(read_moment(self.good))
        return f"{self.why[0].upper()}{self.why[1:]}, so these figures rest on the last good version, of {day}."


def read_stale_sources(raw_folder: Path) -> dict[str, StaleSource]:
    """Return the sources of which the last good version is used, by name."""
    standings = {
        name: standing["stale"]
        for name, standing in read_json(raw_folder / STANDINGS).items()
        if isinstance(standing, dict) and isinstance(standing.get("stale"), dict)
    }
    return {
        name: StaleSource(name, **facts)
        for name, facts in standings.items()
        if facts.keys() == {"good", "since", "why"} and all(isinstance(fact, str) for fact in facts.values())
    }


def _write_day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
