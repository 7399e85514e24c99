"""Measure: staged tables with a passing verdict become observations and gaps."""

from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton import geography
from fairer_stockton.catalogue import BREAKDOWNS, FRAMEWORK, load_catalogue
from fairer_stockton.errors import MissingSourceError, ValidationError
from fairer_stockton.fingerprints import fingerprint, read_stamp, stamp_matches, write_table
from fairer_stockton.progress import Progress
from fairer_stockton.settings import Settings
from fairer_stockton.sources import load_sources
from fairer_stockton.validation import require_verdicts

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = Path(__file__).parent


def measure(settings: Settings, progress: Progress) -> None:
    """Make observations and gaps anew where anything that they rest on has changed.

    Raises:
        ValidationError: a staged table has no passing verdict, or a result breaks its own contract.
    """
    require_verdicts(settings)
    if results_are_current(settings):
        return
    import pyarrow as pa

    observations, gaps = make_results(settings)
    check_results(observations, gaps)
    for table, target in zip((observations, gaps), results(settings), strict=True):
        plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        write_table(plain, target, content_of_results(settings))
    progress.say(
        f"measured {observations['measure'].nunique()} measures: {len(observations):,} observations, {len(gaps):,} gaps"
    )


def results(settings: Settings) -> tuple[Path, Path]:
    """Say where observations and gaps lie."""
    return settings.measures / "observations.parquet", settings.measures / "gaps.parquet"


def results_are_current(settings: Settings) -> bool:
    """Say whether observations and gaps are whole and made from the staged tables as they are."""
    content = content_of_results(settings)
    return all(stamp_matches(target, content) for target in results(settings))


def content_of_results(settings: Settings) -> str:
    """Return the sum of all that observations and gaps rest on."""
    code = [
        *PACKAGE.glob("*.py"),
        *(
            file
            for folder in ("disclosure", "engine", "geography", "observing", "statistics")
            for file in (PACKAGE / folder).iterdir()
            if file.is_file()
        ),
        *(PACKAGE / "measures").rglob("*.toml"),
        FRAMEWORK,
        BREAKDOWNS,
        PACKAGE.parent / "schemas" / "results.py",
    ]
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet").get("content") for name in load_sources()}
    return fingerprint(code, [settings.authority, settings.sample, stamps])


def make_results(settings: Settings) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Compute observations and gaps from the staged tables."""
    from fairer_stockton.disclosure.primary import protect
    from fairer_stockton.engine.duckdb import staged_tables
    from fairer_stockton.gaps import find_gaps
    from fairer_stockton.observations import observe

    measures = load_catalogue()
    supplied = {name for name, source in load_sources().items() if source.supplied}
    tables = {table for measure in measures.values() for table in measure.tables}
    with staged_tables(settings.staged, {*tables, *geography.LOOKUPS, "indices_of_deprivation"}) as connection:
        geography.create_memberships(connection, settings)
        observations = observe(connection, measures, synthetic_tables(settings), supplied)
    observations = protect(observations, supplied)
    if not settings.sample:
        observations = observations[~observations["synthetic"]].reset_index(drop=True)
        if observations.empty:
            raise MissingSourceError(
                "found     no figure that rests on published extracts alone\n"
                "to do     run `make fetch` (or `make fetch MIRROR=folder`), or leave SAMPLE=no away"
            )
    return observations, find_gaps(observations, measures)


def synthetic_tables(settings: Settings) -> dict[str, bool]:
    """Say of each staged table whether it rests on the generated sample; a sampled lookup makes all of them so."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in load_sources()}
    sampled = any(stamps[lookup].get("synthetic", True) for lookup in geography.LOOKUPS)
    return {name: sampled or bool(stamp.get("synthetic", True)) for name, stamp in stamps.items()}


def check_results(observations: "pd.DataFrame", gaps: "pd.DataFrame") -> None:
    """Hold the results to their own contract.

    Raises:
        ValidationError: a row breaks it; the first few are shown.
    """
    import pandera.errors

    from schemas.results import Gaps, Observations

    for model, table in ((Observations, observations), (Gaps, gaps)):
        try:
            model.validate(table, lazy=True)
        except pandera.errors.SchemaErrors as breach:
            cases = breach.failure_cases.head(10)
            rows = table.loc[sorted({int(i) for i in cases["index"].dropna()})]
            raise ValidationError(
                f"result    {model.__name__}\nfound     {cases.to_string()}\nrows      {rows.to_string()}\n"
                "to do     this is a fault of the pipeline, not of the data: report it"
            ) from None
