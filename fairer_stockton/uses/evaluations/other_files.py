"""Other files: judgements of the same areas by the same outcome, which another file asked for."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.editions.manifests import MANIFEST


@dataclass(frozen=True)
class OtherFile:
    """A file by which some of the same areas were judged on the same outcome: its author may have seen the answer."""

    folder: str
    title: str
    registered: str
    least_effect: float
    file_sha256: str


def find_other_files(
    folder: Path, outcome: str, neighbourhoods: Collection[str], file_sum: str
) -> tuple[OtherFile, ...]:
    """Return the files, other than this one, by which evaluations in a folder judged some of the same neighbourhoods.

    Args:
        folder: of all evaluations.
        outcome: the name of the measure.
        neighbourhoods: the codes that the file names.
        file_sum: the checksum of the file.
    """
    others: dict[str, OtherFile] = {}
    for path in sorted(folder.glob(f"[!.]*/{MANIFEST}")):
        asked = _read_asked(path)
        is_alike = asked.get("outcome") == outcome and not set(neighbourhoods).isdisjoint(asked["neighbourhoods"])
        if is_alike and asked["file_sha256"] != file_sum:
            evaluation = asked["evaluation"]
            facts = (evaluation["title"], evaluation["registered"], float(evaluation["least_effect"]))
            others.setdefault(asked["file_sha256"], OtherFile(path.parent.name, *facts, asked["file_sha256"]))
    return tuple(others.values())


def _read_asked(path: Path) -> dict[str, Any]:
    """Return what a manifest says was asked; nothing where it is not that of an evaluation."""
    try:
        asked = json.loads(path.read_text(encoding="utf-8"))["asked"]
    except (ValueError, KeyError, TypeError):
        return {}
    return asked if isinstance(asked, dict) and {"neighbourhoods", "file_sha256", "evaluation"} <= set(asked) else {}


def describe_other_files(others: tuple[OtherFile, ...]) -> list[dict[str, Any]]:
    """Return the files as a manifest records them."""
    return [asdict(other) for other in others]
