"""Two lines through one question of a private extract are refused, however they are written."""

from dataclasses import replace

import pytest

from fairer_stockton.definitions.measures import CountedAnswer, Measure
from fairer_stockton.definitions.question_cuts import refuse_questions_cut_twice
from fairer_stockton.run.errors import CatalogueError
from tests.conftest import DEFINITIONS
from tests.unit.disclosure.frames import measure

LONELY = DEFINITIONS.measures["loneliness"]


def ask(name: str, yes: str) -> Measure:
    return replace(LONELY, name=name, answer=CountedAnswer("residents_survey", yes, "lonely is not null"))


def refuse(*measures: Measure) -> None:
    refuse_questions_cut_twice({each.name: each for each in measures}, {"residents_survey", "homes"})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("lonely = 'often'", "lonely in ('often', 'at times')"),  # the one is part of the other
        ("lonely = 'often'", "lonely = 'never'"),  # no one says both, and the rest are between them
        ("lonely = 'often'", "lonely = 'often' and older = 'yes'"),  # those who are not older are between
        ("hours <= 3", "hours <= 5"),
        ("lonely = 'now and then'", "lonely = 'often'"),
        ("lonely = 'often'", "lonely <> 'never'"),
        ("lonely = 'often' and older", "lonely in ('often', 'always')"),
        ("coalesce(lonely, 'never') = 'often'", "lonely = 'often'"),
    ],
)
def test_two_lines_through_one_question_are_refused(first: str, second: str) -> None:
    with pytest.raises(CatalogueError, match="keep one of the two measures, a or b"):
        refuse(ask("a", first), ask("b", second))
    counts = [measure(name, where) for name, where in (("a", first), ("b", second))]
    with pytest.raises(CatalogueError, match="two lines through one question"):
        refuse(*counts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("lonely in ('often', 'always')", "lonely IN('always','often')"),
        ("lonely = 'often'", "lonely in ('often')"),
        ("lonely = 'often'", "happy = 'often'"),
        ("lonely is not null", "lonely = 'often'"),
        ("true", "lonely = 'often'"),
    ],
)
def test_one_line_may_have_many_measures(first: str, second: str) -> None:
    refuse(ask("a", first), ask("b", second))
    refuse(measure("a", first), measure("b", second))


def test_a_question_to_those_who_said_yes_is_another_question() -> None:
    """Of the homes with a hazard, those that were put right: the rest of them is guarded as that measure's own."""
    hazards = measure("hazards", "hazard = 'yes'", "hazard is not null")
    remedied = measure("remedied", "hazard = 'yes' and remedied = 'yes'", "hazard = 'yes' and remedied is not null")
    refuse(hazards, remedied)
    with pytest.raises(CatalogueError, match="'hazard'"):
        refuse(hazards, replace(remedied, denominator=hazards.denominator))


def test_open_tables_may_be_cut_anywhere_and_todays_catalogue_is_cut_once() -> None:
    refuse_questions_cut_twice({"a": measure("a", "damp = 1"), "b": measure("b", "damp = 2")}, {"residents_survey"})
    refuse_questions_cut_twice(DEFINITIONS.measures, DEFINITIONS.supplied)
