"""Checks of a dataset as a whole, by Great Expectations."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.contract_files import load_expectations
from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.council import Council
from fairer_stockton.validate.rows import (
    FEWEST_PUBLISHED,
    NOT_REPEATED,
    PERIOD_AND_AREA,
    SHARED,
    SHOWN_FAULTS,
    Check,
    format_row_count,
)
from fairer_stockton.validate.words import (
    EXPECTATIONS,
    cell_in_words,
    describe_cell,
    expectation_in_words,
    map_columns_to_headings,
)

if TYPE_CHECKING:
    import pandas as pd

NAMES_OF_COLUMNS = ("column", "column_A", "column_B")  # settings of an expectation that name a column each


def gather_facts_of_lookups(council: Council, lookups: "Mapping[str, pd.DataFrame]") -> Any:
    """Return what expectations may know besides the table itself: all that the lookups hold."""
    _import_great_expectations()
    from fairer_stockton.schemas.expectations.suite import AreaFacts, gather_area_codes, map_areas_to_authorities

    codes, parents = gather_area_codes(lookups), map_areas_to_authorities(lookups)
    return AreaFacts(council.code, False, codes, parents, council.area_counts, council.name)


def _import_great_expectations() -> None:
    """Import Great Expectations so that it sends nothing and logs nothing; slow, so only where it is needed."""
    import logging
    import os
    import warnings

    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    import great_expectations  # noqa: F401 - once its analytics are off

    logging.getLogger("great_expectations").setLevel(logging.ERROR)


def check_dataset(source: Source, rows: "pd.DataFrame", lookup_facts: Any) -> list[Check]:
    """Check the whole dataset with Great Expectations, in a context that leaves nothing behind."""
    checks = []
    for suite in load_expectations(source)(lookup_facts):
        prepared, outcomes = evaluate_suite(suite, rows)
        for expectation, outcome in zip(suite.expectations, outcomes, strict=True):
            checks.append(make_check_of_expectation(source, suite, expectation, outcome, prepared))
    return checks


def evaluate_suite(suite: Any, rows: "pd.DataFrame") -> "tuple[pd.DataFrame, list[Any]]":
    """Return the rows that a suite prepares, and the outcome of each of its expectations of them."""
    prepared = suite.prepare(rows).reset_index(drop=True)
    validator = _make_validator(_make_batch_definition(), _select_expected_columns(prepared, suite.expectations))
    return prepared, [validator.validate_expectation(expectation) for expectation in suite.expectations]


@cache
def _make_batch_definition() -> Any:
    """Return what makes a batch of any table; once for all of them, since a context is slow to make."""
    _import_great_expectations()
    context = _make_great_expectations_context()
    context.variables.progress_bars = {"globally": False}
    return (
        context.data_sources.add_pandas("staged")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
    )


def _make_validator(batch_definition: Any, prepared_rows: "pd.DataFrame") -> Any:
    """Return a validator of these rows: one for a whole suite, since each makes a batch and hashes all its cells."""
    from great_expectations.validator.v1_validator import Validator

    return Validator(batch_definition, result_format="COMPLETE", batch_parameters={"dataframe": prepared_rows})


def _select_expected_columns(prepared_rows: "pd.DataFrame", expectations: Iterable[Any]) -> "pd.DataFrame":
    """Return the columns that expectations are about, or any where they only count rows: the others would be hashed."""
    named: set[str] = set()
    for expectation in expectations:
        settings = expectation.configuration.kwargs
        named.update(settings.get("column_list") or (), (settings.get(key, "") for key in NAMES_OF_COLUMNS))
    columns = [name for name in prepared_rows.columns if name in named]
    return prepared_rows[columns] if columns else prepared_rows.iloc[:, :1]


def _make_great_expectations_context() -> Any:
    """Return a context that keeps everything in memory; by default one leaves an empty folder behind."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    return gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))


