"""The glossary, read from the project's own: each term and what it means."""

import re
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError

GLOSSARY = Path(__file__).with_name("glossary.md")  # in a checkout a link to the page at the top
ENTRY = re.compile(r"\*\*(?P<term>[^*]+)\*\* – (?P<meaning>.+)", re.DOTALL)


def load_glossary(own: Path | None = None, path: Path = GLOSSARY) -> list[tuple[str, str]]:
    """Read the terms with their meanings, in the order of the alphabet.

    Args:
        own: the council's own glossary, whose entries take the place of those of the same term; None where it has none.
        path: the glossary of all councils.

    Raises:
        CatalogueError: an entry is not written as the others are.
    """
    terms = _read_terms(path) | (_read_terms(own) if own else {})
    return sorted(terms.items(), key=lambda term: term[0].casefold())


def _read_terms(path: Path) -> dict[str, str]:
    _, *entries = path.read_text(encoding="utf-8").strip().split("\n\n")
    terms = {}
    for entry in entries:
        match = ENTRY.fullmatch(entry)
        if match is None:
            raise CatalogueError(
                file=path,
                found=repr(entry[:60]),
                expected="an entry as in: **term** – What it means.",
                remedy="write it so, with an empty line before and after",
            )
        terms[match["term"]] = " ".join(match["meaning"].split())
    return terms
