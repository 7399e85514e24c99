"""Removing an extract of the council's own for good: planned in one file first, so that it is always finished.

A run that is killed before the plan is there has removed nothing. Whichever run comes after a later kill does the rest.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.record import EXTRACT_FILES, RECORD, UNFINISHED
from fairer_stockton.fetch import last_good, raw_folder, register
from fairer_stockton.fetch.held_folder import FORGETTING
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.private_files import UNFINISHED_ROWS, make_owner_folder, open_owner_file

FORGOTTEN = "forgotten.jsonl"  # in the register, beside the versions that are left


@dataclass(frozen=True)
class Removal:
    """What is to be removed, and the line that is written down of it."""

    source: str
    period: str
    sums: tuple[str, ...]
    is_in_force: bool  # whether the folder goes too in which that lies which is in force
    processed: tuple[str, ...]  # the folders of tables in which there may be rows of it
    line: Mapping[str, Any]

    @property
    def folders_of_tables(self) -> list[Path]:
        """Return those folders of tables that are still there."""
        return [folder for folder in map(Path, self.processed) if folder.is_dir()]


def list_paths_to_remove(settings: Settings, removal: Removal) -> Iterator[Path]:
    """Yield each file and folder that holds rows of the versions and is there, what is in force last."""
    versions = [
        version
        for name in register.list_registered_sources(settings.raw)
        for version in register.list_versions_of_source(settings.raw, name)
    ]
    extract = (removal.source, removal.period)
    shared = {version.sha256 for version in versions if (version.source, version.period) != extract}
    sums = sorted({*removal.sums} - shared)
    part, recorded = settings.raw / register.REGISTER / register.SUPPLIED, settings.raw / RECORD / EXTRACT_FILES
    paths = [
        *(part / register.BYTES / total for total in sums),
        *(
            version.entry_path
            for version in versions
            if (version.source, version.period) == extract and version.sha256 in removal.sums
        ),
        *(recorded / total for total in sums),
        *recorded.glob(f"{UNFINISHED}*"),  # of a run that was killed while it published
        *(
            path
            for folder in removal.folders_of_tables
            for path in _list_tables(replace(settings, processed=folder), removal.source)
        ),
        *([settings.raw / removal.source / removal.period] if removal.is_in_force else []),
    ]
    yield from (path for path in paths if path.exists())


def _list_tables(settings: Settings, source_name: str) -> Iterator[Path]:
    yield settings.rebuilding  # of a past edition whose rebuilding was killed
    yield settings.staged / UNFINISHED_ROWS  # of a staging that was killed
    # The staged table has rows of all periods: it is made again from what is left.
    yield from sorted(settings.staged.glob(f"{source_name}.parquet*"))
    yield from sorted(settings.verdicts.glob(f"{source_name}.*"))


def begin_removal(raw_root: Path, removal: Removal) -> None:
    """Write the plan of a removal down, in one step; from then on it is finished, whatever happens."""
    _make_part(raw_root)
    _write_private_file(raw_root / FORGETTING, json.dumps(asdict(removal)))


def read_removal(raw_root: Path) -> Removal | None:
    """Return the removal that was begun and has not been finished, if there is one."""
    if not (raw_root / FORGETTING).is_file():
        return None
    facts = read_json(raw_root / FORGETTING)
    folders = [facts["processed"]] if isinstance(facts["processed"], str) else facts["processed"]  # one, formerly
    return Removal(**{**facts, "sums": tuple(facts["sums"]), "processed": tuple(folders)})


def finish_removal(settings: Settings, report_line: Callable[[str], None]) -> None:
    """Remove all that the plan names, if there is one, write down that it was done, and report each step.

    Args:
        settings: where the folders are.
        report_line: where each step is reported.
    """
    removal = read_removal(settings.raw)
    if removal is None:  # another run has finished it meanwhile
        return
    report_line(f"forgetting {removal.source} {removal.period}")
    _write_down(settings.raw, removal)
    last_good.forget_versions(settings.raw, removal.source, removal.sums)
    for path in list_paths_to_remove(settings, removal):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        report_line(f"removed {path}")
    (settings.raw / FORGETTING).unlink()


def _write_down(raw_root: Path, removal: Removal) -> None:
    """Add a line to what was forgotten, unless the run that was killed has."""
    log = _make_part(raw_root) / FORGOTTEN
    before = log.read_text(encoding="utf-8") if log.is_file() else ""
    line = f"{json.dumps(removal.line, ensure_ascii=False)}\n"
    if not before.endswith(line):
        _write_private_file(log, before + line)


def _make_part(raw_root: Path) -> Path:
    return make_owner_folder(raw_root / register.REGISTER / register.SUPPLIED)


def _write_private_file(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}{raw_folder.UNFINISHED}")
    with open_owner_file(unfinished, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)
