"""Pages set a figure only beside what it may be compared with, and say why where they do not."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from fairer_stockton.report import questions
from fairer_stockton.report.charts.choice import choose_chart_kind
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import list_gaps_over_time
from fairer_stockton.report.pages import communities, glance
from fairer_stockton.report.pages.domain import make_measure_view
from fairer_stockton.report.pages.domain_tables import make_table_of_latest_figures
from fairer_stockton.report.rows import CommunityRow, read_rows

from .conftest import limits, make_edition, measure, observation


def declared(edition: Edition, **facts: object) -> Edition:
    """Return the edition with one more thing said of its first measure."""
    name = "cold_homes"
    return replace(edition, measures={**edition.measures, name: replace(edition.measures[name], **facts)})


def write_gaps(edition: Edition) -> dict[str, str]:
    return {
        title: " ".join(sentences)
        for title, sentences in make_measure_view(edition, edition.measures["cold_homes"]).gaps
    }


def test_a_part_of_the_index_says_why_its_fifths_are_not_compared(edition: Edition) -> None:
    rows = edition.observations[edition.observations["breakdown"] != "deprivation_fifth"]
    gaps = edition.gaps[~edition.gaps["gap_type"].isin(["most_v_least_fifth", "slope_index", "relative_index"])]
    circular = replace(declared(edition, part_of_index="barriers"), observations=rows, gaps=gaps)
    assert write_gaps(circular)["Most against least deprived fifth"].startswith("Not compared.")
    assert "Not compared" not in write_gaps(edition)["Most against least deprived fifth"]


def test_england_stands_nowhere_beside_a_figure_of_something_else(edition: Edition) -> None:
    unlike = declared(edition, unlike_england="England's is of other tenths.")
    own = unlike.measures["cold_homes"]
    assert unlike.select_observations("cold_homes", area_type="england") == []
    assert set(unlike.observations["area_type"]) == set(edition.observations["area_type"])
    assert "England's is of other tenths." in make_measure_view(unlike, own).figures[0]
    assert glance.make_glance_row(unlike, own, "all").england == "not comparable"
    table = make_table_of_latest_figures(unlike, unlike.framework["housing"], [own])
    assert table.rows[0][4:6] == ("no figure", "not comparable")


def test_the_united_kingdom_is_named_where_it_is_given_for_england(edition: Edition) -> None:
    kingdom = pd.DataFrame([observation("united_kingdom", area_name="United Kingdom", **limits(11.0, 0.1))])
    rows = edition.observations
    rows = rows[(rows["measure"] != "cold_homes") | (rows["area_type"] != "england")]
    other = replace(edition, observations=pd.concat([rows, kingdom], ignore_index=True))
    row = glance.make_glance_row(other, other.measures["cold_homes"], "all")
    assert row.england == "11.0% (United Kingdom)"


def test_periods_that_are_not_to_be_compared_stand_alone(edition: Edition) -> None:
    name = "pay"
    advised = replace(edition.measures[name], not_over_time="It is advised against.")
    alone = replace(edition, measures={**edition.measures, name: advised})
    start = {course.measure.name: course.start for course in list_gaps_over_time(edition)}[name]
    assert start
    assert start.period == "2021-04"
    assert (choose_chart_kind(edition, edition.measures[name]), choose_chart_kind(alone, advised)) == ("time", "areas")


def test_fifths_that_differ_too_little_are_not_counted_as_worse(edition: Edition) -> None:
    own = edition.measures["cold_homes"]
    gaps = edition.gaps
    small = gaps.assign(**{end: gaps[end].where(gaps["gap_type"] != "most_v_least_fifth", size)
                           for end, size in (("value", 0.6), ("lower_95", 0.4), ("upper_95", 0.8))})  # fmt: skip
    assert questions.is_most_deprived_fifth_worse(edition, own) is True
    assert questions.is_most_deprived_fifth_worse(replace(edition, gaps=small), own) is False


def test_a_community_may_be_about_the_same_as_everyone_else() -> None:
    here = SimpleNamespace(measures={"cold_homes": measure()})
    empty = make_edition().communities
    near, far = (
        replace(row, measure="cold_homes", group_value=50.0 + size, else_value=50.0, **limits(size, 0.2))
        for row, size in zip(read_rows(empty[:2], CommunityRow), (0.6, 6.0), strict=True)
    )
    assert [communities.judge_community(here, compared) for compared in (near, far)] == [
        "about the same",
        "worse off",
    ]
