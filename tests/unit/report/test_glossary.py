"""The glossary page: every entry of the project's own, in order, and a wrong one refused."""

from pathlib import Path

import pytest

from fairer_stockton.report.words.glossary import GLOSSARY, load_glossary
from fairer_stockton.run.errors import CatalogueError


def test_every_entry_is_read_in_order() -> None:
    terms = [term for term, _ in load_glossary()]
    assert len(terms) == GLOSSARY.read_text(encoding="utf-8").count("\n**")
    assert terms == sorted(terms, key=str.casefold)
    assert "edition" in terms
    assert all("\n" not in meaning and "**" not in meaning for _, meaning in load_glossary())


def test_an_entry_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "G.md").write_text("# Glossary\n\n**area** – A place.\n\nward: a small area\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="found     'ward: a small area'"):
        load_glossary(path=tmp_path / "G.md")


def test_a_councils_own_terms_take_the_place_of_those_of_the_package(tmp_path: Path) -> None:
    own = tmp_path / "glossary.md"
    own.write_text("# Ours\n\n**borough** – Middleham.\n\n**riding** – A third of it.\n", encoding="utf-8")
    terms = dict(load_glossary(own))
    assert terms["borough"] == "Middleham."
    assert terms["riding"] == "A third of it."
    assert terms["domain"] == dict(load_glossary())["domain"]
    assert dict(load_glossary())["borough"] == "The area of the council, whatever kind of council it is."
