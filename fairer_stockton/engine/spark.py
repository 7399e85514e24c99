"""Spark: scans of staged tables that a cluster reads by path, over Spark Connect."""

import re
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fairer_stockton.engine.exactness import refuse_inexact_engine
from fairer_stockton.run.errors import CatalogueError, ClusterError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql.connect.session import SparkSession

PORT = 15002  # of Spark Connect, where an address names none
PATIENCE_SECONDS = 10
RETRIES = 5  # a quarter of a minute: of itself the client tries a server that is gone for ten minutes
GONE = "StatusCode.UNAVAILABLE"  # in the words of the protocol
# Of what is cast to decimals: a column, and what is summed where that is more than a column.
CAST_OF_COLUMN = re.compile(r"cast\((?P<amount>[a-z]\w*) as decimal\((?P<digits>\d+), (?P<decimals>\d+)\)\)")
CAST_OF_EXPRESSION = re.compile(
    r"(?<=sum\()cast\((?!\w+ as )(?P<amount>.+?) as decimal\((?P<digits>18), (?P<decimals>6)\)\)(?=\))"
)
# Spark's SQL has a backslash in a text mean what follows it, quotes names with back-ticks, and calls varchar string.
OTHERWISE_IN_SPARK = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\bvarchar\b")
SESSION_SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # a number too great is an error, and never a sum without it
    "spark.sql.session.timeZone": "UTC",
    # What a scan leaves is a row a neighbourhood and period: the usual 200 parts are each a task with hardly a row.
    "spark.sql.shuffle.partitions": "16",
}
SETTING = "MASTER= (FAIRER_MASTER)"


@dataclass(frozen=True)
class SparkScanner:
    """An open session of a cluster.

    Args:
        session: of Spark Connect.
        address: of the cluster, as messages may show it: without what follows its port, which may hold a token.
        tables: the staged tables that it scans.
        locate: returns the address at which the cluster finds a table.
    """

    session: "SparkSession"
    address: str
    tables: Collection[str]
    locate: Callable[[str], str]
    _known: set[str] = field(default_factory=set, init=False)

    def scan(self, table: str, statement: str) -> "pa.Table":
        """Run a statement over one of the tables and fetch all its rows."""
        if table not in self._known:
            location = self.locate(table)
            with refuse_failures(self.address, table):
                rows = self.session.read.parquet(location)
                if not rows.columns:  # some engines take a file that is not there for a table of nothing
                    raise _make_refusal(f"{self.address} finds no {location}", table)
                rows.createOrReplaceTempView(table)
            self._known.add(table)
        return self._run(statement, table)

    def _run(self, statement: str, table: str | None = None) -> "pa.Table":
        with refuse_failures(self.address, table):
            return self.session.sql(translate_to_spark(statement)).toArrow()

    def refuse_inexact_sums(self) -> None:
        """Raise a refusal where the cluster does not add up decimals exactly."""
        refuse_inexact_engine(self._run, SETTING, self.address)


@contextmanager
def open_spark_scanner(master: str, tables: Collection[str], locate: Callable[[str], str]) -> Iterator[SparkScanner]:
    """Yield a scanner on a cluster that adds up exactly.

    Args:
        master: the address of Spark Connect, such as `sc://cluster:15002`.
        tables: the staged tables that it scans.
        locate: returns the address at which the cluster finds a table.

    Raises:
        CatalogueError: the package for it is not installed.
        ClusterError: nothing answers there, or what answers does not add up exactly.
    """
    session_class = _import_session()
    from pyspark.errors import PySparkException
    from pyspark.sql.connect.client.retries import DefaultPolicy

    address = _find_address_without_token(master)
    _refuse_silent_address(address)
    with refuse_failures(address, secrets=_list_parameters(master)):
        session = session_class.builder.remote(master).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
    try:
        with refuse_failures(address):
            for name, value in SESSION_SETTINGS.items():
                session.conf.set(name, value)
        scanner = SparkScanner(session, address, tables, locate)
        scanner.refuse_inexact_sums()
        yield scanner
    finally:
        session.client.set_retry_policies([DefaultPolicy(max_retries=0)])
        with suppress(PySparkException):  # a server that is gone has let go of the session
            session.stop()


def translate_to_spark(statement: str) -> str:
    """Return a statement of DuckDB's SQL in Spark's."""
    for cast in (CAST_OF_EXPRESSION, CAST_OF_COLUMN):
        statement = cast.sub(_round_as_duckdb_does, statement)
    return OTHERWISE_IN_SPARK.sub(_translate_word, statement)


def _round_as_duckdb_does(cast: re.Match[str]) -> str:
    """Return a cast to decimals that takes a binary fraction by its millionths, and not by how it is written out.

    In binary 66.0527755 is a little less than that: DuckDB rounds it down to six decimals, and Spark up.
    """
    amount, kind, scale = cast["amount"], f"decimal({cast['digits']}, {cast['decimals']})", 10 ** int(cast["decimals"])
    rounded = f"cast(round(cast({amount} as double) * {scale}) / {scale} as {kind})"
    return f"if(typeof({amount}) = 'double', {rounded}, cast({amount} as {kind}))"


def _translate_word(word: re.Match[str]) -> str:
    if word[0].startswith("'"):
        text = word[0][1:-1].replace("''", "'")
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"`{word[0][1:-1]}`" if word[0].startswith('"') else "string"


@contextmanager
def refuse_failures(address: str, table: str | None = None, secrets: Collection[str] = ()) -> Iterator[None]:
    """Raise a refusal in place of an error of the cluster: the first line of it, since others are a trace in Java.

    Args:
        address: of the cluster, as messages may show it.
        table: that was being read.
        secrets: what the words of the error may hold, and messages must not.
    """
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as failure:
        words = str(failure).strip()
        for secret in sorted(secrets, key=len, reverse=True):
            words = words.replace(secret, "…")
        answer = "does not answer any more" if GONE in words else f"says: {words.splitlines()[0]}"
        raise _make_refusal(f"{address} {answer}", table) from None


def _make_refusal(found: str, table: str | None) -> ClusterError:
    return ClusterError(
        setting=SETTING,
        table=table,
        found=found,
        expected="a cluster that reads the staged tables and sums them",
        remedy="see that it can read the folder or object store of STORE; ENGINE=duckdb sums them on this machine",
    )


def _import_session() -> "type[SparkSession]":
    try:
        from pyspark.sql.connect.session import SparkSession
    except ImportError as failure:
        raise CatalogueError(
            setting="ENGINE= (FAIRER_ENGINE)",
            found=f"spark, but {failure.name or 'a package that it needs'} is not installed",
            expected="the client of Spark Connect",
            remedy="run `pip install 'fairer-stockton[spark]'`, or leave ENGINE away",
        ) from None
    return SparkSession


def _find_address_without_token(master: str) -> str:
    host = master.removeprefix("sc://").partition("/")[0]
    return host if ":" in host else f"{host}:{PORT}"


def _list_parameters(master: str) -> list[str]:
    """Return what follows the port of an address, each parameter by itself: the client's errors show one whole."""
    return [parameter for parameter in master.removeprefix("sc://").partition("/")[2].split(";") if parameter]


def _refuse_silent_address(address: str) -> None:
    """Raise a refusal where nothing listens: the client itself would try again for ten minutes."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS).close()
    except OSError as failure:
        raise ClusterError(
            setting=SETTING,
            found=f"nothing answers at {address} ({failure.strerror or failure})",
            expected="a server of Spark Connect",
            remedy="start it, or correct the address; ENGINE=duckdb sums the tables on this machine",
        ) from None
