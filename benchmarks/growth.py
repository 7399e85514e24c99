"""How cost grows with rows: each stage over invented rows ×1, ×10 and ×100, a process each, CPU time and peak memory.

The table of docs/decisions/0022-rows-in-batches.md is from `python -m benchmarks.growth --certificates 300000`, whose
last size is thirty million certificates and five million respondents.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.costs import Cost, measure_process
from benchmarks.ratios import Ratio, print_ratios
from benchmarks.row_sources import CERTIFICATES, CONTACTS, RESPONDENTS, write_rows
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.progress import Progress

FACTORS = (1, 10, 100)
MOST_SUPPLIED = 10  # times the rows of ×1
FEWEST_CERTIFICATES = 30_000  # at ×1; at ×100 three million, which take minutes
CERTIFICATES_TO_ROWS = {CERTIFICATES: 1, CONTACTS: 3, RESPONDENTS: 6}  # thirty million go with five of respondents
SOURCES = {"certificates": CERTIFICATES, "contacts": CONTACTS, "respondents": RESPONDENTS}
LARGEST_MB = 100_000  # so that no file is refused for its size


@dataclass(frozen=True)
class Stage:
    """A stage of the chain, run over the rows of one source.

    Args:
        source: whose rows.
        run: the stage, from settings and the name of the source.
    """

    source: str
    run: Callable[[Settings, str], object]


def read_settings(folder: Path) -> Settings:
    """Return settings of a folder, which take files of any size."""
    settings = Settings(raw=folder / "raw", processed=folder / "processed", reports=folder / "reports")
    definitions = settings.declared_definitions
    sources = {
        name: replace(source, extracts=tuple(replace(one, largest_mb=LARGEST_MB) for one in source.extracts))
        for name, source in definitions.sources.items()
    }
    return replace(settings, handed_definitions=replace(definitions, sources=sources))


def supply_rows(settings: Settings, source: str) -> None:
    from fairer_stockton.supply.stage import supply

    period = settings.declared_definitions.sources[source].extracts[-1].period
    file = settings.raw.parent / f"{source}.csv"
    supply(settings, Progress(quiet=True), source, period, file, "invented to be measured")


def ingest_rows(settings: Settings, source: str) -> None:
    from fairer_stockton.ingest.stage import ingest_source

    ingest_source(settings, Progress(quiet=True), settings.definitions.sources[source])


def validate_rows(settings: Settings, source: str) -> None:
    from fairer_stockton.validate.stage import judge_tables, make_getter_of_lookup_facts

    judge_tables(settings, Progress(quiet=True), [source], make_getter_of_lookup_facts(settings))


def sum_rows(settings: Settings, source: str) -> None:
    from fairer_stockton.engine import duckdb as engine
    from fairer_stockton.geography.memberships import create_area_membership_tables
    from fairer_stockton.observe.scanning import sum_for_areas
    from fairer_stockton.observe.sums import group_sums_by_table

    definitions = settings.declared_definitions
    maps = definitions.national.maps
    sums = group_sums_by_table(definitions.measures.values())[source]
    with engine.open_staged_tables(settings.staged, {source, *maps.place_tables}) as connection:
        create_area_membership_tables(connection, settings.authority, definitions)
        areas = maps.smallest_areas_in(engine.list_columns(connection, source))
        sum_for_areas(connection, source, sums, areas, with_unplaced=True)


def estimate_survey_shares(settings: Settings, source: str) -> None:
    from fairer_stockton.definitions.measures import SurveyMeasure
    from fairer_stockton.engine import duckdb as engine
    from fairer_stockton.geography.memberships import create_area_membership_tables
    from fairer_stockton.observe.surveyed import compute_survey_observations

    definitions = settings.declared_definitions
    asked = [one for one in definitions.measures.values() if isinstance(one, SurveyMeasure) and source in one.tables]
    tables = {source, *definitions.national.maps.place_tables}
    with engine.open_staged_tables(settings.staged, tables) as connection:
        create_area_membership_tables(connection, settings.authority, definitions)
        compute_survey_observations(connection, asked, definitions)


def read_rows_with_duckdb(settings: Settings, source: str) -> None:
    """Read the file of a source and write it as parquet, unchecked: the peer of ingest."""
    import duckdb

    file, target = settings.raw.parent / f"{source}.csv", settings.raw.parent / f"{source}.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_csv('{file}')) to '{target}' (format parquet, compression zstd)")


STAGES = {
    **{f"supply {word}": Stage(source, supply_rows) for word, source in SOURCES.items()},
    **{f"ingest {word}": Stage(source, ingest_rows) for word, source in SOURCES.items()},
    **{f"DuckDB reads {word}": Stage(source, read_rows_with_duckdb) for word, source in SOURCES.items()},
    **{f"validate {word}": Stage(source, validate_rows) for word, source in SOURCES.items()},
    "sums of certificates": Stage(CERTIFICATES, sum_rows),
    "sums of contacts": Stage(CONTACTS, sum_rows),
    "survey shares": Stage(RESPONDENTS, estimate_survey_shares),
}


def write_files(folder: Path, certificates: int) -> None:
    """Write the file of each source, and the lookups of the sample as staged tables."""
    from fairer_stockton.ingest.stage import ingest_source

    folders = [f"--{name}={folder / name}" for name in ("raw", "processed", "reports")]
    measure_process("sample", "pipelines.sample", *folders)
    settings = read_settings(folder)
    maps = settings.definitions.national.maps
    for name in maps.place_tables:
        ingest_source(settings, Progress(quiet=True), settings.definitions.sources[name])
    for source in SOURCES.values():
        shutil.rmtree(settings.raw / "sample" / source)
    neighbourhoods = read_neighbourhoods(settings)
    for source in SOURCES.values():
        definition = settings.declared_definitions.sources[source]
        rows = certificates // CERTIFICATES_TO_ROWS[source]
        write_rows(folder / f"{source}.csv", definition, definition.extracts[-1], rows, neighbourhoods)
        place_file(settings, definition)


def place_file(settings: Settings, source: Source) -> None:
    """Put the file of a source where `supply` would have put it."""
    from fairer_stockton.fetch.raw_folder import write_provenance
    from fairer_stockton.run.fingerprints import compute_file_checksum

    extract = source.extracts[-1]
    folder = settings.raw / source.name / extract.period
    folder.mkdir(parents=True)
    stored = folder / Path(extract.name).with_suffix(".csv").name
    stored.hardlink_to(settings.raw.parent / f"{source.name}.csv")
    entry = {"name": extract.name, "stored": stored.name, "sha256": compute_file_checksum(stored), "reduced": {}}
    write_provenance(folder, {"synthetic": False, "files": [entry]})


def read_neighbourhoods(settings: Settings) -> list[str]:
    """Return the codes of the neighbourhoods of the council."""
    from pyarrow import parquet

    table = parquet.read_table(settings.staged / "lsoa11_lsoa21.parquet", columns=["lsoa21cd", "lad22cd"])
    rows = zip(table["lsoa21cd"].to_pylist(), table["lad22cd"].to_pylist(), strict=True)
    return sorted({neighbourhood for neighbourhood, council in rows if council == settings.authority})


def main(certificates: int = FEWEST_CERTIFICATES, factors: Sequence[int] = FACTORS) -> list[Ratio]:
    """Print the table, and return what ingest costs beside DuckDB's read, and the greatest peak of memory."""
    print("invented rows through each stage: CPU seconds, start and imports included, and peak memory")
    costs: dict[str, list[Cost]] = {name: [] for name in STAGES}
    for factor in factors:
        with tempfile.TemporaryDirectory() as folder:
            # In a process of its own too: the system counts the memory of this one as the least of any that it starts.
            rows = str(certificates * factor)
            measure_process("the files", "benchmarks.growth", "--files", "--certificates", rows, "--folder", folder)
            for name, of_stage in costs.items():
                if STAGES[name].run is supply_rows and factor > MOST_SUPPLIED:
                    continue  # it holds the rows of a file all at once
                of_stage.append(measure_process(name, "benchmarks.growth", "--stage", name, "--folder", folder))
                words = f"{of_stage[-1].seconds:>8.1f} s {of_stage[-1].peak_mb:>7.0f} MB"
                print(f"  x{factor:<4} {name:<24} {words}", flush=True)
    beside = costs["ingest certificates"][-1].seconds / costs["DuckDB reads certificates"][-1].seconds
    peak = max(cost.peak_mb for name, of_stage in costs.items() if "DuckDB" not in name for cost in of_stage)
    ratios = [
        Ratio("staging certificates, CPU time: ours ÷ DuckDB's own read of the file", beside, 1.3, is_share=True),
        Ratio("greatest peak memory of a stage over invented rows, in GB", peak / 1000, 1, is_share=True),
    ]
    print_ratios(ratios)
    return ratios


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", type=int, default=FEWEST_CERTIFICATES, help="how many at ×1")
    parser.add_argument("--factors", type=int, nargs="+", default=FACTORS)
    parser.add_argument("--stage", choices=list(STAGES))
    parser.add_argument("--files", action="store_true", help="write the files alone, into the folder")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.stage:
        STAGES[options.stage].run(read_settings(options.folder), STAGES[options.stage].source)
    elif options.files:
        write_files(options.folder, options.certificates)
    else:
        main(options.certificates, options.factors)
