"""Corrections: extracts that the council declares to have been wrong, so that their figures are published anew."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition

CORRECTIONS = "corrections.toml"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: of which extract, when it was declared, and why. It is of one file: the next needs another."""

    name: str
    source: str
    period: str
    date: str
    reason: str


def load_corrections(path: Path, source_names: Collection[str]) -> tuple[Correction, ...]:
    """Read the corrections, in the file's order.

    Args:
        path: the council's file.
        source_names: the sources that the council supplies itself.

    Raises:
        CatalogueError: a key is missing or not known, or has a value that it cannot have.
    """
    corrections = []
    with open_toml_definition(path) as raw:
        for name in list(raw):
            entry = raw.pop(name)
            texts = {key: str(entry.pop(key)).strip() for key in ("source", "period", "date", "reason")}
            if entry:
                raise ValueError(f"[{name}]: unknown key {sorted(entry)[0]!r}")
            if texts["source"] not in source_names:
                raise CatalogueError(
                    file=CORRECTIONS,
                    found=f"[{name}] source: {texts['source']!r}",
                    expected=", ".join(sorted(source_names)) or "a source that the council supplies itself",
                    remedy="correct it, or take it out",
                )
            datetime.date.fromisoformat(texts["date"])
            if not texts["reason"]:
                raise ValueError(f"[{name}]: `reason` is empty: readers are to know why figures have changed")
            corrections.append(Correction(name=name, **texts))
    return tuple(corrections)
