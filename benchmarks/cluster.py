"""What a million rows more cost: certificates as they are staged, summed by DuckDB and by Sail, an engine of clusters.

Certificates give the scale alone: real ones are the council's own, so that a report never sends them to a cluster, and
no published table has as many rows yet.

The table of docs/when-to-move.md is from `python -m benchmarks.cluster --millions 1 3 10 30`.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.costs import Cost, measure_process
from benchmarks.ratios import Ratio, print_ratios
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine.duckdb import list_columns, open_staged_tables, run_query
from fairer_stockton.observe.sums import compile_scan_statement, group_sums_by_table

TABLE = "epc_certificates"
MILLION = 1_000_000
# Codes, bands and days drawn by the hash of a row's number: the same rows in each run.
CERTIFICATES = """copy (
    select
        printf('%04d-%04d-0000-%04d-%04d', number // 100000000 % 10000, number // 10000 % 10000,
            hash(number) % 10000, number % 10000) as certificate_number,
        cast(100000000 + number as varchar) as uprn,
        case when hash(number + 1) % 100 > 0 then printf('E01%06d', hash(number + 2) % 33755) end as lsoa21cd,
        '2026-07' as period,
        'House' as property_type,
        'certificates.csv' as source_file,
        number as source_row,
        case when hash(number + 3) % 50 > 0 then chr(cast(65 + hash(number + 4) % 7 as integer)) end
            as energy_efficiency_band,
        cast(1 + hash(number + 5) % 100 as double) as energy_efficiency_score,
        cast(date '2008-10-01' + cast(hash(number + 6) % 6400 as integer) as varchar) as registration_date,
        1 as certificates
    from range({rows}) as numbers(number)
) to '{path}' (format parquet, compression zstd)"""


def write_certificates(folder: Path, millions: int) -> None:
    import duckdb

    with duckdb.connect() as connection:
        path = folder / f"{TABLE}.parquet"
        connection.execute(CERTIFICATES.format(rows=millions * MILLION, path=path))


def compile_scan(folder: Path) -> str:
    definitions = Settings().declared_definitions
    sums = group_sums_by_table(definitions.measures.values())[TABLE]
    with open_staged_tables(folder, {TABLE}) as connection:
        areas = definitions.national.maps.smallest_areas_in(list_columns(connection, TABLE))
    return compile_scan_statement(TABLE, sums, areas)


def sum_with_duckdb(folder: Path) -> int:
    with open_staged_tables(folder, {TABLE}) as connection:
        return run_query(connection, compile_scan(folder)).num_rows


def sum_with_sail(folder: Path) -> int:
    """Sum in this process too, server and client, so that the system counts both."""
    from pysail.spark import SparkConnectServer

    from fairer_stockton.engine.spark import open_spark_scanner

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    master = f"sc://127.0.0.1:{server.listening_address[1]}"
    with open_spark_scanner(master, {TABLE}, lambda table: (folder / f"{table}.parquet").as_uri()) as scanner:
        return scanner.scan(TABLE, compile_scan(folder)).num_rows


ENGINES = {"duckdb": sum_with_duckdb, "sail": sum_with_sail}


def main(millions: tuple[int, ...] = (1, 3, 10)) -> list[Ratio]:
    """Print the table of costs, and return what each million rows more costs Sail beside DuckDB."""
    print("invented certificates summed by neighbourhood: CPU seconds, start and imports included, and peak memory")
    costs: dict[str, list[Cost]] = {engine: [] for engine in ENGINES}
    for count in millions:
        with tempfile.TemporaryDirectory() as folder:
            write_certificates(Path(folder), count)
            for engine, rows in costs.items():
                rows.append(measure_process(engine, "benchmarks.cluster", "--engine", engine, "--folder", folder))
        words = ", ".join(
            f"{engine} {rows[-1].seconds:.1f} s {rows[-1].peak_mb:.0f} MB" for engine, rows in costs.items()
        )
        print(f"  {count:>3} million rows: {words}", flush=True)
    more = {
        engine: (rows[-1].seconds - rows[0].seconds) / (millions[-1] - millions[0]) for engine, rows in costs.items()
    }
    for engine, seconds in more.items():
        print(f"  {engine}: {seconds:.2f} s for each million rows more")
    ratios = [Ratio("a million certificates more, CPU time: Sail ÷ DuckDB", more["sail"] / more["duckdb"])]
    print_ratios(ratios)
    return ratios


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=int, nargs="+", default=(1, 3, 10))
    parser.add_argument("--engine", choices=list(ENGINES))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.engine:
        ENGINES[options.engine](options.folder)
    else:
        main(tuple(options.millions))
