"""Large delimited files, a block of lines at a time: each line a row, the first the heading. Others are read whole.

Whatever is unusual of a file (a heading farther down, cells of several lines, blank lines, footnotes, figures with
commas, another encoding than UTF-8) is known by looking at the whole of it, and so is how often a fault occurs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.sources import FIGURE_KINDS, Extract
from fairer_stockton.ingest.readers.delimited import read_plain_cells
from fairer_stockton.ingest.readers.grid import SheetCells, TextGrid, number_rows_and_drop_footnotes
from fairer_stockton.ingest.readers.grids import refuse_failed_formulas
from fairer_stockton.ingest.readers.headers import SEARCHED_ROWS, find_header_row_and_positions
from fairer_stockton.ingest.readers.unpacking import MEGABYTE
from fairer_stockton.ingest.readers.unusual_text import UnusualTextError
from fairer_stockton.ingest.year_columns import has_year_columns

SMALLEST = 32_000_000  # bytes of a file; a smaller one is read whole
BLOCK = 16_000_000
LONGEST = 4  # times a block: what is not parted into rows by then is not plain


@dataclass(frozen=True)
class Block:
    """Some lines of a file below its heading.

    Args:
        content: the heading and the lines.
        lines_before: how many lines of the file lie between the two.
    """

    content: bytes
    lines_before: int


def is_read_in_blocks(path: Path, extract: Extract) -> bool:
    """Return whether a file is large enough, and may be plain enough."""
    is_text = extract.supplied and path.suffix.lower() == ".csv" and not has_year_columns(extract)
    return is_text and SMALLEST <= path.stat().st_size <= extract.largest_mb * MEGABYTE


def count_lines(path: Path) -> int:
    """Return how many ends of lines a file has, counted as where it is read whole."""
    with path.open("rb") as stream:
        return sum(part.count(b"\n") + part.count(b"\r") for part in iter(lambda: stream.read(BLOCK), b""))


def split_into_blocks(path: Path) -> Iterator[Block]:
    """Yield the blocks of a file, cut where a line ends and no quoted cell is open.

    Raises:
        UnusualTextError: the file is to be read whole.
    """
    with path.open("rb") as stream:
        heading, rest, lines = stream.readline(BLOCK), b"", 0
        while part := stream.read(BLOCK):
            rest += part
            if end := _find_end_of_rows(rest):
                yield Block(_join_plain_lines(heading, rest[:end]), lines)
                lines, rest = lines + rest.count(b"\n", 0, end), rest[end:]
            elif len(rest) > LONGEST * BLOCK:
                raise UnusualTextError
        if rest:
            yield Block(_join_plain_lines(heading, rest), lines)


def _find_end_of_rows(text: bytes) -> int:
    """Return where the last line ends before which quotation marks are in pairs; 0 where none does."""
    end = text.rfind(b"\n")
    marks = text.count(b'"', 0, max(end, 0))
    while end >= 0 and marks % 2:
        before = text.rfind(b"\n", 0, end)
        marks -= text.count(b'"', max(before, 0), end)  # each line is counted once, however far back the pair is
        end = before
    return end + 1


def _join_plain_lines(heading: bytes, lines: bytes) -> bytes:
    content = heading + lines
    try:
        content.isascii() or content.decode()
    except UnicodeDecodeError:
        raise UnusualTextError from None
    if not heading.endswith(b"\n") or content.count(b"\r") != content.count(b"\r\n") or b"\0" in content:
        raise UnusualTextError
    return content


def read_cells_and_grid(block: Block, extract: Extract, file_label: str) -> tuple[SheetCells, TextGrid]:
    """Read every cell of a block, and the wanted columns with the rows as the file numbers them.

    Raises:
        UnusualTextError: the file is to be read whole.
        InputError: a column is missing, or a formula has failed.
    """
    cells = read_plain_cells(block.content, extract, file_label)
    if cells is None:
        raise UnusualTextError
    header, positions = find_header_row_and_positions(cells.rows(SEARCHED_ROWS), extract, file_label)
    columns = [cells.columns[position].slice(1) for position in positions]
    grid = number_rows_and_drop_footnotes(columns, 0, file_label)
    if header or grid.table.num_rows != len(columns[0]) or _has_commas_in_figures(grid, extract):
        raise UnusualTextError
    rows = pc.add(grid.rows, pa.scalar(block.lines_before, pa.int32()))
    grid = TextGrid(grid.table, rows, file_label)
    refuse_failed_formulas(grid, extract)
    numbers = range(1 + block.lines_before, 1 + block.lines_before + len(cells.columns[0]))
    return SheetCells(cells.columns, numbers), grid


def _has_commas_in_figures(grid: TextGrid, extract: Extract) -> bool:
    """Return whether a figure has a comma, which may part thousands or decimals: that the whole file must tell."""
    figures = (
        cells for column, cells in zip(extract.columns, grid.table.columns, strict=True) if column.kind in FIGURE_KINDS
    )
    return any(pc.any(pc.match_substring(cells, ",")).as_py() for cells in figures)
