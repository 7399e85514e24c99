"""Targets: whether each is on track, what reaching it means in people, and where they live."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.targets import TARGETS, Target
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Heading,
    Paragraph,
    TableWithWidths,
)
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    is_known,
    mark_sample,
    read_start_of_period,
    write_people_count,
    write_period,
    write_value_with_unit,
    write_value_without_unit,
)
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType, Polarity, Statistic
from fairer_stockton.run.vocabulary_of_uses import TargetVerdict
from fairer_stockton.statistics.trajectory import FEWEST_PERIODS, Projection, project_to_target
from fairer_stockton.uses.packs.figure_lines import write_shown
from fairer_stockton.uses.packs.writing import Pack, make_document, name_folder, refuse_another_council

TARGETS_FOLDER = "targets"  # the folder of all, among the reports
FILES_OF_TARGETS = {"targets.pdf": "as PDF", "targets.docx": "in Word"}
LIKELY, UNLIKELY = 0.8, 0.2  # probabilities from, and to, which a target is called on or off track
WORDS_OF_TARGETS = {
    TargetVerdict.REACHED: "Reached",
    TargetVerdict.ON_TRACK: "On track",
    TargetVerdict.OFF_TRACK: "Off track",
    TargetVerdict.MISSED: "Missed",
    TargetVerdict.CANNOT_TELL: "Cannot tell",
}
HEADER_OF_TARGETS = ("Target", "By when", "At the start", "Now", "On track?")
HEADER_OF_WARDS = ("Ward", "When", "Figure", "Of those counted, reaching it means")
HOW_TO_READ_TARGETS = (
    f"A target is on track if the series, going on as it went, reaches it with a probability of at least {LIKELY:.0%}, "
    f"and off track below {UNLIKELY:.0%}. That needs {FEWEST_PERIODS} figures of years that do not overlap, on one "
    "definition, that reach back as far as the target lies ahead. It says nothing of what the council does from now on."
)


class Judged(NamedTuple):
    """What is said of a target: the verdict, why that is not known, and the projection, if there is one."""

    verdict: TargetVerdict
    why: str
    projection: Projection | None


@dataclass(frozen=True)
class TargetStanding:
    """A target and the figures that it is judged by, oldest first."""

    target: Target
    measure: Measure
    rows: tuple[ObservationRow, ...]
    edition_year: int = 0  # in which the edition is made; 0 where nobody says

    @property
    def now(self) -> ObservationRow | None:
        """The latest figure."""
        return find_latest_row_with_value(self.rows)

    @property
    def start(self) -> ObservationRow | None:
        """The figure of the target's baseline."""
        return next((row for row in self.rows if row.period == self.target.baseline), None)

    @property
    def is_lower_better(self) -> bool:
        """Whether the target is to come down to."""
        return self.measure.polarity == Polarity.LOWER_IS_BETTER

    def is_beyond(self, value: float) -> bool:
        """Return whether a figure is at the target, or better."""
        return value <= self.target.value if self.is_lower_better else value >= self.target.value

    def count_people(self, row: ObservationRow) -> float:
        """Return how many people reaching the target means where a figure is of; nan where they cannot be counted."""
        if self.measure.statistic != Statistic.PROPORTION or not row.has_value or not is_known(row.denominator):
            return float("nan")
        return 0.0 if self.is_beyond(row.value) else abs(row.value - self.target.value) / 100 * row.denominator

    def judge(self) -> Judged:
        """Return whether the target is on track, or why that is not known."""
        if self.now is None or not self.now.has_value:
            return Judged(TargetVerdict.CANNOT_TELL, "there is no figure", None)
        if self.is_beyond(self.now.value):
            return Judged(TargetVerdict.REACHED, "", None)
        if _find_last_whole_year(self.now.period) >= self.target.year:
            return Judged(TargetVerdict.MISSED, "its year has passed", None)
        if self.edition_year > self.target.year:
            return Judged(TargetVerdict.CANNOT_TELL, f"its year has passed: no figure of {self.target.year} yet", None)
        series = select_comparable_figures(self.measure, self.rows)
        years = [read_start_of_period(row.period) for row in series]
        if why := self._find_why_not_projected(years):
            return Judged(TargetVerdict.CANNOT_TELL, why, None)
        values, low, high = ([getattr(row, name) for row in series] for name in ("value", "lower_95", "upper_95"))
        projection = project_to_target(
            values, low, high, years, self.target.value, self.target.year, is_lower_better=self.is_lower_better
        )
        return Judged(_choose_verdict(projection.probability), "", projection)

    def _find_why_not_projected(self, years: Sequence[float]) -> str:
        if self.measure.not_over_time:
            return "the publisher advises against comparing its years"
        if len(years) < FEWEST_PERIODS:
            return f"{len(years)} comparable figures, of {FEWEST_PERIODS} that are needed"
        if self.target.year - years[-1] > years[-1] - years[0]:
            return "the target lies further ahead than the figures reach back"
        return ""


def _choose_verdict(probability: float) -> TargetVerdict:
    if probability >= LIKELY:
        return TargetVerdict.ON_TRACK
    return TargetVerdict.OFF_TRACK if probability < UNLIKELY else TargetVerdict.CANNOT_TELL


def select_comparable_figures(measure: Measure, rows: Sequence[ObservationRow]) -> list[ObservationRow]:
    """Return figures since the series' latest break that share no year with each other, oldest first."""
    kept: list[ObservationRow] = []
    for row in sorted(rows, key=lambda row: row.period, reverse=True):
        is_apart = not kept or max(_list_years(row.period)) < min(_list_years(kept[-1].period))
        if row.has_value and row.period >= measure.latest_break and is_apart:
            kept.append(row)
    return kept[::-1]


