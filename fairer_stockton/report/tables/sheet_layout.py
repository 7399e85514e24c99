"""How the workbook's sheets look on a screen and on paper: widths of columns, landscape pages, what is printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# In characters. A longer text is wrapped, so that a sheet fits a screen and a page.
WIDEST_COLUMN, WIDEST_COLUMN_OF_NOTES = 40, 90
PIXELS_OF_CHARACTER = 7  # of the width that a spreadsheet counts columns in
PIXELS_OF_LETTER, POINTS_OF_LINE = 7.4, 15.5  # of a letter in 12 points on average, with room for words that break
WIDTH_FACTOR = 1.3  # letters are larger than a width is computed for: gptables writes in 12 points, headers in bold
# A sheet of thousands of rows is for the screen and the computer: a careless click would print a book.
PRINTED_ROWS = 200
A3_PAPER, A4_PAPER = 8, 9  # wide tables stay legible on the first
MARGINS_IN_INCHES = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
PRINTED_PART = (
    f"A print of this sheet has its first {PRINTED_ROWS} rows. To print others, select them and print the selection."
)


def lay_out_table_sheet(sheet: Any, table: "pd.DataFrame", widest: int = WIDEST_COLUMN, paper: int = A3_PAPER) -> None:
    """Set the columns, rows and print of a sheet; its table is the last thing on it."""
    header_row = sheet.dim_rowmax - len(table)
    widths = [_choose_width_in_pixels(str(header), cells, widest) for header, cells in table.items()]
    for column, pixels in enumerate(widths):
        sheet.set_column_pixels(column, column, pixels)
    lines = _count_lines_of_rows(table, widths)
    _set_row_heights(sheet, header_row, lines)
    lay_out_pages(sheet, paper)
    sheet.repeat_rows(header_row)
    sheet.print_area(0, 0, min(header_row + PRINTED_ROWS, sheet.dim_rowmax), max(len(widths) - 1, 0))


def lay_out_text_sheet(sheet: Any, texts: Sequence[str], width: int) -> None:
    """Set the rows and print of a sheet of texts below each other, in a column that is so many characters wide."""
    import numpy as np

    letters = width * PIXELS_OF_CHARACTER / PIXELS_OF_LETTER
    _set_row_heights(sheet, 0, np.ceil(np.array([len(text) for text in texts]) / letters))
    lay_out_pages(sheet, A4_PAPER)


def lay_out_pages(sheet: Any, paper: int) -> None:
    """Set a sheet to print on landscape pages, as wide as one of them, with its name and number at their foot."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS_IN_INCHES)
    sheet.set_footer("&L&A&RPage &P of &N")


def _choose_width_in_pixels(header: str, cells: "pd.Series[Any]", widest: int) -> int:
    """Return the width of a column: of its longest text, within the widest."""
    from xlsxwriter.utility import cell_autofit_width

    longest = max([header, *map(str, cells.unique())], key=len)
    fitting = round(cell_autofit_width(longest[: 2 * widest]) * WIDTH_FACTOR)
    return min(fitting, widest * PIXELS_OF_CHARACTER)


def _count_lines_of_rows(table: "pd.DataFrame", widths: Sequence[int]) -> "np.ndarray[Any, Any]":
    """Return how many lines each row needs for its texts to be wrapped in such columns: the header, then the others."""
    import numpy as np

    lines = np.ones(len(table) + 1)
    for pixels, (header, cells) in zip(widths, table.items(), strict=True):
        lengths = np.array([len(str(header)), *cells.astype(str).str.len()])
        lines = np.maximum(lines, np.ceil(lengths * PIXELS_OF_LETTER / pixels))
    return lines


def _set_row_heights(sheet: Any, first_row: int, lines: "np.ndarray[Any, Any]") -> None:
    # Not every program makes a row as high as its wrapped text by itself.
    import numpy as np

    for row in np.flatnonzero(lines > 1):
        sheet.set_row(first_row + row, float(lines[row]) * POINTS_OF_LINE)
