"""Councils beside the borough: the picture keeps the table's places, and only intervals make one clear."""

from fairer_stockton.report.charts.comparators import BoroughPosition, draw_councils_chart, make_councils_chart
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.comparators import make_comparator_sets

LINES = [
    BoroughPosition("Worst", 5, 5, "behind"),
    BoroughPosition("Best", 1, 5, "ahead"),
    BoroughPosition("Middle", 3, 5, "between"),
]


def test_the_best_placed_comes_first_and_the_words_count_halves() -> None:
    chart = make_councils_chart("similar_areas", "Where we stand", "A sentence.", LINES)
    assert chart
    assert [row[0] for row in chart.table.rows] == ["Best", "Middle", "Worst"]
    assert chart.table.rows[0] == ("Best", "1 of 5", "clearly better than most")
    assert "On 1 of 3 figures the borough stands in the better half. A sentence." in chart.alt
    with use_chart_style():
        for narrow in (False, True):
            texts = {
                text.get_text()
                for text in draw_councils_chart(chart, "SAMPLE", narrow).findobj()
                if hasattr(text, "get_text")
            }
            assert {"1 of 5", "5 of 5", "best", "worst", "clearly worse than most"} <= texts


def test_nothing_is_drawn_of_nothing() -> None:
    assert make_councils_chart("similar_areas", "Where we stand", "A sentence.", []) is None


def test_the_table_says_who_is_compared_and_what_is_clear(edition: Edition) -> None:
    (comparator_set,) = make_comparator_sets(edition)
    assert comparator_set.members == "Elsewhere, Here & There"
    line = dict(zip(comparator_set.table.header, comparator_set.table.rows[0], strict=True))
    assert line["Position (1st is best)"] == "2nd of 3"
    assert line["Others that clearly differ"] == "1 better, 0 worse"
    assert line["Lowest of the others"] == "10.0%, Here & There"
    assert comparator_set.chart
    assert "clearly worse than most on none" in comparator_set.sentence
