"""Finding the header row among preambles, and each wanted column in it, whatever the publisher did to its text."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.readers.folding import fold
from fairer_stockton.ingest.readers.grid import remedy
from fairer_stockton.run.errors import InputError

SEARCHED_ROWS = 60
LEAST_LEFT = 0.9  # a header is taken as cut short only when this much of it is there, and it is a long one
LONG = 60
_NOTE = re.compile(r"\[\s*notes?\b[^\]]*\]", re.IGNORECASE)


def tidy(header: str) -> str:
    """Reduce a header to what it says: no note markers, curly marks, or doubled, hard or trailing spaces."""
    return fold(_NOTE.sub(" ", header))


def find_header(
    rows: Sequence[Sequence[str]], extract: Extract, where: str, numbers: Sequence[int] | None = None
) -> tuple[int, list[int]]:
    """Find the first row that holds every wanted header.

    Args:
        rows: the first rows of the file.
        extract: what it should be.
        where: the file, as messages name it.
        numbers: the number of each row; they count from 1 unless it is given.

    Returns:
        The row's index and, for each wanted column, its position.

    Raises:
        InputError: no row holds them all (the nearest row's missing column is named), or a header stands twice.
    """
    columns = extract.columns
    nearest, most = most_headers(rows, columns)
    number = numbers[nearest] if numbers else nearest + 1
    headers = [tidy(cell) for cell in rows[nearest]] if rows else []
    if most == len(columns):
        places = [_position(headers, column, extract, where, number) for column in columns]
        _check_apart(places, extract, where, number)
        return nearest, places
    missing = next(column for column in columns if not _positions(headers, _wanted(column)[0]))
    wanted = _wanted(missing)[0]
    named = [header for header in headers if header] if most > 0 else []  # else they may be cells of a person
    close = get_close_matches(wanted, named, n=3, cutoff=0.5)
    raise InputError(
        file=where,
        row=number,
        column=missing.header,
        found="no such column" + (f"; the nearest are {', '.join(map(repr, close))}" if close else ""),
        expected=f"a column headed {wanted!r}",
        remedy=remedy(
            extract,
            "check that this is the right file, correct the heading as its page in docs/extracts/ says",
            "check that this is the right file; if the publisher renamed the column, change it in the source's TOML",
        ),
    )


def most_headers(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[int, int]:
    """Return the index of the first row that holds most of the wanted headers, and how many it holds."""
    wanted = [_wanted(column)[0] for column in columns]
    nearest, most = 0, -1
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        headers = [tidy(cell) for cell in row]
        held = sum(bool(_positions(headers, header)) for header in wanted)
        if held > most:
            nearest, most = index, held
    return nearest, most


def _check_apart(positions: Sequence[int], extract: Extract, where: str, row: int) -> None:
    """Refuse two wanted columns that would be read from one: both were cut to the same text."""
    for position in set(positions):
        same = [column.header for column, other in zip(extract.columns, positions, strict=True) if other == position]
        if len(same) > 1:
            raise InputError(
                where,
                "one column",
                f"a column each for {same}",
                remedy(extract, "write the headings out in full", "ask for whole headers"),
                row,
                same[0],
            )


def _wanted(column: Column) -> tuple[str, int | None]:
    text, _, occurrence = column.header.partition("#")
    return tidy(text), int(occurrence) if occurrence else None


def _positions(headers: Sequence[str], wanted: str) -> list[int]:
    exact = [index for index, header in enumerate(headers) if header == wanted]
    exact = exact or [index for index, header in enumerate(headers) if header.casefold() == wanted.casefold()]
    if exact or len(wanted) < LONG:
        return exact
    shortest = LEAST_LEFT * len(wanted)
    return [i for i, header in enumerate(headers) if len(header) >= shortest and wanted.startswith(header)]


def _position(headers: Sequence[str], column: Column, extract: Extract, where: str, row: int) -> int:
    wanted, occurrence = _wanted(column)
    positions = _positions(headers, wanted)
    if occurrence is not None and occurrence <= len(positions):
        return positions[occurrence - 1]
    if len(positions) == 1 and occurrence is None:
        return positions[0]
    raise InputError(
        file=where,
        row=row,
        column=wanted,
        found=f"{len(positions)} columns that could be it",
        expected="one" if occurrence is None else f"at least {occurrence}",
        remedy=remedy(
            extract,
            "take out or rename the other column",
            "say which in the source's TOML, as in `Area Code#2` for the second, or ask for a corrected file",
        ),
    )
