"""Finding the header row among preambles, and each wanted column in it, whatever the publisher did to its text."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.readers.folding import simplify_typography
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.run.errors import InputError

SEARCHED_ROWS = 60
LEAST_LEFT = 0.9  # a header is taken as cut short only when this much of it is there, and it is a long one
LONG = 60
_NOTE = re.compile(r"\[\s*notes?\b[^\]]*\]", re.IGNORECASE)


def tidy_header(header: str) -> str:
    """Reduce a header to what it says: no note markers, curly marks, or doubled, hard or trailing spaces."""
    return simplify_typography(_NOTE.sub(" ", header))


def find_header_row_and_positions(
    rows: Sequence[Sequence[str]], extract: Extract, file_label: str, row_numbers: Sequence[int] | None = None
) -> tuple[int, list[int]]:
    """Find the first row that holds every wanted header.

    Args:
        rows: the first rows of the file.
        extract: what it should be.
        file_label: the file, as messages name it.
        row_numbers: the number of each row; they count from 1 unless it is given.

    Returns:
        The row's index and, for each wanted column, its position.

    Raises:
        InputError: no row holds them all (the nearest row's missing column is named), or a header stands twice.
    """
    columns = extract.columns
    nearest, most = find_row_with_most_headers(rows, columns)
    number = row_numbers[nearest] if row_numbers else nearest + 1
    headers = [tidy_header(cell) for cell in rows[nearest]] if rows else []
    if most == len(columns):
        places = [_find_position_or_refuse(headers, column, extract, file_label, number) for column in columns]
        _refuse_two_columns_at_same_position(places, extract, file_label, number)
        return nearest, places
    missing = next(
        column for column in columns if not find_positions_of_header(headers, split_header_and_occurrence(column)[0])
    )
    wanted = split_header_and_occurrence(missing)[0]
    named = [header for header in headers if header] if most > 0 else []  # else they may be cells of a person
    close = get_close_matches(wanted, named, n=3, cutoff=0.5)
    raise InputError(
        file=file_label,
        row=number,
        column=missing.header,
        found="no such column" + (f"; the nearest are {', '.join(map(repr, close))}" if close else ""),
        expected=f"a column headed {wanted!r}",
        remedy=describe_remedy(
            extract,
            "check that this is the right file, correct the heading as its page in docs/extracts/ says",
            "check that this is the right file; if the publisher renamed the column, change it in the source's TOML",
        ),
    )


def find_row_with_most_headers(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[int, int]:
    """Return the index of the first row that holds most of the wanted headers, and how many it holds."""
    wanted = [split_header_and_occurrence(column)[0] for column in columns]
    nearest, most = 0, -1
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        held = _count_held_headers([tidy_header(cell) for cell in row], wanted)
        if held > most:
            nearest, most = index, held
        if most == len(wanted):
            break  # no later row can hold more
    return nearest, most


def _count_held_headers(headers: Sequence[str], wanted_headers: Sequence[str]) -> int:
    """Count the wanted headers that stand among others, as `find_positions_of_header` finds them."""
    folded = {header.casefold() for header in headers}  # once for all that are wanted: a row can have many cells
    return sum(
        wanted.casefold() in folded or (len(wanted) >= LONG and bool(find_positions_of_header(headers, wanted)))
        for wanted in wanted_headers
    )


def _refuse_two_columns_at_same_position(positions: Sequence[int], extract: Extract, file_label: str, row: int) -> None:
    """Refuse two wanted columns that would be read from one: both were cut to the same text."""
    for position in set(positions):
        same = [column.header for column, other in zip(extract.columns, positions, strict=True) if other == position]
        if len(same) > 1:
            raise InputError(
                file_label,
                "one column",
                f"a column each for {same}",
                describe_remedy(extract, "write the headings out in full", "ask for whole headers"),
                row,
                same[0],
            )


def split_header_and_occurrence(column: Column) -> tuple[str, int | None]:
    """Return a column's header, tidied, and which of several of that text is meant, if the source says so."""
    text, _, occurrence = column.header.partition("#")
    return tidy_header(text), int(occurrence) if occurrence else None


def find_positions_of_header(headers: Sequence[str], wanted_header: str) -> list[int]:
    """Return where a header stands among tidied ones, whatever its capitals, or cut short if it is a long one."""
    exact = [index for index, header in enumerate(headers) if header == wanted_header]
    exact = exact or [index for index, header in enumerate(headers) if header.casefold() == wanted_header.casefold()]
    if exact or len(wanted_header) < LONG:
        return exact
    shortest = LEAST_LEFT * len(wanted_header)
    return [i for i, header in enumerate(headers) if len(header) >= shortest and wanted_header.startswith(header)]


def _find_position_or_refuse(
    headers: Sequence[str], column: Column, extract: Extract, file_label: str, row: int
) -> int:
    wanted, occurrence = split_header_and_occurrence(column)
    positions = find_positions_of_header(headers, wanted)
    if occurrence is not None and occurrence <= len(positions):
        return positions[occurrence - 1]
    if len(positions) == 1 and occurrence is None:
        return positions[0]
    raise InputError(
        file=file_label,
        row=row,
        column=wanted,
        found=f"{len(positions)} columns that could be it",
        expected="one" if occurrence is None else f"at least {occurrence}",
        remedy=describe_remedy(
            extract,
            "take out or rename the other column",
            "say which in the source's TOML, as in `Area Code#2` for the second, or ask for a corrected file",
        ),
    )
