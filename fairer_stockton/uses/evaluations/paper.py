"""The paper of an evaluation: the answer, what was compared with what, how sure it is, and what was registered."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from fairer_stockton.definitions.evaluations import Evaluation
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.drawing import PictureToDraw
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Heading,
    Paragraph,
    Picture,
    TableWithWidths,
)
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    write_difference_size,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.run.vocabulary_of_uses import EvaluationVerdict
from fairer_stockton.statistics.matched_changes import MATCHES
from fairer_stockton.statistics.placebo_sets import PlaceboTest
from fairer_stockton.uses.evaluations.charts import ChanceChart, LinesChart, draw_chance_chart, draw_lines_chart
from fairer_stockton.uses.evaluations.coverage import write_left_out
from fairer_stockton.uses.evaluations.judging import MOST_UNLIKE_SETS, Judged
from fairer_stockton.uses.evaluations.other_files import OtherFile, describe_other_files
from fairer_stockton.uses.evaluations.panel import Panel
from fairer_stockton.uses.evaluations.periods import ComparedPeriods
from fairer_stockton.uses.packs.figures import PackFigure
from fairer_stockton.uses.packs.writing import FIGURES, Pack, make_document, name_folder

EVALUATIONS = "evaluations"  # the folder of all, among the reports
FILES_OF_EVALUATION = {"evaluation.pdf": "as PDF", "evaluation.docx": "in Word", FIGURES: "its figures as a table"}
ANSWERS = {
    EvaluationVerdict.LIKELY_WORKED: "It probably worked",
    EvaluationVerdict.SMALL_CHANGE: "There was a change, but smaller than the least that was registered as mattering",
    EvaluationVerdict.NO_DIFFERENCE: "No clear difference seen",
    EvaluationVerdict.GOT_WORSE: "Things probably got worse",
    EvaluationVerdict.CANNOT_BE_JUDGED: "This cannot be judged",
}
AREAS_WORDS = {AreaType.LSOA: "neighbourhoods", AreaType.MSOA: "local areas (MSOAs)"}
HEADER_OF_PERIODS = ("Period", "These areas", "Areas like them")
HEADER_OF_FAKE_STARTS = ("Taken for a period after the start", "Difference", "Seen elsewhere by chance")
HOW_IT_IS_JUDGED = (
    "No area of the same council is used: what was done may have spread there.",
    "The difference is how much more these areas changed than those. It is corrected for the small differences that "
    "matching leaves.",
    "The same is asked of sets of areas elsewhere, in the same pattern on the list of areas, where nothing of this was "
    "done. A difference counts only if at most 3 in 100 of them had one as large.",
    "The margin of error holds every effect that this test does not rule out.",
)
WHAT_IT_CANNOT_SHOW = (
    "What else began in these areas at the same time: another programme would look the same.",
    "Whether the file was registered before the figures were known: that rests on the word of whoever registered it. "
    "Its checksum and its day are in manifest.json, so that a copy lodged elsewhere can prove it.",
    "What spread across the council’s boundary: no map of all England’s neighbourhoods is held, so areas just "
    "across it may be among those that these are compared with.",
)


@dataclass(frozen=True)
class EvaluationPaper:
    """All that the paper is made from."""

    evaluation: Evaluation
    measure: Measure
    areas: tuple[ProfiledArea, ...]
    panel: Panel
    periods: ComparedPeriods
    judged: Judged
    file_sum: str
    named_codes: tuple[str, ...] = ()
    others: tuple[OtherFile, ...] = ()

    @property
    def areas_words(self) -> str:
        """The areas as counted: `9 neighbourhoods`."""
        return f"{len(self.panel.rows)} {AREAS_WORDS[AreaType(self.panel.area_type)]}"

    @property
    def shown_test(self) -> PlaceboTest | None:
        """The test, where its effect may be shown: an effect that cannot be judged would be read as one."""
        return None if self.judged.verdict == EvaluationVerdict.CANNOT_BE_JUDGED else self.judged.test

    @property
    def means(self) -> tuple[list[float], list[float]]:
        """The mean figure in each shown period of the areas, and of their matches."""
        figures = self.panel.figures[:, : len(self.shown_periods)]
        own = figures[self.panel.rows].mean(axis=0)
        matches = figures[self.judged.matches[self.panel.rows]].mean(axis=(0, 1))
        return own.tolist(), matches.tolist()

    def write_side(self, value: float) -> str:
        """Return a difference with its direction: `1.5 percentage points lower`."""
        return f"{self.write_size(value)} {'lower' if value < 0 else 'higher'}"

    def write_size(self, value: float) -> str:
        """Return the size of a difference in the outcome's unit."""
        return write_difference_size(value, self.unit_of_differences)

    @property
    def unit_of_differences(self) -> str:
        """The unit of a difference between two figures."""
        return "percentage_points" if self.measure.unit == "percent" else self.measure.unit

    @property
    def shown_periods(self) -> tuple[str, ...]:
        """Those whose means are shown: the later ones would show the effect, so only where that may be shown."""
        return self.periods.used if self.shown_test else self.periods.before


