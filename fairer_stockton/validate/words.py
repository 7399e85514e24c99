"""The words of verdicts: what a check expects and what it found, in plain English, for supply and validate alike.

Pandera and Great Expectations name their checks for programmers. Here each is said once in the words of the person who
reads the refusal, with the column as the file itself heads it.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.ingest.readers.cell_kinds import describe_kind_of_cell

EMPTY = "an empty cell"
SHOWN_VALUES = 8  # members of a list that a sentence names
LONGEST = 1e15  # a larger figure is shown by its power of ten

KINDS_IN_WORDS = {"Int64": "whole numbers", "Float64": "numbers", "bool": "yes or no", "boolean": "yes or no"}
PATTERNS = {  # of columns that are not declared with words of their own
    r"^([EW]01\d{6})$": "the code of a neighbourhood (LSOA), as E01012345",
    r"^([EWSN](05|13|08)\d{6})$": "the code of a ward, as E05012345",
    r"^(E(0[6-9]|10)\d{6})$": "the code of a county or unitary authority, as E06000004",
    r"^([EW]0[6-9]\d{6})$": "the code of a local authority, as E06000004",
    r"^(E12\d{6})$": "the code of a region, as E12000001",
    r"^([EWSNK]\d{8}|TL[A-Z0-9]*|UK[A-Z0-9]*)$": "the code of an area, as E06000004",
    r"^[a-z][a-z0-9_]*$": "a short code of letters, digits and _, as council_tax",
}
# What pandera calls a check, with what stands between its brackets.
RULES = {
    r"not_nullable": "a value in every row",
    r"isin\(\[(.*)\]\)": "one of {list}",
    r"greater_than_or_equal_to\((.*)\)": "a number of {0} or more",
    r"greater_than\((.*)\)": "a number above {0}",
    r"less_than_or_equal_to\((.*)\)": "a number of {0} at most",
    r"less_than\((.*)\)": "a number below {0}",
    r"in_range\((.*), (.*)\)": "a number from {0} to {1}",
    r"str_startswith\('(.*)'\)": "text that begins with {0}",
    r"(?:coerce_)?dtype\('?(\w+).*\)": "a column of {kind}",
    r"column_in_dataframe": "this column",
    r"column_in_schema": "no column beyond those that the contract declares",
    r"(?:field|multiple_fields)_uniqueness": "no two rows that are the same in it",
}


def rule_in_words(check_name: str) -> str:
    """Return what a check on rows expects; one that is declared in words already is given as it is."""
    if pattern := re.fullmatch(r"str_matches\('(.*)'\)", check_name, re.DOTALL):
        return PATTERNS.get(pattern[1].replace("\\\\", "\\"), "text of the form that the column's description gives")
    for name, words in RULES.items():
        if match := re.fullmatch(name, check_name, re.DOTALL):
            kind = KINDS_IN_WORDS.get(match[1], "text") if match.groups() else ""
            parts = ", ".join(part.strip("'\" ") for part in match[1].split(", ")) if match.groups() else ""
            return words.format(*match.groups(), list=parts, kind=kind)
    return check_name


def cell_in_words(cell: object) -> str:
    """Return a refused cell as the publisher's own file shows it."""
    if isinstance(cell, str):  # the words nan and None are no empty cells
        return repr(cell) if cell else EMPTY
    if str(cell) in ("nan", "None", "<NA>", "NaT"):
        return EMPTY
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < LONGEST else f"{cell:.6g}"
    return str(cell)


def describe_cell(cell: object, source: Source) -> str:
    """Return a refused cell as a message may show it: of what the council supplies its kind, and not what it says."""
    words = cell_in_words(cell)
    if not source.supplied or words == EMPTY:
        return words
    return describe_kind_of_cell(cell if isinstance(cell, str) else words)


def map_columns_to_headings(source: Source, extract: Extract) -> dict[str, str]:
    """Map each staged column to how the extract itself heads it: our own name follows where it differs.

    The period that staging makes of a date is that date's; a column that staging computes keeps its name.
    """
    read = {column.name: column.header.partition("#")[0] for column in extract.columns}
    dates = [column.header for column in extract.columns if column.kind.startswith("date")]
    if dates and _takes_periods_from_row_dates(source.staging_file):
        read["period"] = dates[0]
    return {name: header if header == name else f"{header} ({name})" for name, header in read.items()}


