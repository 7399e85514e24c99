"""The council whose report is made: its code, its name, how it is reached and which extracts it holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.look import Look, read_look
from fairer_stockton.run.package import COUNCIL
from fairer_stockton.run.toml_file import check_texts, open_toml_definition

FILE = "council.toml"
ENGLISH_AUTHORITY = r"E0[6-9]\d{6}"


@dataclass(frozen=True, slots=True)
class Council:
    """One council and its folder, whose definitions are laid over those of the package.

    `extracts` are the sources that the council itself supplies. What is a council's own (its named areas, communities,
    claims, codebooks and priorities) lies in its folder and in no other's.
    """

    folder: Path
    code: str
    name: str
    short_name: str
    title: str
    contact: str
    supplied_by: str
    edition: str = "2026"
    extracts: tuple[str, ...] = ()
    have_your_say: tuple[str, ...] = ()
    reports_to: str = "Cabinet"  # the body that the annual report is made to
    website: str = ""
    area_counts: Mapping[str, int] = field(default_factory=dict, hash=False)  # by the column of their codes
    source_notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)  # in place of the package's
    look: Look = field(default_factory=Look)

    @property
    def has_own_folder(self) -> bool:
        """Whether it has a folder of its own, as `fairer init` makes it, and not the one that the package carries."""
        return self.folder.resolve() != COUNCIL.resolve()

    def supplies_source(self, source_name: str) -> bool:
        """Return whether the council supplies this source itself."""
        return source_name in self.extracts


def load_council(folder: Path) -> Council:
    """Read a council's own file.

    Raises:
        CatalogueError: it is missing, a key is missing, unknown or of the wrong kind, or the code is no council's.
    """
    path = folder / FILE
    if not path.is_file():
        raise CatalogueError(
            folder=folder,
            found=f"no {FILE}",
            expected="the file that says which council this is",
            remedy="run `fairer init <name> --authority <ONS code>`, or start in a folder that it made",
        )
    with open_toml_definition(path, str(path)) as raw:
        name = raw.pop("name")
        council: Council = check_texts(
            Council(
                folder=folder,
                code=raw.pop("code"),
                name=name,
                short_name=raw.pop("short_name", name),
                title=raw.pop("title", f"A fairer {name}"),
                contact=raw.pop("contact", name),
                supplied_by=raw.pop("supplied_by", f"the council of {name}"),
                edition=str(raw.pop("edition", "2026")),
                extracts=tuple(raw.pop("extracts", ())),
                have_your_say=tuple(raw.pop("have_your_say", ())),
                reports_to=raw.pop("reports_to", "Cabinet"),
                website=raw.pop("website", ""),
                area_counts=raw.pop("area_counts", {}),
                source_notes={source: tuple(notes) for source, notes in raw.pop("source_notes", {}).items()},
                look=read_look(raw, path),
            )
        )
        _check_lists(council)
    if not re.fullmatch(ENGLISH_AUTHORITY, council.code):
        raise CatalogueError(
            file=path,
            found=f"code = {council.code!r}",
            expected="the ONS code of an English council, as E06000002",
            remedy="correct the code",
        )
    return council


def _check_lists(council: Council) -> None:
    """Check what the lists and tables of a council's file hold.

    Raises:
        TypeError: an entry is of another kind than it must be.
    """
    lists = {"extracts": council.extracts, "have_your_say": council.have_your_say} | dict(council.source_notes)
    for name, entries in lists.items():
        if wrong := [entry for entry in entries if type(entry) is not str]:
            raise TypeError(f"{name} must hold texts between quotation marks, found {wrong[0]!r}")
    if strange := [count for count in council.area_counts.values() if type(count) is not int]:
        raise TypeError(f"area_counts must hold whole numbers, found {strange[0]!r}")


def load_council_of_working_folder() -> Council:
    """Return the council of the folder that one stands in, if `fairer init` made it; else the package's own."""
    return load_council(Path.cwd() if Path(FILE).is_file() else COUNCIL)
