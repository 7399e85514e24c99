"""The edition's other forms: no cell of workbook or spreadsheet, and no parquet file, shows more than the CSV."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.editions.cells import write_cells
from fairer_stockton.editions.published import PublishedEdition, Sheets, read_table_under_header
from fairer_stockton.run.vocabulary import AreaType, Status
from fairer_stockton.schemas.results.contracts import CONTRACTS

BOOKS = ("tables.xlsx", "tables.ods")
CONFIDENTIAL, SUPPRESSED = "[c]", Status.SUPPRESSED
SYMBOLS = ("[c]", "[x]", "[z]")  # that stand where no number is
OF_FIGURES = ["Figure", "Lower 95% limit", "Upper 95% limit", "Count", "Out of"]
ROUNDED, NOISE = 5.1e-5, 1e-11  # half of the last place of a cell; what the CSV leaves out of a long number


@dataclass(frozen=True)
class SheetOfTable:
    """A sheet that shows the rows of a CSV file, in the file's order.

    Attributes:
        file: the file's name.
        named: the columns that name a row in a message.
        words: columns of words on the sheet, and those of the file that are the same.
        numbers: the same of numbers.
        own: the kind of area of which the sheet shows the edition's own alone.
    """

    file: str
    named: tuple[str, ...]
    words: Mapping[str, str]
    numbers: Mapping[str, str]
    own: str = ""


SHEETS_OF_TABLES = {
    "Gaps": SheetOfTable(
        "gaps",
        ("measure", "gap_type", "group_a", "group_b", "period"),
        {"Area code": "area_code", "First group": "group_a", "Second group": "group_b"},
        {
            "First less second": "value", "Lower 95% limit": "lower_95", "Upper 95% limit": "upper_95",
            "In the count": "people",
        },
    ),
    "Communities": SheetOfTable(
        "communities",
        ("title", "measure", "period"),
        {
            "Community": "title", "Heading": "kind", "Area": "area_name", "Compared with": "else_category",
            "Note": "note", "What would fill it": "needs",
        },
        {
            "Community's figure": "group_value", "Lower 95% limit": "group_lower_95",
            "Upper 95% limit": "group_upper_95", "Everyone else": "else_value",
            "Lower 95% limit of everyone else": "else_lower_95", "Upper 95% limit of everyone else": "else_upper_95",
            "Community less everyone else": "value", "Lower 95% limit of the difference": "lower_95",
            "Upper 95% limit of the difference": "upper_95", "England": "england_value",
            "Middle of similar councils": "median_of_councils", "Number of councils": "councils",
        },
    ),
    "Council figures": SheetOfTable(
        "claims",
        ("text", "of"),
        {
            "What was said": "text", "Document": "document", "Whose figure": "of", "As stated": "stated",
            "Of the period": "of_period", "What to know": "why", "What it needs": "needs",
        },
        {"Recomputed": "recomputed"},
    ),
    "Priorities": SheetOfTable(
        "priorities",
        ("kind", "area_name"),
        {
            "Kind": "kind", "Area": "area_name", "Area code": "area_code", "Ward": "ward", "Verdict": "verdict",
            "Note": "note",
        },
        {
            "Rank": "rank", "Lower 95% limit of the rank": "rank_lower_95",
            "Upper 95% limit of the rank": "rank_upper_95", "Share of trials among the first": "top_share",
            "Score by the recipe": "score", "Rank in England, 1 the most deprived": "deprivation_rank",
            "Editions in the most deprived tenth": "editions_in_worst_tenth",
            "Domains in the most deprived tenth": "domains_in_worst_tenth",
            "Residents on a low income above England's rate": "people_above_england", "Residents": "residents",
        },
    ),
    "Targeting": SheetOfTable(
        "targeting",
        ("list_name", "people_group"),
        {"List of places": "list_name", "Chosen by": "kind", "Edition of the Indices": "period", "Note": "note"},
        {
            "Neighbourhoods": "neighbourhoods", "Residents there": "residents",
            "Of these people there": "people_inside", "Income-deprived there": "income_deprived_inside",
            "Share of all income-deprived": "reached_percent", "Income-deprived in the borough": "income_deprived",
            "Share in the best list of that size": "best_reached_percent",
        },
    ),
    "Other councils": SheetOfTable(
        "comparators",
        ("measure", "comparators", "period", "category"),
        {"Group": "category", "Council that is lowest": "lowest_council", "Council that is highest": "highest_council"},
        {
            "Here": "value", "Position, 1 is best": "position", "Councils": "councils", "Middle of all": "median",
            "Lowest of the others": "lowest", "Highest of the others": "highest",
            "Clearly better off": "clearly_better", "Clearly worse off": "clearly_worse",
        },
    ),
    "Deprivation": SheetOfTable(
        "deprivation",
        ("index_name", "area_type", "area_name", "period"),
        {"Edition": "period", "Area code": "area_code", "Map": "vintage", "Weighted by": "weighted_by"},
        {
            "Neighbourhoods": "neighbourhoods", "Ranked among": "areas",
            "Average rank": "average_rank", "Rank: Average rank": "rank_of_average_rank",
            "Average score": "average_score", "Rank: Average score": "rank_of_average_score",
            "In the most deprived tenth": "proportion", "Rank: In the most deprived tenth": "rank_of_proportion",
            "Extent": "extent", "Rank: Extent": "rank_of_extent",
            "Local concentration": "local_concentration", "Rank: Local concentration": "rank_of_local_concentration",
            "Scale (residents times score)": "scale", "Rank: Scale (residents times score)": "rank_of_scale",
        },
        own="authority",
    ),
}  # fmt: skip


def find_differences_in_workbooks(edition: PublishedEdition) -> Iterator[str]:
    """Yield what workbook or spreadsheet show and the CSV files do not, then where the two differ from each other."""
    book, again = (edition.sheets(name) for name in BOOKS)
    faults = list(_find_differences_in_workbook(edition, BOOKS[0], book))
    if faults or again != book:  # the same cells as in a workbook without fault need no second look
        faults += _find_differences_in_workbook(edition, BOOKS[1], again)
    yield from faults or _find_differences_between_workbooks(book, again)


def find_differences_in_parquet(edition: PublishedEdition) -> Iterator[str]:
    """Yield the parquet files that are not the same as their CSV files."""
    tables = {path.stem for path in (edition.folder / "parquet").glob("*")}
    for name in sorted(tables | set(CONTRACTS)):
        if other := _find_first_difference_in_parquet(edition, name):
            yield f"parquet/{name}.parquet does not say the same as csv/{name}.csv: {other}"


def _find_differences_in_workbook(edition: PublishedEdition, file_name: str, sheets: Sheets) -> Iterator[str]:
    """Yield the numbers of hidden figures on the sheets of a workbook, and the marks that are missing."""
    tables = [read_table_under_header(rows, "Measure", "Kind of area") for rows in sheets.values()]
    figures = pd.concat(tables, ignore_index=True)
    marked = figures[figures["Mark"] == CONFIDENTIAL] if len(figures) else figures
    telling = marked[(marked[OF_FIGURES] != CONFIDENTIAL).any(axis=1)] if len(marked) else marked
    for row in telling.to_dict("records"):
        yield f"{file_name} gives a number of a hidden figure: {row['Measure']}, {row['Area']}, {row['Period']}"
    listed = edition.observations
    count = int(((listed["status"] == SUPPRESSED) & (listed["area_type"] != AreaType.LSOA)).sum())
    if len(marked) != count:
        yield f"{file_name} marks {len(marked)} figures {CONFIDENTIAL}, csv/observations.csv has {count} that it should"
    for name, sheet in SHEETS_OF_TABLES.items():
        yield from _find_differences_on_sheet(
            edition, f"{file_name}, sheet {name},", read_table_under_header(sheets.get(name, []), *sheet.words), sheet
        )


def _find_differences_on_sheet(
    edition: PublishedEdition, sheet_label: str, rows_on_sheet: pd.DataFrame, sheet: SheetOfTable
) -> Iterator[str]:
    """Yield the rows of a sheet that differ from the CSV file that it shows."""
    table = edition.table(sheet.file)
    if sheet.own:
        places = edition.table("memberships")
        home = places.loc[places["area_type"] == AreaType.BOROUGH, "area_code"].unique()
        table = table[(table["area_type"] != sheet.own) | table["area_code"].isin(home)].reset_index(drop=True)
    if len(rows_on_sheet) != len(table):
        yield f"{sheet_label} has {len(rows_on_sheet)} rows, csv/{sheet.file}.csv {len(table)}"
        return
    if rows_on_sheet.empty:  # a table without rows has no sheet
        return
    other = np.zeros(len(table), dtype=bool)
    written = write_cells(table[[*dict.fromkeys(sheet.words.values())]])
    for column, own in sheet.words.items():
        other |= (rows_on_sheet[column].astype(str) != written[own].astype(str).replace("", "none")).to_numpy()
    for column, own in sheet.numbers.items():
        empty = rows_on_sheet[column].isin(SYMBOLS)
        numbers = pd.to_numeric(rows_on_sheet[column].where(~empty), errors="coerce").to_numpy(float)
        # A column is read as text where one of its cells has a word and no number.
        expected = pd.to_numeric(table[own], errors="coerce").to_numpy(float)
        same = np.isclose(numbers, expected, rtol=NOISE, atol=ROUNDED)
        other |= ~np.where(empty, (table[own].isna() | (table[own].astype(str) == "")).to_numpy(), same)
    for row in table[other].to_dict("records"):
        labels = ", ".join(str(row[name]) for name in sheet.named)
        yield f"{sheet_label} does not say the same as csv/{sheet.file}.csv: {labels}"


def _find_differences_between_workbooks(xlsx_sheets: Sheets, ods_sheets: Sheets) -> Iterator[str]:
    """Yield the sheets that are not the same in workbook and spreadsheet, cell by cell."""
    first, second = BOOKS
    for name in dict.fromkeys([*xlsx_sheets, *ods_sheets]):
        if xlsx_sheets.get(name) != ods_sheets.get(name):
            yield f"{second} does not say the same as {first}: sheet {name}"


def _find_first_difference_in_parquet(edition: PublishedEdition, table_name: str) -> str:
    """Return where a parquet file first differs from its CSV file; an empty text where they are the same."""
    import pyarrow as pa

    try:
        plain, packed = edition.read_csv_and_parquet(table_name)
    except FileNotFoundError:
        return "only one of them is there"
    except pa.ArrowInvalid:
        return "it cannot be read as the same kinds of column"
    if packed.column_names != plain.column_names:
        return "other columns"
    if packed.num_rows != plain.num_rows:
        return f"{packed.num_rows} rows, and {plain.num_rows}"
    for column, ours, theirs in zip(plain.column_names, plain.columns, packed.columns, strict=True):
        if not ours.equals(theirs):
            cells: Iterator[tuple[Any, Any]] = zip(ours.to_pylist(), theirs.to_pylist(), strict=True)
            row = next(line for line, (ours_cell, theirs_cell) in enumerate(cells, start=2) if ours_cell != theirs_cell)
            return f"column {column}, line {row}"
    return ""
