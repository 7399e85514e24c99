"""Answers that are not the file that was asked for: a web page, a message, nothing at all, or a file that is cut short.

Publishers answer "200 OK" with any of them. A file's sum would show it, but nobody knows the sum of a new release.
"""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

START = 2_000  # bytes by which a form is known
LONGEST_MESSAGE = 100_000  # bytes
QUOTED = 80  # characters of a publisher's message that are repeated
PAGES = (b"<!doctype html", b"<html")
PACKED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".ods", ".odt")


def find_fault_in_answer(path: Path) -> str | None:
    """Return what a downloaded file is instead of what its name says, or None where it has that form.

    Args:
        path: the file, under the publisher's own name.
    """
    with path.open("rb") as stream:
        start = stream.read(START).lstrip(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "an empty file"
    suffix = path.suffix.lower()
    if start.lower().startswith(PAGES) and suffix not in (".htm", ".html"):
        return "a web page"
    if start.startswith((b"<?xml", b"<Error")) and suffix not in (".xml", ".gml", ".kml"):
        return f"a message in XML: {_quote(start)}"
    if start.startswith(b"{") and path.stat().st_size < LONGEST_MESSAGE and (message := _find_message_in_json(path)):
        return message
    check = CHECKS.get(suffix)
    return check(path) if check else None


def _find_fault_in_zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
        return "a file that is cut short, or no zip file (as workbooks are, too)"
    return f"a zip file whose member {damaged} is damaged" if damaged else None


def _find_fault_in_gzip(path: Path) -> str | None:
    try:
        with gzip.open(path) as stream:
            while stream.read(1 << 20):
                pass
    except (EOFError, OSError):
        return "a file that is cut short, or no gzip file"
    return None


def _find_fault_in_json(path: Path) -> str | None:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return "a file that is cut short, or no JSON"
    return None


def _find_message_in_json(path: Path) -> str | None:
    """Return the error that an answer in JSON reports; feature services do so with status 200."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    error = content.get("error") or content.get("errors")
    return f"a message in JSON: {_quote(json.dumps(error, ensure_ascii=False).encode())}" if error else None


def _find_fault_in_csv(path: Path) -> str | None:
    """Return that the last row of a CSV file has not as many cells as its first, and no end."""
    with path.open("rb") as stream:
        first = stream.readline()
        stream.seek(0, io.SEEK_END)
        stream.seek(max(0, stream.tell() - (1 << 16)))
        last = stream.read().rpartition(b"\n")[2]
    if not last or last == first:
        return None
    cells = [len(next(csv.reader([line.decode("latin-1")]), [])) for line in (first, last)]
    return "a file that is cut short in the middle of a row" if cells[1] < cells[0] else None


def _quote(message: bytes) -> str:
    words = " ".join(message.decode("utf-8", "replace").split())
    return words if len(words) <= QUOTED else f"{words[:QUOTED]} …"


CHECKS: dict[str, Callable[[Path], str | None]] = {
    **dict.fromkeys(PACKED, _find_fault_in_zip),
    ".gz": _find_fault_in_gzip,
    ".json": _find_fault_in_json,
    ".geojson": _find_fault_in_json,
    ".csv": _find_fault_in_csv,
}
