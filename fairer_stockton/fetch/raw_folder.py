"""The raw folder: original bytes, each folder with a provenance file that says where they came from."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.run.errors import InputError, MissingSourceError
from fairer_stockton.run.fingerprints import file_sum

PROVENANCE = "provenance.json"
UNFINISHED = ".unfinished"  # ending of a folder that is being written
RETIRED = (".retired", ".replaced")  # endings of what earlier versions moved away before the new came in


@dataclass(frozen=True)
class RawFile:
    """One extract as it lies on disk."""

    extract: Extract
    path: Path
    synthetic: bool
    confirmed: Mapping[str, Any] = field(default_factory=dict, compare=False)  # what was asked of it, and the answer

    @cached_property
    def sha256(self) -> str:
        """The sum of the bytes as they are now, not as the provenance claims."""
        return file_sum(self.path)


def find(raw: Path, source: Source) -> list[RawFile]:
    """Find every file of a source: the fetched or supplied extract where there is one, else the sample's.

    A mirror's copy may leave out a part of the publisher's file: that part is then not listed.

    Where the council has supplied a source for any period, its sample is left out: real and invented people are not
    mixed in one table.

    Raises:
        MissingSourceError: neither lies in the raw folder.
        InputError: a provenance file is damaged, or names a file that is not there or has changed since.
    """
    supplied = find_supplied(raw, source)
    files = supplied or [find_file(raw, source, extract) for extract in source.extracts]
    return [file for file in files if file.extract.columns]


def find_supplied(raw: Path, source: Source) -> list[RawFile]:
    """Find the extracts that the council has supplied itself; none of a published source.

    Raises:
        InputError: as `find` does, or an extract lies there for a period that the source's file does not list.
    """
    if not source.supplied:
        return []
    periods = {extract.period: extract for extract in source.extracts}
    there = _periods(raw / source.name)
    if unlisted := sorted(there - set(periods)):
        raise InputError(
            file=str(raw / source.name / unlisted[0]),
            found=f"an extract of {unlisted[0]}",
            expected=f"periods that the source lists: {', '.join(periods)}",
            remedy=f"list the period in fairer_stockton/sources/{source.name}.toml, or move the folder away",
        )
    found = [find_file(raw, source, extract) for period, extract in periods.items() if period in there]
    if lost := [file for file in found if file.synthetic]:
        raise InputError(
            file=str(raw / source.name / lost[0].extract.period),
            found="an empty folder, where an extract of the council's own belongs",
            expected=f"the extract, with its {PROVENANCE}",
            remedy="supply the extract again; or, if there is none, remove the folder",
        )
    return found


def _periods(folder: Path) -> set[str]:
    """Name the periods that have a folder, finished or left by an interrupted run."""
    paths = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    names = {path.name for path in paths if not path.name.startswith(".")}
    return {re.sub("|".join(rf"\{ending}$" for ending in (*RETIRED, UNFINISHED)), "", name) for name in names}


def find_file(raw: Path, source: Source, extract: Extract) -> RawFile:
    """Find one extract of a source: the fetched or supplied one, else the sample's; raises as `find` does."""
    _refuse_interrupted(raw / source.name / extract.period)
    for folder in (raw / source.name / extract.period, raw / "sample" / source.name / extract.period):
        if not (folder / PROVENANCE).is_file():
            refuse_unexplained(folder)
            continue
        provenance = read_provenance(folder)
        for entry in provenance["files"]:
            if entry["name"] == extract.name:
                held = extract.in_form_of(entry["stored"])
                confirmed = entry.get("confirmed", {})
                found = RawFile(held, folder / entry["stored"], bool(provenance["synthetic"]), confirmed)
                check_mistaken(source, found.path, found.sha256 if found.path.is_file() else "")
                _check_unchanged(found, entry["sha256"], source)
                _check_wanted(found, entry.get("expected", extract.sha256))
                return found
    bring = "`make fetch` (or `make fetch MIRROR=folder`) for the published extract"
    if source.supplied:
        bring = f"`make supply SOURCE={source.name} PERIOD={extract.period} FILE=...` for the council's own extract"
    raise MissingSourceError(
        source=f"{source.name} ({source.title})",
        found=f"no {extract.name} for {extract.period} in {raw} or {raw / 'sample'}",
        remedy=f"run {bring}, or `make sample`",
    )


def check_mistaken(source: Source, path: Path, total: str) -> None:
    """Refuse a file that is known to be taken for another, and say why it is not the one.

    Raises:
        InputError: it is such a file.
    """
    for wrong, why in source.mistaken:
        if total == wrong:
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
        files = [
            {"name": file["name"], "stored": file["stored"], "sha256": file["sha256"], **file}
            for file in provenance["files"]
        ]
        return {**provenance, "synthetic": bool(provenance["synthetic"]), "files": files}
    except (ValueError, KeyError, TypeError) as damage:
        raise InputError(
            file=str(path),
            found=f"a damaged provenance file ({damage})",
            expected='JSON with "synthetic" and "files"',
            remedy="delete the folder and run `make fetch` (or `make sample`) again",
        ) from None


def write_provenance(folder: Path, provenance: Mapping[str, Any]) -> None:
    """Write a folder's provenance file: a reader finds the earlier one or the new one, whole."""
    text = json.dumps(provenance, indent=2, sort_keys=True, ensure_ascii=False)
    unfinished = folder / (PROVENANCE + UNFINISHED)
    with unfinished.open("w", encoding="utf-8") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(folder / PROVENANCE)


def _refuse_interrupted(folder: Path) -> None:
    """Refuse to look elsewhere for an extract whose placing was interrupted before it, or the earlier one, was back."""
    left = [folder.with_name(folder.name + ending) for ending in (*RETIRED, UNFINISHED)]
    if not folder.exists() and (there := [path for path in left if path.is_dir()]):
        raise InputError(
            file=str(there[0]),
            found="what an interrupted run left: neither the earlier extract nor the new one is in its place",
            expected=f"an extract in {folder}",
            remedy="run any stage, as in `make ingest`: it puts the earlier extract back; then bring the new one again",
        )


def refuse_unexplained(folder: Path) -> None:
    """Refuse files that lie where an extract belongs without a word of where they came from."""
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if found:
        raise InputError(
            file=str(folder),
            found=f"{found[0]} and no {PROVENANCE}",
            expected=f"files that were fetched or supplied, with their {PROVENANCE}",
            remedy="move them away and bring them in by `make fetch MIRROR=folder` or `make supply`",
        )


def _check_wanted(found: RawFile, expected: str) -> None:
    """Refuse a fetched file when the source's TOML asks for another release by now."""
    if expected != found.extract.sha256:
        raise InputError(
            file=str(found.path),
            found=f"the release of sha256 {expected}",
            expected=f"that of sha256 {found.extract.sha256}, as the source's TOML says now",
            remedy="run `make fetch` to bring it",
        )


def _check_unchanged(found: RawFile, recorded: str, source: Source) -> None:
    if not found.path.is_file():
        problem, actual = "no such file", "nothing"
    elif found.sha256 != recorded:
        problem, actual = "bytes that differ from those recorded when it was placed", f"sha256 {found.sha256}"
    else:
        return
    bring = (
        "run `make sample`" if found.synthetic else "supply the file again" if source.supplied else "run `make fetch`"
    )
    raise InputError(
        file=str(found.path),
        found=f"{problem} ({actual})",
        expected=f"sha256 {recorded}",
        remedy=f"raw data are never edited in place: {bring} to bring the original back",
    )
