"""What stands out in a domain: of each measure the one thing that its figures say most firmly."""

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import CLEAR
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import JUDGED_DIRECTIONS
from fairer_stockton.report.pages.domain import describe_fifths, describe_wards
from fairer_stockton.report.questions import borough_row, england_gap, england_row, list_categories
from fairer_stockton.report.rows import GapRow, latest
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import mark_sample
from fairer_stockton.run.vocabulary import GapType

FEWEST_FINDINGS = 3  # findings of a domain, where it has so many measures: unclear ones fill up


def findings(edition: Edition, measures: list[Measure]) -> tuple[tuple[str, str], ...]:
    """Return each measure whose figures say something clear, with its sentences; others where such are few."""
    every = [(measure, category) for measure in measures for category in list_categories(edition, measure)]
    statements = [
        (_title(edition, *measure_and_category), *_finding(edition, *measure_and_category))
        for measure_and_category in every
    ]
    clear = [(title, words) for title, words, firm in statements if firm]
    others = [(title, words) for title, words, firm in statements if words and not firm]
    # Unclear findings fill up a short list, so that no domain looks empty.
    worth_saying = {*clear, *others[: max(0, FEWEST_FINDINGS - len(clear))]}
    return tuple((title, words) for title, words, _ in statements if (title, words) in worth_saying)


def _title(edition: Edition, measure: Measure, category: str) -> str:
    row = borough_row(edition, measure, category)
    return mark_sample(measure.title_of(category), bool(row and row.synthetic))


def _finding(edition: Edition, measure: Measure, category: str) -> tuple[str, bool]:
    """Return what a measure shows most firmly, between fifths or against England, and whether that is clear."""
    row = borough_row(edition, measure, category)
    if row is None or not row.has_value:
        return "", False
    fifths = _latest_gap(edition, measure, GapType.MOST_V_LEAST_FIFTH) if category == "all" else None
    if fifths and fifths.excludes_zero:
        return _join([*describe_fifths(edition, measure, fifths)[:2], _direction_words(fifths)]), True
    england, gap = england_row(edition, row), england_gap(edition, row)
    beside = narrative.compare_with_england(row, england, gap, measure)
    if narrative.comparison_word(row, gap) in CLEAR:
        moving = _direction_words(gap, "the gap with England") if gap else ""
        return _join([narrative.describe_value(row), beside, moving]), True
    wards = _latest_gap(edition, measure, GapType.AREA_RANGE) if category == "all" and england is None else None
    if wards and wards.has_value:
        return _join([narrative.describe_value(row), *describe_wards(edition, measure, wards)]), False
    return _join([narrative.describe_value(row), beside]), False


def _latest_gap(edition: Edition, measure: Measure, kind: str) -> GapRow | None:
    return latest(edition.gaps_of(measure.name, gap_type=kind, area_code=edition.authority))


def _direction_words(gap: GapRow, name: str = "this gap") -> str:
    return narrative.describe_direction(gap, name) if gap.direction in JUDGED_DIRECTIONS else ""


def _join(sentences: list[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
