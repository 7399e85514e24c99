"""The raw folder: published bytes as they came, and of supplied files what is kept, each folder with its provenance."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import SAMPLE, Extract, Source
from fairer_stockton.run.errors import InputError, MissingSourceError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.private_files import is_owner_folder, open_owner_file

PROVENANCE = "provenance.json"
LONGEST_NAME = 255  # bytes that a file system has room for
NEW_RELEASES = ".new-releases"  # the folder beside the sources, which no stage reads
UNFINISHED = ".unfinished"  # ending of a folder that is being written
RETIRED = (".retired", ".replaced")  # endings of what earlier versions moved away before the new came in


@dataclass(frozen=True)
class RawFile:
    """One extract as it lies on disk."""

    extract: Extract
    path: Path
    synthetic: bool
    confirmed: Mapping[str, Any] = field(default_factory=dict, compare=False)  # what was asked of it, and the answer
    reduced: bool = True  # whether it holds nothing but the columns that its source names; asked of supplied ones

    @cached_property
    def sha256(self) -> str:
        """The sum of the bytes as they are now, not as the provenance claims."""
        return compute_file_checksum(self.path)


def find_raw_files(raw_root: Path, source: Source) -> list[RawFile]:
    """Find every file of a source that is there: those fetched or supplied, else the sample's.

    A mirror's copy may leave out a part of the publisher's file: that part is then not listed. Where any file was
    fetched or supplied, the sample is left out: what is real and what is invented are not mixed in one table.

    Raises:
        MissingSourceError: no file of the source lies in the raw folder.
        InputError: a provenance file is damaged, or names a file that is not there or has changed since.
    """
    files = find_supplied_files(raw_root, source) or _find_files_of_extracts(raw_root, source)
    return [file for file in files if file.extract.columns]


def _find_files_of_extracts(raw_root: Path, source: Source) -> list[RawFile]:
    """Find the files of a source's extracts; those neither fetched nor in the sample are absent, but not all."""
    files, absent = [], []
    for extract in source.extracts:
        try:
            files.append(find_raw_file_of_extract(raw_root, source, extract))
        except MissingSourceError as missing:
            absent.append(missing)
    if not files:
        raise absent[0]
    return [file for file in files if not file.synthetic] or files


def list_absent_extracts(raw_root: Path, source: Source) -> list[Extract]:
    """Return the extracts of a published source that are not there, of which there may be a sample at most."""
    return [extract for extract in source.extracts if not _is_listed(raw_root / source.name / extract.period, extract)]


def _is_listed(folder: Path, extract: Extract) -> bool:
    """Return whether the provenance file of a folder lists an extract; what else is wrong there is said elsewhere."""
    if not folder.exists():
        return False
    return not (folder / PROVENANCE).is_file() or any(
        entry["name"] == extract.name for entry in read_provenance(folder)["files"]
    )


def find_supplied_files(raw_root: Path, source: Source) -> list[RawFile]:
    """Find the extracts that the council has supplied itself; none of a published source.

    Raises:
        InputError: as `find` does, or an extract lies there for a period that the source's file does not list.
    """
    if not source.supplied:
        return []
    periods = {extract.period: extract for extract in source.extracts}
    there = _list_periods_with_folder(raw_root / source.name)
    if unlisted := sorted(there - set(periods)):
        raise InputError(
            file=str(raw_root / source.name / unlisted[0]),
            found=f"an extract of {unlisted[0]}",
            expected=f"periods that the source lists: {', '.join(periods)}",
            remedy=f"list the period in fairer_stockton/sources/{source.name}.toml, or move the folder away",
        )
    files = [
        find_raw_file_of_extract(raw_root, source, extract) for period, extract in periods.items() if period in there
    ]
    if lost := [file for file in files if file.synthetic]:
        raise InputError(
            file=str(raw_root / source.name / lost[0].extract.period),
            found="an empty folder, where an extract of the council's own belongs",
            expected=f"the extract, with its {PROVENANCE}",
            remedy="supply the extract again; or, if there is none, remove the folder",
        )
    return files


def _list_periods_with_folder(source_folder: Path) -> set[str]:
    """Return the periods that have a folder, finished or left by an interrupted run."""
    paths = [path for path in source_folder.iterdir() if path.is_dir()] if source_folder.is_dir() else []
    names = {path.name for path in paths if not path.name.startswith(".")}
    return {re.sub("|".join(rf"\{ending}$" for ending in (*RETIRED, UNFINISHED)), "", name) for name in names}


def find_raw_file_of_extract(raw_root: Path, source: Source, extract: Extract) -> RawFile:
    """Find one extract of a source: the fetched or supplied one, else the sample's; raises as `find` does."""
    _refuse_interrupted_extract(raw_root / source.name / extract.period)
    for folder in (raw_root / source.name / extract.period, raw_root / SAMPLE / source.name / extract.period):
        if not (folder / PROVENANCE).is_file():
            refuse_files_without_provenance(folder)
            continue
        provenance = read_provenance(folder)
        for entry in provenance["files"]:
            if entry["name"] == extract.name:
                held = extract.with_columns_of_stored_file(entry["stored"])
                confirmed = entry.get("confirmed", {})
                raw_file = RawFile(
                    held, folder / entry["stored"], bool(provenance["synthetic"]), confirmed, "reduced" in entry
                )
                refuse_mistaken_file(source, raw_file.path, raw_file.sha256 if raw_file.path.is_file() else "")
                _refuse_changed_file(raw_file, entry["sha256"], source)
                _refuse_other_release(raw_file, entry)
                return raw_file
    bring = "`make fetch` (or `make fetch MIRROR=folder`) for the published extract"
    if source.supplied:
        bring = f"`make supply SOURCE={source.name} PERIOD={extract.period} FILE=...` for the council's own extract"
    raise MissingSourceError(
        source=f"{source.name} ({source.title})",
        found=f"no {extract.name} for {extract.period} in {raw_root} or {raw_root / SAMPLE}",
        remedy=f"run {bring}, or `make sample`",
    )


