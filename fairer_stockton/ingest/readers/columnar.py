"""Parquet to grids, bounded by what its own index says before a column is unpacked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.cell_kinds import describe_damage
from fairer_stockton.ingest.readers.extents import LARGEST_CELLS
from fairer_stockton.ingest.readers.grid import TextGrid, describe_remedy, number_rows_and_drop_footnotes
from fairer_stockton.ingest.readers.headers import find_header_row_and_positions
from fairer_stockton.ingest.readers.unpacking import MEGABYTE, make_refusal_of_large_file
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_LARGEST_WHOLE = {pa.float16(): 2.0**11, pa.float32(): 2.0**24, pa.float64(): 2.0**53}  # below it each is exact


def read_parquet(content: bytes, extract: Extract, file_label: str) -> TextGrid:
    """Read the wanted columns of a parquet file."""
    with _turn_parquet_errors_into_refusal(extract, file_label):
        stored = _open_bounded_parquet(content, extract, file_label)
        names = stored.schema_arrow.names
        _, positions = find_header_row_and_positions([names], extract, file_label)
        for position in positions:
            _refuse_column_without_single_values(stored.schema_arrow.field(position), extract, file_label)
        columns = (_read_bounded_column(stored, position, extract, file_label) for position in positions)
        return number_rows_and_drop_footnotes([_convert_column_to_text(column) for column in columns], 0, file_label)


def read_parquet_headings(content: bytes, extract: Extract, file_label: str) -> list[str]:
    """Read the names of the columns of a parquet file."""
    with _turn_parquet_errors_into_refusal(extract, file_label):
        return list(_open_bounded_parquet(content, extract, file_label).schema_arrow.names)


def read_all_parquet_cells(content: bytes, extract: Extract, file_label: str) -> list[list[str]]:
    """Read every cell as text under the names of the columns, nested ones as Python writes them."""
    with _turn_parquet_errors_into_refusal(extract, file_label):
        stored = _open_bounded_parquet(content, extract, file_label)
        names = stored.schema_arrow.names
        _refuse_too_many(stored.metadata.num_rows * len(names), "cells", extract, file_label)
        columns = [
            _read_bounded_column(stored, position, extract, file_label).to_pylist() for position in range(len(names))
        ]
        return [names, *(["" if cell is None else str(cell) for cell in row] for row in zip(*columns, strict=True))]


def _open_bounded_parquet(content: bytes, extract: Extract, file_label: str) -> "ParquetFile":
    """Open a file whose rows and bytes, as its index counts them, are not too many."""
    from pyarrow import parquet

    if not content.startswith(b"PAR1"):
        problem = (
            "an encrypted parquet file" if content.startswith(b"PARE") else "no parquet file, whatever its ending says"
        )
        raise InputError(file_label, problem, "a parquet file that is open to read", describe_remedy(extract))
    words = [field.name for field in parquet.read_schema(pa.BufferReader(content)) if _is_text_type(field.type)]
    stored = parquet.ParquetFile(pa.BufferReader(content), read_dictionary=words)  # a repeated text is read once
    _refuse_too_many(stored.metadata.num_rows, "rows", extract, file_label)
    # By groups of rows: the library ends the whole process at some damage when it is asked for a column's size.
    groups = map(stored.metadata.row_group, range(stored.metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > extract.largest_mb * MEGABYTE:
        raise make_refusal_of_large_file(extract, file_label)
    return stored


def _refuse_too_many(count: int, counted_unit: str, extract: Extract, file_label: str) -> None:
    if count > LARGEST_CELLS:
        expected = f"at most {LARGEST_CELLS:,} {counted_unit}"
        raise InputError(
            file_label,
            f"{count:,} {counted_unit}",
            expected,
            describe_remedy(extract, "check that this is the right file"),
        )


def _read_bounded_column(stored: "ParquetFile", position: int, extract: Extract, file_label: str) -> pa.ChunkedArray:
    """Read one column by its place, since two may have one name, unless its repeated texts are too large in all."""
    import pyarrow.compute as pc

    names = stored.schema_arrow.names
    same = [index for index, name in enumerate(names) if name == names[position]]
    column = stored.read(columns=[names[position]], use_threads=False).column(same.index(position))
    if pa.types.is_dictionary(column.type) and _is_text_type(column.type.value_type):
        chunks = (chunk for chunk in column.chunks if len(chunk))
        sizes = (pc.sum(pc.take(pc.binary_length(chunk.dictionary), chunk.indices)).as_py() or 0 for chunk in chunks)
        if sum(sizes) > extract.largest_mb * MEGABYTE:
            raise make_refusal_of_large_file(extract, file_label)
    return column


def _refuse_column_without_single_values(field: pa.Field, extract: Extract, file_label: str) -> None:
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
                file_label,
                f"a column of {what} ({kind})",
                "one text, number or date in each cell",
                describe_remedy(extract, "save the column as text, numbers or dates"),
                column=field.name,
            )


def _convert_column_to_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Turn a column to text; whole numbers without a point or an exponent, however they are stored."""
    import pyarrow.compute as pc

    if not pa.types.is_floating(column.type):
        return column.cast(pa.string()).fill_null("")
    limit = pa.scalar(_LARGEST_WHOLE[column.type], column.type)
    whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), limit))
    plain = pc.if_else(whole, column, None).cast(pa.int64()).cast(pa.string())
    return pc.coalesce(plain, column.cast(pa.string()), "")


def _is_text_type(arrow_type: pa.DataType) -> bool:
    return pa.types.is_string(arrow_type) or pa.types.is_large_string(arrow_type)


@contextmanager
def _turn_parquet_errors_into_refusal(extract: Extract, file_label: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, KeyError, IndexError) as damage:
        problem = f"a damaged parquet file{describe_damage(damage, extract)}"
        raise InputError(file_label, problem, "a whole parquet file", describe_remedy(extract)) from None
