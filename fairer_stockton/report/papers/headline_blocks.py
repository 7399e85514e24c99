"""The headline gaps in the Cabinet paper: the finding, a row for each, and which gaps are fairer or less fair."""

from collections.abc import Iterator, Sequence

from fairer_stockton.report.headlines import words
from fairer_stockton.report.headlines.choice import HeadlineGap, Headlines
from fairer_stockton.report.papers.document import Block, DefinitionList, Heading, Paragraph, TableWithWidths
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    begin_with_capital,
    lower_first_letter,
    mark_sample,
    write_count_with_noun,
)
from fairer_stockton.run.vocabulary import Certainty, Fairness

SURE = {
    Certainty.CLEAR_CHANGE: "Sure",
    Certainty.LARGER_THAN_USUAL: "Not tested",
    Certainty.CLEAR_GAP: "Sure of the gap, not of a change",
    Certainty.WITHIN_CHANCE: "Not sure",
}
OTHERS_NAMED = 4  # gaps that are no headlines, each way, on the first page; the annex has all of them
HEADLINE_WIDTHS = (2.6, 2.5, 1.7, 1.4, 1.4)


def make_headline_blocks(headlines: Headlines, baseline_year: int, annex_label: str) -> Iterator[Block]:
    """Yield the finding, the headline gaps, and what has become fairer and less fair."""
    yield Paragraph(f"{words.write_finding(headlines, baseline_year)}.", "finding")
    if not headlines.shown:
        return
    yield Paragraph(words.write_answer(headlines, baseline_year))
    yield TableWithWidths(_make_headline_table(headlines.shown), HEADLINE_WIDTHS, strong=(0, 2), label="headline-gaps")
    yield Paragraph(f"{_explain_certainty(headlines.shown)} {_explain_no_count(headlines.shown)}".strip(), "note")
    yield DefinitionList(tuple(_list_gaps_by_fairness(headlines)))
    yield Paragraph("Every other gap that can be judged:", see=(annex_label,))


def _make_headline_table(gaps: Sequence[HeadlineGap]) -> Table:
    lines = tuple(
        (
            _write_topic_and_groups(gap),
            words.write_then_and_now(gap).replace(", ", "\n"),
            f"{words.write_direction(gap)}\n{_write_how_sure(gap)}",
            words.write_england_gap(gap),
            words.write_people(gap).partition(": ")[0],
        )
        for gap in gaps
    )
    header = ("Gap, and between whom", "Then and now", "Direction, and how sure", "England", "People it means")
    return Table(f"The {len(gaps)} headline gaps", header, lines)


def _write_topic_and_groups(gap: HeadlineGap) -> str:
    topic = mark_sample(begin_with_capital(gap.topic), gap.synthetic)
    return f"{topic}\n{begin_with_capital(words.write_who(gap))}"


def _write_how_sure(gap: HeadlineGap) -> str:
    return f"{SURE[gap.certainty]}{' (a model)' if gap.measure.estimated else ''}"


def _explain_certainty(gaps: Sequence[HeadlineGap]) -> str:
    """Write what the words for how sure mean, those that the table has."""
    used = [certainty for certainty in SURE if any(gap.certainty == certainty for gap in gaps)]
    return " ".join(_explain_word(certainty) for certainty in used)


def _explain_word(certainty: Certainty) -> str:
    meaning = words.CERTAINTY_WORDS[certainty]
    word, colon, rest = meaning.partition(": ")
    explanation = rest if colon and word == SURE[certainty] else lower_first_letter(meaning)
    return f"{SURE[certainty]}: {explanation}"


def _explain_no_count(gaps: Sequence[HeadlineGap]) -> str:
    """Write why people cannot be counted, each reason with the gaps that it is true of."""
    topics_by_reason: dict[str, list[str]] = {}
    for gap in gaps:
        cell, _, reason = words.write_people(gap).partition(": ")
        if reason:
            topics_by_reason.setdefault(f"{cell}: {reason}", []).append(gap.topic)
    return " ".join(f"{reason} ({', '.join(topics)})." for reason, topics in topics_by_reason.items())


def _list_gaps_by_fairness(headlines: Headlines) -> Iterator[tuple[str, str]]:
    """Yield what has become fairer, less fair and mixed: the headline gaps, then the best of the others."""
    for fairness in (Fairness.FAIRER, Fairness.LESS_FAIR, Fairness.MIXED):
        shown, others = headlines.select(fairness), headlines.select_others(fairness)
        if fairness == Fairness.MIXED and not (shown or others):
            continue
        title = words.FAIRNESS_TITLES[fairness]
        if not (shown or others):
            yield title, "none."
            continue
        parts = [_list_topics(shown) if shown else "no headline gap"]
        if others:
            named = others[:OTHERS_NAMED]
            more = len(others) - len(named)
            rest = f" and {write_count_with_noun(more, 'other', 'others')}" if more else ""
            parts.append(f"outside the headlines {_list_topics(named)}{rest}")
        yield title, f"{'; '.join(parts)}."


def _list_topics(gaps: Sequence[HeadlineGap]) -> str:
    return ", ".join(mark_sample(gap.topic, gap.synthetic) for gap in gaps)


def make_other_gaps_blocks(headlines: Headlines) -> Iterator[Block]:
    """Yield the gaps of other measures of the framework that have become fairer, less fair or mixed, in tables."""
    for fairness in (Fairness.FAIRER, Fairness.LESS_FAIR, Fairness.MIXED):
        gaps = headlines.select_others(fairness)
        title = f"Outside the headlines: {lower_first_letter(words.FAIRNESS_TITLES[fairness])}"
        if gaps:
            yield Heading(title, 2)
            yield TableWithWidths(_make_table_of_others(title, gaps), (3, 2.4, 2.6), strong=(0,))


def _make_table_of_others(title: str, gaps: Sequence[HeadlineGap]) -> Table:
    lines = tuple(
        (
            f"{words.write_title(gap)}\n{begin_with_capital(words.write_who(gap))}",
            words.write_then_and_now(gap).replace(", ", "\n"),
            f"{words.write_change(gap)}\n{words.write_people(gap)}",
        )
        for gap in gaps
    )
    return Table(title, ("Gap, and between whom", "Then and now", "Change, and people it means"), lines)
