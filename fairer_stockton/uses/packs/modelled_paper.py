"""The paper of modelled figures: labelled, with how far off they may be, and in no order but the alphabet's."""

import math
from collections.abc import Iterator, Sequence

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.papers.document import Block, BulletList, Heading, Paragraph, TableWithWidths
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    begin_with_capital,
    mark_sample,
    write_limits,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.uses.packs.figures import PackFigure
from fairer_stockton.uses.packs.hidden_answers import (
    FEWEST_QUESTIONS,
    CheckedQuestion,
    compute_widening,
    find_spread_of_others,
    list_questions_that_count,
)
from fairer_stockton.uses.packs.modelled_figures import ModelledMeasure
from fairer_stockton.uses.packs.writing import FIGURES, Pack, make_document, name_folder

MODELLED_FOLDER = "modelled"  # the folder of all, among the reports
FILES_OF_MODELLED = {"modelled.pdf": "as PDF", "modelled.docx": "in Word", FIGURES: "every figure, as CSV"}
HEADER_OF_AREAS = ("Area", "Modelled share", "People it would be", "Out of")
HEADER_OF_TESTS = ("Question of the census", "Areas", "England’s rate alone", "By age", "Inside the margin")
LEVELS = {AreaType.WARD: "areas the size of a ward", AreaType.BOROUGH: "councils"}
WHAT_THEY_ARE_NOT = (
    "Use these figures to plan until somebody has asked people here. They cannot show that one ward is better or worse "
    "than another, or than England: wards differ here only by how many people of each age they have. So nothing on "
    "this page is ranked, put on a map or compared, and no gap or target rests on it."
)
HOW_IT_IS_TESTED = (
    "We took questions that a census answers for every area, hid each area’s answer, and estimated it from {basis}. "
    "A typical error is one that half the areas exceed, as a part of the true figure. The last column is how many true "
    "answers lie inside the margin that the other questions give, as it was, and then widened."
)
HOW_MARGINS_ARE_MADE = (
    "The margin begins with the least predictable of these questions and the chance error of England’s rates. That "
    "alone is too narrow for a question which is less predictable than the others. So we widened it until at least 95 "
    "in 100 true answers to each question, left out in turn, were inside: {widened}. This is what was tested, and no "
    "promise for another question: one that is less predictable than all of these has more true figures outside. "
    "Nobody can know before people here are asked."
)
MARGIN = "a margin that held at least 95 in 100 true answers to each census question it was tested on"
UNTESTED_BY_AGE = (
    "The margin comes from tests of England’s rate alone. Whether estimating by age comes nearer has not been tested: "
    "the census table by age that this needs is not held yet."
)
RATE_ALONE, RATES_BY_AGE = "England’s rate alone", "England’s rate alone and, where ages are held, its rates by age"


def make_modelled_pack(
    edition: Edition, measures: Sequence[ModelledMeasure], checked: Sequence[CheckedQuestion]
) -> Pack:
    """Return the page of modelled figures with all that goes beside it."""
    document = make_document(
        edition,
        "Modelled, not measured",
        f"{edition.title}: what has no local source, edition {edition.year}",
        _make_blocks(edition, measures, checked),
        lead=f"What {edition.borough_name} would have if its people were like England’s. Nobody here was asked.",
    )
    figures = [figure for measure in measures for figure in measure.figures]
    return Pack(
        MODELLED_FOLDER,
        name_folder("modelled", edition.name),
        document,
        FILES_OF_MODELLED,
        {"modelled": [measure.estimate.name for measure in measures]},
        figures,
    )


def _make_blocks(
    edition: Edition, measures: Sequence[ModelledMeasure], checked: Sequence[CheckedQuestion]
) -> Iterator[Block]:
    modelled = [measure for measure in measures if measure.figures]
    yield Heading("In short")
    yield BulletList(tuple(_write_in_short(measure) for measure in modelled) or ("Nothing is modelled yet.",))
    yield Paragraph(WHAT_THEY_ARE_NOT, "finding")
    for measure in modelled:
        yield from _make_part_on_measure(measure, any(question.is_by_age for question in checked))
    if checked:
        yield from _make_part_on_tests(checked)
    if others := [measure for measure in measures if not measure.figures]:
        yield Heading("Not modelled")
        yield BulletList(tuple(f"{measure.measure.title}: {measure.why_none}." for measure in others))


def _write_in_short(measure: ModelledMeasure) -> str:
    borough = measure.figures[0]
    text = (
        f"{measure.measure.title}: about {write_people_count(borough.people)} {measure.estimate.people} in "
        f"{borough.who}, modelled. The true number may be {_write_limits_in_people(borough)}: {MARGIN}."
    )
    return mark_sample(text, borough.synthetic)


