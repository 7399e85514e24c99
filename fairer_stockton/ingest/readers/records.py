"""Text to records: where each starts, by its quotation marks; blank lines are dropped and still counted.

A row has the number of the line that it starts on, as a text editor shows it; where no cell holds a line break that is
the row of a spreadsheet too.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.run.errors import InputError

Places = NDArray[np.int64]
Bytes = NDArray[np.uint8]
DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
BALANCED = "a quotation mark at both ends of a cell, or none"
UNQUOTE = "take the mark out, or close it in its cell"
_QUOTE, _BREAK = ord('"'), ord("\n")
_APART = np.isin(np.arange(256), [_BREAK, *map(ord, DELIMITERS)])  # a cell starts after and ends before one of these
_FILLING = _APART | np.isin(np.arange(256), [_QUOTE, ord(" ")])  # a row of nothing else is blank
_BLOCK = 1 << 22  # so that 200 million blank lines need no more than their own room
_EXAMPLES = 1000  # rows from which the shapes of cells are learnt


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a text without its blank lines.

    Attributes:
        content: UTF-8, each record ended by a line feed.
        starts: where each record starts in the content, and last where it ends.
        lines: the line of the file that each starts on.
        breaks: where a line ends within a quoted cell.
        opened: where the cell of each such break opens.
    """

    content: bytes
    starts: Places
    lines: Places
    breaks: Places
    opened: Places

    def text(self, first_record: int, end_record: int) -> str:
        """Return the text of the records from `first_record` to the one before `end_record`."""
        return self.content[self.starts[first_record] : self.starts[end_record]].decode()

    def find_line_of_offset(self, offset: int) -> int:
        """Return the line of the file that holds a place in the content."""
        record = int(np.searchsorted(self.starts, offset, "right")) - 1
        return int(self.lines[record]) + self.content.count(b"\n", int(self.starts[record]), offset)


