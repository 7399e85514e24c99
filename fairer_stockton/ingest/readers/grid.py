"""A grid of text: the wanted columns of one file, each row with its number, footnotes dropped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract

if TYPE_CHECKING:
    import numpy as np

AREA_CODE = r"^\s*[A-Z]\d{8}\s*$"
NOTED = 1000  # last rows among which footnotes are looked for first; all rows where these are nothing else
AGAIN = "fetch the extract again; if it comes the same, tell the publisher"
# What spreadsheets show where a formula has failed, and write into the text that is saved from them.
ERROR_CELLS = (
    "#N/A",
    "#DIV/0!",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
    "#PYTHON!",
    "#ERROR!",
    "#GETTING_DATA",
)
# As above, or an error of LibreOffice, or what stands in a cell that was too narrow to show its figure.
ERROR_CELL = r"^(?:" + "|".join(map(re.escape, ERROR_CELLS)) + r"|Err:\d{3}|#{3,})$"
UNCALCULATED = "a formula without a calculated value"  # what readers of workbooks put into such a cell


def describe_remedy(
    extract: Extract, correction: str = "save it anew where it was made", publisher_correction: str = AGAIN
) -> str:
    """Return what to do about a file at fault: the council corrects its own file, a publisher's is fetched again."""
    return f"{correction}, and supply the file again" if extract.supplied else publisher_correction


@dataclass(frozen=True)
class TextGrid:
    """The wanted columns, still text, in the wanted order, with each row's number and where they were read."""

    table: pa.Table
    rows: pa.Array
    where: str


@dataclass(frozen=True)
class SheetCells:
    """Every cell of a sheet as text, wanted or not, column by column, with each row's number."""

    columns: list[pa.Array]
    numbers: Sequence[int]

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[str]], row_numbers: Sequence[int] | None = None) -> "SheetCells":
        """Turn rows of any width into columns; they count from 1 unless they have numbers of their own."""
        columns = [pa.array(cells, pa.string()) for cells in zip_longest(*rows, fillvalue="")]
        return cls(columns, range(1, len(rows) + 1) if row_numbers is None else row_numbers)

    def rows(self, row_limit: int | None = None) -> list[list[str]]:
        """Return the first rows, or all."""
        return [
            list(row) for row in zip(*(cells.slice(0, row_limit).to_pylist() for cells in self.columns), strict=True)
        ]


def number_rows_and_drop_footnotes(
    columns: Sequence[pa.ChunkedArray | pa.Array],
    header_index: int,
    file_label: str,
    row_numbers: "np.ndarray | None" = None,
) -> TextGrid:
    """Number the rows and drop the footnotes: last rows with at most one filled cell that is no area's code.

    Args:
        columns: the cells below the header.
        header_index: the header's place among the rows; the rows follow it one by one unless `row_numbers` says
            otherwise.
        file_label: the file, as messages name it.
        row_numbers: the number of each row.
    """
    import numpy as np

    table = pa.table(list(columns), names=[str(index) for index in range(len(columns))])
    row_count = _count_rows_before_footnotes(table.slice(max(0, table.num_rows - NOTED)))
    row_count = row_count + max(0, table.num_rows - NOTED) if row_count else _count_rows_before_footnotes(table)
    rows = np.arange(header_index + 2, header_index + 2 + row_count) if row_numbers is None else row_numbers[:row_count]
    return TextGrid(table.slice(0, row_count), pa.array(rows.astype(np.int32)), file_label)


def _count_rows_before_footnotes(table: pa.Table) -> int:
    import numpy as np
    import pyarrow.compute as pc

    filled = np.zeros(table.num_rows, dtype=np.int16)
    coded = np.zeros(table.num_rows, dtype=bool)
    for column in table.columns:
        filled += pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
        coded |= pc.match_substring_regex(column, AREA_CODE).to_numpy(zero_copy_only=False)
    enough = np.flatnonzero((filled > min(1, table.num_columns - 1)) | coded)
    return int(enough[-1]) + 1 if len(enough) else 0
