"""The database in which the SQL of a source runs, and what was wrong with it in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.sources import Source
from fairer_stockton.ingest.readers.cell_kinds import NOT_SHOWN
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.machine_errors import find_machine_failure

if TYPE_CHECKING:
    import duckdb

MACROS = Path(__file__).with_name("macros.sql")  # that any staging may use
DATABASE_MEMORY = "400MB"  # that a database of many rows takes before it uses the disk


@contextmanager
def open_staging_database(source: Source) -> Iterator["duckdb.DuckDBPyConnection"]:
    """Open a database with what any staging may use.

    Raises:
        CatalogueError: the SQL of the source names a column or table that the source file does not give.
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("set threads = 1")  # half the memory, and no slower on tables of this size
        connection.execute(MACROS.read_text(encoding="utf-8"))
        try:
            yield connection
        except duckdb.Error as wrong:
            if find_machine_failure(wrong):
                raise
            raise CatalogueError(f"staging/{source.name}.sql: {_describe_sql_error(wrong, source)}") from None


def quote_text(text: str | Path) -> str:
    """Return a text or a path as SQL has it."""
    return "'" + str(text).replace("'", "''") + "'"


def _describe_sql_error(error: Exception, source: Source) -> str:
    """Return what was wrong with a statement: of rows that the council supplies not which cell it failed at."""
    import duckdb

    names_only = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.SyntaxException)
    if not source.supplied or isinstance(error, names_only):
        return str(error)
    return f"{type(error).__name__} at a row (its cells are {NOT_SHOWN})"
