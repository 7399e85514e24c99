"""A source's TOML with a new entry: every other byte as it was."""

from dataclasses import replace
from pathlib import Path

from fairer_stockton.adopt.entries import join_entries, rewrite_entries, split_entries
from fairer_stockton.definitions.sources import Column
from fairer_stockton.run.package import PACKAGE
from tests.conftest import load_source
from tests.unit.adopt.conftest import SERIES, TOML

LATER = """
# why the file of 2025 is not taken
[[mistaken]]
sha256 = "1"
why    = "another table"
"""


def test_layouts_of_the_project_stay_as_they_are() -> None:
    for path in (PACKAGE / "sources").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert join_entries(split_entries(text)) == text, path.name


def test_entry_stands_behind_the_one_it_is_like(tmp_path: Path) -> None:
    text = TOML.format(total="0") + LATER
    (tmp_path / "homes.toml").write_text(text, encoding="utf-8")
    (before,) = load_source(tmp_path / "homes.toml").extracts
    after = replace(before, name="2024.xlsx", mirror="2024.xlsx", period="2024", sheet='The "new" one')
    written = rewrite_entries(text, [(before, after)], ())
    first, second = written.split('[[file]]\nname   = "2024.xlsx"')
    assert first == text[: text.index("# why")]
    assert second.endswith(text[text.index("# why") :])
    assert 'sheet  = "The \\"new\\" one"' in second
    earlier = replace(after, period="2022")
    assert rewrite_entries(text, [(before, earlier)], ()).index("2024.xlsx") < text.index("2023_homes.xlsx")


def test_headings_that_stood_above_all_entries(tmp_path: Path) -> None:
    text = SERIES.format(total="0")
    (tmp_path / "trips.toml").write_text(text, encoding="utf-8")
    (before,) = load_source(tmp_path / "trips.toml").extracts
    changed = tuple(
        replace(column, header="dwellings") if column.name == "households" else column for column in before.columns
    )
    written = rewrite_entries(
        text, [(before, replace(before, period="2024", columns=changed))], {("trips.csv", "2023")}
    )
    (tmp_path / "trips.toml").write_text(written, encoding="utf-8")
    (after,) = load_source(tmp_path / "trips.toml").extracts
    assert after.period == "2024"
    assert Column("households", "dwellings", "count") in after.columns
