"""What each CSV file is and each of its columns, for software: "CSV on the Web" metadata (W3C 2015) beside the file."""

import json
from pathlib import Path
from typing import Any

from fairer_stockton.report.edition import Edition

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
BOOLEAN = {"base": "boolean", "format": "True|False"}
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SAMPLED = "Rows whose column synthetic is True rest on generated sample data: their values are invented"
# The words of a measure that stand beside its figures in a domain's file.
WORDS = {
    "measure_title": "the measure in words",
    "framework_measure": "what the framework asks for",
    "stands_in_for": "what the measure stands in for, where it is not what is asked for",
}


def write_metadata(edition: Edition, folder: Path, tables: dict[str, str]) -> None:
    """Describe each CSV file of a folder in a file beside it.

    Args:
        edition: the edition.
        folder: that of the CSV files.
        tables: what each table of results is, in words.
    """
    for name, words in tables.items():
        _write(edition, folder, name, name, words)
    for name, domain in edition.framework.items():
        _write(edition, folder, name, "observations", f"{domain.title}: every observation of its measures")


def _write(edition: Edition, folder: Path, name: str, contract: str, words: str) -> None:
    from schemas.results import CONTRACTS

    path = folder / f"{name}.csv"
    schema = CONTRACTS[contract].to_schema()
    with path.open(encoding="utf-8") as lines:
        header = lines.readline().rstrip("\n").split(",")
    described = {
        "@context": CONTEXT,
        "url": path.name,
        "dc:title": f"{edition.title}, edition {edition.name}: {words}",
        "dc:description": f"{edition.stamp}. {SAMPLED}" if edition.stamp else words,
        "dc:language": "en-GB",
        "dc:license": {"@id": LICENCE},
        "dc:rights": [source.attribution for source in edition.sources.values()],
        "tableSchema": {
            "columns": [_column(one, schema.columns.get(one)) for one in header],
            **({"primaryKey": list(schema.unique)} if schema.unique else {}),
        },
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    path.with_name(f"{path.name}-metadata.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _column(name: str, column: Any) -> dict[str, Any]:
    """Describe a column: its kind, whether a cell may be empty, and what it says."""
    if column is None:
        return {"name": name, "titles": name, "datatype": "string", "dc:description": WORDS[name]}
    kind = str(column.dtype)
    datatype: Any = "string"
    if kind.startswith("bool"):
        datatype = BOOLEAN
    elif kind.startswith(("int", "Int")):
        datatype = "integer"
    elif kind.startswith("float"):
        datatype = "number"
    required = {"required": True} if datatype != "string" and not column.nullable else {}
    return {"name": name, "titles": name, "datatype": datatype, **required, "dc:description": column.description}
