"""Gaps then and now: what is drawn is what the table says, and the words of a direction are those of the narrative."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.charts.gap_choice import (
    MOST_SHOWN,
    GapPicture,
    make_gaps_over_time_picture,
    make_then_and_now_picture,
)
from fairer_stockton.report.charts.gap_drawing import draw_gap_picture, make_gap_pictures
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.words.gap_changes import DIRECTION_TITLES
from fairer_stockton.run.vocabulary import TESTED_DIRECTIONS
from tests.unit.report.conftest import gap, limits, make_edition, observation
from tests.unit.report.numbers_of_places import numbers_in

COLD = "Cold homes (nearest available measure)"
ENDS = {"group_a": "Most deprived fifth", "group_b": "Least deprived fifth"}
FIFTHS = {"2020": (24.0, 4.0), "2021": (22.0, 4.5), "2022": (20.0, 5.0)}


def with_course(direction: str = "closing", **last: Any) -> Edition:
    """Give the tiny edition three periods of its cold homes' fifths, the gap's direction in the last one given."""
    edition = make_edition()
    gaps, rows = edition.gaps, edition.observations
    mine = (gaps["measure"] == "cold_homes") & (gaps["gap_type"] == "most_v_least_fifth")
    earlier = rows["breakdown"] != "deprivation_fifth"
    gap_rows = [
        gap("most_v_least_fifth", **ENDS, period=period, **limits(most - least, 1.5)) | {"direction": "one_period"}
        for period, (most, least) in FIFTHS.items()
    ]
    gap_rows[-1] |= {"direction": direction, **last}
    fifths = [
        observation(breakdown="deprivation_fifth", category=category, period=period, **limits(value, 1.0))
        for period, ends in FIFTHS.items()
        for category, value in zip("15", ends, strict=True)
    ]
    return replace(
        edition,
        gaps=pd.concat([gaps[~mine], pd.DataFrame(gap_rows)], ignore_index=True),
        observations=pd.concat([rows[earlier], pd.DataFrame(fifths)], ignore_index=True),
    )


def with_values(most: float) -> Edition:
    """Give the same edition another figure of the most deprived fifth in the last period; lower is better."""
    edition = with_course()
    rows = edition.observations.copy()
    last = (rows["breakdown"] == "deprivation_fifth") & (rows["category"] == "1") & (rows["period"] == "2022")
    rows.loc[last, "value"] = most
    return replace(edition, observations=rows)


def then_now(edition: Edition) -> GapPicture:
    picture = make_then_and_now_picture(edition)
    assert picture
    return picture


def texts(figure: Any) -> str:
    return " | ".join(text.get_text() for text in figure.findobj() if hasattr(text, "get_text"))


@pytest.mark.parametrize("direction", ["closing", "widening", "no_clear_change", "mixed", "one_period"])
def test_the_earliest_and_the_latest_gap_stand_beside_each_other_with_the_word_of_the_narrative(direction: str) -> None:
    picture = then_now(with_course(direction))
    word = DIRECTION_TITLES[direction]
    said = f"20.0 percentage points in 2020 and 15.0 percentage points in 2022; {word}."
    assert picture.alt == f"{COLD}: {said}"
    assert picture.table.rows == (
        (
            f"{COLD}, 2020",
            "24.0%",
            "4.0%",
            "20.0 percentage points more; interval 18.5 to 21.5",
            "–",
        ),
        (
            *(f"{COLD}, 2022", "20.0%", "5.0%"),
            *("15.0 percentage points more; interval 13.5 to 16.5", word),
        ),
    )
    with use_chart_style():
        for narrow in (False, True):
            drawn = texts(draw_gap_picture(picture, "SAMPLE", narrow)).replace("\n", " ")
            assert word in drawn
            assert all(figure in drawn for figure in ("20.0%", "5.0%", "2020", "2022", "SAMPLE"))


def test_both_groups_are_drawn_with_the_gap_between_them_shaded() -> None:
    picture = then_now(with_course())
    (panel,) = picture.panels
    assert [series.label for series in panel.series] == ["Most deprived fifth", "Least deprived fifth"]
    with use_chart_style():
        (axis,) = draw_gap_picture(picture, "", False).axes
    assert [line.get_ydata().tolist() for line in axis.lines] == [[24.0, 22.0, 20.0], [4.0, 4.5, 5.0]]
    assert [line.get_marker() for line in axis.lines] == ["o", "s"], "told apart by shape"
    shaded = axis.collections[0].get_paths()[0].vertices
    assert (shaded.min(axis=0).tolist(), shaded.max(axis=0).tolist()) == ([2020.0, 4.0], [2022.0, 24.0])


def test_englands_own_gap_is_drawn_from_the_second_group_where_it_is_known() -> None:
    edition = with_course(england_value=12.0)
    (panel,) = then_now(edition).panels
    assert panel.england_gaps == (("2022", 12.0),)
    with use_chart_style():
        figure = draw_gap_picture(then_now(edition), "", False)
    (axis,) = figure.axes
    assert axis.lines[-1].get_ydata() == [5.0 + 12.0]
    assert "England’s gap" in texts(figure)
    assert "England’s gap" not in texts(draw_gap_picture(then_now(with_course()), "", False))


def test_the_gap_is_hatched_where_the_group_named_first_is_ahead() -> None:
    with use_chart_style():
        figures = [draw_gap_picture(then_now(with_values(most)), "", False) for most in (24.0, 1.0)]
    hatches = [
        [shape.get_hatch() for shape in figure.axes[0].collections if shape.get_zorder() == 1] for figure in figures
    ]
    assert hatches == [[None], [None, "...."]], "below both lines meet, and the first is ahead after that"


def test_one_period_is_no_then_and_now() -> None:
    assert make_then_and_now_picture(make_edition()) is None


def test_a_gap_that_may_be_none_is_called_so() -> None:
    picture = then_now(with_course("no_clear_change", **limits(0.5, 1.0)))
    assert "20.0 percentage points in 2020 and no clear gap in 2022" in picture.alt


def test_a_hidden_fifth_or_gap_leaves_its_measure_out() -> None:
    edition = with_course()
    rows = edition.observations.copy()
    hidden = (rows["breakdown"] == "deprivation_fifth") & (rows["category"] == "1") & (rows["period"] == "2020")
    rows.loc[hidden, "status"] = "suppressed"
    assert make_then_and_now_picture(replace(edition, observations=rows).copy_without_suppressed_numbers()) is None
    gaps = edition.gaps.copy()
    gaps.loc[(gaps["gap_type"] == "most_v_least_fifth") & (gaps["period"] == "2020"), "status"] = "suppressed"
    picture = then_now(replace(edition, gaps=gaps).copy_without_suppressed_numbers())
    assert [row[0] for row in picture.table.rows] == [
        f"{COLD}, 2021",
        f"{COLD}, 2022",
    ]


def test_gaps_that_move_come_first_and_are_drawn_with_their_interval() -> None:
    picture = make_gaps_over_time_picture(with_course())
    assert picture
    assert [panel.measure.name for panel in picture.panels] == ["cold_homes", "pay"]
    assert [row[2] for row in picture.table.rows if row[2] != "–"] == ["Narrowed", "No clear change"]
    assert numbers_in(picture.alt) <= {number for row in picture.table.rows for number in numbers_in(*row)}
    with use_chart_style():
        figure = draw_gap_picture(picture, "", False)
    cold, pay = figure.axes
    assert [line.get_ydata().tolist() for line in pay.lines] == [[500.0, 510.5, 520.0], [550.0, 560.0, 575.0]]
    assert pay.lines[1].get_linestyle() == "--", "England's line is told apart by its dashes"
    assert cold.collections[1].get_segments()[0].tolist() == [[2020.0, 23.0], [2020.0, 25.0]], "the interval's stroke"
    assert "Most against least deprived fifth. Narrowed" in texts(figure)


def test_a_gap_of_which_nothing_can_be_told_has_no_course() -> None:
    edition = with_course("one_period")
    picture = make_gaps_over_time_picture(edition)
    assert picture
    assert [panel.measure.name for panel in picture.panels] == ["pay"]
    assert make_gaps_over_time_picture(replace(edition, gaps=edition.gaps[:0])) is None
    assert make_gap_pictures(replace(edition, gaps=edition.gaps[:0])) == []


def test_the_sample_has_both_and_their_words_are_in_their_tables(sample: Settings) -> None:
    edition = load_edition(sample).copy_without_suppressed_numbers()
    pictures = make_gap_pictures(edition)
    assert [picture.name for picture in pictures] == ["gaps-then-and-now", "gaps-over-time"]
    for picture in pictures:
        assert 1 <= len(picture.panels) <= MOST_SHOWN
        cells = {number for row in picture.table.rows for number in numbers_in(*row)}
        assert numbers_in(picture.alt) <= cells
        assert "nan" not in picture.alt
        with use_chart_style():
            drawn = [draw_gap_picture(picture, "", narrow) for narrow in (False, True)]
        for figure in drawn:
            figure.draw_without_rendering()
            for axis in figure.axes:
                boxes = [text.get_window_extent() for text in axis.texts]
                assert not any(box.overlaps(other) for box, other in combinations(boxes, 2)), picture.name
    for panel in pictures[1].panels:
        assert len(panel.series[0].rows) >= 3
    words = {row[2] for row in pictures[1].table.rows} - {"–"}
    assert words <= {DIRECTION_TITLES[direction] for direction in TESTED_DIRECTIONS}
    moved = [DIRECTION_TITLES["no_clear_change"] in panel.words for panel in pictures[1].panels]
    assert moved == sorted(moved)
