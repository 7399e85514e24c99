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


def test_no_word_of_a_measure_is_a_word_of_a_group() -> None:
    """Else the words that say whose figure is meant are taken for the measure, and everybody's is given.

    A measure of how many are of the group, such as of social tenants, may be called by it.
    """
    words = load_everyday_words(PATH, DEFINITIONS.measures)
    people = "men women man woman boys girls males females disabled renters tenants homeowners"
    of_groups = {*split_into_tokens(people)}
    assert of_groups <= {
        token for every in words.groups.values() for each in every for token in split_into_tokens(each)
    }
    wrong = [
        (name, phrase)
        for name, phrases in words.measures.items()
        for phrase in phrases
        if not name.startswith("renting_")
        and {*split_into_tokens(phrase)} & of_groups - {*split_into_tokens(DEFINITIONS.measures[name].title)}
    ]
    assert wrong == []


def test_no_phrase_turns_the_meaning_of_its_measure() -> None:
    words = load_everyday_words(PATH, DEFINITIONS.measures).measures
    assert not [each for each in words["warm_dry_home"] if "damp" in each and not {"no", "free"} & {*each.split()}]
    low = {"low", "low-paid", "poverty", "poorly", "badly", "below", "less", "under", "little", "than"}
    assert [each for each in words["jobs_below_living_wage"] if not low & {*each.split()}] == []
