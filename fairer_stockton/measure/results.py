"""Results: the tables that measuring writes, what each rests on, and the contract that each keeps."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.sources import sources_of
from fairer_stockton.editions.published import sums_of_earlier
from fairer_stockton.geography import areas
from fairer_stockton.observe.inputs import BESIDES
from fairer_stockton.run.errors import ValidationError
from fairer_stockton.run.fingerprints import content_sum, read_stamp, stamp_matches
from fairer_stockton.run.package import files_of
from fairer_stockton.run.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

RESTS_ON = (
    "council", "measures", "definitions", "engine", "geography", "statistics", "observe", "places", "disclosure",
    "editions", "measure", "schemas/results.py", "schemas/places.py",
)  # fmt: skip
PLACES = ("memberships", "deprivation", "agreement", "movements", "priorities")
FIGURES = ("observations", "gaps", "communities", "claims", "comparators", "standings", "suppression")


def results(settings: Settings) -> dict[str, Path]:
    """Say where each table of results lies."""
    return {name: settings.measures / f"{name}.parquet" for name in (*PLACES, *FIGURES)}


def results_are_current(settings: Settings) -> bool:
    """Say whether all results are whole and made from the staged tables as they are."""
    return are_current(settings, content_of_results(settings), (*PLACES, *FIGURES))


def are_current(settings: Settings, content: Mapping[str, str], names: Iterable[str]) -> bool:
    """Return whether these tables are whole and made from this content."""
    return all(stamp_matches(results(settings)[name], content[name]) for name in names)


def content_of_results(settings: Settings) -> dict[str, str]:
    """Return, for each table of results, the sum of all that it rests on."""
    code = files_of(*RESTS_ON)
    shared = [content_sum([*code, *areas.area_files(settings)]), settings.authority, settings.sample]
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet").get("content") for name in sources_of(settings)}
    places = content_sum([], [shared, {name: stamps[name] for name in BESIDES}])
    figures = content_sum([], [shared, stamps, sums_of_earlier(settings)])
    return {**dict.fromkeys(PLACES, places), **dict.fromkeys(FIGURES, figures)}


def with_column_types(name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    """Give a table without rows the kinds of column that its contract asks for; rows bring their own."""
    from fairer_stockton.schemas.results import CONTRACTS

    if len(table):
        return table
    return table.astype({column: str(rule.dtype) for column, rule in CONTRACTS[name].to_schema().columns.items()})


def check_results(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """Return the results, each held to its contract.

    Raises:
        ValidationError: a row breaks it; the first few are shown.
    """
    import pandera.errors

    from fairer_stockton.schemas.results import CONTRACTS

    typed = {name: with_column_types(name, table) for name, table in tables.items()}
    for name, table in typed.items():
        model = CONTRACTS[name]
        try:
            model.validate(table, lazy=True)
        except pandera.errors.SchemaErrors as breach:
            cases = breach.failure_cases.head(10)
            rows = table.loc[sorted({int(i) for i in cases["index"].dropna()})]
            raise ValidationError(
                result=model.__name__,
                found=cases.to_string(),
                rows=rows.to_string(),
                remedy="this is a fault of the pipeline, not of the data: report it",
            ) from None
    return typed
