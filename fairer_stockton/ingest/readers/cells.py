"""The cells of one column, each distinct text once, and the refusal of those that cannot be read."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.readers.cell_kinds import describe_refused_cell
from fairer_stockton.ingest.readers.grid import TextGrid, describe_remedy
from fairer_stockton.ingest.readers.no_answer import blank_out_no_answer_codes
from fairer_stockton.run.errors import InputError


@dataclass(frozen=True)
class ColumnCells:
    """The cells of one wanted column: their distinct trimmed texts, which of them stands in each row, and where."""

    text: pa.Array
    places: pa.Array
    column: Column
    grid: TextGrid
    extract: Extract

    @classmethod
    def of(cls, column: Column, cells: pa.ChunkedArray, grid: TextGrid, extract: Extract) -> "ColumnCells":
        """Split the cells of a column into distinct texts: most columns hold few texts many times."""
        coded = cells.combine_chunks().dictionary_encode()
        text = blank_out_no_answer_codes(pc.utf8_trim_whitespace(coded.dictionary), column.no_answer)
        return cls(text, coded.indices, column, grid, extract)

    def spread_over_rows(self, distinct_values: pa.Array) -> pa.Array:
        """Return what was made of each distinct text, row by row."""
        return distinct_values.take(self.places)

    def refuse_wrong_cells(
        self,
        is_wrong: pa.Array,
        expected: str,
        note: str = "",
        correction: str = "correct the cell",
        publisher_correction: str = "",
    ) -> None:
        """Refuse the first cell at fault; a null in `is_wrong` is a cell without a figure, which is not at fault."""
        is_wrong = pc.fill_null(is_wrong, False)
        if not pc.any(is_wrong).as_py():
            return
        at_fault = pc.indices_nonzero(self.spread_over_rows(is_wrong))
        first = at_fault[0].as_py()
        more = f" (and {len(at_fault) - 1} more in this column)" if len(at_fault) > 1 else ""
        text = self.text[self.places[first].as_py()].as_py()
        raise InputError(
            file=self.grid.where,
            row=self.grid.rows[first].as_py(),
            column=self.column.header,
            found=f"{describe_refused_cell(text, self.extract)}{note}{more}",
            expected=expected,
            remedy=describe_remedy(
                self.extract, correction, publisher_correction or "correct the cell at its publisher"
            ),
        )

    def find_first_row_number(self, is_selected: pa.Array) -> int:
        """Return the number of the first row of these."""
        first: int = self.grid.rows[
            pc.indices_nonzero(self.spread_over_rows(pc.fill_null(is_selected, False)))[0].as_py()
        ].as_py()
        return first
