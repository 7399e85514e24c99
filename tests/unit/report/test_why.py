"""Why the gap: sentences that say no more than the parts, a picture that shows them, and a page that leads on."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.decompositions import CountedGroup, Decomposition
from fairer_stockton.report.charts.splits import draw_split_chart
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.all_pages import make_why_page
from fairer_stockton.report.pages.site import list_page_groups
from fairer_stockton.report.pages.why import WhyView, make_why_view
from fairer_stockton.schemas.results.decompositions import DECOMPOSITION_COLUMNS
from tests.conftest import DEFINITIONS
from tests.unit.report.conftest import make_edition

NONE = float("nan")
ENTRY = Decomposition(
    "cold_by_age", "cold_homes", ("borough_v_england",), "ages", "cold at the same age", "the mix of ages",  # type: ignore[arg-type]
    (CountedGroup("Young", "a", "b"), CountedGroup("Middle", "a", "b"), CountedGroup("Old", "a", "b")),
    note="Know this.",
)  # fmt: skip


def row(component: str, value: float, category: str = "all", width: float = NONE, **more: Any) -> dict[str, Any]:
    plain = {
        "decomposition": "cold_by_age", "measure": "cold_homes", "gap_type": "borough_v_england",
        "area_code": "E06000004", "group_a": "Stockton-on-Tees", "group_b": "England", "period": "2022",
        "component": component, "category": category, "value": value, "lower_95": value - width,
        "upper_95": value + width, "unit": "percentage_points", "share_a": NONE, "share_b": NONE, "figure_a": NONE,
        "figure_b": NONE, "status": "published", "note": "", "synthetic": False, "sources": "homes",
    }  # fmt: skip
    cells = {**plain, **more}
    return {column: cells[column] for column in DECOMPOSITION_COLUMNS}


def with_parts(composition: float, rates: float, width: float = 0.5, **more: Any) -> Edition:
    """Give the tiny edition one split into these parts; the groups share the part of rates out as 3, 1 and −1."""
    rows = [
        row("total", composition + rates, width=width, figure_a=12.1, figure_b=10.0, **more),
        row("composition", composition, width=width, **more), row("rates", rates, width=width, **more),
    ]  # fmt: skip
    for number, group in enumerate(("Young", "Middle", "Old")):
        shares = {"share_a": 30.0 + number, "share_b": 33.0, "figure_a": 11.0, "figure_b": 9.5}
        rows.append(row("composition", composition / 3, group, **{**shares, **more}))
        rows.append(row("rates", rates * (1, 1 / 3, -1 / 3)[number], group, **{**shares, **more}))
    definitions = replace(DEFINITIONS, decompositions={ENTRY.name: ENTRY})
    return replace(make_edition(), definitions=definitions, decompositions=pd.DataFrame(rows))


def view_of(edition: Edition) -> WhyView:
    view = make_why_view(edition)
    assert view
    return view


def test_parts_that_go_the_same_way_are_shares_of_the_difference() -> None:
    sentences = view_of(with_parts(0.5, 1.5, width=0.4)).splits[0].sentences
    assert sentences == (
        "Of the 2.0 percentage points by which Stockton-on-Tees is above England in 2022, 1.5 come from cold at the "
        "same age and 0.5 from the mix of ages.",
        "The 95% interval of what comes from cold at the same age is 1.1 to 1.9, and of what comes from the mix of "
        "ages 0.1 to 0.9.",
        "The largest parts of what comes from cold at the same age are at ages Young (1.5) and Middle (0.5).",
    )
    below = view_of(with_parts(-1.5, -0.01)).splits[0].sentences[0]
    assert below == (
        "Of the 1.5 percentage points by which Stockton-on-Tees is below England in 2022, 1.5 come from the mix of "
        "ages and under 0.1 from cold at the same age."
    )


def test_parts_that_pull_apart_are_never_said_to_be_shares_of_the_difference() -> None:
    (first, *_) = view_of(with_parts(-0.7, 1.5)).splits[0].sentences
    assert first == (
        "In 2022 two things pull in opposite directions. Because of cold at the same age, the figure is 1.5 percentage "
        "points more in Stockton-on-Tees than in England; because of the mix of ages, it is 0.7 less. Together that is "
        "0.8 more."
    )


def test_without_intervals_rounding_is_said_or_nothing() -> None:
    assert len(view_of(with_parts(0.5, 1.5, width=NONE)).splits[0].sentences) == 2
    rounded = with_parts(0.5, 1.5, width=NONE, note="the publisher rounds its figures, so this can be off by up to 0.2")
    said = view_of(rounded).splits[0].sentences[1]
    assert said == "The publisher rounds its figures, so each part can be off by up to 0.2."


def test_a_life_expectancy_has_ages_and_no_composition() -> None:
    edition = with_parts(0.0, 1.5, unit="years")
    rows = edition.decompositions[edition.decompositions["component"] != "composition"]
    rows = rows.assign(share_a=NONE, share_b=NONE)
    entry = replace(ENTRY, composition="", group=(), rates="death rates")
    definitions = replace(DEFINITIONS, decompositions={entry.name: entry})
    view = view_of(replace(edition, definitions=definitions, decompositions=rows))
    (split,) = view.splits
    assert split.sentences == (
        "We split the 1.5 years by which Stockton-on-Tees is above England in 2022 by ages.",
        "The 95% interval of the difference is 1.0 to 2.0.",
        "The largest parts of what comes from death rates are at ages Young (1.5) and Middle (0.5).",
    )
    assert split.groups.header == ("Ages", "Figure: Stockton-on-Tees", "Figure: England", "How each group does")
    assert [bar.label for bar in view.chart.panels[0].bars] == ["Difference", "Young", "Middle", "Old"]


def test_fifths_are_named_in_words() -> None:
    ends = {"group_a": "Most deprived fifth of local areas", "group_b": "Least deprived fifth of local areas"}
    (split,) = view_of(with_parts(0.5, 1.5, gap_type="most_v_least_fifth", **ends)).splits
    assert split.between == "Most and least deprived fifths of local areas"
    assert "by which the most deprived fifth of local areas is above the least deprived fifth" in split.sentences[0]


def test_the_picture_and_its_words_are_those_of_the_parts() -> None:
    view = view_of(with_parts(-0.7, 1.5))
    assert "difference 0.8 percentage points; who people are minus 0.7 percentage points" in view.chart.alt
    cells = [(line[1], line[2], line[3]) for line in view.chart.table.rows]
    assert cells == [
        ("Difference", "0.8", "0.3 to 1.3"), ("Who people are", "−0.7", "−1.2 to −0.2"),
        ("How each group does", "1.5", "1.0 to 2.0"),
    ]  # fmt: skip
    with use_chart_style():
        for narrow in (False, True):
            figure = draw_split_chart(view.chart, "SAMPLE", narrow)
            (axis,) = figure.axes
            assert [patch.get_width() for patch in axis.patches] == pytest.approx([0.8, -0.7, 1.5])
            hatches = [patch.get_hatch() for patch in axis.patches]
            assert [bool(hatch) for hatch in hatches] == [False, True, False]  # told apart without colour


def test_the_page_has_every_group_and_period_and_leads_to_the_numbers() -> None:
    edition = with_parts(0.5, 1.5)
    earlier = with_parts(0.2, 0.4, period="2021").decompositions
    edition = replace(edition, decompositions=pd.concat([earlier, edition.decompositions], ignore_index=True))
    view = view_of(edition)
    page = make_why_page(edition, view)
    assert "Of the 2.0 percentage points" in page  # the latest period first
    assert view.splits[0].periods
    assert [line[0] for line in view.splits[0].periods.rows] == ["2022", "2021"]
    assert view.splits[0].groups.rows[0][:3] == ("Young", "30.0%", "33.0%")
    for link in ("csv/decompositions.csv", "housing.html#cold-homes", "dictionary.html#cold-homes"):
        assert f'href="{link}"' in page
    assert "Know this." in page
    assert ("why.html", "Why the gap") in [entry for group in list_page_groups(edition) for entry in group.pages]


def test_what_waits_for_its_data_is_named() -> None:
    edition = with_parts(0.5, 1.5)
    entry = replace(ENTRY, name="life", measure="life_expectancy_of_wards")
    both = {**edition.definitions.decompositions, entry.name: entry}
    edition = replace(edition, definitions=replace(edition.definitions, decompositions=both))
    (waiting,) = view_of(edition).waiting
    assert waiting[0].startswith("Life expectancy at birth")
    assert "Deaths by lower layer super output area" in waiting[1]


def test_an_edition_without_a_split_has_no_page() -> None:
    edition = make_edition()
    assert make_why_view(edition) is None
    assert "why.html" not in {name for group in list_page_groups(edition) for name, _ in group.pages}
