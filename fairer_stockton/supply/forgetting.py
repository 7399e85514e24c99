"""Forgetting: an extract of the council's own removed on purpose, wherever the run keeps rows of it.

Nothing else ever takes a version out of the register. What was done is written down, without anything of what was
removed: not even its sum, by which anyone could try what it held.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import last_good, raw_folder, register
from fairer_stockton.run.clock import read_clock, write_moment
from fairer_stockton.run.errors import CatalogueError, QuestionedError, indent_following_lines
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.private_files import make_owner_folder, open_owner_file
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.stage import find_extract, refuse_reason_that_names_somebody

FORGOTTEN = "forgotten.jsonl"  # in the register, beside the versions that are left
# Where the record of what was published has the bytes of extracts, each in a folder of the name of its sum.
RECORDED_EXTRACTS = Path("record-of-published", "extracts")


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
    """
    source, extract = find_extract(settings.declared_definitions.sources, choices.source, choices.period)
    refuse_reason_that_names_somebody("REASON=", choices.reason, extract)
    versions = [
        version
        for version in register.list_versions_of_period(settings.raw, source.name, extract.period)
        if version.sha256.startswith(choices.version)
    ]
    sums = {version.sha256 for version in versions} | set(_list_sums_in_force(settings, source, extract, choices))
    if not sums:
        raise _make_nothing_there_error(settings, source, extract)
    paths = list(_list_paths_to_remove(settings, source, extract, versions, sums))
    _refuse_without_reason_and_agreement(choices, source, extract, paths)
    _write_down(settings.raw, source, extract, choices, len(sums), moment or read_clock())
    last_good.forget_versions(settings.raw, source.name, sums)
    for path in paths:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        progress.say(f"removed {path}")
    progress.say("figures that were published stay; so do backups, in which it must be removed by hand")


def _list_sums_in_force(
    settings: Settings, source: Source, extract: Extract, choices: ForgettingChoices
) -> Iterator[str]:
    """Yield the sums of what is in force, also where that is not in the register yet."""
    provenance = read_json(settings.raw / source.name / extract.period / raw_folder.PROVENANCE)
    for entry in provenance.get("files", ()):
        if str(entry["sha256"]).startswith(choices.version):
            yield str(entry["sha256"])


def _list_paths_to_remove(
    settings: Settings,
    source: Source,
    extract: Extract,
    versions: Sequence[register.RegisteredVersion],
    sums: set[str],
) -> Iterator[Path]:
    """Yield each file and folder that holds rows of the versions, what is in force last."""
    shared = {
        version.sha256
        for name in register.list_registered_sources(settings.raw)
        for version in register.list_versions_of_source(settings.raw, name)
        if (version.source, version.period) != (source.name, extract.period)
    }
    yield from dict.fromkeys(version.bytes_path for version in versions if version.sha256 not in shared)
    yield from (version.entry_path for version in versions)
    recorded = (settings.raw / RECORDED_EXTRACTS / total for total in sorted(sums - shared))
    yield from (folder for folder in recorded if folder.is_dir())
    if settings.rebuilding.is_dir():  # of a past edition whose rebuilding was killed
        yield settings.rebuilding
    # The staged table has rows of all periods: it is made again from what is left.
    yield from sorted(settings.staged.glob(f"{source.name}.parquet*"))
    yield from sorted(settings.verdicts.glob(f"{source.name}.*"))
    folder = settings.raw / source.name / extract.period
    provenance = read_json(folder / raw_folder.PROVENANCE)
    if {entry["sha256"] for entry in provenance.get("files", ())} & sums:
        yield folder


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


def _write_down(
    raw_root: Path, source: Source, extract: Extract, choices: ForgettingChoices, count: int, moment: datetime
) -> None:
    """Add a line to what was forgotten, before it is: a run that is killed between has said what it began."""
    part = make_owner_folder(raw_root / register.REGISTER / register.SUPPLIED)
    facts = {
        "forgotten": write_moment(moment),
        "account": register.read_account(),
        "source": source.name,
        "period": extract.period,
        "versions": count,
        "reason": choices.reason.strip(),
    }
    log = part / FORGOTTEN
    before = log.read_text(encoding="utf-8") if log.is_file() else ""
    unfinished = part / f".{FORGOTTEN}"
    with open_owner_file(unfinished, "w") as stream:
        stream.write(f"{before}{json.dumps(facts, ensure_ascii=False)}\n")
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(log)
