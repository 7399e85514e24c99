"""The council's own areas: a slip in the list is refused, never a borough with a hole."""

from pathlib import Path

import pytest

from fairer_stockton.errors import CatalogueError
from fairer_stockton.geography import named_areas

GOOD = """
[community_partnership]
vintage = "2019"
made_of = "wd19cd"
[community_partnership.areas]
"North 1" = ["E05000001"]
"North 2" = ["E05000002"]
"""


def read(folder: Path, text: str) -> list[tuple[str, ...]]:
    path = folder / "areas.toml"
    path.write_text(text, encoding="utf-8")
    return named_areas(path)


def test_names_give_codes_that_differ(tmp_path: Path) -> None:
    assert [row[1] for row in read(tmp_path, GOOD)] == ["partnership-north-1", "partnership-north-2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("E05000002", "E05000001", "stands in two areas"),
        ("North 2", "north-1", "two names give one code"),
        ("wd19cd", "lsoa21cd", "only 'wd19cd' is known"),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        read(tmp_path, GOOD.replace(old, new))


def test_the_seven_partnerships_hold_each_ward_once() -> None:
    rows = named_areas()
    assert len({row[1] for row in rows}) == 7
    assert len({row[4] for row in rows}) == len(rows) == 26
