"""The bytes of a new file in the raw folder, with where they came from; those that they replace are put aside."""

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import placing, raw_folder
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum

EARLIER = "earlier"  # the folder, beside the sources' own, of files that a revision has replaced


def store_adopted_file(
    settings: Settings, source: Source, extract: Extract, file: Path, replaced: Collection[tuple[str, str]] = ()
) -> None:
    """Put a file in force beside the others of its source and period.

    Args:
        settings: where the raw folder is.
        source: whose file it is.
        extract: its entry.
        file: the file.
        replaced: name and period of the files whose place it takes: these are put aside first, in `earlier/`.

    Raises:
        InputError: the file changed while it was read.
    """
    folder = settings.raw / source.name / extract.period
    for name, period in replaced:
        _put_aside(settings, source, settings.raw / source.name / period, name)
    unfinished = placing.make_unfinished_folder(folder)
    entries = []
    for entry in _read_entries(folder):
        if (entry["name"], extract.period) not in {*replaced, (extract.name, extract.period)}:
            shutil.copyfile(folder / entry["stored"], unfinished / Path(entry["stored"]).name)
            entries.append({**entry, "stored": Path(entry["stored"]).name})
    stored = extract.name + (".gz" if file.name.lower().endswith(".gz") else "")
    shutil.copyfile(file, unfinished / stored)
    if compute_file_checksum(unfinished / stored) != extract.sha256:
        shutil.rmtree(unfinished)
        raise InputError(file.name, "a file that changed while it was read", "a file at rest", "close it and try again")
    own = {"name": extract.name, "stored": stored, "sha256": extract.sha256, "expected": extract.sha256}
    entries.append({**own, "origin": f"adopted: {file.name}", "url": extract.url})
    facts = {"source": source.name, "title": source.title, "publisher": source.publisher, "licence": source.licence}
    placing.move_finished_files_to_extract_folder(unfinished, folder, {**facts, "synthetic": False, "files": entries})


def _read_entries(folder: Path) -> list[dict[str, Any]]:
    if not (folder / raw_folder.PROVENANCE).is_file():
        return []
    provenance = raw_folder.read_provenance(folder)
    return [] if provenance["synthetic"] else list(provenance["files"])


def _put_aside(settings: Settings, source: Source, folder: Path, name: str) -> None:
    """Copy a file that is to be replaced, with its provenance, under its sum: a second revision leaves the first."""
    for entry in _read_entries(folder):
        if entry["name"] == name and (folder / entry["stored"]).is_file():
            target = settings.raw / EARLIER / source.name / folder.name / str(entry["sha256"])[:12]
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / entry["stored"], target / Path(entry["stored"]).name)
            shutil.copyfile(folder / raw_folder.PROVENANCE, target / raw_folder.PROVENANCE)
