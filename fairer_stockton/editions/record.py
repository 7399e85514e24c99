"""The record of what was ever published: a folder beside the private raw data, with every version of every edition.

Whoever has an earlier version can compare it with the next, whatever has become of it here. So each version is written
down before it is put in place (recorded and never shown does no harm, the other way round does), and nothing that was
written down is changed. The folder of a version holds the figures and areas exactly as published; beside the versions
lie the council's own extracts that they were made from, each once.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import MANIFEST
from fairer_stockton.editions.sums import find_sum_key
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.fingerprints import compute_content_checksum, compute_file_checksum, read_json
from fairer_stockton.run.private_files import make_owner_folder, open_owner_file

RECORD = "record-of-published"  # its folder in the raw folder
VERSIONS = "versions.json"  # the versions in the order in which they were written down, each with its sum
EXTRACTS = "extracts.json"  # of one version: which extracts of the council's own it was made from
EXTRACT_FILES = "extracts"  # the folder of their bytes
SHOWN = ("csv/observations.csv", "csv/memberships.csv")  # what may be compared: figures, and which areas they are of
UNFINISHED = ".being-written-"  # before the name of what is not whole yet; not an ending that tidying looks for
STORE = ".editions"  # of the reports: where each build has a folder of its own


@dataclass(frozen=True)
class RecordedExtract:
    """One extract of the council's own that a version was made from; `sha256` is the plain sum of its bytes."""

    source: str
    name: str
    period: str
    sha256: str
    synthetic: bool
    stored: str  # the name of the file as it lies in the record, whose ending says how to read it


