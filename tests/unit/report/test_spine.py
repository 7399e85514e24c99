"""The spine chart of an area: worse to the left, nothing hidden, no range of few areas, words from the table."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.area_profile import AreaFigure, ProfiledArea
from fairer_stockton.report.charts.spine import (
    BOROUGH_AT,
    FEWEST_FOR_RANGE,
    FURTHEST_REACH,
    NEITHER_TITLE,
    SpineChart,
    SpreadAcrossAreas,
    SpreadKey,
    compute_spreads_across_areas,
    make_spine_chart,
)
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.pages.all_pages import make_area_page
from fairer_stockton.report.pages.areas import Profiles
from tests.unit.report.conftest import limits, measure, observation_row, standing_row
from tests.unit.report.numbers_of_places import numbers_in

pytestmark = pytest.mark.xdist_group("spine")

AREA = ProfiledArea("ward", "W1", "Highward", "2024", ("L0", "L1"))
WARDS: SpreadKey = ("cold_homes", "2022", "ward", "2024")


def figure(value: float = 30.0, polarity: str = "lower_is_better", **cells: object) -> AreaFigure:
    """Make a ward's figure beside a borough of 10 and an England of 8."""
    row = observation_row("ward", area_code="W1", area_name="Highward", **{**limits(value, 2.0), **cells})
    england = observation_row("england", **limits(8.0, 0.1))
    return AreaFigure(measure(polarity=polarity), row, standing_row(), england, False)


def chart(edition: Edition, *figures: AreaFigure, spread: SpreadAcrossAreas | None = None) -> SpineChart:
    drawn = make_spine_chart(AREA, figures, {WARDS: spread} if spread else {}, edition.framework, "Stockton-on-Tees")
    assert drawn
    return drawn


def test_worse_lies_left_whichever_way_is_better(edition: Edition) -> None:
    for polarity, value, left in (
        ("lower_is_better", 30.0, True),
        ("lower_is_better", 5.0, False),
        ("higher_is_better", 30.0, False),
        ("higher_is_better", 5.0, True),
        ("neutral", 5.0, True),
    ):
        (part,) = chart(edition, figure(value, polarity)).parts
        assert (part.rows[0].dot < BOROUGH_AT) == left, (polarity, value)
        assert part.ways == (("lower", "higher") if polarity == "neutral" else ("worse", "better"))
        assert (part.title == NEITHER_TITLE) == (polarity == "neutral")


def test_marks_keep_their_distances_and_stay_inside(edition: Edition) -> None:
    spread = SpreadAcrossAreas(lowest=5.0, quarter=8.0, three_quarters=20.0, highest=50.0, areas=9)
    ((row,),) = (part.rows for part in chart(edition, figure(30.0), spread=spread).parts)
    assert row.whole == (BOROUGH_AT - FURTHEST_REACH, 55.8)
    assert row.half == (BOROUGH_AT - FURTHEST_REACH / 4, round(BOROUGH_AT + FURTHEST_REACH / 20, 1))
    assert row.dot == BOROUGH_AT - FURTHEST_REACH / 2
    assert row.interval == (
        round(BOROUGH_AT - FURTHEST_REACH * 22 / 40, 1),
        round(BOROUGH_AT - FURTHEST_REACH * 18 / 40, 1),
    )
    assert row.england == round(BOROUGH_AT + FURTHEST_REACH * 2 / 40, 1)


def test_a_figure_alone_has_no_range(edition: Edition) -> None:
    drawn = chart(edition, figure())
    ((row,),) = (part.rows for part in drawn.parts)
    assert row.whole is row.half is None
    assert drawn.like == ""
    assert drawn.question == "How does Highward compare with Stockton-on-Tees and England?"
    assert drawn.table.header == ("Measure", "Period", "Here", "Stockton-on-Tees", "England")


def test_a_figure_without_an_interval_has_no_line_and_is_not_tested(edition: Edition) -> None:
    bare = figure(lower_95=float("nan"), upper_95=float("nan"))
    bare = replace(bare, standing=standing_row(against_borough="not_compared"))
    drawn = chart(edition, bare)
    assert drawn.parts[0].rows[0].interval is None
    assert "1 cannot be tested" in drawn.alt


def test_the_words_give_figures_of_the_table(edition: Edition) -> None:
    drawn = chart(edition, figure(30.0))
    assert "clearly worse on 1" in drawn.alt
    assert "Furthest to the worse: Cold homes 30.0% against 10.0%." in drawn.alt
    assert numbers_in(drawn.alt) <= numbers_in(*drawn.table.rows[0]) | {"1"}


def test_no_figures_no_chart(edition: Edition) -> None:
    assert make_spine_chart(AREA, [], {}, edition.framework, "Stockton-on-Tees") is None


def test_ranges_are_of_enough_areas_and_of_what_may_be_shown(edition: Edition) -> None:
    assert FEWEST_FOR_RANGE == 4
    assert WARDS not in compute_spreads_across_areas(edition), "three wards are too few"
    rows = edition.observations
    fourth = rows[rows["area_code"] == "W0"].assign(area_code="W9", value=99.0)
    four = replace(edition, observations=pd.concat([rows, fourth], ignore_index=True))
    assert compute_spreads_across_areas(four)[WARDS] == SpreadAcrossAreas(3.0, 9.0, 47.25, 99.0, 4)
    hidden = four.observations.copy()
    hidden.loc[hidden["area_code"] == "W9", "status"] = "suppressed"
    assert WARDS not in compute_spreads_across_areas(replace(four, observations=hidden))


@pytest.fixture(scope="module")
def profiles(sample: Settings) -> Profiles:
    return Profiles(load_edition(sample).copy_without_suppressed_numbers())


def test_every_area_has_one_and_every_mark_lies_on_it(profiles: Profiles) -> None:
    for area in profiles.areas:
        drawn = profiles.make_profile(area).spine
        assert drawn, area.name
        for row in (row for part in drawn.parts for row in part.rows):
            spans = [span for span in (row.interval, row.whole, row.half) if span]
            places = [row.dot, *(mark for span in spans for mark in span)]
            places += [] if row.england is None else [row.england]
            assert all(BOROUGH_AT - FURTHEST_REACH <= mark <= BOROUGH_AT + FURTHEST_REACH for mark in places), row
            assert max(abs(mark - BOROUGH_AT) for mark in places) in (0.0, FURTHEST_REACH), row
            assert all(start <= end for start, end in spans)
            assert "suppressed" not in row.here
        counts = {str(count) for count in range(len(drawn.table.rows) + 1)}
        cells = {number for line in drawn.table.rows for number in numbers_in(*line)}
        assert numbers_in(drawn.alt) - numbers_in(area.name) <= cells | counts


def test_the_page_draws_a_row_for_each_figure_of_its_tables(profiles: Profiles) -> None:
    area = next(area for area in profiles.areas if area.area_type == "ward")
    drawn = profiles.make_profile(area)
    assert drawn.spine
    page = make_area_page(profiles.edition, profiles, area)
    rows = sum(len(part.rows) for part in drawn.spine.parts)
    assert rows == sum(len(table.rows) for table in drawn.domains) == len(drawn.spine.table.rows)
    assert len(re.findall(r'<line class="middle"', page)) == rows
    assert 'role="img" aria-label="' in page
    assert "nan%" not in page
