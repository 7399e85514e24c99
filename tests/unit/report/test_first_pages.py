"""The four pages of the Cabinet paper: the headline gaps in words and in a picture, and the communities in six gaps."""

from dataclasses import replace

import pytest

from fairer_stockton.report.charts.headline_panels import (
    draw_headline_picture,
    make_headline_picture,
)
from fairer_stockton.report.charts.lines import split_into_stretches
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines.choice import choose_headlines
from fairer_stockton.report.pages.communities import WORSE_OFF, list_outcomes_of_communities
from fairer_stockton.report.papers.communities import make_table_of_six_gaps
from fairer_stockton.report.papers.document import (
    Block,
    DefinitionList,
    Document,
    Heading,
    Paragraph,
    Picture,
    Sheet,
    TableWithWidths,
    number_captions,
)
from fairer_stockton.report.papers.headline_blocks import (
    OTHERS_NAMED,
    SURE,
    make_headline_blocks,
    make_other_gaps_blocks,
)
from fairer_stockton.report.table import Table, join_columns
from fairer_stockton.run.vocabulary import Certainty
from tests.unit.report.conftest import measure
from tests.unit.report.test_headlines import edition_with

LARGER = ("larger", {"title": "Larger", "headline": "larger things"}, 5.0, {})
SMALLER = ("smaller", {"title": "Smaller", "framework": "Dry homes", "headline": "smaller things"}, 3.0, {
    "direction": "moved_closer", "change": -2.0, "relative_change": 0.8,
})  # fmt: skip
OTHERS = [
    (f"other_{number}", {"title": f"Other {number}", "headline": f"thing {number}"}, 2.0 + 0.1 * number, {})
    for number in range(OTHERS_NAMED + 2)
]


def blocks_of(edition: Edition) -> list[Block]:
    return list(make_headline_blocks(choose_headlines(edition), 2021, "annex-gaps"))


@pytest.fixture
def two() -> Edition:
    edition = edition_with(LARGER, SMALLER, *OTHERS)
    rules = replace(edition.definitions.headlines, number=2)
    return replace(edition, definitions=replace(edition.definitions, headlines=rules))


def test_the_finding_comes_first_and_each_headline_has_a_row(two: Edition) -> None:
    finding, _, table, *_ = blocks_of(two)
    assert isinstance(finding, Paragraph) and isinstance(table, TableWithWidths)
    assert finding.text == "Since 2021, gaps have grown in larger things, and shrunk in smaller things."
    assert table.table.rows[0] == (
        "Larger things\nStockton-on-Tees compared with England",
        "2.0 percentage points in 2021\n5.0 percentage points in 2023",
        "Getting less fair\nNot tested",
        "England: 10.0%",
        "About 50 fewer larger, at England’s rate",
    )
    assert table.table.rows[1][2].startswith("Getting fairer\n")


def test_what_is_no_headline_is_named_too_and_the_rest_counted(two: Edition) -> None:
    (lists,) = (block for block in blocks_of(two) if isinstance(block, DefinitionList))
    fairer, less_fair = lists.items
    assert fairer == ("Getting fairer", "smaller things.")
    named = ", ".join(f"thing {number}" for number in range(OTHERS_NAMED + 1, 1, -1))
    assert less_fair == ("Getting less fair", f"larger things; outside the headlines {named} and 2 others.")
    tables = [block for block in make_other_gaps_blocks(choose_headlines(two)) if isinstance(block, TableWithWidths)]
    assert [len(block.table.rows) for block in tables] == [len(OTHERS)]


def test_an_edition_without_headlines_says_so() -> None:
    assert [block for block in blocks_of(edition_with())] == [
        Paragraph("We cannot yet follow any gap since 2021.", "finding")
    ]


def test_every_certainty_has_a_short_word() -> None:
    assert set(SURE) == set(Certainty)


def test_the_picture_has_a_panel_for_each_headline_and_says_the_same_in_words(two: Edition) -> None:
    headlines = choose_headlines(two)
    picture = make_headline_picture(two, headlines)
    assert picture and [gap.measure.name for gap in picture.gaps] == ["larger", "smaller"]
    assert "Larger, Stockton-on-Tees compared with England: 2.0 percentage points in 2021" in picture.alt
    with use_chart_style():
        figure = draw_headline_picture(picture, "", narrow=False)
    titles = [axis.get_title(loc="left").strip() for axis in figure.axes]
    assert titles == ["Larger things", "Smaller things"]
    first, second = (
        [list(line.get_ydata()) for line in axis.lines if len(line.get_ydata()) == 2 and line.get_marker() != "None"]
        for axis in figure.axes
    )
    assert first == [[10.0, 10.0], [12.0, 15.0]] and second[1] == [12.0, 13.0]


def test_no_line_leads_over_a_break_or_a_missing_year() -> None:
    broken = replace(measure(), breaks=())
    periods = ["2015", "2016", "2017", "2020", "2021"]
    assert list(split_into_stretches(periods, broken)) == [(0, 3), (3, 5)]
    assert list(split_into_stretches(["2021"], broken)) == [(0, 1)]


def test_each_of_the_six_gaps_names_who_is_worse_off(sampled: Edition) -> None:
    outcomes = list_outcomes_of_communities(sampled)
    table = make_table_of_six_gaps(sampled).table
    assert len(outcomes) == len(sampled.definitions.communities) * len(sampled.definitions.six_gaps)
    assert [row[0] for row in table.rows] == [gap.title for gap in sampled.definitions.six_gaps.values()]
    for row in table.rows:
        worse = [one.community for one in outcomes if one.gap == row[0] and one.outcome == WORSE_OFF]
        assert ("Worse off: " + "; ".join(worse) in row[1]) == bool(worse)


def test_captions_are_numbered_in_their_order_and_headings_have_labels() -> None:
    table = TableWithWidths(Table("T", ("a",), (("b",),)), label="first")
    sheet = Sheet((Heading("One"), table, Picture("p", "P", "words")))
    blocks = number_captions((sheet, Heading("Two", label="two"), table))
    document = Document("", "", "", "", blocks)
    assert [block.number for block in (*document.tables, *document.pictures)] == [1, 2, 1]
    assert [heading.label for heading in document.headings] == ["part-1", "two"]
    assert document.targets == {"part-1": "One", "two": "Two", "first": "Table 2"}


def test_joined_columns_hold_their_cells_as_lines() -> None:
    table = Table("T", ("a", "b", "c"), (("1", "–", "3"), ("–", "–", "6")))
    assert join_columns(table, ("ab", (0, 1)), ("c", (2,))).rows == (("1", "3"), ("–", "6"))
