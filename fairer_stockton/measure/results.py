"""Results: the tables that measuring writes, what each rests on, and the contract that each keeps."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.sources import sources_of
from fairer_stockton.editions.published import sums_of_earlier
from fairer_stockton.geography import areas
from fairer_stockton.observe.inputs import PLACE_TABLES
from fairer_stockton.run.errors import ValidationError
from fairer_stockton.run.fingerprints import fingerprint, read_stamp, stamp_matches
from fairer_stockton.run.package import files_of
from fairer_stockton.run.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

RESTS_ON = (
    "council", "measures", "definitions", "engine", "geography", "statistics", "observe", "places", "disclosure",
    "editions", "measure", "schemas/results",
)  # fmt: skip
PLACE_RESULTS = ("memberships", "deprivation", "agreement", "movements", "priorities")
FIGURE_RESULTS = ("observations", "gaps", "communities", "claims", "comparators", "standings", "suppression")


def results(settings: Settings) -> dict[str, Path]:
    """Return where each table of results lies."""
    return {name: settings.measures / f"{name}.parquet" for name in (*PLACE_RESULTS, *FIGURE_RESULTS)}


def results_are_current(settings: Settings) -> bool:
    """Return whether all results are whole and made from the staged tables as they are."""
    return are_current(settings, content_of_results(settings), (*PLACE_RESULTS, *FIGURE_RESULTS))


def are_current(settings: Settings, content: Mapping[str, str], names: Iterable[str]) -> bool:
    """Return whether these tables are whole and made from this content."""
    return all(stamp_matches(results(settings)[name], content[name]) for name in names)


def content_of_results(settings: Settings) -> dict[str, str]:
    """Return, for each table of results, the sum of all that it rests on."""
    code = files_of(*RESTS_ON)
    shared = [fingerprint([*code, *areas.area_files(settings)]), settings.authority, settings.sample]
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet").get("content") for name in sources_of(settings)}
    places = fingerprint([], [shared, {name: stamps[name] for name in PLACE_TABLES}])
    figures = fingerprint([], [shared, stamps, sums_of_earlier(settings)])
    return {**dict.fromkeys(PLACE_RESULTS, places), **dict.fromkeys(FIGURE_RESULTS, figures)}


def with_column_types(name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table without rows the kinds of column that its contract asks for; rows bring their own."""
    from fairer_stockton.schemas.results.contracts import CONTRACTS

    if len(table):
        return table
    return table.astype({column: str(rule.dtype) for column, rule in CONTRACTS[name].to_schema().columns.items()})


def check_results(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """Return the results, each held to its contract.

    Raises:
        ValidationError: a row breaks it; the first few are shown.
    """
    import pandera.errors

    from fairer_stockton.schemas.results.contracts import CONTRACTS

    typed = {name: with_column_types(name, table) for name, table in tables.items()}
    for name, table in typed.items():
        model = CONTRACTS[name]
        try:
            model.validate(table, lazy=True)
        except pandera.errors.SchemaErrors as breach:
            cases = breach.failure_cases.head(10)
            rows = table.loc[sorted({int(i) for i in cases["index"].dropna()})]
            raise ValidationError(
                f"result    {model.__name__}\nfound     {cases.to_string()}\nrows      {rows.to_string()}\n"
                "to do     this is a fault of the pipeline, not of the data: report it"
            ) from None
    return typed
