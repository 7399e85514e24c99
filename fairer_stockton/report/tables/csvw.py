"""What each CSV file is and each of its columns, for software: "CSV on the Web" metadata (W3C 2015) beside the file."""

import json
from collections.abc import Sequence
from typing import Any

from fairer_stockton.definitions.sources import LICENCE_PAGES
from fairer_stockton.report.edition import Edition

CSVW_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
BOOLEAN = {"base": "boolean", "format": "True|False"}
SAMPLE_NOTE = "Rows whose column synthetic is True rest on generated sample data: their values are invented"
# The words of a measure that stand beside its figures in a domain's file.
MEASURE_COLUMNS = {
    "measure_title": "the measure in words",
    "framework_measure": "what the framework asks for",
    "stands_in_for": "what it is the nearest available measure of, where it is not what is asked for",
}


def make_csv_metadata(edition: Edition, file_name: str, header: Sequence[str], contract: Any, description: str) -> str:
    """Return the metadata of a CSV file as JSON.

    Args:
        edition: the edition.
        file_name: the file's name.
        header: its columns, in their order.
        contract: the schema of its table; columns that it does not have are words.
        description: what the table is.
    """
    schema = contract.to_schema()
    licences = {source.licence for source in edition.sources.values()}
    metadata: dict[str, Any] = {
        "@context": CSVW_CONTEXT,
        "url": file_name,
        "dc:title": f"{edition.title}, edition {edition.name}: {description}",
        "dc:description": f"{edition.stamp}. {SAMPLE_NOTE}" if edition.stamp else description,
        "dc:language": "en-GB",
        "dc:rights": [*edition.attributions.values()],
        "tableSchema": {"columns": [_make_column_metadata(column, schema.columns.get(column)) for column in header]},
    }
    if schema.unique:
        metadata["tableSchema"]["primaryKey"] = list(schema.unique)
    if licences <= set(LICENCE_PAGES):
        pages = [{"@id": page} for page in sorted({LICENCE_PAGES[licence] for licence in licences})]
        metadata["dc:license"] = pages[0] if len(pages) == 1 else pages
    return json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"


def _make_column_metadata(name: str, schema_column: Any) -> dict[str, Any]:
    """Return the metadata of a column: its type, whether a cell may be empty, and what it says."""
    if schema_column is None:
        return {"name": name, "titles": name, "datatype": "string", "dc:description": MEASURE_COLUMNS[name]}
    kind = str(schema_column.dtype)
    datatype: Any = "string"
    if kind.startswith("bool"):
        datatype = BOOLEAN
    elif kind.startswith(("int", "Int")):
        datatype = "integer"
    elif kind.startswith("float"):
        datatype = "number"
    # Text is never required: an empty cell is an empty text.
    required = {"required": True} if datatype != "string" and not schema_column.nullable else {}
    return {"name": name, "titles": name, "datatype": datatype, **required, "dc:description": schema_column.description}
