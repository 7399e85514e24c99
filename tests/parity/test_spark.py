"""Every measure's sums on a cluster against DuckDB's, to the digit: on Sail always, on Spark where there is Java."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.measures import MeasureByAge
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine.copies import place_copy
from fairer_stockton.engine.duckdb import open_staged_tables, run_query
from fairer_stockton.engine.scanner import Scanner
from fairer_stockton.engine.spark import open_spark_scanner
from fairer_stockton.measure.figures import open_measuring_inputs
from fairer_stockton.observe.by_age import BAND
from fairer_stockton.observe.scanning import sum_for_areas
from fairer_stockton.observe.sums import compile_scan_statement, group_sums_by_table
from tests.conftest import DEFINITIONS, empty_table

MAPS, SUPPLIED = DEFINITIONS.national.maps, DEFINITIONS.supplied
TABLES = group_sums_by_table(DEFINITIONS.measures.values())
NEIGHBOURHOODS = 5_000  # in hundreds of which a fraction lies halfway between two millionths
PATIENCE_SECONDS = 120
pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    """The address of a server in this process, which ends with it."""
    pysail = pytest.importorskip("pysail.spark", reason="pysail is not installed: `make` installs it")
    server = pysail.SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A row of each table for each neighbourhood; of all of England there are the published extracts."""
    folder = tmp_path_factory.mktemp("staged")
    for table in TABLES:
        _invent_rows(table).to_parquet(folder / f"{table}.parquet", index=False)
    return folder


def _invent_rows(table: str) -> pd.DataFrame:
    """Invent rows with nulls, words that conditions ask for, and fractions that lie between two millionths."""
    random = np.random.default_rng(25)
    conditions = " ".join(part_sum.where for _, _, part_sum in TABLES[table])
    asked = [word.replace("''", "'") for word in re.findall(r"'((?:[^']|'')*)'", conditions)]
    words = {"period": ["2019", "2021", "2025"], BAND: ["0", "1 to 4", "85 and over"]}
    columns = {}
    for name, kind in empty_table(table).dtypes.items():
        if name in MAPS.smallest_areas:
            values = pd.Series([f"E{number:08}" for number in range(NEIGHBOURHOODS)], dtype="str")
        elif pd.api.types.is_float_dtype(kind):
            values = pd.Series(
                random.integers(0, 10**9, NEIGHBOURHOODS) * random.choice([1e-7, 2.0**-7 / 1e6], NEIGHBOURHOODS)
            )
        elif pd.api.types.is_numeric_dtype(kind):
            values = pd.Series(random.integers(0, 12, NEIGHBOURHOODS))
        else:
            values = pd.Series(random.choice(words.get(name, [*asked, "it's \\n"]), NEIGHBOURHOODS))
        columns[name] = values.astype(kind).mask(random.random(NEIGHBOURHOODS) < (0 if name == "period" else 0.05))
    return pd.DataFrame(columns)


