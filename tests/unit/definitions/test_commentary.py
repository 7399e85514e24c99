"""What editors add: read from one file an edition, and refused where it names no measure or nobody says it."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.commentary import Comment, find_commentary_file, load_commentary
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError

MEASURES = ("turnout", "fuel_poverty")


def read(path: Path, text: str) -> dict[str, Comment]:
    path.write_text(text, encoding="utf-8")
    return load_commentary(path, MEASURES)


def test_a_note_is_read_with_who_says_it(tmp_path: Path) -> None:
    found = read(tmp_path / "2026.toml", '[turnout]\nby = "Elections"\nwords = """\nPolling stations\nmoved."""\n')
    assert found == {"turnout": Comment("Elections", "Polling stations moved.")}


def test_an_edition_has_a_file_of_its_own_and_need_have_none(tmp_path: Path) -> None:
    settings = Settings(commentary=tmp_path, edition="2027")
    assert find_commentary_file(settings) == tmp_path / "2027.toml"
    assert load_commentary(find_commentary_file(settings), MEASURES) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[turnuot]\nby = "A"\nwords = "B"\n', r"found     \[turnuot\]\nexpected  the name of a measure"),
        ('[turnout]\nwords = "B"\n', "the key 'by' is missing"),
        ('[turnout]\nby = "A"\nwords = " "\n', r"\[turnout\] must have `by` \(who says it\) and `words`"),
        ('[turnout]\nby = "A"\nwords = "B"\nauthor = "C"\n', r"\[turnout\] must have `by`"),
        ('[turnout]\nby = 3\nwords = "B"\n', "2026.toml"),
        ('turnout = "B"\n', "2026.toml"),
        ("[turnout\n", "not TOML"),
    ],
)
def test_a_note_that_is_not_as_it_must_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        read(tmp_path / "2026.toml", text)
