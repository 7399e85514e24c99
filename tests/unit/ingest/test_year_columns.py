"""A sheet with a column for each year: its years are found by their headings, and each makes rows of its own."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.extracts import read_extract
from fairer_stockton.run.errors import CatalogueError, InputError
from tests.conftest import load_source

COLUMNS = """
[text]
areacd = "Area Code"

[count]
children = "Number of children FYE {year}"

[percent]
share = "Share FYE {year} (%)"
"""
HEADINGS = "Area Code,Number of children FYE 2024,Number of children FYE 2025,Share FYE 2024 (%),Share FYE 2025 (%)\n"


def extract(folder: Path, columns: str = COLUMNS) -> Extract:
    path = folder / "children.toml"
    keys = {"title": "Children", "publisher": "x", "page": "x", "licence": "OGL-3.0", "vintage": "2024"}
    file = {"name": "a.csv", "period": "2025", "sha256": "0", "url": "x"}
    text = "\n".join(f'{key} = "{word}"' for key, word in keys.items()) + columns + "\n[[file]]\n"
    path.write_text(text + "\n".join(f'{key} = "{word}"' for key, word in file.items()), encoding="utf-8")
    return load_source(path).extracts[0]


def read(folder: Path, text: str) -> list[dict[str, object]]:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    return read_extract(folder / "a.csv", extract(folder)).to_pylist()


def test_each_year_makes_rows_of_its_own(tmp_path: Path) -> None:
    rows = read(tmp_path, "Table 4\n" + HEADINGS + "E06000004,10,[c],20.5,21.5\n")
    assert [(row["year"], row["children"], row["children_marker"], row["share"]) for row in rows] == [
        ("2024", 10, None, 20.5),
        ("2025", None, "[c]", 21.5),
    ]
    assert {(row["areacd"], row["period"], row["source_row"]) for row in rows} == {("E06000004", "2025", 3)}


def test_headings_of_several_lines_and_more_years(tmp_path: Path) -> None:
    wide = 'Area Code,"Number of children \nFYE 2026","Share\nFYE 2026 (%)"\nE06000004,10,20\n'
    assert [row["year"] for row in read(tmp_path, wide)] == ["2026"]


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (HEADINGS.replace("Share FYE 2025", "Share in 2025"), "the years 2024, 2025, and not all of them"),
        ("Area Code,Children,Share\n", "no heading of this form"),
    ],
)
def test_a_year_with_half_of_its_columns_is_refused(tmp_path: Path, headings: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(tmp_path, headings + "E06000004,10,11,20.5,21.5\n")


def test_the_year_has_a_name_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="a column 'year' and {year} in a heading"):
        extract(tmp_path, COLUMNS.replace("areacd", "year"))
