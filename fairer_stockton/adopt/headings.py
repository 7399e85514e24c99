"""Which heading of a new file is which of last year's: the same, the same but for year or note, or the nearest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from fairer_stockton.definitions.sources import Column
from fairer_stockton.ingest.readers.headers import find_positions_of_header, split_header_and_occurrence, tidy_header
from fairer_stockton.ingest.year_columns import find_years_by_column

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
LIKE = 0.6  # from which on two headings may be the same in other words
APART = 0.05  # by which the nearest heading must lie before the next
_NOTE_NUMBER = re.compile(r"(?<=[^\W\d_])\d+\b|\[[^\]]*\]")  # households1, households [2]


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """A wanted column, and which heading of the new file it is taken to be."""

    column: Column
    heading: str  # as the source's TOML writes it, with `#2` where it stands twice
    position: int  # among the columns of the file; -1 of one that stands for a column of each year

    @property
    def is_renamed(self) -> bool:
        """Whether the heading is another than last year's."""
        return tidy_header(self.heading) != tidy_header(self.column.header)


def strip_years_and_notes(heading: str) -> str:
    """Reduce a heading to what does not change from year to year, or with capitals, signs and numbers of notes."""
    plain = YEAR.sub(" {} ", _NOTE_NUMBER.sub("", tidy_header(heading)).casefold())
    return " ".join(re.sub(r"[^\w{}%£]+", " ", plain).split())


def count_known_headings(columns: Sequence[Column], cells: Sequence[str]) -> int:
    """Count the wanted columns that a row heads as before, or nearly so."""
    known = {strip_years_and_notes(cell) for cell in cells if cell.strip()}
    years = find_years_by_column(cells, columns)
    return sum(
        bool(years[column.name])
        if column.is_of_each_year
        else strip_years_and_notes(split_header_and_occurrence(column)[0]) in known
        for column in columns
    )


def match_headings(columns: Sequence[Column], cells: Sequence[str]) -> tuple[list[HeadingMatch], list[Column]]:
    """Match each wanted column with a cell of the row of headings; return the matches, and the columns without one."""
    headings = [tidy_header(cell) for cell in cells]
    positions = {**_find_same(columns, headings, cells), **_find_years_later(columns, headings)}
    positions |= _find_nearest([column for column in columns if column.name not in positions], headings, positions)
    matches = [
        HeadingMatch(column, _write_heading(headings, positions[column.name], column), positions[column.name])
        for column in columns
        if column.name in positions
    ]
    return matches, [column for column in columns if column.name not in positions]


def _find_same(columns: Sequence[Column], headings: Sequence[str], cells: Sequence[str]) -> dict[str, int]:
    """Find the columns whose heading has no year in it and is that of before."""
    years = find_years_by_column(cells, columns)
    positions = {name: -1 for name, of_column in years.items() if of_column}
    for column in columns:
        wanted, occurrence = split_header_and_occurrence(column)
        there = [] if column.is_of_each_year or YEAR.search(wanted) else find_positions_of_header(headings, wanted)
        if len(there) >= (occurrence or 1) and (occurrence or len(there) == 1):
            positions[column.name] = there[(occurrence or 1) - 1]
    return positions


def _find_years_later(columns: Sequence[Column], headings: Sequence[str]) -> dict[str, int]:
    """Find the columns whose heading has a year: of those that differ by it alone the latest, in the same order."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        if not column.is_of_each_year and YEAR.search(column.header):
            groups.setdefault(strip_years_and_notes(column.header), []).append(column)
    positions: dict[str, int] = {}
    for alike, group in groups.items():
        there = [index for index, heading in enumerate(headings) if strip_years_and_notes(heading) == alike]
        there = sorted(there, key=lambda index: YEAR.findall(headings[index]))[-len(group) :]
        if len(there) == len(group):
            group = sorted(group, key=lambda column: YEAR.findall(column.header))
            positions |= {column.name: index for column, index in zip(group, there, strict=True)}
    return positions


def _find_nearest(
    columns: Sequence[Column], headings: Sequence[str], taken_positions: dict[str, int]
) -> dict[str, int]:
    """Find what a heading that is not there any more may be called now, the surest first."""
    free = [index for index, text in enumerate(headings) if text and index not in taken_positions.values()]
    pairs = sorted(
        (
            (_compare_headings(column.header, headings[index]), column.name, index)
            for column in columns
            for index in free
        ),
        reverse=True,
    )
    positions: dict[str, int] = {}
    for likeness, name, index in pairs:
        rivals = [other for other, of, at in pairs if of == name and at != index and at not in positions.values()]
        if name in positions or index in positions.values() or likeness < LIKE:
            continue
        if not rivals or likeness - rivals[0] >= APART:
            positions[name] = index
    return positions


def _compare_headings(first: str, second: str) -> float:
    """Return how alike two headings are, by their letters or by their words, from 0 to 1."""
    one_text, other_text = strip_years_and_notes(first), strip_years_and_notes(second)
    words, others = set(one_text.split()) - {"{}"}, set(other_text.split()) - {"{}"}
    shared = 2 * len(words & others) / max(1, len(words) + len(others))
    return max(SequenceMatcher(None, one_text, other_text).ratio(), shared)


def _write_heading(headings: Sequence[str], position: int, column: Column) -> str:
    if position < 0 or tidy_header(column.header).casefold() == headings[position].casefold():
        return column.header
    wanted, occurrence = split_header_and_occurrence(column)
    if occurrence and wanted.casefold() == headings[position].casefold():
        return column.header
    same = [index for index, heading in enumerate(headings) if heading == headings[position]]
    return headings[position] + (f"#{same.index(position) + 1}" if len(same) > 1 else "")
