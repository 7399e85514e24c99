"""Parquet to grids."""

import pyarrow as pa

from fairer_stockton.errors import InputError
from fairer_stockton.readers.grid import AGAIN, Grid, numbered_grid
from fairer_stockton.readers.headers import find_header
from fairer_stockton.sources import Extract


def read_parquet(content: bytes, extract: Extract, where: str) -> Grid:
    """Read the wanted columns of a parquet file."""
    from pyarrow import parquet

    try:
        stored = parquet.ParquetFile(pa.BufferReader(content))
    except pa.ArrowInvalid as damage:
        raise InputError(where, f"a damaged parquet file ({damage})", "a whole parquet file", AGAIN) from None
    names = stored.schema_arrow.names
    _, positions = find_header([names], extract, where)
    try:
        columns = (stored.read(columns=[names[position]]).column(0) for position in positions)
        return numbered_grid([column.cast(pa.string()).fill_null("") for column in columns], 0, where)
    except (pa.ArrowException, OSError) as damage:
        raise InputError(where, f"a column that cannot be read ({damage})", "plain columns, whole", AGAIN) from None
