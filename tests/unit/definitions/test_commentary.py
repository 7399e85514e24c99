"""What editors add: read from one file an edition, and refused where it names nothing or nobody says it."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.commentary import Comment, Commentary, find_commentary_file, load_commentary
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError

MEASURES = ("turnout", "fuel_poverty")
DOMAINS = ("power", "housing")


def read(path: Path, text: str) -> Commentary:
    path.write_text(text, encoding="utf-8")
    return load_commentary(path, DOMAINS, MEASURES)


def test_a_note_is_read_with_who_says_it(tmp_path: Path) -> None:
    found = read(tmp_path / "2026.toml", '[turnout]\nby = "Elections"\nwords = """\nPolling stations\nmoved."""\n')
    assert found == Commentary(measures={"turnout": Comment("Elections", "Polling stations moved.")})


def test_a_note_may_be_on_the_report_a_domain_or_a_measure(tmp_path: Path) -> None:
    parts = ("report", "domain.power", "domain.housing", "fuel_poverty")
    text = "".join(f'[{part}]\nby = "Editors"\nwords = "On {part}."\n' for part in parts)
    on = {part: Comment("Editors", f"On {part}.") for part in parts}
    assert read(tmp_path / "2026.toml", text) == Commentary(
        report=on["report"],
        domains={"power": on["domain.power"], "housing": on["domain.housing"]},
        measures={"fuel_poverty": on["fuel_poverty"]},
    )


def test_an_edition_has_a_file_of_its_own_and_need_have_none(tmp_path: Path) -> None:
    settings = Settings(commentary=tmp_path, edition="2027")
    assert find_commentary_file(settings) == tmp_path / "2027.toml"
    assert load_commentary(find_commentary_file(settings), DOMAINS, MEASURES) == Commentary()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[turnuot]\nby = "A"\nwords = "B"\n', r"found     \[turnuot\]\nexpected  the name of a measure"),
        ('[turnuot]\nby = "A"\nwords = "B"\n', r"did you mean \[turnout\]\?"),
        (
            '[domain.houses]\nby = "A"\nwords = "B"\n',
            r"found     \[domain.houses\]\nexpected  the name of a domain of the framework: one of power, housing\n"
            r"to do .*did you mean \[domain.housing\]\?",
        ),
        ('[domain]\nby = "A"\nwords = "B"\n', r"found     \[domain.by\]"),
        ('[domain.power]\nwords = "B"\n', "the key 'by' is missing"),
        ('[domain.power]\nby = "A"\nwords = " "\n', r"\[domain.power\] must have"),
        ('[report]\nby = " "\nwords = "B"\n', r"\[report\] must have"),
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
