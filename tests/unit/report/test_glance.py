"""Sentences that count: true, and English, of many, of one and of none."""

from types import SimpleNamespace

import pytest

from fairer_stockton.report.pages import gaps, glance
from fairer_stockton.report.words.gap_changes import count_directions, describe_gap_counts
from fairer_stockton.run.vocabulary import Direction

EDITION = SimpleNamespace(borough_name="Here")


def compared(*kinds: str) -> str:
    return glance._describe_comparisons_with_england(EDITION, [SimpleNamespace(comparison=kind) for kind in kinds])


def directions(*words: str) -> str:
    return describe_gap_counts(count_directions(map(Direction, words)), "below", 2021)


def test_figures_beside_england() -> None:
    assert compared("worse", "worse", "better", "higher", "not_compared", "not_compared") == (
        "This report has 6 figures for Here. We can compare 4 with England: 2 worse, none similar or about the same, "
        "and 1 better. For 1, higher is neither good nor bad. We cannot compare the other 2: a margin of error or "
        "England's figure is missing, or the figure comes from a model."
    )
    assert "none worse, 2 similar or about the same, and 1 better." in compared("similar", "about_the_same", "better")
    assert compared("better") == (
        "This report has 1 figure for Here. We can compare 1 with England: none worse, none similar or about the "
        "same, and 1 better."
    )


@pytest.mark.parametrize(
    ("judged", "measures", "clear"),
    [
        ([True, True], "2 measures", "2"),
        ([True, False, False], "3 measures", "1"),
        ([False, False], "2 measures", "none"),
        ([True], "1 measure", "1"),
    ],
)
def test_fifths(judged: list[bool], measures: str, clear: str) -> None:
    assert glance._describe_how_often_fifth_is_worse(judged) == (
        "People in the most deprived fifth of our neighbourhoods are clearly worse off than those in the least "
        f"deprived fifth on {clear} of {measures}."
    )


def test_gaps_that_move() -> None:
    assert directions("closing", "no_clear_change", "one_period", "not_comparable") == (
        "Of the 4 gaps below, 1 narrowed and none widened since 2021, or the nearest year we have, by more than chance "
        "explains. Where we have no figures after 2021, the change is from earlier years. 1 shows little or no "
        "clear change. For the other 2 there is one period so far, or the periods are not comparable."
    )
    assert directions("widening", "crossed_over", "moved_apart", "moved_closer", "little_changed") == (
        "Of the 5 gaps below, none narrowed and 1 widened since 2021, or the nearest year we have, by more than chance "
        "explains. Where we have no figures after 2021, the change is from earlier years. 1 clearly changed in "
        "another way, such as that the two changed places. 2 gaps moved by more than is usual in a year, but no margin "
        "of error is published. 1 shows little or no clear change."
    )


def test_gaps_of_the_sample_are_counted_apart() -> None:
    rows = (SimpleNamespace(direction="closing", synthetic=kind) for kind in (False, True))
    real, invented = (SimpleNamespace(last=row) for row in rows)
    both = list(gaps._count_real_and_sample_gaps([invented, real, real], 2021))
    assert [sentence.split(" narrowed")[0] for sentence in both] == [
        "Of the 2 gaps from real figures, 2",
        "Of the 1 gap from the sample, 1",
    ]
    (alone,) = gaps._count_real_and_sample_gaps([invented], 2021)
    assert alone.startswith("Of the 1 gap that this report measures, 1 narrowed")
