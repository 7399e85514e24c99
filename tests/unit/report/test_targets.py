"""Targets in the report's own pages: only where a council has declared some, as words, as a count and on the chart."""

from dataclasses import replace
from itertools import combinations

import pytest

from fairer_stockton.definitions.targets import Target
from fairer_stockton.report.charts.choice import make_domain_charts
from fairer_stockton.report.charts.lines import draw_panels_of_lines
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.all_pages import make_targets_page
from fairer_stockton.report.pages.domain import make_domain_section
from fairer_stockton.report.pages.render import render_page
from fairer_stockton.report.pages.site import list_page_groups
from fairer_stockton.report.pages.targets import make_targets_view
from fairer_stockton.report.targets.words import describe_target
from tests.unit.report.conftest import make_edition
from tests.unit.uses.packs.test_targets import MEASURE, TARGET, TargetStanding, series

PAY = Target("fair_pay", "pay", "2021-04", 600.0, 2030, "Director of People")
COLD = Target("warm_homes", "cold_homes", "2022", 15.0, 2030, "Director of Homes")


@pytest.fixture(scope="module")
def targeted() -> Edition:
    """The tiny edition, of a council that has declared two targets."""
    edition = make_edition()
    return replace(edition, definitions=replace(edition.definitions, targets=(PAY, COLD)))


def read_domain_page(edition: Edition, name: str) -> str:
    part = make_domain_section(edition, name)
    nothing = {"charts": (), "tenth": None, "fifths": None, "mapped": False, "attributions": [], "lead": []}
    return render_page("domain.html.j2", edition, page_name=f"{name}.html", part=part, **nothing)


def test_a_measure_shows_its_target_its_owner_and_how_it_stands(targeted: Edition) -> None:
    housing, work = read_domain_page(targeted, "housing"), read_domain_page(targeted, "work")
    aim = "Target: 15.0% or less by 2030 (Director of Homes).</strong>"
    assert f"{aim} At the start, in 2022: 12.1%, the latest figure. Reached." in housing
    assert "Target: £600 or more by 2030 (Director of People)." in work
    assert "Cannot tell: 3 comparable figures, of 5 that are needed." in work
    assert "Director" not in read_domain_page(targeted, "places")


def test_all_targets_are_counted_and_each_leads_to_its_measure(targeted: Edition) -> None:
    view = make_targets_view(targeted)
    assert view and view.summary == "Of 2 targets: reached 1, cannot tell 1."
    page = make_targets_page(targeted)
    assert 'href="work.html#pay"' in page and 'href="housing.html#cold-homes"' in page
    assert "(nearest available measure)</h3>" in page
    assert ("targets.html", "Are we on track?") in list_page_groups(targeted)[0].pages


def test_a_target_on_a_measure_without_a_figure_of_the_borough_has_no_link(targeted: Edition) -> None:
    no_rows = targeted.observations[targeted.observations["measure"] != "cold_homes"]
    page = make_targets_page(replace(targeted, observations=no_rows))
    assert "There is no figure of the start, in 2022." in page
    assert "Cannot tell: there is no figure." in page
    assert "#cold-homes" not in page


def test_the_chart_over_time_has_the_target_where_and_when_it_is_to_be_reached(targeted: Edition) -> None:
    chart = next(chart for chart in make_domain_charts(targeted, "work") if chart.kind == "time")
    assert "the target is £600 by 2030" in chart.alt
    figure = draw_panels_of_lines(chart.panels, "", False, 2.1)
    marks = [line.get_xydata().tolist() for line in figure.axes[0].lines if line.get_marker() == "D"]
    assert marks == [[[2030.0, 600.0]]]
    assert "2030" in [label.get_text() for label in figure.axes[0].get_xticklabels()]
    last = max(line.get_xdata().max() for line in figure.axes[0].lines if line.get_marker() == "o")
    words = [text for text in figure.axes[0].texts if text.xy[0] > 2000]
    assert {text.xy[0]: text.get_text()[-4:] == "2030" for text in words} == {last: False, 2030: True}
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in words]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2)), "no word is printed over another"
    (low, high), (left, right) = figure.axes[0].get_ylim(), figure.axes[0].get_xlim()
    assert low < 600 < high and left < 2030 < right


def test_nothing_is_said_of_targets_where_none_is_declared_or_of_another_council(targeted: Edition) -> None:
    for edition in (make_edition(), replace(targeted, at_home=False)):
        assert make_targets_view(edition) is None
        assert "arget:" not in read_domain_page(edition, "housing")
        assert "targets.html" not in dict(list_page_groups(edition)[0].pages)
        assert all(not panel.targets for chart in make_domain_charts(edition, "work") for panel in chart.panels)


def test_a_target_that_is_projected_says_how_probable_it_is() -> None:
    standing = TargetStanding(TARGET, MEASURE, series(20.0, 20.1, 19.9, 20.0, 20.1, 19.9))
    aim, start, now, stands = describe_target(standing)
    assert (start, now) == ("At the start, in 2015: 20.0%.", "Now: 19.9%, in 2020.")
    assert aim == "Target: 10.0% or less by 2025 (Somebody)."
    assert stands.startswith("Off track: if it goes on as it went, it will be 19.9% (19.3% to 20.5%) in 2025.")
    assert stands.endswith(" The probability of reaching the target is below 1%.")