def split_records(text: str, extract: Extract, file_label: str) -> Records:
    """Find the records of a text.

    Raises:
        InputError: a quotation mark is never closed, or closes lines later in the middle of a cell.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    content = (text if text.endswith("\n") else text + "\n").encode()
    del text  # a large file is held once
    signs = np.frombuffer(content, np.uint8)
    opens, closes = _find_opening_and_closing_quotes(content, signs)
    if len(opens) > len(closes):
        raise _make_refusal_of_unclosed_quote(content, opens[-1], None, extract, file_label)
    starts, ends, lines, breaks = _find_record_bounds_lines_and_breaks(signs, opens, closes)
    cells = np.searchsorted(opens, breaks) - 1
    amid = ~(_APART[signs[closes[cells] + 1]])
    if amid.any():
        cell = cells[np.argmax(amid)]
        raise _make_refusal_of_unclosed_quote(content, opens[cell], closes[cell], extract, file_label)
    return _drop_blank_records(content, signs, (starts, ends, lines), breaks, opens[cells])


def _find_opening_and_closing_quotes(content: bytes, byte_values: Bytes) -> tuple[Places, Places]:
    """Find where quoted cells open and close; a doubled mark within one is part of it."""
    marks = np.flatnonzero(byte_values == _QUOTE)
    opens, closes = marks[0::2], marks[1::2]
    before = _APART[byte_values[opens - 1]] | (
        byte_values[opens - 1] == _QUOTE
    )  # before the first byte: the last, a line feed
    after = _APART[byte_values[closes + 1]] | (byte_values[closes + 1] == _QUOTE)
    if len(opens) > len(closes) or not (before.all() and after.all()):
        return _find_quotes_mark_by_mark(content, marks)
    apart = opens[1:] != closes[:-1] + 1
    return opens[np.append(True, apart)[: len(opens)]], closes[np.append(apart, True)[: len(closes)]]


def _find_quotes_mark_by_mark(content: bytes, quote_offsets: Places) -> tuple[Places, Places]:
    """Walk from mark to mark where they do not simply alternate: within a bare cell (5" pipe) one means nothing."""
    opens: list[int] = []
    closes: list[int] = []
    doubled = -1
    for mark in quote_offsets.tolist():
        if mark == doubled:
            continue
        if len(opens) == len(closes):
            if mark == 0 or _APART[content[mark - 1]]:
                opens.append(mark)
        elif content[mark + 1] == _QUOTE:
            doubled = mark + 1
        else:
            closes.append(mark)
    return np.array(opens, np.int64), np.array(closes, np.int64)


def _find_record_bounds_lines_and_breaks(
    byte_values: Bytes, opens: Places, closes: Places
) -> tuple[Places, Places, Places, Places]:
    """Find where each record that is not empty starts and ends and on which line, and the breaks within cells."""
    starts, ends, lines, breaks = [], [], [], []
    start, line, before = 0, 1, 0
    for block in range(0, len(byte_values), _BLOCK):
        feeds = np.flatnonzero(byte_values[block : block + _BLOCK] == _BREAK) + block
        outside = np.searchsorted(opens, feeds) == np.searchsorted(closes, feeds)
        breaks.append(feeds[~outside])
        numbers = np.flatnonzero(outside) + before + 2  # of the line that follows each
        before += len(feeds)
        feeds = feeds[outside]
        if not len(feeds):
            continue
        begun, begun_on = np.append(start, feeds[:-1] + 1), np.append(line, numbers[:-1])
        start, line = feeds[-1] + 1, numbers[-1]
        full = feeds > begun
        starts.append(begun[full])
        ends.append(feeds[full])
        lines.append(begun_on[full])
    none = np.empty(0, np.int64)
    return tuple(np.concatenate([none, *parts]) for parts in (starts, ends, lines, breaks))  # type: ignore[return-value]


def _drop_blank_records(
    content: bytes,
    byte_values: Bytes,
    bounds_and_lines: tuple[Places, Places, Places],
    breaks: Places,
    cell_openings: Places,
) -> Records:
    """Drop the records that hold nothing but separators."""
    starts, ends, lines = bounds_and_lines
    blank = np.flatnonzero(_FILLING[byte_values[starts]])  # few rows begin so; which of them hold nothing else?
    if len(blank):
        edges = np.column_stack([starts[blank], ends[blank]]).ravel()
        blank = blank[np.logical_and.reduceat(_FILLING[byte_values], edges)[::2]]
        starts, ends, lines = (np.delete(places, blank) for places in bounds_and_lines)
    moved = np.append(0, np.cumsum(ends + 1 - starts))
    if moved[-1] < len(content):
        edges = np.zeros(len(content) + 1, np.int8)
        edges[starts] += 1
        edges[ends + 1] -= 1
        of_records = np.cumsum(edges, out=edges, dtype=np.int8)[:-1].view(np.bool_)
        content = byte_values[of_records].tobytes()
    record = np.searchsorted(starts, breaks, "right") - 1
    inside = (record >= 0) & (breaks < np.append(ends, 0)[record])
    shift = (moved[:-1] - starts)[record[inside]]
    return Records(content, moved, lines, breaks[inside] + shift, cell_openings[inside] + shift)


def refuse_cell_that_swallows_records(
    records: Records, header_index: int, cells_per_row: int, delimiter: str, extract: Extract, file_label: str
) -> None:
    """Refuse a quoted cell that holds what looks like other records.

    Two stray quotation marks make one cell of all that lies between them, and the records there vanish without a word;
    a note of several lines is a cell as well. They differ by what the lines are: a line within a cell is taken for a
    record when it parts into as many cells as the heading and at least half of these have a shape (letters, digits and
    signs in their order) that stands in the same column elsewhere. Prose with as many commas has other shapes.

    Raises:
        InputError: naming the line where the cell opens.
    """
    later = records.breaks >= records.starts[header_index + 1]
    if cells_per_row == 1 or not later.any():
        return
    signs = np.frombuffer(records.content, np.uint8)
    breaks, feeds = records.breaks[later], np.flatnonzero(signs == _BREAK)
    ends = feeds[np.searchsorted(feeds, breaks, "right")]
    parts = np.flatnonzero(signs == ord(delimiter))
    alike = np.flatnonzero(np.searchsorted(parts, ends) - np.searchsorted(parts, breaks) == cells_per_row - 1)
    shapes = _collect_cell_shapes(records, header_index, cells_per_row, delimiter) if len(alike) else []
    for index in alike:
        cells = records.content[breaks[index] + 1 : ends[index]].decode().split(delimiter)
        if (
            2 * sum(_reduce_cell_to_shape(cell) in seen for cell, seen in zip(cells, shapes, strict=True))
            >= cells_per_row
        ):
            opened = int(records.opened[later][index])
            raise InputError(
                file_label,
                f"a quotation mark that opens here, and other rows between it and the one that closes it "
                f"(row {records.find_line_of_offset(int(breaks[index]) + 1)} is one)",
                BALANCED,
                describe_remedy(extract, UNQUOTE),
                row=records.find_line_of_offset(opened),
            )


def _collect_cell_shapes(records: Records, header_index: int, cells_per_row: int, delimiter: str) -> list[set[str]]:
    """Collect the shapes that the cells of each column have in the rows of one line."""
    several = np.unique(np.searchsorted(records.starts, records.breaks, "right") - 1)
    rows = np.setdiff1d(
        np.arange(header_index + 1, min(len(records.lines), header_index + 1 + _EXAMPLES + len(several))), several
    )
    cells = (records.text(row, row + 1).rstrip("\n").split(delimiter) for row in rows[:_EXAMPLES])
    whole = [row for row in cells if len(row) == cells_per_row]
    return [{_reduce_cell_to_shape(row[column]) for row in whole} for column in range(cells_per_row)]


def _reduce_cell_to_shape(cell: str) -> str:
    """Reduce a cell to its kinds of signs: C2024-0001 and C17-2 are both a9-9."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", cell.replace('"', "")))


def _make_refusal_of_unclosed_quote(
    content: bytes, opening_offset: int, closing_offset: int | None, extract: Extract, file_label: str
) -> InputError:
    """Build the refusal of a mark that is never closed, or not where its cell ends."""
    until = "is never closed"
    if closing_offset is not None:
        last = content.count(b"\n", 0, closing_offset) + 1
        until = f"runs on to the next one in row {last}, in the middle of a cell"
    return InputError(
        file_label,
        f"a quotation mark that opens here and {until}",
        BALANCED,
        describe_remedy(extract, UNQUOTE),
        row=content.count(b"\n", 0, opening_offset) + 1,
    )
