"""Periods that earlier versions put into a folder in a folder: 2013/14 is moved to 2013-14, where all look for it.

Those versions took the folder of the source for the raw folder, and so wrote a register of its own into it. That is
moved too: what is in no list could not be forgotten.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from fairer_stockton.fetch import raw_folder, register
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.private_files import make_owner_folder


def move_nested_periods(raw_root: Path, report_line: Callable[[str], None]) -> None:
    """Move each nested folder of a period, and what was registered of it; report what cannot be moved."""
    for nested in sorted(raw_root.glob(f"[!.]*/{register.REGISTER}")):
        _move_nested_register(raw_root, nested)
    for nested in sorted(path.parent for path in raw_root.glob(f"[!.]*/[12]*/[0-9]*/{raw_folder.PROVENANCE}")):
        folder = nested.parent.with_name(f"{nested.parent.name}-{nested.name}")
        if not folder.exists():
            nested.rename(folder)
        elif _has_same_files(nested, folder):
            shutil.rmtree(nested)
        else:
            report_line(
                f"{folder.parent.name} {folder.name}: an earlier version put another extract into {nested}, which is "
                f"not used. Compare it with {folder}, and remove it if you do not need it"
            )
        if not any(nested.parent.iterdir()):
            nested.parent.rmdir()


def _has_same_files(nested: Path, folder: Path) -> bool:
    """Return whether both folders hold the same files, as they were recorded and as they are."""
    with suppress(InputError):  # a damaged provenance, which is not compared
        first, second = (raw_folder.read_provenance(path)["files"] for path in (nested, folder))
        sums = {entry["name"]: entry["sha256"] for entry in first}
        return sums == {entry["name"]: entry["sha256"] for entry in second} and all(
            (path := folder / entry["stored"]).is_file() and compute_file_checksum(path) == entry["sha256"]
            for entry in second
        )
    return False


def _move_nested_register(raw_root: Path, nested: Path) -> None:
    """Move the versions of a register in the folder of a source into the register; a kill leaves the rest to move."""
    for part in sorted(path for path in nested.iterdir() if path.is_dir()):
        target = raw_root / register.REGISTER / part.name
        # The latest first, each before all that are there: these were brought earlier.
        for entry in sorted(part.glob(f"{register.ENTRIES}/*/*/[0-9]*.json"), key=_read_number, reverse=True):
            for content in part.glob(f"{register.BYTES}/{entry.stem.partition('-')[2]}*"):
                content.replace(_make_folder(target, register.BYTES) / content.name)
            period = f"{entry.parent.parent.name}-{entry.parent.name}"
            folder = _make_folder(target, register.ENTRIES, nested.parent.name, period)
            for later in sorted(folder.glob("[0-9]*.json"), key=_read_number, reverse=True):
                _rename_to_number(later, folder, _read_number(later) + 1)
            _rename_to_number(entry, folder, 1)
    shutil.rmtree(nested)


def _read_number(entry: Path) -> int:
    return int(entry.name.partition("-")[0])


def _rename_to_number(entry: Path, folder: Path, number: int) -> None:
    entry.rename(folder / f"{number:04d}-{entry.name.partition('-')[2]}")


def _make_folder(part: Path, *names: str) -> Path:
    """Make a folder of a part of the register: of the council's own, each level is its owner's alone."""
    folder = part
    for name in ("", *names):
        folder /= name
        folder.mkdir(parents=True, exist_ok=True)
        if part.name == register.SUPPLIED:
            make_owner_folder(folder)
    return folder
