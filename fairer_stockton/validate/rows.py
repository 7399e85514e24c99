"""Checks of staged rows against their contract, and the form that every check has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.validate.words import (
    EMPTY,
    cell_in_words,
    describe_cell,
    find_extract_of_file,
    map_columns_to_headings,
    rule_in_words,
)

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

SHOWN_FAULTS = 5  # rows at fault that a message shows; the file beside the verdict holds them all
FEWEST_PUBLISHED = 5  # rows at fault of people or homes below which their number is not published
SHARED = ("period", "stratum", "lsoa21cd", "wd24cd", "areacd", "la_number", "measure")  # what rows are summed by
ORIGIN = ("period", "source_file", "source_row")
PERIOD_AND_AREA = ("period", "lsoa21cd", "wd24cd", "areacd")
NO_FIGURE = f"{EMPTY}, or a symbol for no figure, such as * or -"
NOT_REPEATED = "a row that breaks the rule (its cells are not repeated here)"
Fault = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """One thing that was checked and how it came out."""

    suite: str
    expectation: str
    passed: bool
    found: str
    expected: str


def convert_to_frame(table: "pa.Table") -> "pd.DataFrame":
    """Return a staged table as a frame with whole numbers that may be missing kept whole."""
    import pandas as pd
    import pyarrow as pa

    kinds = {
        pa.int64(): pd.Int64Dtype(),
        pa.int32(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.string(): pd.StringDtype(na_value=float("nan")),
    }
    empty = [index for index, kind in enumerate(table.schema) if pa.types.is_null(kind.type)]
    for index in empty:
        table = table.set_column(index, table.schema[index].name, table.column(index).cast(pa.string()))
    return table.to_pandas(types_mapper=kinds.get)


def check_rows(source: Source, rows: "pd.DataFrame", extract: Extract | None = None) -> tuple[list[Check], list[Fault]]:
    """Check each row against the source's model; return the checks and every row at fault.

    Args:
        source: whose rows they are.
        rows: the staged table.
        extract: which of its extracts they were read from, where all are of one; else the rows say it themselves.
    """
    import pandera.errors

    model = load_row_contract(source)
    try:
        model.validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as breach:
        faults = _list_faults(source, rows, breach.failure_cases, extract)
        grouped: dict[str, list[Fault]] = {}
        for fault in faults:
            grouped.setdefault(fault["expected"], []).append(fault)
        return [
            Check("each row", rule, False, _describe_first_faults(faults_of_rule), rule)
            for rule, faults_of_rule in grouped.items()
        ], faults
    return [make_passing_check(source, len(rows))], []


def make_passing_check(source: Source, row_count: int) -> Check:
    """Return the check of rows that all keep to their contract."""
    columns = len(load_row_contract(source).to_schema().columns)
    expected = f"{columns} columns of the declared kinds, each row within its rules"
    return Check("each row", "keeps to its contract", True, f"{format_row_count(row_count)} that do", expected)


def format_row_count(row_count: int) -> str:
    """Return a number of rows in words."""
    return f"{row_count:,} row{'' if row_count == 1 else 's'}"


def _list_faults(source: Source, rows: "pd.DataFrame", pandera_failures: Any, extract: Extract | None) -> list[Fault]:
    """List what is at fault: a cell each, as pandera gives them.

    Of a rule on whole rows pandera gives each cell of the row, at fault or not. Where a row is of one person or home,
    as in all that the council supplies, the row is named once and none of its cells is repeated.
    """
    faults: dict[Any, Fault] = {}
    of_file = cache(lambda file: map_columns_to_headings(source, extract or find_extract_of_file(source, file)))
    schema = load_row_contract(source).to_schema()
    about = {check.name: check.description or "" for check in schema.checks}
    figures = {name for name, column in schema.columns.items() if "unit" in (column.metadata or {})}
    origins = list(zip(rows.get("source_file", ()), rows.get("source_row", ()), strict=True))
    for number, case in enumerate(pandera_failures.to_dict("records")):
        fault = _make_fault(source, origins, case)
        if fault["found"] == EMPTY and fault["column"] in figures:
            fault["found"] = NO_FIGURE
        names = of_file(fault["file"])
        if not source.supplied or case["schema_context"] == "Column" or fault["row"] == "":
            faults[number] = {**fault, "column": names.get(fault["column"], fault["column"])}
            continue
        key = (fault["expected"], case["index"])
        row = faults.setdefault(key, {**fault, "column": [], "found": NOT_REPEATED, "names": names})
        row["column"].append(fault["column"])
    for fault in faults.values():
        if "names" in fault:
            columns = (
                fault["column"]
                if len(fault["column"]) < rows.shape[1]
                else about.get(fault["expected"], "").split(", ")
            )
            fault["column"] = _format_columns_of_rule(columns, fault.pop("names"))
    return list(faults.values())


def _format_columns_of_rule(columns: list[str], headings: Mapping[str, str]) -> str:
    """Return the columns that a rule on whole rows is about, as the file heads them."""
    return ", ".join(headings.get(name, name) for name in columns if name != "period" or len(columns) == 1)


def _make_fault(source: Source, row_origins: Sequence[tuple[str, int]], pandera_failure: Mapping[str, Any]) -> Fault:
    index = pandera_failure["index"]
    known = index is not None and index == index and row_origins  # a missing index is NaN
    file, row = row_origins[int(index)] if known else ("", "")
    absent = pandera_failure["check"] in (
        "column_in_dataframe",
        "column_in_schema",
    )  # then the column is the failure itself
    return {
        "file": file,
        "row": int(row) if known else "",
        "column": (pandera_failure["failure_case"] if absent else pandera_failure["column"]) or "",
        "found": "no such column"
        if pandera_failure["check"] == "column_in_dataframe"
        else _describe_failure_case(source, pandera_failure),
        "expected": rule_in_words(str(pandera_failure["check"])),
    }


def _describe_failure_case(source: Source, pandera_failure: Mapping[str, Any]) -> str:
    is_of_whole_column = pandera_failure["check"] == "column_in_schema" or "dtype(" in str(pandera_failure["check"])
    cell = pandera_failure["failure_case"]
    return cell_in_words(cell) if is_of_whole_column else describe_cell(cell, source)


def _describe_first_faults(faults: list[Fault]) -> str:
    first = [
        f"{fault['file']} row {fault['row']}"
        + (f", column {fault['column']}" if fault["column"] else "")
        + f": {fault['found']}"
        for fault in faults[:SHOWN_FAULTS]
    ]
    more = f"; and {len(faults) - SHOWN_FAULTS:,} more" if len(faults) > SHOWN_FAULTS else ""
    return "; ".join(first) + more
