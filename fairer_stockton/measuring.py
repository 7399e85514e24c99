"""Measure: staged tables with a passing verdict become observations and gaps."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton import geography
from fairer_stockton.catalogue import BREAKDOWNS, FRAMEWORK, load_catalogue
from fairer_stockton.claims import REGISTER, claim_table, tables_read
from fairer_stockton.communities import DEFINITIONS, community_table
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

    made = make_results(settings)
    check_results(made)
    for name, table in made.items():
        target = results(settings)[name]
        plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        write_table(plain, target, content_of_results(settings))
    observations, gaps = made["observations"], made["gaps"]
    progress.say(
        f"measured {observations['measure'].nunique()} measures: {len(observations):,} observations, {len(gaps):,} gaps"
    )


RESULTS = ("observations", "gaps", "communities", "claims")


def results(settings: Settings) -> dict[str, Path]:
    """Say where each table of results lies."""
    return {name: settings.measures / f"{name}.parquet" for name in RESULTS}


def results_are_current(settings: Settings) -> bool:
    """Say whether observations and gaps are whole and made from the staged tables as they are."""
    content = content_of_results(settings)
    return all(stamp_matches(target, content) for target in results(settings).values())


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
        DEFINITIONS,
        REGISTER,
        PACKAGE.parent / "schemas" / "results.py",
    ]
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet").get("content") for name in load_sources()}
    return fingerprint(code, [settings.authority, settings.sample, stamps])


def make_results(settings: Settings) -> dict[str, "pd.DataFrame"]:
    """Compute every table of results from the staged tables."""
    from fairer_stockton.disclosure.primary import protect
    from fairer_stockton.engine.duckdb import staged_tables
    from fairer_stockton.gaps import find_gaps
    from fairer_stockton.observations import observe

    measures = load_catalogue()
    supplied = {name for name, source in load_sources().items() if source.supplied}
    tables = {table for measure in measures.values() for table in measure.tables}
    tables |= {*geography.LOOKUPS, "indices_of_deprivation", *tables_read(load_sources())}
    synthetic = synthetic_tables(settings)
    with staged_tables(settings.staged, tables) as connection:
        geography.create_memberships(connection, settings)
        observations = protect(observe(connection, measures, synthetic, supplied), supplied)
        if not settings.sample:
            observations = observations[~observations["synthetic"]].reset_index(drop=True)
        if observations.empty:
            raise MissingSourceError(
                "found     no figure that rests on published extracts alone\n"
                "to do     run `make fetch` (or `make fetch MIRROR=folder`), or leave SAMPLE=no away"
            )
        made = {"observations": observations, "gaps": find_gaps(observations, measures)}
        claims = claim_table(connection, made, synthetic)
    communities = community_table(made["observations"], made["gaps"], measures, settings.authority)
    return {**made, "communities": communities, "claims": claims}


def synthetic_tables(settings: Settings) -> dict[str, bool]:
    """Say of each staged table whether it rests on the generated sample; a sampled lookup makes all of them so."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in load_sources()}
    sampled = any(stamps[lookup].get("synthetic", True) for lookup in geography.LOOKUPS)
    return {name: sampled or bool(stamp.get("synthetic", True)) for name, stamp in stamps.items()}


def check_results(made: Mapping[str, "pd.DataFrame"]) -> None:
    """Hold the results to their own contract.

    Raises:
        ValidationError: a row breaks it; the first few are shown.
    """
    import pandera.errors

    from schemas.results import CONTRACTS

    for name, table in made.items():
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
