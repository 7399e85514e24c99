"""The page of what can go wrong with an input names tests that exist."""

import re

from tests.conftest import PROJECT

PAGE = PROJECT / "docs" / "inputs.md"


def test_every_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 40
    for path, name in named:
        text = (PROJECT / path).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in text, f"{path}::{name}"
