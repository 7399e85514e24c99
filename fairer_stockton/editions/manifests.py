"""The manifest of a published edition, read back: of the form that it is written in, or refused in words."""

from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import read_json

MANIFEST = "manifest.json"
TEXT_FACTS = ("edition", "authority", "key", "content")
TEXTS_OF_INPUT = ("source", "file", "period", "sha256")


def read_manifest(edition_folder: Path) -> dict[str, Any]:
    """Read the manifest of an edition; an empty one where there is none, or none that is JSON.

    Raises:
        InputError: a part of it is of another form than editions write, so that somebody has changed it.
    """
    manifest = read_json(edition_folder / MANIFEST)
    if wrong := _find_wrong_part(manifest):
        raise InputError(
            file=str(edition_folder / MANIFEST),
            found=f"a manifest whose {wrong!r} is not as editions write it",
            expected="the manifest as it was published",
            remedy="restore the edition from your backup, or move it out of the folder of editions",
        )
    return manifest


def _find_wrong_part(manifest: dict[str, Any]) -> str:
    """Return the first part that is not of its form; nothing where all that are there are."""
    checks = {
        **{name: isinstance(manifest.get(name, ""), str) for name in TEXT_FACTS},
        "synthetic": isinstance(manifest.get("synthetic", True), bool),
        "outputs": _holds_texts_by_name(manifest.get("outputs", {})),
        "measures": _holds_texts_by_name(manifest.get("measures", {})),
        "inputs": isinstance(inputs := manifest.get("inputs", []), list) and all(map(_is_input, inputs)),
    }
    return next((name for name, is_right in checks.items() if not is_right), "")


def _holds_texts_by_name(part: object) -> bool:
    return isinstance(part, dict) and all(name and isinstance(text, str) for name, text in part.items())


def _is_input(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), str) for name in TEXTS_OF_INPUT)
        and isinstance(entry.get("synthetic"), bool)
    )
