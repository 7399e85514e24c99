"""Placing: extracts into the raw folder, so that at every moment the earlier one or the new one is in force, whole.

A provenance file names what is in force. A first extract comes by one renaming of a finished folder. One that replaces
another lies in a folder of its own until one replacing of the provenance file puts it in force; only then do its files
take the places of the earlier ones.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fairer_stockton.fetch import raw_folder, register
from fairer_stockton.fetch.nested_periods import move_nested_periods
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.private_files import is_owner_folder, make_owner_folder, open_owner_file

NEW_FILES = "new"  # the folder in which files lie until those that they replace are out of force


def make_unfinished_folder(extract_folder: Path, owner_only: bool = False) -> Path:
    """Return an empty folder beside the one that an extract is meant for, to write its files into.

    Args:
        extract_folder: where the files will lie.
        owner_only: whether it, and the folder of all extracts of the source, are for their owner alone.

    Raises:
        InputError: files lie there that nobody fetched or supplied.
    """
    if not (extract_folder / raw_folder.PROVENANCE).is_file():
        raw_folder.refuse_files_without_provenance(extract_folder)
    unfinished = extract_folder.with_name(extract_folder.name + raw_folder.UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    if owner_only:
        make_owner_folder(extract_folder.parent)
        if extract_folder.is_dir():
            make_owner_folder(extract_folder)
        return make_owner_folder(unfinished)
    unfinished.mkdir(parents=True)
    return unfinished


def move_finished_files_to_extract_folder(
    unfinished_folder: Path, extract_folder: Path, provenance: Mapping[str, Any], owner_only: bool = False
) -> None:
    """Put finished files in force by one step of the operating system; what they replace is removed after it.

    Both are in the register before that: what is written down there and never was in force does no harm.
    """
    _flush_files_to_disk(unfinished_folder)
    register.register_files_in_force(extract_folder, owner_only)
    register.register_files(unfinished_folder, extract_folder, provenance, owner_only)
    if not (extract_folder / raw_folder.PROVENANCE).is_file():
        raw_folder.write_provenance(unfinished_folder, provenance)
        shutil.rmtree(extract_folder, ignore_errors=True)  # an empty one: `begin` refuses any other
        unfinished_folder.rename(extract_folder)
        return
    _finish_replacing_files(extract_folder)
    shutil.rmtree(extract_folder / NEW_FILES, ignore_errors=True)
    unfinished_folder.rename(extract_folder / NEW_FILES)
    earlier = sorted(
        path.name for path in extract_folder.iterdir() if path.name not in (raw_folder.PROVENANCE, NEW_FILES)
    )
    files = [{**entry, "stored": f"{NEW_FILES}/{entry['stored']}"} for entry in provenance["files"]]
    raw_folder.write_provenance(extract_folder, {**provenance, "files": files, "replaces": earlier})
    _finish_replacing_files(extract_folder)


def tidy_raw_folder_after_interruption(raw_root: Path, report_line: Callable[[str], None]) -> None:
    """Put the raw folder in order after a run that was interrupted while it placed an extract, and report it."""
    move_nested_periods(raw_root, report_line)
    register.remove_unfinished_files(raw_root)
    again = "If you were bringing in a new file, bring it in again"
    for retired in _find_folders_ending_with(raw_root, *raw_folder.RETIRED):
        folder = retired.with_suffix("")
        if folder.exists():
            shutil.rmtree(retired)
        else:
            retired.rename(folder)
            report_line(
                f"{_label_source_and_period(folder)}: a correction was interrupted; the earlier extract is in "
                f"force again. {again}"
            )
    for unfinished in _find_folders_ending_with(raw_root, raw_folder.UNFINISHED):
        shutil.rmtree(unfinished)
        report_line(
            f"{_label_source_and_period(unfinished.with_suffix(''))}: removed what an interrupted run left "
            f"unfinished. {again}"
        )
    for folder in sorted(path.parent for path in raw_root.glob(f"*/*/{raw_folder.PROVENANCE}")):
        if _finish_replacing_files(folder):
            report_line(
                f"{_label_source_and_period(folder)}: a correction was interrupted; removed what it left, and one "
                "extract is in force"
            )


def _finish_replacing_files(extract_folder: Path) -> bool:
    """Move the files in force to their own places and remove all others; return whether there was anything to do."""
    try:
        provenance = raw_folder.read_provenance(extract_folder)
    except InputError:  # said by name when the extract is read; until then nothing is removed
        return False
    moved = [entry for entry in provenance["files"] if Path(entry["stored"]).parent.name == NEW_FILES]
    for entry in moved:
        _copy_file_whole(extract_folder / entry["stored"], extract_folder / Path(entry["stored"]).name)
        entry["stored"] = Path(entry["stored"]).name
    if moved:
        for name in set(provenance.pop("replaces", ())) - {entry["stored"] for entry in moved}:
            _remove_file_or_folder(extract_folder / Path(name).name)
        raw_folder.write_provenance(extract_folder, provenance)
    leftovers = [*extract_folder.glob(f"*{raw_folder.UNFINISHED}"), *extract_folder.glob(NEW_FILES)]
    for path in leftovers:
        _remove_file_or_folder(path)
    return bool(moved or leftovers)


def _remove_file_or_folder(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _copy_file_whole(file: Path, target: Path) -> None:
    """Copy a file to its place: a reader finds what was there or all of the new one."""
    unfinished = target.with_name(target.name + raw_folder.UNFINISHED)
    with open_owner_file(unfinished, owner_only=is_owner_folder(target.parent)) as stream, file.open("rb") as content:
        shutil.copyfileobj(content, stream)
    unfinished.replace(target)


def _find_folders_ending_with(raw_root: Path, *endings: str) -> Iterator[Path]:
    """Yield the folders that interrupted runs left, source by source."""
    for ending in endings:
        yield from sorted(path for path in raw_root.glob(f"*/*{ending}") if path.is_dir())


def _label_source_and_period(extract_folder: Path) -> str:
    return f"{extract_folder.parent.name} {extract_folder.name}"


def _flush_files_to_disk(folder: Path) -> None:
    """Write the files through to the disk, so that a power cut does not leave a name without its bytes."""
    for path in folder.iterdir():
        with path.open("r+b") as stream:
            os.fsync(stream.fileno())
