"""Attacks on what supplied files hold besides counts: bytes that a published sum confirms, and cells of single rows."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from fairer_stockton.run.sum_key import PUBLIC_KEY

SUM = re.compile(r"[0-9a-f]{12,}")
LONG_ENOUGH = 7  # letters and digits that nobody writes by chance
SUFFIXES = (".html", ".csv", ".json", ".js", ".svg", ".txt", ".md")


def guess_bytes(published: str, guesses: Iterable[bytes]) -> list[bytes]:
    """Return the guesses at a supplied file that a published sum confirms, plain or keyed with the public key."""
    sums = set(SUM.findall(published))
    found = []
    for guess in guesses:
        plain = hashlib.sha256(guess).hexdigest()
        if {plain, PUBLIC_KEY.seal(plain).rpartition(":")[2]} & sums:
            found.append(guess)
    return found


def list_telling_cells(rows: pd.DataFrame) -> set[str]:
    """Return the cells of a supplied table that stand in one row alone and are long enough to be nobody else's."""
    cells: set[str] = set()
    for _, column in rows.items():
        text = column.dropna().astype(str)
        once = text[~text.duplicated(keep=False)]
        cells |= {cell for cell in once if len(re.sub(r"\W", "", cell)) >= LONG_ENOUGH and re.search(r"\d|\s", cell)}
    return cells


def find_cells(folder: Path, cells: Iterable[str]) -> dict[str, str]:
    """Return the cells that any published file holds, each with the file."""
    wanted = set(cells)
    found: dict[str, str] = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
        pieces = set(re.split(r"[<>\"',;\n\t]+", path.read_text(encoding="utf-8")))
        found |= {cell: path.name for cell in wanted & {piece.strip() for piece in pieces}}
    return found
