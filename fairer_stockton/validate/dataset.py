"""Checks of a dataset as a whole, by Great Expectations."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.contract_files import load_expectations
from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.council import Council
from fairer_stockton.validate.rows import FEWEST_PUBLISHED, NOT_REPEATED, SHARED, SHOWN_FAULTS, Check, rows_in_words
from fairer_stockton.validate.words import EXPECTATIONS, cell_in_words, expectation_in_words, headings_of_columns

if TYPE_CHECKING:
    import pandas as pd


def gather_facts(council: Council, lookups: "Mapping[str, pd.DataFrame]") -> Any:
    """Return what expectations may know besides the table itself: all that the lookups hold."""
    _prepare()
    from fairer_stockton.schemas.expectations.suite import Facts, gather_codes, gather_parents

    codes, parents = gather_codes(lookups), gather_parents(lookups)
    return Facts(council.code, False, codes, parents, council.area_counts, council.name)


def _prepare() -> None:
    """Import Great Expectations so that it sends nothing and logs nothing; slow, so only where it is needed."""
    import logging
    import os
    import warnings

    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    import great_expectations  # noqa: F401 - once its analytics are off

    logging.getLogger("great_expectations").setLevel(logging.ERROR)


def check_dataset(source: Source, rows: "pd.DataFrame", facts: Any) -> list[Check]:
    """Check the whole dataset with Great Expectations, in a context that leaves nothing behind."""
    _prepare()
    context = _context()
    context.variables.progress_bars = {"globally": False}
    definition = (
        context.data_sources.add_pandas("staged")
        .add_dataframe_asset(source.name)
        .add_batch_definition_whole_dataframe("all")
    )
    checks = []
    for suite in load_expectations(source)(facts):
        prepared = suite.prepare(rows).reset_index(drop=True)
        batch = definition.get_batch(batch_parameters={"dataframe": prepared})
        for expectation in suite.expectations:
            outcome = batch.validate(expectation, result_format="COMPLETE")
            checks.append(_outcome(source, suite, expectation, outcome, prepared))
    return checks


def _context() -> Any:
    """Return a context that keeps everything in memory; by default one leaves an empty folder behind."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    return gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))


def _outcome(source: Source, suite: Any, expectation: Any, outcome: Any, prepared: "pd.DataFrame") -> Check:
    """Return the check that an expectation amounts to."""
    kind = expectation.expectation_type
    settings = {key: value for key, value in expectation.configuration.kwargs.items() if value is not None}
    names = headings_of_columns(source, source.extracts[-1])
    return Check(
        suite=suite.name,
        expectation=EXPECTATIONS.get(kind, kind.removeprefix("expect_").replace("_", " ")),
        passed=bool(outcome.success),
        found=_finding(source, settings, outcome, prepared),
        expected=suite.words or expectation_in_words(kind, settings, suite.name, names),
    )


def _finding(source: Source, settings: Mapping[str, Any], outcome: Any, prepared: "pd.DataFrame") -> str:
    """Return what was found. The report shows this of every check that passed: no row of a person or home is listed."""
    details = outcome.result
    at_fault = details.get("unexpected_index_list") or []
    if not details:
        return f"that the check cannot be made of {rows_in_words(len(prepared))}"
    if at_fault and source.supplied and outcome.success:
        many = f"{len(at_fault):,}" if len(at_fault) >= FEWEST_PUBLISHED else f"fewer than {FEWEST_PUBLISHED}"
        return f"{many} of {rows_in_words(len(prepared))} differ, which are not listed"
    if at_fault:
        return _listed(source, details, prepared)
    if "value_set" in settings and "observed_value" in details:
        return _missing(settings, prepared)
    if "observed_value" in details:
        figure = details["observed_value"]
        return rows_in_words(figure) if "column" not in settings else f"{figure:,}"
    return f"{rows_in_words(details.get('element_count', len(prepared)))}, all as expected"


def _listed(source: Source, details: Mapping[str, Any], prepared: "pd.DataFrame") -> str:
    at_fault = details["unexpected_index_list"]
    origins = [_row_in_words(prepared, index) for index in at_fault[:SHOWN_FAULTS]]
    cells = [
        cell if isinstance(cell, dict | tuple | list) else cell_in_words(cell)
        for cell in details.get("unexpected_list", [])[:SHOWN_FAULTS]
    ]
    if source.supplied:  # of a rule on several columns the cell holds them all
        cells = [NOT_REPEATED if isinstance(cell, dict | tuple | list) else cell for cell in cells]
    else:
        cells = [_cells_in_words(cell) if isinstance(cell, dict | tuple | list) else cell for cell in cells]
    listed = "; ".join(f"{origin}: {cell}" for origin, cell in zip(origins, cells, strict=False))
    more = f"; and {len(at_fault) - SHOWN_FAULTS:,} more" if len(at_fault) > SHOWN_FAULTS else ""
    return f"{rows_in_words(len(at_fault))} that differ{'s' if len(at_fault) == 1 else ''}: {listed}{more}"


def _cells_in_words(cells: Any) -> str:
    values = cells.values() if isinstance(cells, dict) else cells
    return " beside ".join(map(cell_in_words, values))


def _missing(settings: Mapping[str, Any], prepared: "pd.DataFrame") -> str:
    """Return which names of a list do not occur."""
    there = set(prepared[settings["column"]].dropna())
    missing = [str(name) for name in settings["value_set"] if name not in there]
    return f"no {', no '.join(missing[:SHOWN_FAULTS])}" if missing else f"{len(there):,} different, none missing"


def _row_in_words(prepared: "pd.DataFrame", index: int) -> str:
    """Return a row's origin as the file that it was read from shows it; of rows summed together, what they share."""
    row = prepared.loc[index]
    if "source_file" in row:
        return f"{row['source_file']} row {row['source_row']}"
    return " ".join(str(row[name]) for name in SHARED if name in row) or f"place {index + 1}"