def _write_limits_in_people(figure: PackFigure) -> str:
    low, high = (write_people_count(end / 100 * figure.out_of) for end in (figure.lower_95, figure.upper_95))
    return f"{low} to {high}"


def _make_part_on_measure(measure: ModelledMeasure, ages_are_tested: bool) -> Iterator[Block]:
    yield Heading(f"{measure.measure.title}: modelled")
    yield Paragraph(_write_basis(measure))
    if measure.rates and measure.rates.is_by_age and not ages_are_tested:
        yield Paragraph(UNTESTED_BY_AGE, "finding")
    if measure.measured:
        titles = "; ".join(measure.measured)
        yield Paragraph(f"The report has a measured figure of this subject, which comes first: {titles}.", "finding")
    lines = tuple(_make_line(figure) for figure in measure.figures)
    yield TableWithWidths(
        Table(f"{begin_with_capital(measure.estimate.people)}, in the order of the alphabet", HEADER_OF_AREAS, lines),
        (2.0, 1.8, 1.8, 1.0),
    )


def _write_basis(measure: ModelledMeasure) -> str:
    rates = measure.rates
    if rates is None:
        return ""
    residents = f"residents in the middle of {measure.period_of_residents}"
    if rates.is_by_age:
        period = write_period(rates.period)
        return (
            f"England’s rates by age ({period}), applied to {residents}: as if people of each age were like England’s."
        )
    rate = write_value_with_unit(rates.rates[0] * 100, "percent")
    return (
        f"England’s rate alone, {rate} ({write_period(rates.period)}), applied to {residents}. "
        "No rates by age are held, so every area has the same share."
    )


def _make_line(figure: PackFigure) -> tuple[str, ...]:
    if not figure.has_value:
        return (mark_sample(figure.who, figure.synthetic), "–", "–", figure.missing)
    return (
        mark_sample(figure.who, figure.synthetic),
        f"{write_value_with_unit(figure.value, figure.unit)}\n{write_limits(figure)}",
        f"about {write_people_count(figure.people)}\n{_write_limits_in_people(figure)}",
        write_people_count(figure.out_of),
    )


def _make_part_on_tests(checked: Sequence[CheckedQuestion]) -> Iterator[Block]:
    yield Heading("How far off such a figure may be")
    basis = RATES_BY_AGE if any(question.is_by_age for question in checked) else RATE_ALONE
    yield Paragraph(HOW_IT_IS_TESTED.format(basis=basis))
    lines = tuple(_make_line_of_test(question, checked) for question in checked)
    yield TableWithWidths(
        Table("Typical error where the answer is known", HEADER_OF_TESTS, lines), (2.2, 1.8, 1.2, 1.0, 1.2)
    )
    yield Paragraph(HOW_MARGINS_ARE_MADE.format(widened=_write_widening(checked)), "note")


def _write_widening(checked: Sequence[CheckedQuestion]) -> str:
    levels = [level for level in LEVELS if any(question.level == level for question in checked)]
    return (
        " and ".join(
            f"{compute_widening(tested):.1f} times for {LEVELS[level]}"
            for level in levels
            if len(tested := list_questions_that_count(checked, level)) >= FEWEST_QUESTIONS
        )
        or "not yet, since one question alone is held"
    )


def _write_coverage(question: CheckedQuestion, checked: Sequence[CheckedQuestion]) -> str:
    """Write how many true answers are inside the margin that the other questions give, as it was and widened."""
    tested = list_questions_that_count(checked, question.level)
    spread = find_spread_of_others(tested, question)
    if not spread > 0 or len(tested) < FEWEST_QUESTIONS:
        return "no other question"
    before, after = (question.compute_coverage(spread * times) for times in (1.0, compute_widening(tested)))
    return f"{_floor_percent(before)}, widened {_floor_percent(after)}"


def _floor_percent(part: float) -> str:
    """Write a part in whole percent, never more than it is."""
    return f"{math.floor(part * 100 + 1e-9)}%"


def _make_line_of_test(question: CheckedQuestion, checked: Sequence[CheckedQuestion]) -> tuple[str, ...]:
    return (
        mark_sample(question.title, question.synthetic),
        f"{question.areas:,} {LEVELS[question.level]}",
        f"{question.compute_typical_error(question.by_rate):.0%}",
        f"{question.compute_typical_error(question.by_age):.0%}" if question.is_by_age else "no ages held",
        _write_coverage(question, checked),
    )