def _compile_scans(table: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each statement that measuring runs over a table, and by which columns its rows differ."""
    areas = MAPS.smallest_areas_in(empty_table(table).columns)
    for is_by_age in (False, True):
        sums = [entry for entry in TABLES[table] if isinstance(entry.measure, MeasureByAge) == is_by_age]
        for name in (None, *dict.fromkeys(name for entry in sums for name in entry.measure.breakdowns)):
            split = [entry for entry in sums if name is None or name in entry.measure.breakdowns]
            keys = [key for key in (BAND if is_by_age else None, name) if key]
            if split:
                unplaced = table in SUPPLIED and not is_by_age
                yield (
                    compile_scan_statement(table, split, areas, keys, with_unplaced=unplaced),
                    ["lsoacd", "lsoa_vintage", "period", *keys],
                )


@contextmanager
def open_both(staged: Path, master: str, tables: set[str]) -> Iterator[tuple[duckdb.DuckDBPyConnection, Scanner]]:
    """Open the tables on this machine and on a cluster, which reads its copies of them."""
    store = str(staged.parent / "for-cluster")
    locate = partial(_place_copy_of_table, staged, store)
    with open_staged_tables(staged, tables) as connection, open_spark_scanner(master, tables, locate) as scanner:
        yield connection, scanner


def _place_copy_of_table(staged: Path, store: str, table: str) -> str:
    return place_copy(staged / f"{table}.parquet", store)


def assert_same_sums(connection: duckdb.DuckDBPyConnection, scanner: Scanner, table: str) -> None:
    for statement, keys in _compile_scans(table):
        ours = run_query(connection, statement)
        theirs = scanner.scan(table, statement)
        order = [(key, "ascending") for key in keys]
        assert theirs.cast(ours.schema).sort_by(order).equals(ours.sort_by(order)), statement
        assert ours.num_rows


@pytest.fixture(scope="module")
def both(staged: Path, sail: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, Scanner]]:
    with open_both(staged, sail, set(TABLES)) as opened:
        yield opened


@pytest.mark.parametrize("table", TABLES)
def test_sums_on_sail(table: str, both: tuple[duckdb.DuckDBPyConnection, Scanner]) -> None:
    assert_same_sums(*both, table)


def test_what_is_scanned_elsewhere_is_shared_out_alike(both: tuple[duckdb.DuckDBPyConnection, Scanner]) -> None:
    connection, scanner = both
    connection.execute(
        "create table memberships as select lsoa21cd as lsoacd, '2021' as lsoa_vintage, 'ward' as area_type,"
        " area_code, area_code as area_name, '2024' as vintage, 'all' as breakdown, 'all' as category, '' as"
        " converted_from, cast(share as decimal(7, 6)) as share from fuel_poverty,"
        " (values ('E05000001', 0.333333), ('E05000002', 0.666667)) as parts(area_code, share)"
    )
    areas = MAPS.smallest_areas_in(empty_table("fuel_poverty").columns)
    sums = TABLES["fuel_poverty"]
    here = sum_for_areas(connection, "fuel_poverty", sums, areas)
    there = sum_for_areas(connection, "fuel_poverty", sums, areas, scanner=scanner)
    order = ["measure", "part", "area_code", "period"]
    assert here["apportioned"].all()
    pd.testing.assert_frame_equal(
        *(rows.sort_values(order).reset_index(drop=True) for rows in (here, there)), check_exact=True
    )


def test_the_councils_own_tables_stay_here(sample: Settings, sail: str) -> None:
    with open_measuring_inputs(replace(sample, engine="spark", master=sail)) as inputs:
        assert inputs.scanner is not None
        assert inputs.scanner.tables
        assert not SUPPLIED & {*inputs.scanner.tables}


@pytest.mark.real
@pytest.mark.xdist_group("real")
def test_sums_of_the_published_extracts(real: Settings, sail: str) -> None:
    tables = {table for table in TABLES if (real.staged / f"{table}.parquet").is_file()}
    with open_both(real.staged, sail, tables) as (connection, scanner):
        for table in sorted(tables):
            assert_same_sums(connection, scanner, table)


@pytest.mark.spark
@pytest.mark.parametrize("master", ["local[2]", "local-cluster[2,1,1024]"])
def test_sums_on_spark(master: str, staged: Path, tmp_path: Path) -> None:
    with start_spark(master, tmp_path) as address, open_both(staged, address, set(TABLES)) as (connection, scanner):
        for table in TABLES:
            assert_same_sums(connection, scanner, table)


@contextmanager
def start_spark(master: str, folder: Path) -> Iterator[str]:
    """Start Spark in processes of its own, which end with the test, and yield its address."""
    home = os.environ.get("SPARK_HOME")
    if not home or not shutil.which("java"):
        pytest.skip("no Java, or SPARK_HOME names no folder of Spark 4: Sail alone is compared with DuckDB")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"spark.ui.enabled": "false", "spark.connect.grpc.binding.address": "127.0.0.1"}
    settings |= {"spark.connect.grpc.binding.port": str(port), "spark.driver.host": "127.0.0.1"}
    words = [word for setting in settings.items() for word in ("--conf", "=".join(setting))]
    program = [f"{home}/bin/spark-submit", "--master", master, *words]
    service = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    with (folder / "spark.log").open("w") as log:
        server = subprocess.Popen([*program, *service], stdout=log, stderr=log, cwd=folder)
    try:
        _wait_for_port(port)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def _wait_for_port(port: int) -> None:
    for _ in range(PATIENCE_SECONDS):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(1)
    pytest.fail(f"Spark does not answer after {PATIENCE_SECONDS} seconds")
