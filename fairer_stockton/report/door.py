"""The door: what `latest` leads to, so that a reader stays in the version of an edition that was met first.

A page of the door leads on to the same page at the address of its version, and the links of that page stay there. When
another version is published the door is replaced in one step; who came in before goes on reading where they are.
"""

import hashlib
import html
import shutil
from collections.abc import Iterable
from pathlib import Path

from fairer_stockton.editions.record import STORE

DOORS = ".doors"
PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>{title}</title>
</head>
<body>
<p><a href="{address}">{title}</a></p>
</body>
</html>
"""


def write_door(reports_folder: Path, version_folder: Path, other_versions: Iterable[Path], title: str) -> Path:
    """Write the door to a version, if it is not there yet.

    Its pages lead on; its other entries are links to the version's own. Each version that can be read has an address.

    Args:
        reports_folder: the folder of editions.
        version_folder: the build that it leads to.
        other_versions: those that somebody may still read.
        title: what the report is called.

    Returns:
        Its folder.
    """
    names = sorted({version_folder.name, *(folder.name for folder in other_versions)})
    facts = [PAGE, title, *names, "", *sorted(path.name for path in version_folder.iterdir())]
    total = hashlib.sha256("\n".join(facts).encode()).hexdigest()
    door = reports_folder / DOORS / f"{version_folder.name}.{total[:8]}"
    if door.is_dir():
        return door
    unfinished = door.with_name(f"{door.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(parents=True)
    store = Path("..", "..", STORE)
    for entry in sorted(version_folder.iterdir()):
        if entry.suffix == ".html":
            address = html.escape(f"{version_folder.name}/{entry.name}")
            page = PAGE.format(address=address, title=html.escape(title))
            (unfinished / entry.name).write_text(page, encoding="utf-8", newline="\n")
        else:
            (unfinished / entry.name).symlink_to(store / version_folder.name / entry.name, entry.is_dir())
    for name in names:
        (unfinished / name).symlink_to(store / name, target_is_directory=True)
    return unfinished.rename(door)


def list_doors_that_lead_nowhere(reports_folder: Path, current_door: Path) -> list[Path]:
    """Return the doors whose version is not there any more, and those that were never finished."""
    doors = reports_folder / DOORS
    return [
        door
        for door in (sorted(doors.iterdir()) if doors.is_dir() else ())
        if door != current_door and not (reports_folder / STORE / door.name.rpartition(".")[0]).is_dir()
    ]