def make_evaluation_pack(edition: Edition, paper: EvaluationPaper) -> Pack:
    """Return the pack of an evaluation: its answer, the two lines, what chance does, and what was registered."""
    pictures = list(_make_pictures(paper))
    document = make_document(
        edition,
        f"Did it work? {paper.evaluation.title}",
        f"{edition.title}: an evaluation registered on {paper.evaluation.registered}, edition {edition.year}",
        _make_blocks(paper, pictures),
        lead=" ".join([write_answer(paper), *_list_other_files(paper)]),
    )
    asked = {
        "evaluation": asdict(paper.evaluation),
        "file_sha256": paper.file_sum,
        "outcome": paper.measure.name,
        "neighbourhoods": list(paper.named_codes),
        "other_files": describe_other_files(paper.others),
    }
    return Pack(
        EVALUATIONS,
        name_folder(paper.evaluation.title, edition.name),
        document,
        FILES_OF_EVALUATION,
        asked,
        list(_make_figures(edition, paper)),
        pictures,
    )


def write_answer(paper: EvaluationPaper) -> str:
    """Return the answer in words: what is seen, how surely, and what could have been seen."""
    answer, test = ANSWERS[paper.judged.verdict], paper.shown_test
    if test is None:
        return f"{answer}. {paper.judged.why}"
    if paper.judged.verdict == EvaluationVerdict.NO_DIFFERENCE:
        return (
            f"{answer}. One of {paper.write_size(test.least_detectable)} or more would most likely have been seen. A "
            f"smaller one cannot be ruled out: the margin of error is {_write_limits(paper, test)}."
        )
    if paper.judged.verdict == EvaluationVerdict.SMALL_CHANGE:
        answer += f" ({paper.write_size(paper.evaluation.least_effect)})"
    return f"{answer}. {_write_effect(paper, test)} The margin of error is {_write_limits(paper, test)}."


def _write_effect(paper: EvaluationPaper, test: PlaceboTest) -> str:
    return (
        f"In these {paper.areas_words} the figure since the start is {paper.write_side(test.effect)} than it would be "
        "had it changed as in areas like them elsewhere."
    )


def _list_other_files(paper: EvaluationPaper) -> Iterator[str]:
    """Yield that other files asked the same: who wrote this one may have seen how theirs was answered."""
    for other in paper.others:
        yield (
            f"Some of these areas were judged by this outcome before, by another file: “{other.title}” "
            f"({other.folder}), registered on {other.registered}; there, {paper.write_size(other.least_effect)} was "
            "the least that would matter."
        )


def _write_limits(paper: EvaluationPaper, test: PlaceboTest) -> str:
    low, high = (paper.write_side(end) for end in test.interval)
    return f"from {low} to {high}"


def _write_share_of_sets(p_value: float) -> str:
    share = 100 * p_value
    return f"{share:.0f} in 100" if share >= 1 else "fewer than 1 in 100"