def _takes_periods_from_row_dates(sql_file: Path) -> bool:
    """Return whether staging makes the period of each row of its date, and does not take it from the whole file."""
    return sql_file.is_file() and " as period" in sql_file.read_text(encoding="utf-8")


def find_extract_of_file(source: Source, file_name: str) -> Extract:
    """Find which of a source's extracts a row was read from, by the file that it names; the last, failing that."""
    stem = file_name.partition(" › ")[0].partition(".")[0]
    named = [extract for extract in source.extracts if extract.name.partition(".")[0] == stem]
    return (named or source.extracts)[-1]


# What Great Expectations calls an expectation, as the heading of what it checks.
EXPECTATIONS = {
    "expect_table_row_count_to_equal": "the number of rows",
    "expect_table_row_count_to_be_between": "the number of rows",
    "expect_column_values_to_be_in_set": "each row by itself",
    "expect_column_values_to_not_be_null": "no value missing",
    "expect_column_values_to_be_between": "each figure in its range",
    "expect_column_values_to_be_unique": "no value twice",
    "expect_compound_columns_to_be_unique": "no combination twice",
    "expect_column_pair_values_to_be_equal": "two columns that agree",
    "expect_column_distinct_values_to_be_in_set": "no names but those on a list",
    "expect_column_distinct_values_to_contain_set": "every name on a list",
    "expect_column_distinct_values_to_equal_set": "the names on a list and no others",
    "expect_column_sum_to_be_between": "the sum",
    "expect_column_unique_value_count_to_be_between": "how many different values",
}


def expectation_in_words(
    expectation_type: str, settings: Mapping[str, Any], suite_name: str, headings: Mapping[str, str]
) -> str:
    """Return what an expectation of a whole table asks for.

    Args:
        expectation_type: what Great Expectations calls it.
        settings: its own settings.
        suite_name: the name of the suite, which says what a column computed for it alone means.
        headings: how the file heads each column.
    """
    column = headings.get(settings.get("column", ""), str(settings.get("column", "")).replace("_", " "))
    between = _format_range(settings.get("min_value"), settings.get("max_value"))
    listed = [str(value) for value in settings.get("value_set") or ()]
    if "row_count" in expectation_type:
        words = f"{_format_with_commas(settings['value'])} rows" if "value" in settings else f"{between} rows"
    elif listed == ["yes"] or "pair_values" in expectation_type:
        words = suite_name
    elif "not_be_null" in expectation_type:
        words = f"a value in {column}"
    elif "unique" in expectation_type and "count" not in expectation_type:
        columns = [headings.get(name, name) for name in settings.get("column_list", ())]
        words = f"{' with '.join(columns) or column} in one row only"
    elif "unique_value_count" in expectation_type:
        words = f"{between} different values in {column}"
    elif listed and settings.get("column") not in headings:
        words = f"{suite_name}: {', '.join(listed[:SHOWN_VALUES])}"
    elif listed:
        words = f"{column}: {', '.join(listed[:SHOWN_VALUES])}" + (
            f" and {len(listed) - SHOWN_VALUES} more" if listed[SHOWN_VALUES:] else ""
        )
    else:
        words = f"{column}: {between}"
    share = settings.get("mostly")
    return words if share in (None, 1, 1.0) else f"{words}, in {100 * share:g} % of the rows at least"


def _format_range(minimum: float | None, maximum: float | None) -> str:
    if minimum is None:
        return "any figure" if maximum is None else f"{_format_with_commas(maximum)} at most"
    if maximum is None:
        return f"{_format_with_commas(minimum)} or more"
    return (
        _format_with_commas(minimum)
        if minimum == maximum
        else f"{_format_with_commas(minimum)} to {_format_with_commas(maximum)}"
    )


def _format_with_commas(figure: Any) -> str:
    return f"{figure:,}".removesuffix(".0")
