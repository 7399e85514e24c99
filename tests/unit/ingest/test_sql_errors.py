"""What staging says of a statement that fails at a row: of rows of people not which cell it was."""

import dataclasses
from pathlib import Path

import pytest

from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import build_staged_table
from fairer_stockton.run.errors import CatalogueError
from tests.conftest import DEFINITIONS

SOURCE = DEFINITIONS.sources["open_space"]


@pytest.mark.parametrize(
    ("statement", "supplied", "words"),
    [
        ("select cast(lsoa21cd as integer) as a from extract", True, "ConversionException at a row"),
        ("select cast(lsoa21cd as integer) as a from extract", False, "E01012187"),
        ("select nothing from extract", True, "nothing"),
    ],
)
def test_error_of_a_statement(tmp_path: Path, statement: str, supplied: bool, words: str) -> None:
    source = dataclasses.replace(SOURCE, definition=tmp_path / "sources/open_space.toml", supplied=supplied)
    (tmp_path / "staging").mkdir()
    (tmp_path / "staging/open_space.sql").write_text(statement)
    (tmp_path / "open_space_2025.csv").write_text("lsoa21cd,addresses,addresses_within_300m\nE01012187,9,8\n")
    file = raw_folder.RawFile(source.extracts[0], tmp_path / "open_space_2025.csv", synthetic=False)
    with pytest.raises(CatalogueError, match=words) as caught:
        build_staged_table(source, [file])
    assert ("E01012187" in str(caught.value)) == (not supplied)