def _make_blocks(paper: EvaluationPaper, pictures: list[PictureToDraw]) -> Iterator[Block]:
    own, matches = paper.means
    yield Heading("What was seen")
    yield from _make_points(paper)
    for picture in pictures:
        yield Picture(picture.shows.name, picture.shows.title, picture.shows.alt, tallest=8.0)
    unit = paper.measure.unit
    lines = tuple(
        (period, write_value_with_unit(first, unit), write_value_with_unit(second, unit))
        for period, first, second in zip(paper.shown_periods, own, matches, strict=True)
    )
    yield TableWithWidths(Table(f"{paper.measure.title}: means", HEADER_OF_PERIODS, lines, numbers=(1, 2)))
    yield from _make_part_on_fake_starts(paper)
    yield Heading("How it is judged")
    yield BulletList((_write_how_matched(paper), *HOW_IT_IS_JUDGED))
    yield Heading("What this cannot show")
    yield BulletList(WHAT_IT_CANNOT_SHOW)
    yield Heading("What was registered")
    yield DefinitionList(tuple(_list_registered(paper)))


def _write_how_matched(paper: EvaluationPaper) -> str:
    like = "figures, council and deprivation" if paper.panel.indices else "figures and council"
    return (
        f"Each area is compared with the {MATCHES} of other councils that were most like it before the start, in their "
        f"{like}."
    )


def _make_points(paper: EvaluationPaper) -> Iterator[Block]:
    points = [*_list_points_on_effect(paper), *_list_points_on_power(paper), *_list_points_on_coverage(paper)]
    points.append(
        f"Before the start, the areas and those they are compared with differ by at most {paper.judged.unlikeness:.2f} "
        "standard deviations in what they are matched on."
    )
    if paper.judged.test:
        points.append(
            "From the sets of areas that show what chance does, they differ by at most "
            f"{paper.judged.sets_unlikeness:.2f}; more than {MOST_UNLIKE_SETS} would be too unlike."
        )
    if not paper.panel.indices:
        points.append("No Indices of Deprivation came before the start, so areas are not matched on deprivation.")
    yield BulletList(tuple(points))


def _list_points_on_effect(paper: EvaluationPaper) -> Iterator[str]:
    if test := paper.shown_test:
        yield (
            f"{_write_effect(paper, test)} Among sets of areas where nothing of this was done, "
            f"{_write_share_of_sets(test.p_value)} had a difference as large, either way."
        )


def _list_points_on_coverage(paper: EvaluationPaper) -> Iterator[str]:
    coverage = paper.panel.coverage
    judged = coverage.named - len(coverage.left_out)
    of_named = f"Of the {coverage.named} neighbourhoods that are named, {judged} are judged."
    yield f"{of_named} {write_left_out(coverage)}".strip()
    if coverage.shared_out:
        yield (
            f"{coverage.shared_out:,} areas of England are left out: their borders changed, so a figure of theirs is "
            "shared out by where residents live, not counted."
        )


def _list_points_on_power(paper: EvaluationPaper) -> Iterator[str]:
    if test := paper.judged.test:
        least = paper.evaluation.least_effect
        yield (
            f"A difference of {paper.write_size(test.least_detectable)} would be seen four times in five. The least "
            f"that would matter was registered as {paper.write_size(least)}."
        )
        if test.least_detectable > least:
            yield (
                "So the figures have too little power, and the difference is not shown: one that is large by chance "
                "would be taken for a success. More areas, more periods or a larger effect would be needed."
            )


def _make_part_on_fake_starts(paper: EvaluationPaper) -> Iterator[Block]:
    fakes = paper.judged.fake_starts
    yield Heading("The same test before the start")
    if not fakes:
        yield Paragraph(
            "There is one period before the start, so nobody can see whether the areas already moved apart."
        )
        return
    lines = tuple(
        (fake.period, paper.write_side(fake.test.effect), f"{_write_share_of_sets(fake.test.p_value)} sets")
        for fake in fakes
    )
    yield TableWithWidths(Table("Differences when nothing had been done yet", HEADER_OF_FAKE_STARTS, lines))
    if paper.evaluation.chosen_on_outcome:
        yield Paragraph(
            "The areas were chosen by this outcome, so a rise just before the start is how they were chosen. It does "
            "not count against the answer.",
            "note",
        )


