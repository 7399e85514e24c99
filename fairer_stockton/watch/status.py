"""The status of a report: what is published, from which sources, and how the last runs ended."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.manifests import MANIFEST, read_manifest
from fairer_stockton.editions.published import list_edition_links
from fairer_stockton.report.stage import find_edition_of_latest
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.journal import TIME
from fairer_stockton.run.vocabulary import RunOutcome
from fairer_stockton.watch.runs import Run, read_runs
from fairer_stockton.watch.sources import SourceStanding, read_standings_of_sources

SHOWN_RUNS = 10


@dataclass(frozen=True, slots=True)
class PublishedBuild:
    """An edition that readers find, and which build of it."""

    name: str
    version: str  # of its content
    published: datetime
    code: str  # the version of the pipeline that made it
    synthetic: bool  # whether any figure is the sample's
    is_latest: bool
    audit: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """All that `fairer status` says."""

    council: str
    time: datetime
    editions: tuple[PublishedBuild, ...]
    tables_passed: int
    tables_failed: tuple[str, ...]
    sources: tuple[SourceStanding, ...]
    runs: tuple[Run, ...]  # the latest last

    @property
    def last_refresh(self) -> Run | None:
        """The last run of the whole chain that has ended, by itself or not."""
        refreshes = (run for run in reversed(self.runs) if run.command == "refresh" and not run.is_running)
        return next((run for run in refreshes if run.outcome != RunOutcome.STOPPED), None)

    @property
    def stale_sources(self) -> tuple[SourceStanding, ...]:
        """The sources for which somebody has something to do."""
        return tuple(source for source in self.sources if source.stale)

    def write_as_json(self) -> dict[str, Any]:
        """Return the same for programs, with the latest runs first."""
        runs = [
            {**asdict(run), "was_killed": run.was_killed, "has_failed": run.has_failed} for run in reversed(self.runs)
        ]
        whole = {**asdict(self), "runs": runs[:SHOWN_RUNS], "stale": [source.name for source in self.stale_sources]}
        return {name: _write_times(value) for name, value in whole.items()}


def read_status(settings: Settings, now: datetime) -> Status:
    """Read the status of a report from its folders; nothing is written, and no lock is needed."""
    runs = read_runs(settings.reports)
    verdicts = {path.stem: read_json(path) for path in sorted(settings.verdicts.glob("*.json"))}
    judged = {name: bool(verdict.get("passed")) for name, verdict in verdicts.items() if "passed" in verdict}
    return Status(
        council=settings.council.name,
        time=now,
        editions=tuple(_read_build(settings.reports, link, runs) for link in list_edition_links(settings.reports)),
        tables_passed=sum(judged.values()),
        tables_failed=tuple(name for name, passed in judged.items() if not passed),
        sources=tuple(read_standings_of_sources(settings, now)),
        runs=tuple(runs),
    )


def _read_build(reports_folder: Path, link: Path, runs: list[Run]) -> PublishedBuild:
    try:
        manifest = read_manifest(link)
    except InputError:  # the status is shown all the same; what needs the manifest refuses it
        manifest = {}
    file = link / MANIFEST
    seconds = file.stat().st_mtime if file.is_file() else 0.0
    audits = [run.audit for run in runs if run.edition == link.name and run.audit]
    code = manifest.get("code")
    return PublishedBuild(
        name=link.name,
        version=str(manifest.get("content", ""))[:12],
        published=datetime.fromtimestamp(seconds, UTC),
        code=str(code.get("version", "")) if isinstance(code, dict) else "",
        synthetic=bool(manifest.get("synthetic", True)),
        is_latest=find_edition_of_latest(reports_folder) == link.name,
        audit=audits[-1] if audits else "",
    )


def _write_times(value: Any) -> Any:
    """Return a value with its times and days as text, whatever it holds them in."""
    if isinstance(value, dict):
        return {name: _write_times(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_write_times(part) for part in value]
    if isinstance(value, datetime):
        return f"{value:{TIME}}"
    return value.isoformat() if isinstance(value, date) else value
