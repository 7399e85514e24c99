"""The raw folder: original bytes, each folder with a provenance file that says where they came from."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fairer_stockton.errors import InputError, MissingSourceError
from fairer_stockton.fingerprints import file_sum
from fairer_stockton.sources import Extract, Source

PROVENANCE = "provenance.json"


@dataclass(frozen=True)
class RawFile:
    """One extract as it lies on disk."""

    extract: Extract
    path: Path
    synthetic: bool

    @cached_property
    def sha256(self) -> str:
        """The sum of the bytes as they are now, not as the provenance claims."""
        return file_sum(self.path)


def find(raw: Path, source: Source) -> list[RawFile]:
    """Find every file of a source: the fetched or supplied extract where there is one, else the sample's.

    Where the council has supplied a source for any period, its sample is left out: real and invented people are not
    mixed in one table.

    Raises:
        MissingSourceError: neither lies in the raw folder.
        InputError: a provenance file is damaged, or names a file that is not there or has changed since.
    """
    supplied = [e for e in source.extracts if source.supplied and any((raw / source.name / e.period).glob("*"))]
    return [_find_extract(raw, source, extract) for extract in supplied or source.extracts]


def _find_extract(raw: Path, source: Source, extract: Extract) -> RawFile:
    for folder in (raw / source.name / extract.period, raw / "sample" / source.name / extract.period):
        if not (folder / PROVENANCE).is_file():
            _check_empty(folder)
            continue
        provenance = read_provenance(folder)
        for entry in provenance["files"]:
            if entry["name"] == extract.name:
                found = RawFile(extract, folder / entry["stored"], bool(provenance["synthetic"]))
                check_mistaken(source, found.path, found.sha256 if found.path.is_file() else "")
                _check_unchanged(found, entry["sha256"])
                _check_wanted(found, entry.get("expected", extract.sha256))
                return found
    bring = "`make fetch` (or `make fetch MIRROR=folder`) for the published extract"
    if source.supplied:
        bring = f"`make supply SOURCE={source.name} PERIOD={extract.period} FILE=...` for the council's own extract"
    raise MissingSourceError(
        f"source    {source.name} ({source.title})\n"
        f"found     no {extract.name} for {extract.period} in {raw} or {raw / 'sample'}\n"
        f"to do     run {bring}, or `make sample`"
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


def write_provenance(folder: Path, provenance: dict[str, Any]) -> None:
    """Write a folder's provenance file."""
    text = json.dumps(provenance, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / PROVENANCE).write_text(text + "\n", encoding="utf-8")


def _check_empty(folder: Path) -> None:
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


def _check_unchanged(found: RawFile, recorded: str) -> None:
    if not found.path.is_file():
        problem, actual = "no such file", "nothing"
    elif found.sha256 != recorded:
        problem, actual = "bytes that differ from those recorded when it was placed", f"sha256 {found.sha256}"
    else:
        return
    raise InputError(
        file=str(found.path),
        found=f"{problem} ({actual})",
        expected=f"sha256 {recorded}",
        remedy="raw data are never edited in place: run `make fetch` (or `make sample`) to bring the original back",
    )
