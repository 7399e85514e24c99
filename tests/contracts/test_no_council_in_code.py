"""Nothing in code names a council: what is one council's own is data, and the sample's facts of councils are too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs_generator.house import PROJECT, code_files
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.sample.areas import AUTHORITY_FILES, load_authorities

HOMES = {code: authority.name for code, authority in load_authorities().items() if authority.outlines}
# The package is called after the council that it was first made for, and its name is the seed of ids in pictures.
PACKAGE_NAME = re.compile(r"(?:a-)?fairer[-_]stockton")
NAMES = re.compile("|".join(name.split("-")[0] for name in HOMES.values()), re.IGNORECASE)
# A message or a help text may say what such a code looks like.
EXAMPLE = re.compile(rf"(?:\bas|such as|council:|found in) (?:{'|'.join(HOMES)})\b")
CODES = re.compile("|".join(HOMES))
OTHER_CODE = [path for ending in ("sql", "j2", "js", "css", "typ") for path in sorted(PACKAGE.rglob(f"*.{ending}"))]


def _words(path: Path) -> Iterator[str]:
    """Yield every name and every text of a Python file, docstrings among them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for field in ("id", "attr", "arg", "name", "module"):
            if isinstance(word := getattr(node, field, None), str):
                yield PACKAGE_NAME.sub("", word)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield PACKAGE_NAME.sub("", node.value)


@pytest.mark.parametrize("path", code_files(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_python_file_names_a_council(path: Path) -> None:
    words = [EXAMPLE.sub("", word) for word in _words(path)]
    assert not [word for word in words if NAMES.search(word) or CODES.search(word)]


@pytest.mark.parametrize("path", OTHER_CODE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_statement_template_or_script_names_a_council(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not NAMES.search(text)
    assert not CODES.search(text)


def test_both_councils_have_their_facts_in_data() -> None:
    assert len(HOMES) == 2
    assert {path.suffix for path in AUTHORITY_FILES.iterdir()} == {".toml"}
