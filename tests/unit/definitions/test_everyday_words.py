"""Everyday words name what there is: a key that names nothing is refused, and no phrase is of filler alone."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.everyday_words import EVERYDAY_WORDS, load_everyday_words
from fairer_stockton.report.asking.tokens import make_fillers, split_into_tokens
from fairer_stockton.run.errors import CatalogueError
from tests.conftest import DEFINITIONS

PATH = DEFINITIONS.layers.shared(EVERYDAY_WORDS)
TEXT = PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("fuel_poverty ", "fuel_povrety ", "there is no 'fuel_povrety'"),
        ("[kinds]\nward ", "[kinds]\nwad ", "there is no 'wad'"),
        ("[questions]\nchange", "[questions]\nchanges", "there is no 'changes'"),
        ("[gaps]", "[gap]", "expected the tables"),
        (
            'savings                                     = ["money put by"',
            'savings = [1, "money put by"',
            "a list of texts",
        ),
    ],
)
def test_a_key_that_names_nothing_is_refused(before: str, after: str, message: str, tmp_path: Path) -> None:
    assert before in TEXT
    (path := tmp_path / "everyday_words.toml").write_text(TEXT.replace(before, after), encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        load_everyday_words(path, DEFINITIONS.measures)


def test_every_phrase_of_a_measure_has_a_word_that_means_something() -> None:
    words = load_everyday_words(PATH, DEFINITIONS.measures)
    fillers = {*make_fillers([*words.fillers["words"], *words.fillers["soft"]])}
    phrases = [phrase for every in words.measures.values() for phrase in every]
    assert len(phrases) > 300
    assert not [phrase for phrase in phrases if {*split_into_tokens(phrase)} <= fillers]
