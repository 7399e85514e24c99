"""Nothing in code names a council: what is one council's own is data, and the sample's facts of councils are too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

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
CODE = code_files()
OTHER_CODE = [path for ending in ("sql", "j2", "js", "css", "typ") for path in sorted(PACKAGE.rglob(f"*.{ending}"))]


def _words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every name and every text of a Python file with its line, docstrings among them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for field in ("id", "attr", "arg", "name", "module"):
            if isinstance(word := getattr(node, field, None), str):
                yield getattr(node, "lineno", 1), PACKAGE_NAME.sub("", word)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, PACKAGE_NAME.sub("", node.value)


def _names_a_council(text: str) -> bool:
    return bool(NAMES.search(text) or CODES.search(text))


def test_no_python_file_names_a_council() -> None:
    assert len(CODE) > 300
    assert not [
        f"{path.relative_to(PROJECT)}:{line}: {word}"
        for path in CODE
        for line, word in _words(path)
        if _names_a_council(EXAMPLE.sub("", word))
    ]


def test_no_statement_template_or_script_names_a_council() -> None:
    assert len(OTHER_CODE) > 100
    assert not [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for path in OTHER_CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _names_a_council(line)
    ]


def test_both_councils_have_their_facts_in_data() -> None:
    assert len(HOMES) == 2
    assert {path.suffix for path in AUTHORITY_FILES.iterdir()} == {".toml"}
