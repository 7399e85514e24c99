"""A council's own folder, begun: the files that say whose report it is, ready to be filled in."""

import re
from pathlib import Path

from fairer_stockton.run.council import ENGLISH_AUTHORITY, FILE
from fairer_stockton.run.errors import CatalogueError

COUNCIL = """\
# Whose report this is. What is left out here is not said in the report, and never taken from another council.
code = "{code}"
name = "{title}"
short_name = "{title}"                  # where a chart has little room
title = "A fairer {title}"              # what the framework and its report are called
contact = "{title} council"             # whom readers may ask: a name, a telephone number, an address
supplied_by = "{title} council"         # who supplies the extracts below
reports_to = "Cabinet"                  # the body that the report is made to: "Executive", "Council"
edition = "{edition}"

# Which sources the council supplies itself (see `fairer supply --help`): as "residents_survey", "debt_advice".
extracts = []

# How residents may have their say, a sentence each.
have_your_say = []

# Its logo, a file of this folder, and its colours; each must be dark enough to be read on white, and white on it.
# logo     = "logo.svg"
# logo_alt = "{title} council"
# [colours]
# accent  = "#0b3c5d"
# heading = "#0b3c5d"
"""
README = """\
# The report of {title}

`fairer report` makes the report, in `reports/latest/index.html`. Until extracts are here its figures are a generated
sample, and every page says so; `fairer refresh` fetches the published extracts and makes the report from those.

| file or folder | holds |
|---|---|
| `council.toml` | whose report this is, whom to ask, which extracts the council supplies itself, its logo and colours |
| `areas.toml` | the areas that the council names: its target areas and partnerships |
| `priorities.toml` | how the council ranks neighbourhoods; without it there is no priority list |
| `story.toml`, `actions.toml` | how its framework goes and what is done about the gaps; there is no such page without |
| `communities.toml`, `claims.toml`, `codebooks/` | the council's communities, its own published figures, its surveys |
| `corrections.toml` | extracts of its own that were published and were wrong |
| `framework.toml`, `measures/<domain>/`, `sources/`, `staging/`, `schemas/` | what differs from the package |
| `glossary.md` | its own terms, in place of those of the package |
| `commentary/{edition}.toml` | what editors add to the figures of an edition |
| `data/raw/`, `data/processed/`, `reports/` | extracts as they came, tables made from them, and the editions |

What is not there the council has not: claims, areas, communities, codebooks and priorities of another are never taken.
"""


NEXT_STEPS = """\
{folder}

Next, in that folder:
  fairer report    makes a first edition from a generated sample
  fairer refresh   fetches the published extracts and makes it from those
Say in council.toml whose report it is and whom readers may ask."""


def create_council_folder(folder: Path, authority: str, edition: str) -> Path:
    """Write the files of a new council into a folder of its name, and return the folder.

    Args:
        folder: where; its last part is the council's name in small letters with dashes, as `newcastle-upon-tyne`.
        authority: its ONS code.
        edition: the year of its first edition.

    Raises:
        CatalogueError: the code is no English council's, or the folder holds something already.
    """
    if not re.fullmatch(ENGLISH_AUTHORITY, authority):
        raise CatalogueError(
            setting="--authority",
            found=repr(authority),
            expected="the ONS code of an English council, as E06000002",
            remedy="correct the code",
        )
    if folder.exists() and any(folder.iterdir()):
        raise CatalogueError(
            folder=folder,
            found="files in it",
            expected="a new folder, or an empty one",
            remedy="name another, or move what is there away",
        )
    facts = {"code": authority, "title": _convert_folder_name_to_title(folder.name), "edition": edition}
    for name in ("commentary", "data/raw", "data/processed", "reports"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(COUNCIL.format(**facts), encoding="utf-8")
    (folder / "README.md").write_text(README.format(**facts), encoding="utf-8")
    return folder


def next_steps(folder: Path) -> str:
    """Return where the folder is, and what to do in it: as the command ends."""
    return NEXT_STEPS.format(folder=folder)


def _convert_folder_name_to_title(folder_name: str) -> str:
    """Write a folder's name as a place is written: newcastle-upon-tyne as Newcastle-upon-Tyne, north_tyneside apart."""
    words = [
        word if word in ("on", "upon", "and", "the", "of", "in", "with") else word.capitalize()
        for word in re.split(r"[-_ ]", folder_name)
    ]
    joined = (
        "-".join(words)
        if "-" in folder_name and any(word in ("on", "upon", "in", "the") for word in words)
        else " ".join(words)
    )
    return joined[:1].upper() + joined[1:]
