"""Parquet to grids, bounded by what its own index says before a column is unpacked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.extents import LARGEST_CELLS
from fairer_stockton.ingest.readers.grid import Grid, numbered_grid, remedy
from fairer_stockton.ingest.readers.headers import find_header
from fairer_stockton.ingest.readers.unpacking import MEGABYTE, too_large
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_LARGEST_WHOLE = {pa.float16(): 2.0**11, pa.float32(): 2.0**24, pa.float64(): 2.0**53}  # below it each is exact


def read_parquet(content: bytes, extract: Extract, where: str) -> Grid:
    """Read the wanted columns of a parquet file."""
    with _damage(extract, where):
        stored = _open(content, extract, where)
        names = stored.schema_arrow.names
        _, positions = find_header([names], extract, where)
        for position in positions:
            _refuse_unfit(stored.schema_arrow.field(position), extract, where)
        columns = (_column(stored, position, extract, where) for position in positions)
        return numbered_grid([_text(column) for column in columns], 0, where)


def read_all_columns(content: bytes, extract: Extract, where: str) -> list[list[str]]:
    """Read every cell as text under the names of the columns, nested ones as Python writes them."""
    with _damage(extract, where):
        stored = _open(content, extract, where)
        names = stored.schema_arrow.names
        _refuse_many(stored.metadata.num_rows * len(names), "cells", extract, where)
        columns = [_column(stored, position, extract, where).to_pylist() for position in range(len(names))]
        return [names, *(["" if cell is None else str(cell) for cell in row] for row in zip(*columns, strict=True))]


def _open(content: bytes, extract: Extract, where: str) -> "ParquetFile":
    """Open a file whose rows and bytes, as its index counts them, are not too many."""
    from pyarrow import parquet

    if not content.startswith(b"PAR1"):
        problem = (
            "an encrypted parquet file" if content.startswith(b"PARE") else "no parquet file, whatever its ending says"
        )
        raise InputError(where, problem, "a parquet file that is open to read", remedy(extract))
    words = [field.name for field in parquet.read_schema(pa.BufferReader(content)) if _is_text(field.type)]
    stored = parquet.ParquetFile(pa.BufferReader(content), read_dictionary=words)  # a repeated text is read once
    _refuse_many(stored.metadata.num_rows, "rows", extract, where)
    # By groups of rows: the library ends the whole process at some damage when it is asked for a column's size.
    groups = map(stored.metadata.row_group, range(stored.metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > extract.largest_mb * MEGABYTE:
        raise too_large(extract, where)
    return stored


def _refuse_many(number: int, of_what: str, extract: Extract, where: str) -> None:
    if number > LARGEST_CELLS:
        expected = f"at most {LARGEST_CELLS:,} {of_what}"
        raise InputError(where, f"{number:,} {of_what}", expected, remedy(extract, "check that this is the right file"))


def _column(stored: "ParquetFile", position: int, extract: Extract, where: str) -> pa.ChunkedArray:
    """Read one column by its place, since two may have one name, unless its repeated texts are too large in all."""
    import pyarrow.compute as pc

    names = stored.schema_arrow.names
    same = [index for index, name in enumerate(names) if name == names[position]]
    column = stored.read(columns=[names[position]], use_threads=False).column(same.index(position))
    if pa.types.is_dictionary(column.type) and _is_text(column.type.value_type):
        chunks = (chunk for chunk in column.chunks if len(chunk))
        sizes = (pc.sum(pc.take(pc.binary_length(chunk.dictionary), chunk.indices)).as_py() or 0 for chunk in chunks)
        if sum(sizes) > extract.largest_mb * MEGABYTE:
            raise too_large(extract, where)
    return column


def _refuse_unfit(field: pa.Field, extract: Extract, where: str) -> None:
    """Refuse a wanted column whose cells are no single values that a table can show."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    unfit = {
        "lists or records": (pa.types.is_nested,),
        "bytes": (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary),
        "lengths of time": (pa.types.is_duration, pa.types.is_interval),
    }
    for what, kinds in unfit.items():
        if any(is_kind(kind) for is_kind in kinds):
            raise InputError(
                where,
                f"a column of {what} ({kind})",
                "one text, number or date in each cell",
                remedy(extract, "save the column as text, numbers or dates"),
                column=field.name,
            )


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Turn a column to text; whole numbers without a point or an exponent, however they are stored."""
    import pyarrow.compute as pc

    if not pa.types.is_floating(column.type):
        return column.cast(pa.string()).fill_null("")
    limit = pa.scalar(_LARGEST_WHOLE[column.type], column.type)
    whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), limit))
    plain = pc.if_else(whole, column, None).cast(pa.int64()).cast(pa.string())
    return pc.coalesce(plain, column.cast(pa.string()), "")


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


@contextmanager
def _damage(extract: Extract, where: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, KeyError, IndexError) as damage:
        words = " ".join(str(damage).split())[:200]
        raise InputError(where, f"a damaged parquet file ({words})", "a whole parquet file", remedy(extract)) from None
