"""Corrections of extracts that were published, as the council declares them."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.corrections import Correction, load_corrections
from fairer_stockton.run.errors import CatalogueError

PLAIN = """
[letters]
source = "contacts"
period = "2024-25"
date   = 2026-11-30
reason = "Letters were left out."
"""


def read(path: Path, text: str) -> tuple[Correction, ...]:
    path.write_text(text, encoding="utf-8")
    return load_corrections(path, {"contacts"})


def test_a_correction_has_a_day_and_a_reason(tmp_path: Path) -> None:
    expected = Correction("letters", "contacts", "2024-25", "2026-11-30", "Letters were left out.")
    assert read(tmp_path / "corrections.toml", PLAIN) == (expected,)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"contacts"', '"contact"', "expected  contacts"),
        ("2026-11-30", '"soon"', "Invalid isoformat string"),
        ('"Letters were left out."', '""', "`reason` is empty"),
        ("reason", "why", "'reason' is missing"),
        ("[letters]", "[letters]\nmore = 1", "unknown key 'more'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        read(tmp_path / "corrections.toml", PLAIN.replace(old, new))