def _find_last_whole_year(period: str) -> int:
    """Return the last year that a period reaches the end of: 2024 of 2024 and of 2024/25, 2023 of 2024-06."""
    month = re.fullmatch(r"(\d{4})-(\d\d)", period)
    if month:
        return int(month[1]) - (month[2] != "12")
    spans = re.fullmatch(r"(\d{4})/\d\d", period)
    return int(spans[1]) if spans else max(_list_years(period), default=0)


def _list_years(period: str) -> list[int]:
    """Return the years that a period begins and ends in: those of 2019/20, 2017 to 2019 or 2024-06."""
    return [int(year) for year in re.findall(r"(?:19|20)\d\d", period)]


def list_target_standings(edition: Edition) -> list[TargetStanding]:
    """Return each declared target with the borough's figures.

    Raises:
        CatalogueError: the council has declared none.
    """
    refuse_another_council(edition, TARGETS, "targets")
    targets = edition.definitions.targets
    if not targets:
        raise CatalogueError(
            file=TARGETS,
            found="no targets",
            expected="a file of the council's own that declares them",
            remedy="see docs/reference/targets.md; nothing is invented in its place",
        )
    return [_make_standing(edition, target) for target in targets]


def _make_standing(edition: Edition, target: Target) -> TargetStanding:
    rows = edition.select_observations(target.measure, area_type=AreaType.BOROUGH, breakdown="all")
    return TargetStanding(target, edition.definitions.measures[target.measure], tuple(rows), edition.created.year)


def make_targets_pack(edition: Edition, standings: Sequence[TargetStanding]) -> Pack:
    """Return the page of targets with all that goes beside it."""
    document = make_document(
        edition,
        "Are we on track?",
        f"{edition.title}: the council’s targets, edition {edition.year}",
        _make_blocks(edition, standings),
    )
    return Pack(
        TARGETS_FOLDER, name_folder("targets", edition.name), document, FILES_OF_TARGETS, {"targets": len(standings)}
    )


def _make_blocks(edition: Edition, standings: Sequence[TargetStanding]) -> Iterator[Block]:
    judged = [standing.judge() for standing in standings]
    on_sample = any(standing.now.synthetic for standing in standings if standing.now)
    counts = [
        mark_sample(f"{WORDS_OF_TARGETS[verdict]}: {number} of {len(standings)} targets.", on_sample)
        for verdict in TargetVerdict
        if (number := sum(each.verdict == verdict for each in judged))
    ]
    yield Heading("In short")
    yield BulletList(tuple(counts))
    lines = tuple(_make_line(standing, each) for standing, each in zip(standings, judged, strict=True))
    yield TableWithWidths(Table("Each target", HEADER_OF_TARGETS, lines), (2.6, 1.0, 1.2, 1.6, 2.0))
    yield Paragraph(HOW_TO_READ_TARGETS, "note")
    for standing in standings:
        yield from _make_part_on_people(edition, standing)


def _make_line(standing: TargetStanding, judged: Judged) -> tuple[str, ...]:
    target, unit, now, start = standing.target, standing.measure.unit, standing.now, standing.start
    title = mark_sample(standing.measure.title, bool(now and now.synthetic))
    words = WORDS_OF_TARGETS[judged.verdict]
    if judged.projection:
        low, high = (
            write_value_without_unit(end, unit) for end in (judged.projection.lower_95, judged.projection.upper_95)
        )
        words += (
            f"\nprobability {judged.projection.probability:.0%}; as it went, "
            f"{write_value_with_unit(judged.projection.value, unit)} ({low} to {high})"
        )
    return (
        f"{title}: {write_value_with_unit(target.value, unit)}\n{target.owner}",
        str(target.year),
        f"{write_shown(start)}\n{write_period(target.baseline)}" if start else f"no figure\n{target.baseline}",
        f"{write_shown(now)}\n{write_period(now.period)}" if now else "no figure",
        f"{words}\n{judged.why}" if judged.why else words,
    )


def _make_part_on_people(edition: Edition, standing: TargetStanding) -> Iterator[Block]:
    """Yield what reaching a target means in people: in the borough, and in each ward by itself."""
    people = standing.count_people(standing.now) if standing.now else float("nan")
    if not is_known(people) or people < 1:
        return
    yield Heading(standing.measure.title)
    sentence = f"To reach the target now would mean about {write_people_count(people)} of those counted in the borough."
    yield Paragraph(mark_sample(sentence, bool(standing.now and standing.now.synthetic)))
    lines = tuple(_make_line_of_ward(standing, row) for row in _list_latest_figures_of_wards(edition, standing))
    if lines:
        yield TableWithWidths(Table("If each ward reached it by itself", HEADER_OF_WARDS, lines), (2.0, 1.0, 1.2, 1.6))


def _list_latest_figures_of_wards(edition: Edition, standing: TargetStanding) -> list[ObservationRow]:
    latest: dict[str, ObservationRow] = {}
    cells = {"area_type": AreaType.WARD, "vintage": edition.ward_vintage, "breakdown": "all"}
    for row in edition.select_observations(standing.measure.name, **cells):
        latest[row.area_code] = row
    return sorted(latest.values(), key=lambda row: row.area_name)


def _make_line_of_ward(standing: TargetStanding, row: ObservationRow) -> tuple[str, ...]:
    return (
        mark_sample(row.area_name, row.synthetic),
        write_period(row.period),
        write_shown(row),
        _write_people(standing.count_people(row)),
    )


def _write_people(people: float) -> str:
    if not is_known(people):
        return "–"
    return f"about {write_people_count(people)}" if people >= 1 else "reached"
