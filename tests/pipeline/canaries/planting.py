"""Planting canaries in the raw folder: files of the sample, written again in their own form."""

import hashlib
import json
from pathlib import Path

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grids import read_all_cells
from fairer_stockton.sample.extracts import csv_bytes, gzip_bytes, workbook_bytes
from tests.pipeline.canaries.rows import KEYS, Row


def raw_file(raw: Path, source: str, extract: Extract) -> Path:
    folder = raw / "sample" / source / extract.period
    (entry,) = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["files"]
    return folder / entry["stored"]


def read_rows(path: Path, extract: Extract) -> list[list[str]]:
    (sheet,) = read_all_cells(path, extract, path.name).values()
    return sheet.rows()


def rewrite(path: Path, rows: list[list[str]]) -> None:
    """Write the rows in the file's own form, and note its new sum beside it."""
    content = workbook_bytes({"Responses": rows}) if path.suffix == ".xlsx" else csv_bytes(rows)
    path.write_bytes(gzip_bytes(content) if path.suffix == ".gz" else content)
    provenance = path.with_name("provenance.json")
    record = json.loads(provenance.read_text(encoding="utf-8"))
    record["files"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    provenance.write_text(json.dumps(record), encoding="utf-8")


def planted(rows: list[list[str]], source: str, canaries: list[Row]) -> list[list[str]]:
    """Put canaries last; one that has another row's key takes its place."""
    header = rows[0]
    assert {heading for row in canaries for heading in row} <= set(header)
    key = [header.index(heading) for heading in KEYS.get(source, header[:1])]
    new = [[row.get(heading, "") for heading in header] for row in canaries]
    taken = {tuple(row[place] for place in key) for row in new}
    return [row for row in rows if tuple(row[place] for place in key) not in taken] + new
