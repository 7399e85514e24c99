"""The tables as parquet: each read from its finished CSV file, so that it holds no more digits and no other row."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.tables.csv_files import TABLE_WORDS
from fairer_stockton.report.tables.csvw import SAMPLE_NOTE

if TYPE_CHECKING:
    import pyarrow as pa


def write_parquet_files(edition: Edition, csv_folder: Path, folder: Path) -> None:
    """Write each table of results that a folder holds as CSV into a folder, which is made; columns are described."""
    from pyarrow import parquet

    folder.mkdir(parents=True, exist_ok=True)
    for name, words in TABLE_WORDS.items():
        about = {"title": f"{edition.title}, edition {edition.name}: {words}", "language": "en-GB"}
        if edition.stamp:
            about |= {"stamp": edition.stamp, "description": SAMPLE_NOTE}
        table = _read_csv_with_contract_types(csv_folder / f"{name}.csv", name)
        described = table.schema.with_metadata(about)
        parquet.write_table(table.cast(described), folder / f"{name}.parquet", compression="zstd")


def _read_csv_with_contract_types(path: Path, contract_name: str) -> "pa.Table":
    """Read a CSV file into the kinds of column that its contract declares; an empty cell is null, or no words."""
    import pyarrow as pa
    from pyarrow import csv

    from fairer_stockton.schemas.results.contracts import CONTRACTS

    columns = CONTRACTS[contract_name].to_schema().columns
    kinds = {name: _find_arrow_type(str(column.dtype)) for name, column in columns.items()}
    table = csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=False),
    )
    fields = [
        pa.field(name, kinds[name], metadata={"description": columns[name].description}) for name in table.column_names
    ]
    # One chunk, whatever blocks the file was read in, so that the same table gives the same bytes.
    return table.combine_chunks().cast(pa.schema(fields))


def _find_arrow_type(pandas_type: str) -> Any:
    """Return the Arrow type of a column that pandas keeps as this type."""
    import pyarrow as pa

    if pandas_type.startswith("bool"):
        return pa.bool_()
    if pandas_type.startswith(("int", "Int")):
        return pa.int64()
    return pa.float64() if pandas_type.startswith("float") else pa.string()