def _list_registered(paper: EvaluationPaper) -> Iterator[tuple[str, str]]:
    evaluation, periods = paper.evaluation, paper.periods
    yield "What was done", evaluation.what_was_done
    yield "Where", ", ".join(area.name for area in paper.areas)
    yield "Judged", ", ".join(paper.panel.coverage.judged)
    yield "From when", evaluation.start
    yield "Judged by", paper.measure.title
    yield "Chosen by this outcome", "yes" if evaluation.chosen_on_outcome else "no"
    yield "The least effect that would matter", paper.write_size(evaluation.least_effect)
    yield "Registered", f"{evaluation.registered}, by {evaluation.registered_by}; checksum {paper.file_sum}"
    yield "Periods before", ", ".join(periods.before)
    yield "Periods after", ", ".join(periods.after)
    if periods.known_before:
        yield "Left out", f"{', '.join(periods.known_before)}: they could be known when the file was registered"
    if periods.other_definition:
        yield "Not compared", f"{', '.join(periods.other_definition)}: counted by another definition"


def _make_pictures(paper: EvaluationPaper) -> Iterator[PictureToDraw]:
    own, matches = paper.means
    unit, periods = paper.measure.unit, paper.shown_periods
    ends = [
        f"{name} {write_value_with_unit(line[0], unit)} in {periods[0]} and {write_value_with_unit(line[-1], unit)} in "
        f"{periods[-1]}"
        for name, line in (("these areas", own), ("areas like them", matches))
    ]
    title = f"{paper.measure.title}: these areas, and areas like them elsewhere"
    if len(periods) > 1:
        lines = LinesChart(
            tuple(own), tuple(matches), periods, len(paper.periods.before), unit, title, f"{title}. {'; '.join(ends)}."
        )
        yield PictureToDraw(lines, draw_lines_chart)
    if test := paper.judged.test:
        effect = paper.shown_test.effect if paper.shown_test else None
        title = "What chance does: differences in sets of areas where nothing of this was done"
        words = f"97 in 100 are within {paper.write_size(test.critical)} of none."
        if effect is not None:
            words += f" That of these areas is {paper.write_side(effect)}."
        every = np.concatenate([test.likest, test.of_councils])
        yield PictureToDraw(
            ChanceChart(
                tuple(every.tolist()), effect, test.critical, paper.unit_of_differences, title, f"{title}. {words}"
            ),
            draw_chance_chart,
        )


def _make_figures(edition: Edition, paper: EvaluationPaper) -> Iterator[PackFigure]:
    """Yield the means of each period and, where it is shown, the effect with its margin of error."""
    nan, measure = float("nan"), paper.measure
    sources = "; ".join(edition.attributions.get(table, table) for table in measure.tables)
    shared: dict[str, Any] = {
        "about": "evaluation", "measure": measure.name, "who": paper.areas_words, "code": "", "unit": measure.unit,
        "beside": "areas like them elsewhere", "sources": sources,
    }  # fmt: skip
    for period, own, other in zip(paper.shown_periods, *paper.means, strict=True):
        yield PackFigure(
            **shared, title=measure.title, period=period, value=own, lower_95=nan, upper_95=nan, beside_value=other
        )
    if test := paper.shown_test:
        low, high = test.interval
        shared["unit"] = paper.unit_of_differences
        detail = f"mean after {paper.evaluation.start} less mean before; p = {test.p_value:.3f}"
        yield PackFigure(
            **shared, title="Difference in change", period=paper.periods.after[-1], value=test.effect, lower_95=low,
            upper_95=high, verdict=paper.judged.verdict, detail=detail,
        )  # fmt: skip
