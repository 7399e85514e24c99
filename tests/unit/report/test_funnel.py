"""Funnel plots: the limits of the statistics, the wards outside named, and nothing of what chance does not rule."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.charts.choice import make_domain_charts
from fairer_stockton.report.charts.drawing import draw_chart
from fairer_stockton.report.charts.funnel import (
    FEWEST_WARDS,
    MOST_PANELS,
    POSITION_WORDS,
    compute_panel_funnel_limits,
    make_funnel_chart,
)
from fairer_stockton.report.charts.labels import position_labels
from fairer_stockton.report.charts.model import Chart
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.papers.domain_annex import CHART_ORDER
from fairer_stockton.report.words.figures import write_value_without_unit
from fairer_stockton.statistics.funnels import compute_proportion_funnel, compute_rate_funnel
from tests.unit.report.conftest import NONE, limits, make_edition, measure, observation
from tests.unit.report.numbers import numbers_in

SIZES = [100, 200, 400, 800, 1600, 3200, 50, 1000]
SHARES = [
    12.0,
    40.0,
    12.5,
    11.0,
    6.0,
    12.0,
    14.0,
    12.5,
]  # the second lies far above the borough's 12.06, the fifth below


def with_wards(sizes: list[Any] = SIZES, shares: list[float] = SHARES, **changed: Any) -> Edition:
    """Give the tiny edition eight wards for its cold homes; what is changed is changed of the measure."""
    edition = make_edition()
    rows = edition.observations[edition.observations["area_type"] != "ward"]
    wards = [
        observation(
            "ward", area_code=f"W{at}", area_name=f"Ward {at}", **limits(share, 2.0), numerator=NONE, denominator=size
        )
        for at, (size, share) in enumerate(zip(sizes, shares, strict=True))
    ]
    measures = {
        **edition.measures,
        "cold_homes": measure(proxy_for=edition.measures["cold_homes"].proxy_for, **changed),
    }
    return replace(edition, observations=pd.concat([rows, pd.DataFrame(wards)], ignore_index=True), measures=measures)


def funnel(edition: Edition) -> Chart:
    chart = make_funnel_chart(edition, "housing")
    assert chart
    return chart


def test_the_table_gives_the_limits_of_the_statistics_and_where_each_ward_lies() -> None:
    chart = funnel(with_wards())
    expected = compute_proportion_funnel(SIZES, 12.06)
    lines = {row[0]: row for row in chart.table.rows}
    assert lines["Cold homes (nearest available measure), Stockton-on-Tees, 2022"][2] == "12.1%"
    for at, size in enumerate(SIZES):
        _, of, _, near, far, _ = lines[f"Cold homes (nearest available measure), Ward {at}"]
        assert of == f"{size:,}"
        for words, low, high in (
            (near, expected.lower_95[at], expected.upper_95[at]),
            (far, expected.lower_998[at], expected.upper_998[at]),
        ):
            assert words == f"{write_value_without_unit(low, 'percent')} to {write_value_without_unit(high, 'percent')}"
    assert lines["Cold homes (nearest available measure), Ward 1"][5] == POSITION_WORDS["above_998"]
    assert lines["Cold homes (nearest available measure), Ward 4"][5] == POSITION_WORDS["below_998"]
    assert lines["Cold homes (nearest available measure), Ward 0"][5] == POSITION_WORDS["within"]


def test_the_words_name_the_wards_outside_with_figures_of_the_table() -> None:
    chart = funnel(with_wards())
    assert "2 of 8 wards outside the 99.8% limits around Stockton-on-Tees’s 12.1%" in chart.alt
    assert "1 above: Ward 1 40.0%; 1 below: Ward 4 6.0%; none more outside the 95% limits." in chart.alt
    cells = {number for row in chart.table.rows for number in numbers_in(*row)}
    assert numbers_in(chart.alt) <= cells | {"99.8", "95", "2", "8", "1"}
    assert chart.question == "Which wards differ by more than chance?"


def test_a_rate_has_the_limits_of_a_rate() -> None:
    edition = with_wards(statistic="rate", unit="per_1000")
    (panel,) = funnel(edition).panels
    computed, expected = compute_panel_funnel_limits(panel, SIZES), compute_rate_funnel(SIZES, 12.06, 1000.0)
    for name in ("lower_95", "upper_95", "lower_998", "upper_998"):
        np.testing.assert_array_equal(getattr(computed, name), getattr(expected, name))


@pytest.mark.parametrize(
    "changed",
    [
        {"statistic": "survey_share"},
        {"statistic": "survey_share", "modelled": True},
        {"statistic": "weighted_mean"},
        {"estimated": True},
        {"interval": False},
    ],
)
def test_what_chance_does_not_rule_has_no_funnel(changed: dict[str, Any]) -> None:
    assert make_funnel_chart(with_wards(**changed), "housing") is None


def test_few_wards_or_hidden_sizes_make_no_funnel() -> None:
    assert FEWEST_WARDS == 8
    assert make_funnel_chart(with_wards(SIZES[:7], SHARES[:7]), "housing") is None
    assert make_funnel_chart(with_wards([*SIZES[:7], NONE]), "housing") is None


def test_a_hidden_ward_is_neither_drawn_nor_named() -> None:
    edition = with_wards([*SIZES, 500], [*SHARES, 90.0])
    rows = edition.observations.copy()
    rows.loc[rows["area_code"] == "W8", "status"] = "suppressed"
    chart = funnel(replace(edition, observations=rows).copy_without_suppressed_numbers())
    assert "Ward 8" not in chart.alt
    assert not any("Ward 8" in row[0] for row in chart.table.rows)
    with use_chart_style():
        assert "Ward 8" not in texts(draw_chart(chart, "", False))


def test_it_comes_last_among_a_domains_pictures_and_stays_out_of_the_paper() -> None:
    kinds = [chart.kind for chart in make_domain_charts(with_wards(), "housing")]
    assert kinds.index("funnel") == len(kinds) - 1
    assert "funnel" not in CHART_ORDER


def test_both_widths_draw_every_ward_and_the_limits_and_name_those_outside() -> None:
    chart = funnel(with_wards())
    with use_chart_style():
        for narrow in (False, True):
            figure = draw_chart(chart, "SAMPLE", narrow)
            axis = figure.axes[0]
            marks = [tuple(point) for line in axis.lines[5:] for point in line.get_xydata()]
            assert sorted(marks) == sorted(zip(map(float, SIZES), SHARES, strict=True))
            for line, name in zip(axis.lines, ("lower_95", "upper_95", "lower_998", "upper_998"), strict=False):
                np.testing.assert_allclose(
                    line.get_ydata(), getattr(compute_proportion_funnel(line.get_xdata(), 12.06), name), rtol=1e-12
                )
            assert {"Ward 1", "Ward 4", "SAMPLE"} <= texts(figure)
            assert "Ward 0" not in texts(figure)


def texts(figure: Any) -> set[str]:
    return {text.get_text() for text in figure.findobj() if hasattr(text, "get_text")}


def test_names_cover_neither_marks_nor_each_other() -> None:
    marks = [(50.0, 50.0), (60.0, 50.0), (50.0, 58.0), (199.0, 90.0)]
    first, second, third, last = position_labels(
        marks, marks, ["Left", "Right", "Above", "Edge"], (0, 0, 200, 100), 1.0
    )
    assert first
    assert first[1] == "right", "the mark on its right is in the way"
    assert second
    assert second[1] == "left"
    assert third
    assert last
    assert last[1] == "right", "a name stays inside the frame"
    assert position_labels(marks, [marks[0]], ["A name too long for so little room"], (0, 0, 100, 100), 1.0) == [None]


def test_the_samples_funnels_hold_what_they_may_and_their_names_do_not_overlap(sample: Settings) -> None:
    edition = load_edition(sample).copy_without_suppressed_numbers()
    charts = [chart for name in edition.framework if (chart := make_funnel_chart(edition, name))]
    assert len(charts) > 3
    for chart in charts:
        assert 1 <= len(chart.panels) <= MOST_PANELS
        for panel in chart.panels:
            assert panel.measure.statistic in ("proportion", "rate")
            assert panel.measure.chance_interval
            assert panel.measure.name != "fuel_poverty", "the publisher's model makes it"
            assert all(not row.is_suppressed for row in panel.series[0].rows)
        cells = {number for row in chart.table.rows for number in numbers_in(*row)}
        assert numbers_in(chart.alt) <= cells | {"99.8", *map(str, range(100))}
    with use_chart_style():
        drawn = [draw_chart(chart, "", narrow) for chart in charts for narrow in (False, True)]
    for axis in (axis for figure in drawn for axis in figure.axes):
        boxes = [text.get_window_extent() for text in axis.texts]
        assert not any(box.overlaps(other) for box, other in combinations(boxes, 2))
