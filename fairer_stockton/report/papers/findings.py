"""What stands out in a domain: of each measure the one thing that its figures say most firmly."""

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import CLEAR
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.domain import describe_gap_between_fifths, describe_gap_between_wards
from fairer_stockton.report.questions import (
    find_borough_figure,
    find_england_figure,
    find_gap_with_england,
    list_categories,
)
from fairer_stockton.report.rows import GapRow, find_latest_row_with_value
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import mark_sample
from fairer_stockton.run.vocabulary import CALLED_DIRECTIONS, GapType

FEWEST_FINDINGS = 3  # findings of a domain, where it has so many measures: unclear ones fill up


def list_findings_of_measures(edition: Edition, measures: list[Measure]) -> tuple[tuple[str, str], ...]:
    """Return each measure whose figures say something clear, with its sentences; others where such are few."""
    every = [(measure, category) for measure in measures for category in list_categories(edition, measure)]
    statements = [
        (_write_finding_title(edition, *measure_and_category), *_write_clearest_finding(edition, *measure_and_category))
        for measure_and_category in every
    ]
    clear = [(title, words) for title, words, firm in statements if firm]
    others = [(title, words) for title, words, firm in statements if words and not firm]
    # Unclear findings fill up a short list, so that no domain looks empty.
    worth_saying = {*clear, *others[: max(0, FEWEST_FINDINGS - len(clear))]}
    return tuple((title, words) for title, words, _ in statements if (title, words) in worth_saying)


def _write_finding_title(edition: Edition, measure: Measure, category: str) -> str:
    row = find_borough_figure(edition, measure, category)
    return mark_sample(measure.make_title_of_group(category), bool(row and row.synthetic))


def _write_clearest_finding(edition: Edition, measure: Measure, category: str) -> tuple[str, bool]:
    """Return what a measure shows most firmly, between fifths or against England, and whether that is clear."""
    row = find_borough_figure(edition, measure, category)
    if row is None or not row.has_value:
        return "", False
    fifths = _find_latest_gap(edition, measure, GapType.MOST_V_LEAST_FIFTH) if category == "all" else None
    if fifths and fifths.excludes_zero:
        return _join_sentences(
            [*describe_gap_between_fifths(edition, measure, fifths)[:2], _describe_clear_change(fifths, measure)]
        ), True
    england, gap = find_england_figure(edition, row), find_gap_with_england(edition, row)
    beside = narrative.compare_with_england(row, england, gap, measure)
    if narrative.choose_comparison_verdict(row, gap) in CLEAR:
        moving = _describe_clear_change(gap, measure, "the gap with England") if gap else ""
        return _join_sentences([narrative.describe_value(row), beside, moving]), True
    wards = _find_latest_gap(edition, measure, GapType.AREA_RANGE) if category == "all" and england is None else None
    if wards and wards.has_value:
        return _join_sentences(
            [narrative.describe_value(row), *describe_gap_between_wards(edition, measure, wards)]
        ), False
    return _join_sentences([narrative.describe_value(row), beside]), False


def _find_latest_gap(edition: Edition, measure: Measure, gap_type: str) -> GapRow | None:
    return find_latest_row_with_value(edition.select_gaps(measure.name, gap_type=gap_type, area_code=edition.authority))


def _describe_clear_change(gap: GapRow, measure: Measure, gap_name: str = "this gap") -> str:
    return gap_changes.describe_gap_direction(gap, measure, gap_name) if gap.direction in CALLED_DIRECTIONS else ""


def _join_sentences(sentences: list[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
