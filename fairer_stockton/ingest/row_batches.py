"""Large extracts staged in batches: read block by block, then renamed and recoded by a database that may use disk."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from fairer_stockton.definitions.codebooks import load_codebook
from fairer_stockton.definitions.sources import Source
from fairer_stockton.fetch.raw_folder import RawFile
from fairer_stockton.ingest.extracts import make_table_without_rows, type_grid
from fairer_stockton.ingest.identifiers import (
    refuse_identifiers_of_sheet,
    refuse_identifying_file_name,
    refuse_nhs_numbers_of_parts,
)
from fairer_stockton.ingest.readers.blocks import (
    count_lines,
    is_read_in_blocks,
    read_cells_and_grid,
    split_into_blocks,
)
from fairer_stockton.ingest.readers.grids import LARGEST_LINES
from fairer_stockton.ingest.readers.unusual_text import UnusualTextError
from fairer_stockton.ingest.recoding import recode_wave
from fairer_stockton.ingest.searched_parts import SearchedParts
from fairer_stockton.ingest.staging_sql import DATABASE_MEMORY, open_staging_database, quote_text
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.private_files import OWNER_FILE, UNFINISHED_ROWS, make_owner_folder
from fairer_stockton.run.progress import Progress, RemainingTime

if TYPE_CHECKING:
    import duckdb

ROWS = 200_000  # of a group of a staged table
MOST_WORDS = 5_000  # different texts of a column that are kept as numbers, which the database sorts in less memory
ReadFile = Callable[[Source, RawFile], pa.Table]
Words = dict[str, pa.Array | None]  # of columns of text: their different texts; none of one that has too many


@dataclass(frozen=True)
class _Part:
    """Typed rows on disk.

    Args:
        path: the file; a column without any value is not in it.
        schema: all columns.
        words: the different texts of its columns.
    """

    path: Path
    schema: pa.Schema
    words: Words


def are_staged_in_batches(files: Iterable[RawFile]) -> bool:
    """Return whether a file is so large that its rows are never in memory together."""
    return any(is_read_in_blocks(file.path, file.extract) for file in files)


@contextmanager
def stage_in_batches(
    source: Source, files: Sequence[RawFile], staged_folder: Path, read_file: ReadFile, progress: Progress
) -> Iterator[Path | None]:
    """Yield a file with the staged table of a source; none where a file must be read whole.

    Args:
        source: whose files they are.
        files: the files.
        staged_folder: of staged tables, in which rows are written on the way.
        read_file: what reads a file that is not large.
        progress: where the remaining time is reported.

    Raises:
        InputError: a file cannot be read, and has more lines than can be read whole.
        CatalogueError: the SQL names a column or table that the source file does not give.
    """
    folder = staged_folder / UNFINISHED_ROWS
    shutil.rmtree(folder, ignore_errors=True)
    make_owner_folder(folder)
    try:
        yield _write_staged_table(source, files, folder, read_file, progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_staged_table(
    source: Source, files: Sequence[RawFile], folder: Path, read_file: ReadFile, progress: Progress
) -> Path | None:
    parts: dict[str, list[_Part]] = {}
    for number, file in enumerate(files):
        part = folder / f"{number}.parquet"
        try:
            tables = _read_tables(source, file, read_file, progress)
            parts.setdefault(file.extract.table, []).append(_write_part(tables, part))
        except UnusualTextError:
            return None
        except InputError:
            if count_lines(file.path) > LARGEST_LINES:
                raise
            return None  # the whole file is read for its refusal, which says how often the fault occurs
    for number, extract in enumerate(source.extracts):  # of those too whose file is not there: the SQL may name them
        part = folder / f"columns-{number}.parquet"
        parts.setdefault(extract.table, []).append(_write_part([make_table_without_rows(extract)], part))
    with open_staging_database(source) as connection:
        connection.execute(f"set memory_limit = '{DATABASE_MEMORY}'")
        connection.execute(f"set temp_directory = {quote_text(folder / 'spilled')}")
        for name, of_table in parts.items():
            _create_view(connection, name, of_table)
        target = folder / "staged.parquet"
        statement = source.staging_file.read_text(encoding="utf-8").rstrip().rstrip(";")
        connection.execute(
            f"copy (\n{statement}\n) to {quote_text(target)} (format parquet, compression zstd, row_group_size {ROWS})"
        )
    target.chmod(OWNER_FILE)
    return target


def _read_tables(source: Source, file: RawFile, read_file: ReadFile, progress: Progress) -> Iterator[pa.Table]:
    """Yield the typed and recoded rows of a file, a large one block by block; each is searched as ever."""
    if not is_read_in_blocks(file.path, file.extract):
        yield read_file(source, file)
        return
    label, remaining = file.path.name, RemainingTime(progress, source.name, file.path.stat().st_size)
    codebook = load_codebook(source.name, file.extract.period, source.codebook_folder)
    refuse_identifying_file_name(file.path, file.extract)
    parts = SearchedParts()
    for block in split_into_blocks(file.path):
        cells, grid = read_cells_and_grid(block, file.extract, label)
        refuse_identifiers_of_sheet(label, cells, file.extract, source.public_columns, parts)
        table = type_grid(grid, file.extract)
        yield recode_wave(table, codebook) if codebook else table
        remaining.add(len(block.content))
    refuse_nhs_numbers_of_parts(label, parts)


def _write_part(tables: Iterable[pa.Table], path: Path) -> _Part:
    """Write tables one after the other; a column without any value is left to the view."""
    from pyarrow import parquet

    writer, words = None, Words()
    for table in tables:
        typed = table.drop_columns([field.name for field in table.schema if pa.types.is_null(field.type)])
        writer = writer or parquet.ParquetWriter(path, typed.schema, compression="lz4")
        writer.write_table(typed)
        for name in _list_text_columns(typed.schema):
            _add_words(words, name, typed[name].unique().cast(pa.string()))
    assert writer is not None
    writer.close()
    return _Part(path, table.schema, words)


def _list_text_columns(schema: pa.Schema) -> list[str]:
    """Return the columns of text, those among them that are the same in many rows."""
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_dictionary)
    return [field.name for field in schema if any(is_kind(field.type) for is_kind in kinds)]


def _add_words(words: Words, column: str, texts: pa.Array) -> None:
    """Add the different texts of a column to those before, while they are few."""
    before = words.get(column, texts.slice(0, 0))
    if before is not None:
        together = pa.chunked_array([before, texts], texts.type).unique().drop_null()
        words[column] = together if len(together) <= MOST_WORDS else None


def _create_view(connection: "duckdb.DuckDBPyConnection", table: str, parts: Sequence[_Part]) -> None:
    """Create the view of a table that the SQL of a source names: of a column of few words a row has its word's number.

    Words are numbered in the order of their letters, so that what is sorted by them is sorted as ever.
    """
    typed = {field.name for part in parts for field in part.schema if not pa.types.is_null(field.type)}
    empty = dict.fromkeys(field.name for part in parts for field in part.schema if field.name not in typed)
    words = Words()
    for part in parts:
        for column, texts in part.words.items():
            if texts is None:
                words[column] = None
            else:
                _add_words(words, column, texts)
    numbered = []
    for column, texts in words.items():
        if texts is not None and len(texts):
            listed = ", ".join(map(quote_text, sorted(texts.to_pylist())))
            connection.execute(f'create type "words of {table} {column}" as enum ({listed})')
            numbered.append(f'cast({column} as "words of {table} {column}") as {column}')
    replaced = f"* replace ({', '.join(numbered)})" if numbered else "*"
    columns = ", ".join([replaced, *(f"null as {column}" for column in empty)])
    paths = ", ".join(quote_text(part.path) for part in parts)
    connection.execute(f"create view {table} as select {columns} from read_parquet([{paths}], union_by_name = true)")
