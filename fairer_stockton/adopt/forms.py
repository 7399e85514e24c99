"""Which of a source's files a new one is like: for each entry of that file the sheet that has its headings."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from fairer_stockton.adopt.headings import (
    HeadingMatch,
    count_known_headings,
    match_headings,
    strip_years_and_notes,
)
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.ingest.readers.grids import TEXT_ENDINGS, WORKBOOK_ENDINGS, read_top_rows
from fairer_stockton.run.errors import InputError

Parts = Mapping[str, Sequence[Sequence[str]]]  # by sheet or member, its first rows


@dataclass(frozen=True)
class FittedEntry:
    """An entry of a file of before, and where the new file has the same."""

    entry: Extract
    part: str  # the sheet, or the member of a zip
    header_row: int
    matches: tuple[HeadingMatch, ...]
    titles: tuple[str, ...]  # the cells above the headings

    @property
    def known(self) -> int:
        """How many columns are headed as before."""
        return sum(not match.is_renamed for match in self.matches)

    def make_extract(self, file: Path, period: str, checksum: str, url: str) -> Extract:
        """Return the entry of the new file."""
        headings = {match.column.name: match.heading for match in self.matches}
        columns = tuple(replace(column, header=headings[column.name]) for column in self.entry.columns)
        packed = file.name.lower().endswith(".gz")
        return replace(
            self.entry,
            name=file.name[:-3] if packed else file.name,
            period=period,
            sha256=checksum,
            url=url,
            columns=columns,
            mirror=file.name,
            sheet=self.part if self.entry.sheet else "",
            member=self.part if self.entry.member else "",
            copied=None,
        )


@dataclass(frozen=True)
class FittedForm:
    """A file of before that the new one is like, entry by entry."""

    entries: tuple[FittedEntry, ...]

    @property
    def name(self) -> str:
        """The name of the file of before."""
        return self.entries[0].entry.name

    @property
    def period(self) -> str:
        """The period of the file of before."""
        return self.entries[0].entry.period

    @property
    def known(self) -> float:
        """The share of its columns that are headed as before."""
        columns = sum(len(fitted.matches) for fitted in self.entries)
        return sum(fitted.known for fitted in self.entries) / columns


def group_entries_by_file(source: Source) -> list[tuple[Extract, ...]]:
    """Return the entries of each file of a source: those of one name and period."""
    groups: dict[tuple[str, str], list[Extract]] = {}
    for extract in source.extracts:
        groups.setdefault((extract.name, extract.period), []).append(extract)
    return [tuple(group) for group in groups.values()]


def fit_file_to_forms(source: Source, file: Path) -> list[FittedForm]:
    """Return the files of before that the new one is like, the likest first.

    Raises:
        InputError: it is like none; what it lacks of the nearest is said.
    """
    forms, lacking = [], []
    parts_of_members: dict[bool, Parts] = {}
    for group in group_entries_by_file(source):
        has_members = bool(group[0].member)
        parts = parts_of_members.get(has_members)
        if parts is None:
            parts = parts_of_members[has_members] = _read_parts(file, group[0])
        fits = [_fit_entry(entry, parts) for entry in group]
        missing = [name for _, names in fits for name in names]
        whole = [fitted for fitted, _ in fits if fitted]
        if missing or len(whole) < len(group):
            lacking.append((len(missing), group[0], missing))
        else:
            forms.append(FittedForm(tuple(whole)))
    if not forms:
        raise _make_refusal_of_unlike_file(source, file, lacking)
    return sorted(forms, key=lambda form: (form.known, compare_names(form.name, file.name), form.period), reverse=True)


def compare_names(first: str, second: str) -> float:
    """Return how alike the names of two files are, their years left out, from 0 to 1."""
    return SequenceMatcher(
        None, strip_years_and_notes(first), strip_years_and_notes(second.removesuffix(".gz"))
    ).ratio()


def _read_parts(file: Path, entry: Extract) -> Parts:
    if not entry.member:
        return read_top_rows(file, replace(entry, sheet=""), file.name)
    if not zipfile.is_zipfile(file):
        return {}
    with zipfile.ZipFile(file) as archive:
        members = [name for name in archive.namelist() if name.lower().endswith((*TEXT_ENDINGS, *WORKBOOK_ENDINGS))]
    return {
        name: rows
        for name in members
        for rows in read_top_rows(file, replace(entry, member=name, sheet=""), file.name).values()
    }


def _fit_entry(entry: Extract, parts: Parts) -> tuple[FittedEntry | None, list[str]]:
    """Return where a file has what an entry asks for; else what the nearest of its sheets lacks."""
    fits: list[FittedEntry] = []
    least: list[str] = [column.header for column in entry.columns]
    for part, rows in parts.items():
        known = [count_known_headings(entry.columns, row) for row in rows]
        if not known or not max(known):
            continue
        header_row = known.index(max(known))
        matches, missing = match_headings(entry.columns, rows[header_row])
        if missing:
            least = min(least, [column.header for column in missing], key=len)
            continue
        titles = tuple(cell for row in rows[:header_row] for cell in row if cell.strip())
        fits.append(FittedEntry(entry, part, header_row, tuple(matches), titles))
    wanted = entry.sheet or entry.member
    best = max(fits, key=lambda fitted: (fitted.known, compare_names(wanted, fitted.part)), default=None)
    return best, [] if best else least


def _make_refusal_of_unlike_file(
    source: Source, file: Path, lacking: Sequence[tuple[int, Extract, list[str]]]
) -> InputError:
    _, nearest, missing = min(lacking, key=lambda lack: lack[0])
    listed = ", ".join(map(repr, missing[:5])) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
    return InputError(
        file=file.name,
        found=f"no heading like {listed}",
        expected=f"a file as one that {source.name} has; the nearest is {nearest.name} of {nearest.period}",
        remedy=f"check that this is the right file of {source.title} ({source.page}); if its form is new, write an "
        "entry by hand, as docs/how-to/add-a-source.md says",
    )
