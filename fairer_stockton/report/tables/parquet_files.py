"""The tables as parquet: each read from its finished CSV file, so that it holds no more digits and no other row."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.tables.csv_files import TABLES
from fairer_stockton.report.tables.csvw import SAMPLED

if TYPE_CHECKING:
    import pyarrow as pa


def write_parquet_files(edition: Edition, tables: Path, folder: Path) -> None:
    """Write each table of results that a folder holds as CSV into a folder, which is made; columns are described."""
    from pyarrow import parquet

    folder.mkdir(parents=True, exist_ok=True)
    for name, words in TABLES.items():
        about = {"title": f"{edition.title}, edition {edition.name}: {words}", "language": "en-GB"}
        if edition.stamp:
            about |= {"stamp": edition.stamp, "description": SAMPLED}
        table = _typed(tables / f"{name}.csv", name)
        described = table.schema.with_metadata(about)
        parquet.write_table(table.cast(described), folder / f"{name}.parquet", compression="zstd")


def _typed(path: Path, contract: str) -> "pa.Table":
    """Read a CSV file into the kinds of column that its contract declares; an empty cell is null, or no words."""
    import pyarrow as pa
    from pyarrow import csv

    from fairer_stockton.schemas.results.contracts import CONTRACTS

    columns = CONTRACTS[contract].to_schema().columns
    kinds = {name: _kind(str(column.dtype)) for name, column in columns.items()}
    table = csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=False),
    )
    fields = [
        pa.field(name, kinds[name], metadata={"description": columns[name].description}) for name in table.column_names
    ]
    return table.combine_chunks().cast(pa.schema(fields))


def _kind(dtype: str) -> Any:
    """Give the kind of a column, as Arrow knows it."""
    import pyarrow as pa

    if dtype.startswith("bool"):
        return pa.bool_()
    if dtype.startswith(("int", "Int")):
        return pa.int64()
    return pa.float64() if dtype.startswith("float") else pa.string()