def refuse_mistaken_file(source: Source, path: Path, checksum: str) -> None:
    """Refuse a file that is known to be mistaken for another, with the reason.

    Raises:
        InputError: it is such a file.
    """
    for wrong, why in source.mistaken:
        if checksum == wrong:
            raise InputError(
                file=str(path),
                found=why,
                expected=f"{source.title}: {source.extracts[0].name}",
                remedy="bring the right file by `make fetch`, from its publisher or a mirror folder",
            )


def read_provenance(folder: Path) -> dict[str, Any]:
    """Read a folder's provenance file."""
    path = folder / PROVENANCE
    try:
        provenance = json.loads(path.read_text(encoding="utf-8"))
        files = [_check_provenance_entry({**file}) for file in provenance["files"]]
        return {**provenance, "synthetic": bool(provenance["synthetic"]), "files": files}
    except (ValueError, KeyError, TypeError, RecursionError) as damage:
        raise InputError(
            file=str(path),
            found=f"a damaged provenance file ({damage})",
            expected='JSON with "synthetic" and "files"',
            remedy="delete the folder and run `make fetch` (or `make sample`) again",
        ) from None


def _check_provenance_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what is recorded of a file, if it is of the form in which it is written.

    Raises:
        KeyError: a fact is missing.
        ValueError: a fact is of another kind, or the file would lie outside its folder.
    """
    for name in ("name", "stored", "sha256"):
        if not isinstance(entry[name], str) or not entry[name]:
            raise ValueError(f"{name!r} is no text")
    for name in ("expected", "origin", "url", "etag", "last_modified"):
        if not isinstance(entry.get(name, ""), str):
            raise ValueError(f"{name!r} is no text")
    parts = Path(entry["stored"]).parts
    if Path(entry["stored"]).is_absolute() or ".." in parts or "\0" in entry["stored"]:
        raise ValueError("'stored' leads out of the folder")
    if max(len(part.encode("utf-8", "surrogatepass")) for part in parts) > LONGEST_NAME:
        raise ValueError("'stored' is longer than the name of a file")
    if not isinstance(entry.get("confirmed", {}), dict):
        raise ValueError("'confirmed' is no table")
    return entry


def write_provenance(folder: Path, provenance: Mapping[str, Any]) -> None:
    """Write a folder's provenance file: a reader finds the earlier one or the new one, whole."""
    text = json.dumps(provenance, indent=2, sort_keys=True, ensure_ascii=False)
    unfinished = folder / (PROVENANCE + UNFINISHED)
    with open_owner_file(unfinished, "w", is_owner_folder(folder)) as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(folder / PROVENANCE)


def _refuse_interrupted_extract(extract_folder: Path) -> None:
    """Refuse to look elsewhere for an extract whose placing was interrupted before it, or the earlier one, was back."""
    left = [extract_folder.with_name(extract_folder.name + ending) for ending in (*RETIRED, UNFINISHED)]
    if not extract_folder.exists() and (there := [path for path in left if path.is_dir()]):
        raise InputError(
            file=str(there[0]),
            found="what an interrupted run left: neither the earlier extract nor the new one is in its place",
            expected=f"an extract in {extract_folder}",
            remedy="run any stage, as in `make ingest`: it puts the earlier extract back; then bring the new one again",
        )


def refuse_files_without_provenance(folder: Path) -> None:
    """Refuse files that lie where an extract belongs without a word of where they came from."""
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if names:
        raise InputError(
            file=str(folder),
            found=f"{names[0]} and no {PROVENANCE}",
            expected=f"files that were fetched or supplied, with their {PROVENANCE}",
            remedy="move them away and bring them in by `make fetch MIRROR=folder` or `make supply`",
        )


def is_release_wanted(extract: Extract, provenance_entry: Mapping[str, Any]) -> bool:
    """Return whether a file in the raw folder is of the release that the source's TOML asks for.

    A file that was fetched before its sum was recorded there is known by its own; until one is recorded, any will do.
    """
    fetched = provenance_entry.get("expected", extract.sha256) or provenance_entry["sha256"]
    return not extract.sha256 or fetched == extract.sha256


def _refuse_other_release(raw_file: RawFile, provenance_entry: Mapping[str, Any]) -> None:
    """Refuse a fetched file when the source's TOML asks for another release by now."""
    if not is_release_wanted(raw_file.extract, provenance_entry):
        raise InputError(
            file=str(raw_file.path),
            found=f"the release of sha256 {provenance_entry['expected'] or provenance_entry['sha256']}",
            expected=f"that of sha256 {raw_file.extract.sha256}, as the source's TOML says now",
            remedy="run `make fetch` to bring it",
        )


def _refuse_changed_file(raw_file: RawFile, recorded_checksum: str, source: Source) -> None:
    if not raw_file.path.is_file():
        problem, actual = "no such file", "nothing"
    elif raw_file.sha256 != recorded_checksum:
        problem, actual = "bytes that differ from those recorded when it was placed", f"sha256 {raw_file.sha256}"
    else:
        return
    bring = (
        "run `make sample`"
        if raw_file.synthetic
        else "supply the file again"
        if source.supplied
        else "run `make fetch`"
    )
    raise InputError(
        file=str(raw_file.path),
        found=f"{problem} ({actual})",
        expected=f"sha256 {recorded_checksum}",
        remedy=f"raw data are never edited in place: {bring} to bring the original back",
    )
