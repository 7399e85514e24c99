"""Targets of the council, as an edition judges them: reached, on track, off track, missed, or not known and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.targets import Target
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value
from fairer_stockton.report.words.figures import is_known, read_start_of_period, write_count_with_noun
from fairer_stockton.run.vocabulary import AreaType, Polarity, Statistic, TargetVerdict
from fairer_stockton.statistics.trajectory import FEWEST_PERIODS, Projection, project_to_target

LIKELY, UNLIKELY = 0.8, 0.2  # probabilities from, and to, which a target is called on or off track


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
            figures = write_count_with_noun(len(years), "comparable figure", "comparable figures")
            return f"{figures}, of {FEWEST_PERIODS} that are needed"
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
    """Return each declared target with the borough's figures: none in the report on another council."""
    return [_make_standing(edition, target) for target in edition.definitions.targets] if edition.at_home else []


def _make_standing(edition: Edition, target: Target) -> TargetStanding:
    rows = edition.select_observations(target.measure, area_type=AreaType.BOROUGH, breakdown="all")
    # Of a measure whose source the edition lacks there is a target all the same, and no figure.
    measure = edition.measures.get(target.measure) or edition.definitions.measures[target.measure]
    return TargetStanding(target, measure, tuple(rows), edition.created.year)