def make_check_of_expectation(
    source: Source,
    suite: Any,
    expectation: Any,
    outcome: Any,
    prepared_rows: "pd.DataFrame",
    row_count: int | None = None,
) -> Check:
    """Return the check that an expectation amounts to.

    Args:
        source: whose table it is.
        suite: which the expectation is of.
        expectation: of Great Expectations.
        outcome: what that found.
        prepared_rows: the rows in which it was found.
        row_count: how many there were, where these are only some of them.
    """
    count = len(prepared_rows) if row_count is None else row_count
    kind = expectation.expectation_type
    settings = {key: value for key, value in expectation.configuration.kwargs.items() if value is not None}
    names = map_columns_to_headings(source, source.extracts[-1])
    return Check(
        suite=suite.name,
        expectation=EXPECTATIONS.get(kind, kind.removeprefix("expect_").replace("_", " ")),
        passed=bool(outcome.success),
        found=_describe_outcome(source, settings, outcome, prepared_rows, count),
        expected=suite.words or expectation_in_words(kind, settings, suite.name, names),
    )


def _describe_outcome(
    source: Source, expectation_settings: Mapping[str, Any], outcome: Any, prepared_rows: "pd.DataFrame", count: int
) -> str:
    """Return what was found. The report shows this of every published source: no row of a person is listed."""
    details = outcome.result
    at_fault = details.get("unexpected_index_list") or []
    if not details:
        return f"that the check cannot be made of {format_row_count(count)}"
    if at_fault and source.supplied and outcome.success:
        many = f"{len(at_fault):,}" if len(at_fault) >= FEWEST_PUBLISHED else f"fewer than {FEWEST_PUBLISHED}"
        return f"{many} of {format_row_count(count)} differ, which are not listed"
    if at_fault:
        return _describe_rows_at_fault(source, details, prepared_rows)
    if "value_set" in expectation_settings and "observed_value" in details:
        return _describe_missing_values(expectation_settings, prepared_rows)
    if "observed_value" in details:
        figure = details["observed_value"]
        if "column" not in expectation_settings:
            return format_row_count(figure)
        column = str(expectation_settings["column"])
        heading = map_columns_to_headings(source, source.extracts[-1]).get(column, column.replace("_", " "))
        return f"{heading}: {figure:,}"
    return f"{format_row_count(details.get('element_count', count))}, all as expected"


def _describe_rows_at_fault(source: Source, outcome_details: Mapping[str, Any], prepared_rows: "pd.DataFrame") -> str:
    at_fault = outcome_details["unexpected_index_list"]
    origins = [_describe_origin_of_row(source, prepared_rows, index) for index in at_fault[:SHOWN_FAULTS]]
    # Of a rule on several columns the cell holds them all. What is worked out of rows together is no cell of a row.
    are_cells = "source_file" in prepared_rows
    cells = [
        (NOT_REPEATED if source.supplied else _write_cells_of_row(cell))
        if isinstance(cell, dict | tuple | list)
        else (describe_cell(cell, source) if are_cells else cell_in_words(cell))
        for cell in outcome_details.get("unexpected_list", [])[:SHOWN_FAULTS]
    ]
    listed = "; ".join(f"{origin}: {cell}" for origin, cell in zip(origins, cells, strict=False))
    more = f"; and {len(at_fault) - SHOWN_FAULTS:,} more" if len(at_fault) > SHOWN_FAULTS else ""
    return f"{format_row_count(len(at_fault))} that differ{'s' if len(at_fault) == 1 else ''}: {listed}{more}"


def _write_cells_of_row(cells: Any) -> str:
    values = cells.values() if isinstance(cells, dict) else cells
    return " beside ".join(map(cell_in_words, values))


def _describe_missing_values(expectation_settings: Mapping[str, Any], prepared_rows: "pd.DataFrame") -> str:
    """Return which names of a list do not occur."""
    there = set(prepared_rows[expectation_settings["column"]].dropna())
    missing = [str(name) for name in expectation_settings["value_set"] if name not in there]
    return f"no {', no '.join(missing[:SHOWN_FAULTS])}" if missing else f"{len(there):,} different, none missing"


def _describe_origin_of_row(source: Source, prepared_rows: "pd.DataFrame", index: int) -> str:
    """Return a row's origin as the file that it was read from shows it; of rows summed together, what they share.

    Of what the council supplies a stratum is a cell of people's rows: only the period and the area are named.
    """
    row = prepared_rows.loc[index]
    if "source_file" in row:
        return f"{row['source_file']} row {row['source_row']}"
    shared = [name for name in SHARED if name in row and (not source.supplied or name in PERIOD_AND_AREA)]
    return " ".join(str(row[name]) for name in shared) or f"place {index + 1}"
