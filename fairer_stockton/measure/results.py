"""Results: the tables that measuring writes, what each rests on, and the contract that each keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.actions import ACTIONS
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.story import STORY
from fairer_stockton.editions.record import (
    RecordedVersion,
    compute_checksum_of_versions,
    read_record,
    select_versions_before,
)
from fairer_stockton.editions.sums import InputFile, list_input_files
from fairer_stockton.geography import areas
from fairer_stockton.run.errors import ValidationError
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.record import TrackedOutput
from fairer_stockton.run.sum_key import SumKey

if TYPE_CHECKING:
    import pandas as pd

FIRST_PUBLISHED = "first_published"  # in the stamp of results: the extracts that are taken as first published
MEASURES = "measures"  # the folder of what the package's measures are, which any result may rest on
PLACE_RESULTS = ("memberships", "deprivation", "agreement", "movements", "priorities", "targeting")
FIGURE_RESULTS = (
    "observations", "gaps", "decompositions", "communities", "claims", "comparators", "standings", "suppression",
)  # fmt: skip


def list_measured_table_paths(folder: Path) -> dict[str, Path]:
    """Return where each table of results lies in the folder of results."""
    return {name: folder / f"{name}.parquet" for name in (*PLACE_RESULTS, *FIGURE_RESULTS)}


def list_measuring_outputs(settings: Settings) -> tuple[TrackedOutput, TrackedOutput]:
    """Return the two outputs of measuring, each with what it rests on: what is known of places, and the figures.

    Places rest on the sources of `Definitions.place_tables` alone, so that a revised source of another measure does not
    rank them again. The figures rest on what was shown before too, so that all agree.
    """
    files = list_measured_table_paths(settings.measures)
    place_tables = (settings.staged / f"{name}.parquet" for name in settings.definitions.place_tables)
    places = TrackedOutput(
        "places",
        tuple(files[name] for name in PLACE_RESULTS),
        code=("places/tables.py", MEASURES),
        rests_on=(*place_tables, *_list_files_that_decide(settings)),
        choices=[settings.authority, settings.sample],
    )
    figures, before = _describe_figures(settings), find_versions_before(settings)
    return places, replace(figures, choices=[figures.choices, compute_checksum_of_versions(before)])


def _describe_figures(settings: Settings) -> TrackedOutput:
    """Return the figures, and what they rest on but what was shown before."""
    files = list_measured_table_paths(settings.measures)
    tables = (settings.staged / f"{name}.parquet" for name in settings.definitions.sources)
    return TrackedOutput(
        "figures",
        tuple(files[name] for name in FIGURE_RESULTS),
        code=("pipelines/measure.py", MEASURES),
        rests_on=(*tables, *_list_files_that_decide(settings)),
        choices=[settings.authority, settings.sample],
    )


def _list_files_that_decide(settings: Settings) -> tuple[Path, ...]:
    """Return the council's own files on which results rest."""
    files_of_council = settings.definitions.layers.list_council_files()
    # What officers write about figures changes none: the report alone is made again.
    counted = (file for file in files_of_council if file.name not in (STORY, ACTIONS))
    return (*areas.list_area_and_polygon_files(settings), *counted)


def find_versions_before(settings: Settings) -> tuple[RecordedVersion, ...]:
    """Return the versions of editions, of any name, that the figures must agree with."""
    return select_versions_before(read_record(settings.raw), compute_checksum_of_inputs(settings))


def compute_checksum_of_inputs(settings: Settings) -> str:
    """Return the sum of all that figures are made from but what was shown before."""
    return _describe_figures(settings).content()


def list_files_of_results(settings: Settings, key: SumKey) -> dict[str, tuple[InputFile, ...]]:
    """Return the files that each source of the results was read from, those as first published among them."""
    files = list_input_files(settings.staged, settings.definitions.sources, key, settings.sample)
    stamp = read_stamp(list_measured_table_paths(settings.measures)["observations"])
    return replace_by_first_published(files, stamp.get(FIRST_PUBLISHED, ()))


def replace_by_first_published(
    files_by_source: Mapping[str, tuple[InputFile, ...]], first_published: Iterable[Mapping[str, Any]]
) -> dict[str, tuple[InputFile, ...]]:
    """Return files with those as first published in the place of the revised ones that lie in the raw folder.

    Args:
        files_by_source: the files as they lie there.
        first_published: as `first_published.list_facts_of_first_published` returns them.
    """
    checksums = {
        (entry["source"], entry["file"], entry["period"], entry["synthetic"]): entry["checksum"]
        for entry in first_published
    }

    def replace_file(source: str, file: InputFile) -> InputFile:
        checksum = checksums.get((source, file.name, file.period, file.synthetic))
        if checksum is None:
            return file
        return replace(file, checksum=checksum, known_as=frozenset({checksum} if file.known_as else ()))

    return {source: tuple(replace_file(source, file) for file in files) for source, files in files_by_source.items()}


def results_are_current(settings: Settings) -> bool:
    """Return whether all results are whole and made from the staged tables as they are."""
    return all(output.is_current() for output in list_measuring_outputs(settings))


def set_column_types_of_empty_table(table_name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table with the column types of its contract where it has no rows; rows bring their own."""
    from fairer_stockton.schemas.results.contracts import CONTRACTS

    if len(table):
        return table
    return table.astype({column: str(rule.dtype) for column, rule in CONTRACTS[table_name].to_schema().columns.items()})


def check_results(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """Return the results, each held to its contract.

    Raises:
        ValidationError: a row breaks it; the first few are shown.
    """
    import pandera.errors

    from fairer_stockton.schemas.results.contracts import CONTRACTS

    typed = {name: set_column_types_of_empty_table(name, table) for name, table in tables.items()}
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
