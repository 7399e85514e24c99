"""Judging: staged rows against their contract, and a dataset against what is expected of it as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from fairer_stockton.contract_files import load_expectations, load_model
from fairer_stockton.sources import Extract, Source
from fairer_stockton.verdict_words import (
    EMPTY,
    EXPECTATIONS,
    cell_in_words,
    expectation_in_words,
    extract_of,
    headings,
    rule_in_words,
)

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

SHOWN = 5  # rows at fault that a message shows; the file beside the verdict holds them all
FEWEST = 5  # rows at fault of people or homes below which their number is not published
SHARED = ("period", "stratum", "lsoa21cd", "wd24cd", "areacd", "la_number", "measure")  # what rows are summed by
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


def to_frame(table: "pa.Table") -> "pd.DataFrame":
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

    model = load_model(source.name)
    expected = f"{len(model.to_schema().columns)} columns of the declared kinds, each row within its rules"
    try:
        model.validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as breach:
        faults = _list_faults(source, rows, breach.failure_cases, extract)
        grouped: dict[str, list[Fault]] = {}
        for fault in faults:
            grouped.setdefault(fault["expected"], []).append(fault)
        return [Check("each row", rule, False, _describe(found), rule) for rule, found in grouped.items()], faults
    return [Check("each row", "keeps to its contract", True, f"{counted(len(rows))} that do", expected)], []


def counted(rows: int) -> str:
    """Return a number of rows in words."""
    return f"{rows:,} row{'' if rows == 1 else 's'}"


def _list_faults(source: Source, rows: "pd.DataFrame", cases: Any, extract: Extract | None) -> list[Fault]:
    """List what is at fault: a cell each, as pandera gives them.

    Of a rule on whole rows pandera gives each cell of the row, at fault or not. Where a row is of one person or home,
    as in all that the council supplies, the row is named once and none of its cells is repeated.
    """
    faults: dict[Any, Fault] = {}
    of_file = cache(lambda file: headings(source, extract or extract_of(source, file)))
    schema = load_model(source.name).to_schema()
    about = {check.name: check.description or "" for check in schema.checks}
    figures = {name for name, column in schema.columns.items() if "unit" in (column.metadata or {})}
    origins = list(zip(rows.get("source_file", ()), rows.get("source_row", ()), strict=True))
    for place, case in enumerate(cases.to_dict("records")):
        fault = _fault(origins, case)
        if fault["found"] == EMPTY and fault["column"] in figures:
            fault["found"] = NO_FIGURE
        names = of_file(fault["file"])
        if not source.supplied or case["schema_context"] == "Column" or fault["row"] == "":
            faults[place] = {**fault, "column": names.get(fault["column"], fault["column"])}
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
            fault["column"] = _concerned(columns, fault.pop("names"))
    return list(faults.values())


def _concerned(columns: list[str], names: Mapping[str, str]) -> str:
    """Name the columns that a rule on whole rows is about, as the file heads them."""
    return ", ".join(names.get(name, name) for name in columns if name != "period" or len(columns) == 1)


def _fault(origins: Sequence[tuple[str, int]], case: Mapping[str, Any]) -> Fault:
    index = case["index"]
    known = index is not None and index == index and origins  # a missing index is NaN
    file, row = origins[int(index)] if known else ("", "")
    absent = case["check"] in ("column_in_dataframe", "column_in_schema")  # then the column is the failure itself
    return {
        "file": file,
        "row": int(row) if known else "",
        "column": (case["failure_case"] if absent else case["column"]) or "",
        "found": "no such column" if case["check"] == "column_in_dataframe" else cell_in_words(case["failure_case"]),
        "expected": rule_in_words(str(case["check"])),
    }


def _describe(faults: list[Fault]) -> str:
    first = [
        f"{fault['file']} row {fault['row']}"
        + (f", column {fault['column']}" if fault["column"] else "")
        + f": {fault['found']}"
        for fault in faults[:SHOWN]
    ]
    more = f"; and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
    return "; ".join(first) + more


def gather_facts(authority: str, lookups: "Mapping[str, pd.DataFrame]") -> Any:
    """Gather what expectations may know besides the table itself: all that the lookups hold."""
    _prepare()
    from schemas.expectations.suite import Facts, gather_codes, gather_parents

    return Facts(authority, False, gather_codes(lookups), gather_parents(lookups))


def _prepare() -> None:
    """Have Great Expectations send nothing and say nothing; its import is slow, and comes only after this."""
    import logging
    import os
    import warnings

    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    import great_expectations  # noqa: F401 - once its analytics are off

    logging.getLogger("great_expectations").setLevel(logging.ERROR)


def check_dataset(source: Source, rows: "pd.DataFrame", facts: Any) -> list[Check]:
    """Judge the whole dataset with Great Expectations, in a context that leaves nothing behind."""
    _prepare()
    context = _context()
    context.variables.progress_bars = {"globally": False}
    definition = (
        context.data_sources.add_pandas("staged")
        .add_dataframe_asset(source.name)
        .add_batch_definition_whole_dataframe("all")
    )
    checks = []
    for suite in load_expectations(source.name)(facts):
        prepared = suite.prepare(rows).reset_index(drop=True)
        batch = definition.get_batch(batch_parameters={"dataframe": prepared})
        for expectation in suite.expectations:
            result = batch.validate(expectation, result_format="COMPLETE")
            checks.append(_outcome(source, suite, expectation, result, prepared))
    return checks


def _context() -> Any:
    """Make a context that keeps everything in memory; by default one leaves an empty folder behind."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    return gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))


