"""The last good version of a source: what passed its checks last, and is put back where what came after it does not.

Of each source the versions are written down that passed together. Where a later one cannot be read, fails its checks or
could not be fetched, it is set aside, those that were good are in force again, and the source is marked as stale.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.definitions.stale_sources import STANDINGS, read_stale_sources
from fairer_stockton.fetch import placing, raw_folder, register
from fairer_stockton.run.clock import read_moment, write_moment
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json, read_stamp
from fairer_stockton.run.lock import hold_lock_of_file
from fairer_stockton.run.private_files import make_owner_folder, open_owner_file

NOT_FETCHED = "the latest release could not be fetched"
Standing = dict[str, Any]
FileSums = list[list[str]]  # period, name and sum of each file of a source, in order


def note_good_versions(settings: Settings, sources: Iterable[Source]) -> None:
    """Write down the versions of sources that passed their checks: another set than before is not stale.

    What was brought after the tables were staged has not been judged yet.
    """
    with _change_standings(settings.raw) as standings:
        for source in sources:
            in_force = _list_sums_in_force(settings.raw, source.name)
            if _is_any_brought_after_staging(settings, source, in_force):
                continue
            if in_force and standings.get(source.name, {}).get("good") != in_force:
                aside = standings.get(source.name, {}).get("set_aside", [])
                standings[source.name] = {"good": in_force, "set_aside": aside, "stale": None}


def put_back_last_good_versions(settings: Settings, source: Source, why: str, moment: datetime) -> bool:
    """Put the last good versions of a source in force again, and set aside what came after them.

    Args:
        settings: where the raw folder is.
        source: the source that failed.
        why: what the report says of it, such as "the latest release did not pass its checks".
        moment: now.

    Returns:
        Whether it was done: not where there is no good version, or where just that is in force and has failed.
    """
    with _change_standings(settings.raw) as standings:
        standing = standings.get(source.name, {})
        in_force, good = _list_sums_in_force(settings.raw, source.name), standing.get("good")
        versions = [version for entry in good or () for version in _find_version(settings.raw, source.name, *entry)]
        periods = sorted({period for period, *_ in (*in_force, *(good or ()))})
        wrong = [period for period in periods if not _is_good(settings.raw, source, period, good or [])]
        if not good or len(versions) != len(good) or not wrong:
            return False
        for period in wrong:
            register.register_files_in_force(settings.raw / source.name / period, source.supplied)
        aside = [entry for entry in in_force if entry not in good]
        why = why if aside else NOT_FETCHED
        standing["set_aside"] += [{"file": entry, "moment": write_moment(moment), "why": why} for entry in aside]
        if aside or not all(_is_release_wanted(settings.raw, source, period) for period in wrong):
            since = (standing["stale"] or {}).get("since", write_moment(moment))
            standing["stale"] = {"good": max(version.brought for version in versions), "since": since, "why": why}
        # Else what is in force was damaged, and is mended.
    for period in wrong:
        of_period = [version for version in versions if version.period == period]
        if of_period:
            _put_in_force(settings.raw, source, period, of_period)
        else:  # a period that came after the last good versions
            shutil.rmtree(settings.raw / source.name / period)
    return True


def forget_versions(raw_root: Path, source_name: str, checksums: Collection[str]) -> None:
    """Leave out what is written down of versions with these sums: which was good, and which was set aside."""
    with _change_standings(raw_root) as standings:
        standing = standings.get(source_name, {})
        aside = [entry["file"] for entry in standing.get("set_aside", ())]
        if any(total in checksums for _, _, total in (*(standing.get("good") or ()), *aside)):
            del standings[source_name]


def refuse_sources_stale_for_too_long(settings: Settings, moment: datetime) -> None:
    """Refuse to go on where a last good version has stood in for longer than is declared.

    Raises:
        InputError: it has; the first such source is named, and the others follow.
    """
    days = settings.definitions.retention.stale_days
    errors = [
        InputError(
            file=str(settings.raw / stale.name),
            found=f"{stale.why}, since {stale.since}",
            expected=f"a good version within {days} days (stale_days in retention.toml)",
            remedy="see to it with the publisher or whoever supplies it, or allow it longer",
        )
        for stale in read_stale_sources(settings.raw).values()
        if moment - read_moment(stale.since) > timedelta(days=days)
    ]
    if errors:
        raise errors[0].followed_by_errors(errors[1:])


@contextmanager
def _change_standings(raw_root: Path) -> Iterator[dict[str, Standing]]:
    """Yield what is written down of each source, to be changed; it is written if it was, before another run reads it.

    Runs of several councils judge the same extracts, and do not hold the raw folder meanwhile.
    """
    path = raw_root / STANDINGS
    make_owner_folder(path.parent)
    with hold_lock_of_file(path):
        standings = read_json(path)
        before = json.dumps(standings, sort_keys=True)
        yield standings
        if json.dumps(standings, sort_keys=True) != before:
            _write_standings(path, standings)


def _write_standings(path: Path, standings: Mapping[str, Standing]) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with open_owner_file(unfinished, "w") as stream:
        stream.write(json.dumps(standings, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)


def _is_any_brought_after_staging(settings: Settings, source: Source, in_force: FileSums) -> bool:
    """Return whether a file that the source declares is in force and is not the one that its table was read from."""
    staged = _list_staged_files(settings, source.name)
    read = {(period, name, total) for name, period, total, _ in staged}
    declared = {(extract.period, extract.name) for extract in source.extracts}
    return bool(staged) and any(
        (period, name) in declared and (period, name, total) not in read for period, name, total in in_force
    )


def _list_staged_files(settings: Settings, source_name: str) -> list[list[Any]]:
    """Return name, period, sum and origin of each file that a staged table was read from."""
    staged = settings.staged / f"{source_name}.parquet"
    return list(read_stamp(staged).get("inputs", ())) if staged.is_file() else []


def _list_sums_in_force(raw_root: Path, source_name: str) -> FileSums:
    """Return the period, name and sum of each file of a source that was fetched or supplied."""
    return [
        [path.parent.name, entry["name"], entry["sha256"]]
        for path in sorted((raw_root / source_name).glob(f"*/{raw_folder.PROVENANCE}"))
        for entry in read_json(path).get("files", ())
    ]


def _find_version(raw_root: Path, source: str, period: str, name: str, total: str) -> Iterator[Any]:
    """Yield the version as which these bytes came first, if they are there as they were."""
    versions = register.list_versions_of_period(raw_root, source, period)
    fitting = [version for version in versions if (version.name, version.sha256) == (name, total)]
    yield from (version for version in fitting[:1] if version.is_whole)


def _read_entries(raw_root: Path, source: Source, period: str) -> list[Mapping[str, Any]]:
    return list(read_json(raw_root / source.name / period / raw_folder.PROVENANCE).get("files", ()))


def _is_good(raw_root: Path, source: Source, period: str, good: FileSums) -> bool:
    """Return whether just the good versions of a period are in force, whole, and the definition asks for no others."""
    folder, entries = raw_root / source.name / period, _read_entries(raw_root, source, period)
    return (
        [[period, entry["name"], entry["sha256"]] for entry in entries]
        == [entry for entry in good if entry[0] == period]
        and _is_release_wanted(raw_root, source, period)
        and all(
            (folder / entry["stored"]).is_file() and compute_file_checksum(folder / entry["stored"]) == entry["sha256"]
            for entry in entries
        )
    )


def _is_release_wanted(raw_root: Path, source: Source, period: str) -> bool:
    wanted = {extract.name: extract for extract in source.extracts if extract.period == period}
    return all(
        raw_folder.is_release_wanted(wanted[entry["name"]], entry)
        for entry in _read_entries(raw_root, source, period)
        if entry["name"] in wanted
    )


def _put_in_force(raw_root: Path, source: Source, period: str, versions: list[register.RegisteredVersion]) -> None:
    """Put versions of one period in force, in place of the release that the source's definition asks for."""
    wanted = {extract.name: extract.sha256 for extract in source.extracts if extract.period == period}
    folder = raw_root / source.name / period
    unfinished = placing.make_unfinished_folder(folder, source.supplied)
    entries = []
    for version in versions:
        entry = dict(version.file_entry)
        with open_owner_file(unfinished / entry["stored"], owner_only=source.supplied) as stream:
            stream.write(version.bytes_path.read_bytes())
        if wanted.get(version.name):  # so that it is read, and not fetched again before the definition changes
            entry["expected"] = wanted[version.name]
        entries.append(entry)
    provenance = {**versions[-1].provenance, "files": entries}
    placing.move_finished_files_to_extract_folder(unfinished, folder, provenance, source.supplied)
