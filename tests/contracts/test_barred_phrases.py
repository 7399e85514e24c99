"""No reader meets a phrase that only this project uses: pages, papers, charts, workbooks, messages and definitions."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docs_generator.house import PROJECT, code_files
from fairer_stockton.run.package import PACKAGE

# What is barred, and what stands instead of it. `told` and `beside` are ordinary words too: only the senses meant.
BARRED = {
    r"(?:can|could|cannot|can not) (?:only )?be told": "known, or worked out",
    r"told apart": "separated, or shown separately",
    r"stands? in for|\(stands in\)": "nearest available measure of",
    r"want of": "lack of, or because",
    r"giv(?:e|es|en|ing) (?:\w+ ){0,3}away|gave away": "reveal",
    r"(?:is|are|was|were) kept in memory|kept from last time": "cached",
    r"(?:is|are|was|were|too) dear\b|dearer": "costly",
    r"beside England|beside the borough’s|set beside": "compared with",
    r"fares?\b|faring": "is better or worse off",
    r"com(?:e|es) out otherwise|came out otherwise": "we get a different figure",
    r"nought": "zero",
    r"counted from the best": "1st is best",
    r"of a simple sample": "leave it to the methods",
    r"the whole at once": "charts for this topic",
    r"know before use": "about this data",
    r"none measured": "no gap can be calculated",
    r"no room here": "more are in the table",
    r"(?<![a-z] )shown are": "this chart shows",
    r"would reach them": "the data we would need",
    r"sums of ours": "figures we calculate ourselves",
    r"neither, or not tested": "no clear difference; not tested",
    r"(?:wards|neighbourhoods|areas) on the map of": "2024 wards",
    r"have about as many residents": "have similar populations",
    r"hard time": "extra barriers",
    r"not for that reason wrong": "not necessarily wrong",
    r"picked for being": "we picked",
    r"(?:can|could|cannot|can not) be said|can say of none": "we know, or no gap has clearly narrowed",
    r"both an interval and": "we can compare it with England",
    r"neither way is (?:good|bad)|good nor bad in itself": "higher is neither good nor bad",
    r"(?:is|are) surely|surely among|comes close": "almost certainly, probably, borderline",
    r"two ends side by side": "we can compare the two groups",
    r"what they miss": "what we have missed",
    r"stands? furthest apart": "the largest gaps",
    r"is no source at all": "this report has no data",
    r"is no subscription": "does not mean that people pay for it",
    r"pupils for social care": "all pupils",
    r"most likely lies in": "is likely to be in this range",
    r"not yet measured": "no data yet",
    r"by up to a dozen|are of some ages only": "by up to 12 places",
    r"multiples of five next to|see to it that": "rounding to the nearest 5",
    r"the others are as they were": "the rest have not changed",
    r"judge every|bring the published": "check every table, download the published data",
    r"(?:has|have|gaps?|clearly|none|\d+) closed|(?:clearly|be|are|none) closing(?!\?)|lead (?:growing|shrinking)": (
        "narrowed: a gap that has closed is no gap"
    ),
}
PHRASE = re.compile(rf"\b(?:{'|'.join(BARRED)})|\(stands in\)", re.IGNORECASE)
MARKUP = re.compile(r"\{#.*?#\}|<!--.*?-->|(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)
GLOSSARIES = (PROJECT / "GLOSSARY.md", PACKAGE / "council" / "glossary.md")
WORDS_OF_DEFINITIONS = {
    "title", "question", "words", "note", "notes", "caveats", "proxy_for", "who", "needs", "why", "text", "source",
    "unlike_england", "not_measured", "have_your_say",
}  # fmt: skip


@cache
def count_phrases() -> dict[str, tuple[str, ...]]:
    """Return the barred phrases that readers meet, by file."""
    found = {
        str(path.relative_to(PROJECT)): tuple(match[0].lower() for words in texts for match in PHRASE.finditer(words))
        for path, texts in texts_by_file()
    }
    return {name: phrases for name, phrases in found.items() if phrases}


@cache
def texts_by_file() -> tuple[tuple[Path, list[str]], ...]:
    """Return each file that readers meet words of, with the words."""
    return tuple(_read_texts_by_file())


def _read_texts_by_file() -> Iterator[tuple[Path, list[str]]]:
    for path in code_files():
        yield path, list(strings_of(ast.parse(path.read_text(encoding="utf-8"))))
    for path in sorted((PACKAGE / "report" / "templates").iterdir()):
        yield path, [MARKUP.sub(" ", path.read_text(encoding="utf-8"))]
    for path in GLOSSARIES:
        yield path, [" ".join(path.read_text(encoding="utf-8").split())]
    for path in sorted(PACKAGE.rglob("*.toml")):
        yield path, list(texts_in(tomllib.loads(path.read_text(encoding="utf-8"))))
    yield PROJECT / "Makefile", re.findall(r"(?:## |echo ).*", (PROJECT / "Makefile").read_text(encoding="utf-8"))


def strings_of(tree: ast.Module) -> Iterator[str]:
    """Yield the texts that a module writes: with a space in them, docstrings apart; what is filled in is a dot."""
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)
        elif isinstance(node, ast.Constant) and id(node) not in statements | inside and " " in str(node.value):
            yield " ".join(str(node.value).split())


def texts_in(value: Any, key: str = "") -> Iterator[str]:
    """Yield the sentences of a definition: the texts under keys that readers meet, however deep."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from texts_in(part, name if not isinstance(part, dict) else key)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part, key)
    elif isinstance(value, str) and key in WORDS_OF_DEFINITIONS:
        yield " ".join(value.split())


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("None can be told.", "can be told"),
        ("Beside England it is low.", "beside england"),
        ("The group fares worse.", "fares"),
        ("This gap has closed by 2 points.", "has closed"),
        ("Are the gaps closing?", ""),
        ("A carer (stands in)", "(stands in)"),
        ("It would give another such figure away.", "give another such figure away"),
        ("He was told of it, and the welfare of farers.", ""),
        ("It stands in the file.", ""),
    ],
)
def test_only_the_senses_meant_are_barred(words: str, phrase: str) -> None:
    found = PHRASE.search(words)
    assert (found[0].lower() if found else "") == phrase


def test_no_reader_meets_a_barred_phrase() -> None:
    found = count_phrases()
    assert not found, f"use the better words of BARRED: {found}"


def test_only_the_methods_speak_of_design_effects() -> None:
    names = {path.name for path, texts in texts_by_file() if "design effect" in " ".join(texts).lower()}
    assert names == {"methods.toml"}