def _outcome(source: Source, suite: Any, expectation: Any, result: Any, prepared: "pd.DataFrame") -> Check:
    """Return how an expectation came out."""
    kind = expectation.expectation_type
    settings = {key: value for key, value in expectation.configuration.kwargs.items() if value is not None}
    names = headings(source, source.extracts[-1])
    return Check(
        suite=suite.name,
        expectation=EXPECTATIONS.get(kind, kind.removeprefix("expect_").replace("_", " ")),
        passed=bool(result.success),
        found=_found(source, settings, result, prepared),
        expected=suite.words or expectation_in_words(kind, settings, suite.name, names),
    )


def _found(source: Source, settings: Mapping[str, Any], result: Any, prepared: "pd.DataFrame") -> str:
    """Return what was found. The report shows this of every check that passed: no row of a person or home is listed."""
    details = result.result
    at_fault = details.get("unexpected_index_list") or []
    if not details:
        return f"that the check cannot be made of {counted(len(prepared))}"
    if at_fault and source.supplied and result.success:
        many = f"{len(at_fault):,}" if len(at_fault) >= FEWEST else f"fewer than {FEWEST}"
        return f"{many} of {counted(len(prepared))} differ, which are not listed"
    if at_fault:
        return _listed(source, details, prepared)
    if "value_set" in settings and "observed_value" in details:
        return _missing(settings, prepared)
    if "observed_value" in details:
        figure = details["observed_value"]
        return counted(figure) if "column" not in settings else f"{figure:,}"
    return f"{counted(details.get('element_count', len(prepared)))}, all as expected"


def _listed(source: Source, details: Mapping[str, Any], prepared: "pd.DataFrame") -> str:
    at_fault = details["unexpected_index_list"]
    places = [_place(prepared, index) for index in at_fault[:SHOWN]]
    cells = [
        cell if isinstance(cell, dict | tuple | list) else cell_in_words(cell)
        for cell in details.get("unexpected_list", [])[:SHOWN]
    ]
    if source.supplied:  # of a rule on several columns the cell holds them all
        cells = [NOT_REPEATED if isinstance(cell, dict | tuple | list) else cell for cell in cells]
    else:
        cells = [_beside(cell) if isinstance(cell, dict | tuple | list) else cell for cell in cells]
    listed = "; ".join(f"{place}: {cell}" for place, cell in zip(places, cells, strict=False))
    more = f"; and {len(at_fault) - SHOWN:,} more" if len(at_fault) > SHOWN else ""
    return f"{counted(len(at_fault))} that differ{'s' if len(at_fault) == 1 else ''}: {listed}{more}"


def _beside(cells: Any) -> str:
    values = cells.values() if isinstance(cells, dict) else cells
    return " beside ".join(map(cell_in_words, values))


def _missing(settings: Mapping[str, Any], prepared: "pd.DataFrame") -> str:
    """Return which names of a list do not occur."""
    there = set(prepared[settings["column"]].dropna())
    missing = [str(name) for name in settings["value_set"] if name not in there]
    return f"no {', no '.join(missing[:SHOWN])}" if missing else f"{len(there):,} different, none missing"


def _place(prepared: "pd.DataFrame", index: int) -> str:
    """Name a row as the file that it was read from shows it; of rows summed together, what they share."""
    row = prepared.loc[index]
    if "source_file" in row:
        return f"{row['source_file']} row {row['source_row']}"
    return " ".join(str(row[name]) for name in SHARED if name in row) or f"place {index + 1}"
