"""The inputs of a past edition: a raw folder as it was then, gathered from the register of sources."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import SAMPLE, Source
from fairer_stockton.definitions.stale_sources import STANDINGS
from fairer_stockton.editions.published import MANIFEST
from fairer_stockton.editions.record import STORE
from fairer_stockton.fetch import raw_folder, register
from fairer_stockton.recovery.past_edition import PastEdition
from fairer_stockton.report.versions import list_versions
from fairer_stockton.run.errors import MissingSourceError, indent_following_lines
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json
from fairer_stockton.run.private_files import make_owner_folder, open_owner_file
from fairer_stockton.run.sum_key import read_sum_key


def gather_inputs(settings: Settings, settings_of_then: Settings, past: PastEdition) -> None:
    """Gather all that a past edition was made from: its extracts, and the editions before it.

    Args:
        settings: where the register and the editions are now.
        settings_of_then: whose folders are filled.
        past: the edition.

    Raises:
        MissingSourceError: some of it is not there any more; all of that is named.
    """
    raw, sources = settings_of_then.raw, settings.declared_definitions.sources
    make_owner_folder(raw)
    if past.manifest["stale"]:
        _write_standings(raw, {name: {"stale": facts} for name, facts in past.manifest["stale"].items()})
    _copy_what_is_no_extract(settings.raw, raw, {*sources, *register.list_registered_sources(settings.raw)})
    if not past.manifest["sample"]:  # what the sample stood in for is not among the inputs then
        (raw / SAMPLE).symlink_to((settings.raw / SAMPLE).resolve(), target_is_directory=True)
    inputs: dict[tuple[str, str, bool], list[Mapping[str, Any]]] = {}
    for entry in past.manifest["inputs"]:
        inputs.setdefault((entry["source"], entry["period"], bool(entry["synthetic"])), []).append(entry)
    missing = []
    for (name, period, synthetic), entries in inputs.items():
        gather = _link_sample if synthetic else _gather_versions
        missing += (
            []
            if name in sources and gather(settings.raw, raw, sources[name], period, entries)
            else [f"{name} {period}: {entry['file']} of {entry['sha256']}" for entry in entries]
        )
    missing += _link_earlier_editions(settings, settings_of_then, past.manifest.get("earlier", {}))
    if missing:
        raise MissingSourceError(
            source=indent_following_lines(missing),
            found="no such version in the register, or its bytes have changed",
            remedy="restore it from your backup; what `fairer forget` removed cannot be rebuilt; nothing was written",
        )


def _write_standings(raw: Path, standings: Mapping[str, Any]) -> None:
    make_owner_folder((raw / STANDINGS).parent)
    with open_owner_file(raw / STANDINGS, "w") as stream:
        stream.write(json.dumps(standings))


def _copy_what_is_no_extract(raw_now: Path, raw: Path, extracts: set[str]) -> None:
    """Copy what else lies in the raw folder: the key of sums, and what was recorded of editions."""
    for path in sorted(raw_now.iterdir()):
        if path.name in extracts or path.name == SAMPLE or path.name.startswith("."):
            continue
        shutil.copytree(path, raw / path.name) if path.is_dir() else shutil.copy2(path, raw / path.name)


def _gather_versions(raw_now: Path, raw: Path, source: Source, period: str, entries: list[Mapping[str, Any]]) -> bool:
    """Put the versions of one period in a raw folder; return whether all are there."""
    key = read_sum_key(raw_now)
    register.register_files_in_force(raw_now / source.name / period, source.supplied)
    versions = register.list_versions_of_period(raw_now, source.name, period)
    folder = raw / source.name / period
    wanted = {extract.name: extract.sha256 for extract in source.extracts if extract.period == period}
    files = []
    for entry in entries:
        fitting = [
            version
            for version in versions
            if version.name == entry["file"]
            and entry["sha256"] in (version.sha256, key.seal_file(version.sha256) if key else "")
            and version.is_whole
        ]
        if not fitting:
            return False
        files.append(fitting[0])
    make_owner_folder(folder)
    for version in files:
        _link_or_copy(version.bytes_path, folder / version.file_entry["stored"])
    listed = [{**version.file_entry, "expected": wanted.get(version.name, "")} for version in files]
    raw_folder.write_provenance(folder, {**files[0].provenance, "files": listed})
    return True


def _link_or_copy(file: Path, target: Path) -> None:
    with suppress(OSError):
        os.link(file, target)
        return
    shutil.copyfile(file, target)


def _link_sample(raw_now: Path, raw: Path, source: Source, period: str, entries: list[Mapping[str, Any]]) -> bool:
    """Link to the sample of one period; return whether it is the same as then."""
    folder = raw_now / SAMPLE / source.name / period
    sums = {entry["name"]: entry["sha256"] for entry in read_json(folder / raw_folder.PROVENANCE).get("files", ())}
    if any(sums.get(entry["file"]) != entry["sha256"] for entry in entries):
        return False
    target = raw / SAMPLE / source.name / period
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(folder.resolve(), target_is_directory=True)
    return True


def _link_earlier_editions(settings: Settings, settings_of_then: Settings, earlier: Mapping[str, str]) -> Iterator[str]:
    """Link to the editions that were compared with; yield a line for each that is not there as it was."""
    (settings_of_then.reports / STORE).mkdir(parents=True)
    builds = {compute_file_checksum(version.folder / MANIFEST): version for version in list_versions(settings.reports)}
    for name, total in earlier.items():
        if total in builds and builds[total].is_whole:
            target = builds[total].folder.resolve()
            (settings_of_then.reports / name).symlink_to(target, target_is_directory=True)
        else:
            yield f"edition {name}, whose manifest has sha256 {total}"