@dataclass(frozen=True)
class RecordedVersion:
    """One version of an edition as it was published.

    `inputs` is the sum of all that its figures were made from besides the versions before it: the same inputs make the
    same version again.
    """

    folder: Path
    checksum: str

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Return what is written of the version itself."""
        return read_json(self.folder / EXTRACTS)

    @property
    def edition(self) -> str:
        """Return the name of the edition that it is a version of."""
        return str(read_json(self.folder / MANIFEST).get("edition", self.folder.name))

    @property
    def inputs(self) -> str:
        """Return the sum of what its figures were made from."""
        return str(self.facts.get("inputs", ""))

    @property
    def extracts(self) -> tuple[RecordedExtract, ...]:
        """Return the extracts of the council's own that it was made from, as far as their bytes are held."""
        return tuple(RecordedExtract(**entry) for entry in self.facts.get("extracts", ()))

    @property
    def corrections(self) -> frozenset[str]:
        """Return the names of the declared corrections that it published."""
        return frozenset(self.facts.get("corrections", ()))

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the sums of its figures and areas."""
        return tuple(_compute_checksum_if_there(self.folder / name) for name in SHOWN)


def read_record(raw_folder: Path) -> tuple[RecordedVersion, ...]:
    """Return the versions that were ever published, in the order in which they were written down.

    Raises:
        CatalogueError: a version is missing, or is not as it was written down.
    """
    record = raw_folder / RECORD
    listed = read_json(record / VERSIONS).get("versions", [])
    versions = [RecordedVersion(record / entry["folder"], entry["sum"]) for entry in listed]
    for version in versions:
        if _compute_checksum_of_version(version.folder) != version.checksum:
            raise CatalogueError(
                file=version.folder,
                found="a version of an edition that is missing from the record, or is not as it was published",
                expected="every version that was ever published, unchanged",
                remedy=f"put {record} back from your backup",
            )
    # A run that was killed between the two steps of writing down: whole, since its name came last.
    names = {entry["folder"] for entry in listed}
    late = sorted(path for path in _list_version_folders(record) if path.name not in names)
    return (*versions, *(RecordedVersion(path, _compute_checksum_of_version(path)) for path in late))


def select_versions_before(versions: Sequence[RecordedVersion], inputs: str) -> tuple[RecordedVersion, ...]:
    """Return the versions that figures made from these inputs must agree with.

    Where a version was made from the very same, it is made again, to the byte: then those before it count and no other.
    It was shown already, and the versions after it were protected with it in view.
    """
    same = (number for number, version in enumerate(versions) if version.inputs == inputs)
    return tuple(versions[: next(same, len(versions))])


def compute_checksum_of_versions(versions: Iterable[RecordedVersion]) -> str:
    """Return one sum over some versions, in their order."""
    return compute_content_checksum([], [version.checksum for version in versions])


def refuse_unrecorded_editions(settings: Settings) -> None:
    """Refuse to go on where an edition lies below the reports that the record does not hold, with those before it.

    Raises:
        CatalogueError: the record is missing, or was cut.
    """
    versions, builds = read_record(settings.raw), list_published_builds(settings.reports)
    by_shown = {version.shown: version for version in versions}
    unknown = [folder for folder in builds if _compute_shown(folder) not in by_shown]
    if not unknown and builds:
        key = find_sum_key(settings)
        parts = {key.seal(compute_checksum_of_versions(versions[:end])) for end in range(len(versions) + 1)}
        manifests = {
            folder: read_json(folder / MANIFEST) for folder in builds if by_shown[_compute_shown(folder)].inputs
        }
        unknown = [
            folder
            for folder, manifest in manifests.items()
            if manifest.get("key") == key.identity and manifest.get("record", "") not in parts
        ]
    if unknown:
        names = ", ".join(sorted({str(read_json(folder / MANIFEST)["edition"]) for folder in unknown}))
        raise CatalogueError(
            file=settings.raw / RECORD,
            found=f"no whole record of what was published as {names} and before",
            expected="every version of every edition that was ever published: it can be compared with the next",
            remedy="put the folder back from your backup; if there never was one, run `make record`, which writes it "
            f"from the editions in {settings.reports}",
        )


def list_published_builds(reports_folder: Path) -> list[Path]:
    """Return the folders below the reports that hold a published edition, by name."""
    store = reports_folder / STORE
    links = [path.resolve() for path in reports_folder.iterdir()] if reports_folder.is_dir() else []
    builds = [path for path in store.iterdir() if path.suffix != ".unfinished"] if store.is_dir() else []
    return sorted({path.resolve() for path in (*links, *builds) if "edition" in read_json(path / MANIFEST)})


def record_version(
    raw_folder: Path,
    edition_folder: Path,
    extract_files: Mapping[RecordedExtract, Path],
    inputs: str,
    corrections: Iterable[str] = (),
) -> None:
    """Write down what an edition shows, before it is shown; one that shows the same adds nothing.

    Args:
        raw_folder: where the record lies.
        edition_folder: the finished edition.
        extract_files: the extracts of the council's own that it was made from, and where the bytes of each lie.
        inputs: the sum of all that its figures were made from.
        corrections: the names of the declared corrections that it publishes.
    """
    record, versions = make_owner_folder(raw_folder / RECORD), read_record(raw_folder)
    extracts = sorted(extract_files, key=lambda extract: (extract.source, extract.name, extract.period))
    shows = (_compute_shown(edition_folder), tuple(extracts))
    if any((version.shown, version.extracts) == shows for version in versions):
        _write_list_of_versions(record, versions)
        return
    for extract, file in extract_files.items():
        _store_extract(record, extract, file)
    unfinished = record / f"{UNFINISHED}version"
    shutil.rmtree(unfinished, ignore_errors=True)
    make_owner_folder(make_owner_folder(unfinished) / "csv")
    for name in (*SHOWN, MANIFEST):
        _copy_file(edition_folder / name, unfinished / name)
    facts = {
        "inputs": inputs,
        "extracts": [asdict(extract) for extract in extracts],
        "corrections": sorted(corrections),
    }
    _write_json(unfinished / EXTRACTS, facts)
    target = _find_free_name(record, edition_folder)
    unfinished.rename(target)
    _write_list_of_versions(record, (*versions, RecordedVersion(target, _compute_checksum_of_version(target))))


def find_stored_extract(raw_folder: Path, extract: RecordedExtract) -> Path | None:
    """Return where the record holds the bytes of an extract; None where it does not, or not any more."""
    path = raw_folder / RECORD / EXTRACT_FILES / extract.sha256 / extract.stored
    return path if path.is_file() and compute_file_checksum(path) == extract.sha256 else None


def _list_version_folders(record: Path) -> list[Path]:
    folders = [path for path in record.iterdir() if not path.name.startswith(".")] if record.is_dir() else []
    return [path for path in folders if (path / EXTRACTS).is_file()]


def _compute_checksum_of_version(folder: Path) -> str:
    """Return one sum over the files of a version; of none, an empty text."""
    files = [folder / name for name in (*SHOWN, MANIFEST, EXTRACTS)]
    return compute_content_checksum(files) if all(file.is_file() for file in files) else ""


def _compute_shown(edition_folder: Path) -> tuple[str, ...]:
    return tuple(_compute_checksum_if_there(edition_folder / name) for name in SHOWN)


def _compute_checksum_if_there(file: Path) -> str:
    # Of a file that an edition lacks, the sum of nothing: it lies empty in the record.
    return compute_file_checksum(file) if file.is_file() else hashlib.sha256().hexdigest()


def _find_free_name(record: Path, edition_folder: Path) -> Path:
    """Return the folder of a new version: the name of its edition, and the beginning of its content's sum."""
    manifest = read_json(edition_folder / MANIFEST)
    name = f"{manifest['edition']}-{str(manifest.get('content', ''))[:12]}"
    taken = {path.name for path in record.iterdir()}
    again = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return record / next(free for free in (name, *again) if free not in taken)


def _store_extract(record: Path, extract: RecordedExtract, file: Path) -> None:
    """Put the bytes of an extract beside the versions, whole or not at all."""
    folder = make_owner_folder(record / EXTRACT_FILES) / extract.sha256
    if (folder / extract.stored).is_file():
        return
    unfinished = folder.with_name(f"{UNFINISHED}extract")
    shutil.rmtree(unfinished, ignore_errors=True)
    _copy_file(file, make_owner_folder(unfinished) / extract.stored)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def _copy_file(file: Path, target: Path) -> None:
    with open_owner_file(target) as stream:
        stream.write(file.read_bytes() if file.is_file() else b"")
        stream.flush()
        os.fsync(stream.fileno())


def _write_json(path: Path, content: object) -> None:
    with open_owner_file(path, "w") as stream:
        stream.write(json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _write_list_of_versions(record: Path, versions: Iterable[RecordedVersion]) -> None:
    """Write the list anew, in one step: a reader finds the earlier one or this one."""
    unfinished = record / f"{UNFINISHED}{VERSIONS}"
    entries = [{"folder": version.folder.name, "sum": version.checksum} for version in versions]
    _write_json(unfinished, {"versions": entries})
    unfinished.replace(record / VERSIONS)
