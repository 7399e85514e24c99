"""The cluster: what is refused before any sum, statements in its SQL, and the copies that it reads."""

import re
import socket
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.fs
import pytest

from fairer_stockton.engine.copies import place_copy
from fairer_stockton.engine.exactness import refuse_inexact_engine
from fairer_stockton.engine.spark import open_spark_scanner, translate_to_spark
from fairer_stockton.run.errors import CatalogueError, ClusterError


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ('count(*) as "a:of"', "count(*) as `a:of`"),
        ("cast(x as varchar)", "cast(x as string)"),
        (r"""x = 'a "varchar" it''s \d'""", r"""x = 'a "varchar" it\'s \\d'"""),
        (
            "sum(cast(a as decimal(9, 2)))",
            "sum(if(typeof(a) = 'double', cast(round(cast(a as double) * 100) / 100 as decimal(9, 2)),"
            " cast(a as decimal(9, 2))))",
        ),
        (
            "sum(cast(1 + b as decimal(18, 6))) filter (where c)",
            "sum(if(typeof(1 + b) = 'double', cast(round(cast(1 + b as double) * 1000000) / 1000000 as decimal(18, 6)),"
            " cast(1 + b as decimal(18, 6)))) filter (where c)",
        ),
    ],
)
def test_statement_in_the_sql_of_spark(ours: str, theirs: str) -> None:
    assert translate_to_spark(ours) == theirs


def _run_exactly(statement: str) -> pa.Table:
    return duckdb.sql(statement).to_arrow_table()


def _run_in_binary(statement: str) -> pa.Table:
    return _run_exactly(re.sub(r"decimal\(\d+, \d\)", "double", statement))


def _run_with_nulls_as_zeros(statement: str) -> pa.Table:
    return _run_exactly(f"select area, coalesce(columns(* exclude (area)), 0) from ({statement})")


def test_engine_that_adds_up_exactly() -> None:
    refuse_inexact_engine(_run_exactly, "ENGINE=", "DuckDB")


def test_engine_that_adds_up_in_binary_fractions_is_refused() -> None:
    with pytest.raises(ClusterError, match=r"found     chDB adds up .*\nexpected  .*99999999996\.500001, 0\.300000, 1"):
        refuse_inexact_engine(_run_in_binary, "ENGINE=", "chDB")


def test_engine_whose_sum_of_nothing_is_zero_is_refused() -> None:
    with pytest.raises(ClusterError, match=r"null: 0.000000, 0.000000, 1"):
        refuse_inexact_engine(_run_with_nulls_as_zeros, "ENGINE=", "another")


def test_address_at_which_nothing_answers_is_refused_at_once() -> None:
    pytest.importorskip("pyspark", reason="pyspark-client is not installed: `make` installs it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    refusal = rf"nothing answers at 127\.0\.0\.1:{port} \(Connection refused\)"
    with (
        pytest.raises(ClusterError, match=refusal) as raised,
        open_spark_scanner(f"sc://127.0.0.1:{port}/;token=secret", (), str),
    ):
        pass
    assert "secret" not in str(raised.value)


def test_token_that_the_client_cannot_read_is_not_shown() -> None:
    pytest.importorskip("pyspark", reason="pyspark-client is not installed: `make` installs it")
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(ClusterError, match=r"says: .*Parameter '…' should be") as raised,
        open_spark_scanner(f"sc://127.0.0.1:{silent.getsockname()[1]}/;use_ssl=true;token=abc=", (), str),
    ):
        pass
    assert "abc" not in str(raised.value)


def test_client_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with (
        pytest.raises(
            CatalogueError, match=r"is not installed\n.*\nto do     run `pip install 'fairer-stockton\[spark"
        ),
        open_spark_scanner("sc://127.0.0.1:1", (), str),
    ):
        pass


def test_copy_is_of_these_bytes_and_no_others(tmp_path: Path) -> None:
    table = tmp_path / "turnout.parquet"
    table.write_bytes(b"first")
    store = tmp_path / "store"
    address = place_copy(table, str(store))
    copy = Path(address.removeprefix("file://"))
    assert re.fullmatch(r"turnout-[0-9a-f]{16}\.parquet", copy.name)
    assert copy.read_bytes() == b"first"
    copy.write_bytes(b"fi")  # as an interrupted run leaves it
    assert place_copy(table, store.as_uri()) == address
    assert copy.read_bytes() == b"first"
    table.write_bytes(b"other")
    assert place_copy(table, str(store)) != address


def test_copy_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever else reads the store while a copy is written, or after its disk was full, sees no half of one."""
    table, store, seen = tmp_path / "turnout.parquet", tmp_path / "store", []
    table.write_bytes(b"first")

    def fill_disk(source: str, destination: str, **systems: object) -> None:
        Path(destination).write_bytes(b"fi")
        seen.extend(store.glob("turnout-*"))
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(pyarrow.fs, "copy_files", fill_disk)
        with pytest.raises(ClusterError, match="no space left"):
            place_copy(table, str(store))
    assert not seen
    assert not list(store.iterdir())
    place_copy(table, str(store))
    assert [path.read_bytes() for path in store.iterdir()] == [b"first"]


@pytest.mark.parametrize("store", ["{0}/file/store", "ftp://example.org/store"])
def test_store_that_cannot_be_used(store: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "turnout.parquet").write_bytes(b"rows")
    with pytest.raises(ClusterError, match=r"setting   STORE= \(FAIRER_STORE\)\ntable     turnout\nfound     "):
        place_copy(tmp_path / "turnout.parquet", store.format(tmp_path))
