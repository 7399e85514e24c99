"""How each source stands: which period is in force, how old it is, when the next is due, and why it is stale."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.release_calendar import find_last_day_of_period
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import SAMPLE, Source
from fairer_stockton.definitions.stale_sources import read_stale_sources
from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.fetch.raw_folder import NEW_RELEASES, PROVENANCE, read_provenance
from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.sum_key import read_sum_key
from fairer_stockton.run.vocabulary import SourceOrigin


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One source as it lies in the raw folder; days are None where they are not known."""

    name: str
    title: str
    publisher: str
    licence: str
    origin: SourceOrigin
    period: str  # the latest that is in force
    brought: date | None  # the day on which that came into the raw folder
    age_days: int | None  # since the end of that period
    next_due: date | None
    next_release: str  # what is known of it in words, where no day is
    stale: tuple[str, ...]  # why, in words


def read_standings_of_sources(settings: Settings, now: datetime) -> list[SourceStanding]:
    """Return how every declared source stands, in the order of their names."""
    checksums = _read_published_checksums(settings)
    sources = settings.declared_definitions.sources.values()
    return [_read_standing(settings, source, checksums, now.date()) for source in sources]


def _read_standing(
    settings: Settings, source: Source, checksums: Mapping[str, set[str]], today: date
) -> SourceStanding:
    held = _list_provenance_by_period(settings.raw / source.name)
    sample = {} if held else _list_provenance_by_period(settings.raw / SAMPLE / source.name)
    period = max(held or sample, default="", key=_order_periods)
    end = find_last_day_of_period(period) if held else None
    due = source.calendar.find_due_day(period) if source.calendar and held else None
    provenance = settings.raw / source.name / period / PROVENANCE
    reasons = _describe_overdue_release(source, period, due) if due and due < today else []
    reasons += _describe_waiting_releases(settings.raw, source.name)
    reasons += [stale.note for name, stale in read_stale_sources(settings.raw).items() if name == source.name]
    if held and checksums and not _are_published(settings, source, held.values(), checksums):
        reasons.append("brought in, and not in the published edition yet")
    return SourceStanding(
        name=source.name,
        title=source.title,
        publisher=source.publisher,
        licence=source.licence,
        origin=_find_origin(source, bool(held), bool(sample)),
        period=period,
        brought=datetime.fromtimestamp(provenance.stat().st_mtime, UTC).date() if held else None,
        age_days=(today - end).days if end else None,
        next_due=due,
        next_release=_describe_next_release(source),
        stale=tuple(reasons),
    )


def _find_origin(source: Source, is_held: bool, has_sample: bool) -> SourceOrigin:
    if is_held:
        return SourceOrigin.SUPPLIED if source.supplied else SourceOrigin.PUBLISHED
    return SourceOrigin.SAMPLE if has_sample else SourceOrigin.ABSENT


def _describe_next_release(source: Source) -> str:
    calendar = source.calendar
    return (calendar.rhythm or calendar.next_release.replace("_", " ")) if calendar else ""


def _describe_overdue_release(source: Source, period: str, due: date) -> list[str]:
    basis = f" ({source.calendar.basis})" if source.calendar else ""
    return [f"the release after {period} has been due since {due:%B %Y}{basis}"]


def _list_provenance_by_period(source_folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what is recorded of each period that has a folder with a provenance file."""
    folders = source_folder.glob(f"[!.]*/{PROVENANCE}")
    return {path.parent.name: read_files_of_provenance(path) for path in folders if "." not in path.parent.name}


def read_files_of_provenance(provenance_file: Path) -> list[dict[str, Any]]:
    """Return what a provenance file records of each file; nothing of a damaged one, which every stage refuses."""
    with suppress(InputError):
        return list(read_provenance(provenance_file.parent)["files"])
    return []


def _order_periods(period: str) -> tuple[date, str]:
    return (find_last_day_of_period(period) or date.min, period)


def _describe_waiting_releases(raw_root: Path, source_name: str) -> list[str]:
    """Return that a publisher has another file than the one in force, for each period of which it has."""
    folders = sorted((raw_root / NEW_RELEASES / source_name).glob("*"))
    return [
        f"the publisher has changed {folder.name}: look at it by `fairer adopt`"
        for folder in folders
        if folder.is_dir() and any(folder.iterdir())
    ]


def _read_published_checksums(settings: Settings) -> dict[str, set[str]]:
    """Return the sums of the files that the published edition was made from, by source; nothing where none is."""
    checksums: dict[str, set[str]] = {}
    with suppress(InputError):  # the status is shown all the same; what needs the manifest refuses it
        for entry in read_manifest(settings.reports / settings.edition).get("inputs", ()):
            checksums.setdefault(entry["source"], set()).add(entry["sha256"])
    return checksums


def _are_published(
    settings: Settings, source: Source, provenances: Iterable[list[dict[str, Any]]], checksums: Mapping[str, set[str]]
) -> bool:
    """Return whether the edition was made from every file of a source that it reads any of."""
    try:
        key = read_sum_key(settings.raw)
    except CatalogueError:
        key = None
    wanted = {extract.name for extract in source.extracts}
    totals = {entry["sha256"] for files in provenances for entry in files if entry["name"] in wanted}
    if source.supplied:
        totals = {key.seal_file(total) for total in totals} if key else set()
    return totals <= checksums.get(source.name, set())
