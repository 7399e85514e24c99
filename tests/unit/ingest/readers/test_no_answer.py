"""Codes for no answer in columns of figures: those that are listed are read as empty cells, all others as figures."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.extracts import read_extract
from fairer_stockton.run.errors import CatalogueError, InputError
from tests.conftest import load_source

SOURCE = """
title = "Debts"
publisher = "A council"
page = "https://example.org"
licence = "council"
vintage = "2021"
supplied = true
[count]
people = "People"
[no_answer]
people = [-9, 99]
[[file]]
name = "debts.csv"
period = "2024"
"""


def read(folder: Path, cells: list[str], kind: str, *codes: str) -> list:
    path = folder / "table.csv"
    path.write_text("\n".join(["id,figure", *(f"{n},{cell}" for n, cell in enumerate(cells))]), encoding="utf-8")
    columns = (Column("id", "id", "text"), Column("figure", "figure", kind, codes))
    table = read_extract(path, Extract("table.csv", "2024", "", "", "extract", columns, "table.csv"))
    return table["figure"].to_pylist()


@pytest.mark.parametrize("cell", ["-9", "-9.0", "-9.00", " -9 "])
def test_listed_code_is_no_figure(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, ["412.5", cell, "0"], "number", "-9", "99999") == [412.5, None, 0.0]
    assert read(tmp_path, ["2", cell, "0"], "count", "-9") == [2, None, 0]


def test_listed_word_is_no_figure_in_capitals_or_not(tmp_path: Path) -> None:
    assert read(tmp_path, ["2", "REFUSED", "Refused"], "count", "refused") == [2, None, None]
    assert read(tmp_path, ["House", "INVALID!"], "text", "Invalid!") == ["House", None]


def test_code_that_is_not_listed_is_a_figure_or_refused(tmp_path: Path) -> None:
    assert read(tmp_path, ["412.5", "-9"], "number") == [412.5, -9.0]
    with pytest.raises(InputError, match="'-9'"):
        read(tmp_path, ["2", "-9"], "count", "99")


def test_source_lists_its_codes(tmp_path: Path) -> None:
    path = tmp_path / "debts.toml"
    path.write_text(SOURCE, encoding="utf-8")
    assert load_source(path).extracts[0].columns == (Column("people", "People", "count", ("-9", "99")),)
    path.write_text(SOURCE.replace("people = [", "persons = ["), encoding="utf-8")
    with pytest.raises(CatalogueError, match="no_answer names 'persons'"):
        load_source(path)
