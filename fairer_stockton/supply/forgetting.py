"""Forgetting: an extract of the council's own removed on purpose, wherever the run keeps rows of it.

Nothing else ever takes a version out of the register. What was done is written down, without anything of what was
removed: not even its sum, by which anyone could try what it held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import raw_folder, register
from fairer_stockton.fetch.folders_of_tables import list_folders_of_tables
from fairer_stockton.run.clock import read_clock, write_moment
from fairer_stockton.run.errors import CatalogueError, QuestionedError, indent_following_lines
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json
from fairer_stockton.run.lock import SHORT_WAIT, hold_locks_of_folders
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.removal import Removal, begin_removal, finish_removal, list_paths_to_remove
from fairer_stockton.supply.stage import find_extract, refuse_reason_that_names_somebody


@dataclass(frozen=True)
class ForgettingChoices:
    """What is to be removed and why, as the command says it; without a version, all of the period."""

    source: str
    period: str
    version: str = ""
    reason: str = ""
    is_agreed: bool = False


def forget_extract(
    settings: Settings, progress: Progress, choices: ForgettingChoices, moment: datetime | None = None
) -> None:
    """Remove every version of an extract, or one of them, and write down that it was done.

    Args:
        settings: where the folders are.
        progress: where each step is reported.
        choices: what is to be removed, and why.
        moment: now, where the clock is not to be read.

    Raises:
        CatalogueError: the council supplies no such source, or no version of it is there; or no reason was stated.
        QuestionedError: nobody has agreed yet.
        LockedError: another council is at work with tables of it.
    """
    source, extract = find_extract(settings.declared_definitions.sources, choices.source, choices.period)
    refuse_reason_that_names_somebody("REASON=", choices.reason, extract)
    registered = register.list_versions_of_period(settings.raw, source.name, extract.period)
    in_force = set(_list_sums_in_force(settings, source, extract, choices))
    sums = in_force | {version.sha256 for version in registered if version.sha256.startswith(choices.version)}
    if not sums:
        raise _make_nothing_there_error(settings, source, extract)
    removal = Removal(
        source=source.name,
        period=extract.period,
        sums=tuple(sorted(sums)),
        is_in_force=bool(in_force) or not choices.version,
        processed=tuple(map(str, _list_folders_of_tables(settings))),
        line=_describe_forgetting(source, extract, choices, len(sums), moment or read_clock()),
    )
    _refuse_without_reason_and_agreement(choices, source, extract, [*list_paths_to_remove(settings, removal)])
    others = {*removal.folders_of_tables} - {settings.processed.resolve()}
    with hold_locks_of_folders(*others, wait=SHORT_WAIT):  # of other councils that work from these extracts
        begin_removal(settings.raw, removal)
        finish_removal(settings, progress.say)
    for folder in removal.processed:
        if Path(folder) not in removal.folders_of_tables:
            progress.say(f"not there now, and so not cleared: {folder}; run `make ingest` with it once it is")
    progress.say(
        "figures that were published stay; so do backups, in which it must be removed by hand, and, until their next "
        "`make ingest`, tables of councils that have not run one since this version of the package or a restore"
    )


def _list_folders_of_tables(settings: Settings) -> list[Path]:
    """Return every folder in which rows of the extracts were staged, and the folder of this run."""
    return sorted({settings.processed.resolve(), *list_folders_of_tables(settings.raw)})


def _list_sums_in_force(
    settings: Settings, source: Source, extract: Extract, choices: ForgettingChoices
) -> Iterator[str]:
    """Yield the sums of what is in force, also where that is not in the register yet, or its provenance was lost."""
    folder = settings.raw / source.name / extract.period
    sums = [str(entry["sha256"]) for entry in read_json(folder / raw_folder.PROVENANCE).get("files", ())]
    left = (path for path in folder.glob("*") if path.is_file() and path.name != raw_folder.PROVENANCE)
    yield from (total for total in sums or map(compute_file_checksum, left) if total.startswith(choices.version))


def _make_nothing_there_error(settings: Settings, source: Source, extract: Extract) -> CatalogueError:
    lines = list(register.describe_versions(settings.raw, source.name))
    return CatalogueError(
        source=source.name,
        period=extract.period,
        found="no such version of the extract",
        expected=indent_following_lines(["one of", *lines]) if lines else "an extract that was supplied",
        remedy=f"look at `fairer register --source {source.name}`",
    )


def _refuse_without_reason_and_agreement(
    choices: ForgettingChoices, source: Source, extract: Extract, paths: Sequence[Path]
) -> None:
    """Refuse to remove anything without a reason and a yes, and name what would be removed."""
    if choices.reason.strip() and choices.is_agreed:
        return
    command = f'make forget SOURCE={source.name} PERIOD={extract.period} REASON="why" YES=1'
    raise QuestionedError(
        source=source.name,
        period=extract.period,
        question="remove for good, so that it cannot be put back?",
        found=indent_following_lines(map(str, paths)),
        expected="a reason, which is written down, and a yes",
        remedy=command + (f" VERSION={choices.version}" if choices.version else ""),
    )


def _describe_forgetting(
    source: Source, extract: Extract, choices: ForgettingChoices, count: int, moment: datetime
) -> dict[str, Any]:
    """Return what is written down: nothing of what was removed, not even its sum."""
    return {
        "forgotten": write_moment(moment),
        "account": register.read_account(),
        "source": source.name,
        "period": extract.period,
        "versions": count,
        "reason": choices.reason.strip(),
    }
