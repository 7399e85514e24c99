"""A measure that comes by MSOA alone: a bar chart of MSOAs with their names, and words that call them that."""

from dataclasses import replace

import pandas as pd

from fairer_stockton.report.charts.choice import choose_chart_kind, make_domain_charts
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.domain import describe_gap_between_wards
from fairer_stockton.report.words import narrative
from tests.unit.report.conftest import gap_row, limits, make_edition, measure, observation, observation_row

NAMES = ("Old Town", "Quay", "West End")


def with_rows(area_type: str) -> Edition:
    """Return an edition in which the measure has figures of the borough and areas of this kind."""
    rows = [
        observation(**limits(12.0, 1.0)),
        *(
            observation(area_type, area_code=f"A{number}", area_name=name, vintage="2011", **limits(10.0 + number, 2.0))
            for number, name in enumerate(NAMES)
        ),
    ]
    edition = make_edition()
    return replace(edition, observations=pd.DataFrame(rows), gaps=edition.gaps.iloc[:0])


def test_a_measure_by_msoa_alone_is_drawn_as_bars_of_msoas() -> None:
    edition = with_rows("msoa")
    assert choose_chart_kind(edition, measure()) == "msoas"
    chart = next(chart for chart in make_domain_charts(edition, "housing") if chart.kind == "msoas")
    assert [row.area_name for row in chart.panels[0].series[0].rows] == ["West End", "Quay", "Old Town"]
    assert "highest in West End" in chart.alt
    assert any("Old Town" in cells[0] for cells in chart.table.rows)


def test_one_that_has_neighbourhoods_too_is_not() -> None:
    assert choose_chart_kind(with_rows("lsoa"), measure()) != "msoas"


def test_the_range_is_between_msoas() -> None:
    gap = gap_row("area_range", value=2.0, group_a="West End", group_b="Old Town", period="2022")
    (sentence,) = describe_gap_between_wards(with_rows("msoa"), measure(), gap)
    assert sentence.startswith("Of the 3 local areas (MSOAs) on the 2011 map, West End had the highest figure")
    ends = observation_row("ward", area_name="North"), observation_row("ward", area_name="South")
    assert narrative.compare_wards(gap, *ends, 27).startswith("Of the 27 wards")
