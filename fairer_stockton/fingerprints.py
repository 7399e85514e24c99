"""Deciding by content, not by clock, whether work must be done again."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def fingerprint(files: Iterable[Path], facts: object = ()) -> str:
    """Return one sha256 over the contents of files (in the order of their names) and any JSON-able facts."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda file: (file.name, str(file))):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    digest.update(json.dumps(facts, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def stamp_path(output: Path) -> Path:
    """Name the stamp that lies beside an output."""
    return output.with_name(output.name + ".stamp.json")


def read_stamp(output: Path) -> dict[str, Any]:
    """Read what was recorded when an output was made; nothing where there is no whole output."""
    try:
        stamp = json.loads(stamp_path(output).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return {}
    return stamp if output.exists() and isinstance(stamp, dict) else {}


def stamp_matches(output: Path, content: str) -> bool:
    """Say whether an output was made from exactly this content."""
    return read_stamp(output).get("content") == content


def write_stamp(output: Path, content: str, **facts: object) -> None:
    """Record what an output was made from; written after the output, so that a stamp never vouches for half of one."""
    text = json.dumps({"content": content, **facts}, indent=2, sort_keys=True)
    stamp_path(output).write_text(text + "\n", encoding="utf-8")
