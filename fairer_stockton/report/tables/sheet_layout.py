"""How the workbook's sheets look on a screen and on paper: widths of columns, landscape pages, what is printed."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# In characters. A longer text is wrapped, so that a sheet fits a screen and a page.
WIDEST_COLUMN, WIDEST_COLUMN_OF_NOTES = 40, 90
PIXELS_OF_CHARACTER = 7  # of the width that a spreadsheet counts columns in
WIDTH_FACTOR = 1.3  # letters are larger than a width is computed for: gptables writes in 12 points, headers in bold
# A sheet of thousands of rows is for the screen and the computer: a careless click would print a book.
PRINTED_ROWS = 200
A3_PAPER = 8  # wide tables stay legible on it
MARGINS_IN_INCHES = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
PRINTED_PART = (
    f"A print of this sheet has its first {PRINTED_ROWS} rows. To print others, select them and print the selection."
)


def lay_out_table_sheet(sheet: Any, table: "pd.DataFrame", widest: int = WIDEST_COLUMN) -> None:
    """Set the widths of a sheet's columns and how it is printed; its table is the last thing on it."""
    from xlsxwriter.utility import cell_autofit_width

    for column, (header, cells) in enumerate(table.items()):
        longest = max([str(header), *map(str, cells.unique())], key=len)
        pixels = min(round(cell_autofit_width(longest[: widest * 2]) * WIDTH_FACTOR), widest * PIXELS_OF_CHARACTER)
        sheet.set_column_pixels(column, column, pixels)
    header_row = sheet.dim_rowmax - len(table)
    lay_out_pages(sheet)
    sheet.repeat_rows(header_row)
    sheet.print_area(0, 0, min(header_row + PRINTED_ROWS, sheet.dim_rowmax), max(len(table.columns) - 1, 0))


def lay_out_pages(sheet: Any) -> None:
    """Set a sheet to print on landscape pages, as wide as one of them, with its name and number at their foot."""
    sheet.set_landscape()
    sheet.set_paper(A3_PAPER)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS_IN_INCHES)
    sheet.set_footer("&L&A&RPage &P of &N")
