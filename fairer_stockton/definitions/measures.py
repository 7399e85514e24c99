"""The measures as values: what every measure has, and a few kinds, each with the fields that its figures need."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.definitions.units import LeastDifference
from fairer_stockton.run.vocabulary import GapType, Polarity, Statistic

POLARITIES = tuple(Polarity)
STATISTICS = tuple(Statistic)
# The units that each statistic can have; a share is of 100, a rate of what its unit says.
STATISTIC_UNITS = {
    Statistic.PROPORTION: ("percent",),
    Statistic.SURVEY_SHARE: ("percent",),
    Statistic.RATE: ("per_1000",),
    Statistic.WEIGHTED_MEAN: ("score", "minutes", "gbp", "years", "percent", "per_1000", "patients", "kilometres"),
    Statistic.LIFE_EXPECTANCY: ("years",),
    Statistic.STANDARDISED_RATE: ("per_100000",),
}
PER = {"percent": 100.0, "per_1000": 1000.0, "per_100000": 100_000.0}
GAPS = tuple(GapType)
PRICES = "consumer_prices"  # the staged table by which pounds of the day become pounds of one year
# The Indices of Deprivation, and their seven domains as a page names them: what a measure can be a part of.
INDEX_NAMES = {
    "imd": "Index of Multiple Deprivation",
    "income": "income domain",
    "employment": "employment domain",
    "education": "education, skills and training domain",
    "health": "health deprivation and disability domain",
    "crime": "crime domain",
    "barriers": "barriers to housing and services domain",
    "living_environment": "living environment domain",
}


@dataclass(frozen=True, slots=True)
class MeasureSum:
    """One of a measure's two sums: an expression over the rows of one staged table.

    A denominator may be `held_at` one period, where it is not known for each of the numerator's.
    """

    table: str
    sum: str
    where: str = "true"
    held_at: str = ""


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """A question of a weighted sample: which rows say yes, of those that count, and what the rows are and did."""

    table: str
    yes: str
    of: str = "true"
    who: str = "residents answered"
    rows: str = "respondents"


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """A value taken as its publisher gives it, for the publisher's own areas."""

    table: str
    column: str
    where: str = "true"
    lower_95: str = "null"
    upper_95: str = "null"
    numerator: str = "null"
    denominator: str = "null"

    @property
    def has_limits(self) -> bool:
        """Whether the publisher gives limits."""
        return self.lower_95 != "null"

    @property
    def has_count(self) -> bool:
        """Whether the publisher gives the count that the value is made of."""
        return self.numerator != "null"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A characteristic by which a published measure is split, and the two categories whose gap matters."""

    name: str
    category: str
    compare: tuple[str, str]


Part = MeasureSum | PublishedValue | CountedAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(ABC):
    """One measure of the framework, of whatever kind: its words, and how its figures may be read and compared.

    How they are made is a matter of its kind: `SummedMeasure`, `MeasureByAge`, `LifeExpectancy`, `PublishedMeasure` or
    `SurveyMeasure`.
    """

    name: str
    domain: str
    title: str
    question: str
    framework: str
    statistic: Statistic
    polarity: Polarity
    unit: str
    least_difference: LeastDifference  # that matters: its own, or that of its unit
    caveats: tuple[str, ...] = ()
    examples: tuple[Mapping[str, Any], ...]
    nominal: bool = False  # in pounds of the day
    # A model of the publisher's makes it: no interval but the publisher's, neither better nor worse.
    estimated: bool = False
    part_of_index: str = ""  # which of `INDEX_NAMES` it goes into: fifths sorted by that would compare it with itself
    unlike_england: str = ""  # why the figures of larger areas are of something else, where they are
    breaks: tuple[SeriesBreak, ...] = ()  # in its series: its own, and those of its sources
    not_over_time: str = ""  # why its periods are not to be compared, where the publisher advises against it
    # Why the areas within the borough are not compared over time, where the publisher advises against it: they have
    # their latest figure alone, and a neighbourhood has no rank.
    small_areas_not_over_time: str = ""
    gaps: tuple[GapType, ...] = GAPS
    proxy_for: str = ""
    headline: str = ""  # what it is about, after “gaps in”; else its title is used
    path: Path = field(default=Path(), compare=False)

    @property
    @abstractmethod
    def parts(self) -> Mapping[str, Part]:
        """What its figures are made of, by key of its file."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The staged tables that this measure rests on."""
        return tuple(sorted({part.table for part in self.parts.values()}))

    @property
    def chance_interval(self) -> bool:
        """Whether its figures get the interval that chance alone would give: not what a model makes."""
        return not self.estimated

    @property
    def is_from_neighbourhoods_or_people(self) -> bool:
        """Whether its figures are made from neighbourhoods or people, and so could be given for fifths of them."""
        return True

    @property
    def own_breakdown(self) -> Breakdown | None:
        """The characteristic by which all its figures are split, where its publisher has them so."""
        return None

    @property
    def latest_break(self) -> str:
        """The period from which its figures are compared over time; empty where all are."""
        return max((change.starts for change in self.breaks), default="")

    def count_breaks_before(self, period: str) -> int:
        """Return how many breaks of the series lie before the figures of a period: they part it into stretches."""
        return sum(change.starts <= period for change in self.breaks)

    @property
    def index_name(self) -> str:
        """The index or domain that it is part of, in words; empty where it is part of none."""
        return INDEX_NAMES.get(self.part_of_index, "")

    @property
    def per(self) -> float:
        """How many of the denominator the figure is of: 100, 1,000 or 1; a mean is in the unit of what it averages."""
        return 1.0 if self.statistic == Statistic.WEIGHTED_MEAN else PER.get(self.unit, 1.0)

    def make_title_of_group(self, group: str) -> str:
        """Return the title, with the group of people where it is of one."""
        return self.title if group == "all" else f"{self.title}: {group.lower()}"

    def copy_without_words(self) -> Self:
        """Return the measure without its words, examples and file: for what depends only on what it counts."""
        return replace(
            self,
            title="",
            question="",
            framework="",
            proxy_for="",
            headline="",
            caveats=(),
            breaks=(),
            examples=(),
            path=Path(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOfSums(Measure):
    """A measure that is made of two sums over rows of staged tables, for each area; its kinds differ in how."""

    numerator: MeasureSum
    denominator: MeasureSum
    breakdowns: tuple[str, ...] = ()  # the characteristics that its tables tell apart: each group is summed too

    @property
    def parts(self) -> Mapping[str, MeasureSum]:
        """Both sums, by key of its file."""
        return {"numerator": self.numerator, "denominator": self.denominator}


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedMeasure(MeasureOfSums):
    """A proportion, a rate or a weighted mean: the one sum over the other."""

    interval: bool = True
    apportioned: bool = True  # False: it counts neighbourhoods, and a part of one is none
    groups_of_borough: bool = False  # whether its groups are summed for the borough alone

    @property
    def chance_interval(self) -> bool:
        """Whether its figures get the interval that chance alone would give: not a score, nor what a model makes."""
        return self.interval and not self.estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureByAge(MeasureOfSums):
    """A standardised rate: both sums by age band, and a rate as if every area had residents of the same ages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeExpectancy(MeasureByAge):
    """A life expectancy: deaths and residents by age band, and a life table of them."""

    age: int = 0  # that it is at


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMeasure(Measure):
    """A measure whose figures are taken as their publisher gives them."""

    value: PublishedValue
    larger: PublishedValue | None = None  # of the areas that the borough lies in, where they are in another table
    breakdown: Breakdown | None = None
    interval: bool = True
    real_terms: bool = False  # in pounds of the latest period that has a price index, not of the day

    @property
    def tables(self) -> tuple[str, ...]:
        """The staged tables that this measure rests on."""
        prices = {PRICES} if self.real_terms else set()
        return tuple(sorted({part.table for part in self.parts.values()} | prices))

    @property
    def parts(self) -> Mapping[str, PublishedValue]:
        """The expressions of the value, by key of its file."""
        return {"value": self.value, **({"larger": self.larger} if self.larger else {})}

    @property
    def chance_interval(self) -> bool:
        """Whether chance alone would give its figures an interval: not a score, nor what a model makes."""
        return self.interval and not self.estimated

    def limits_are_ours(self, value: PublishedValue) -> bool:
        """Return whether limits are computed for a value: its publisher gives the count and no limits."""
        return value.has_count and not value.has_limits and self.chance_interval

    @property
    def is_from_neighbourhoods_or_people(self) -> bool:
        """No: the publisher's own areas are all that there is."""
        return False

    @property
    def own_breakdown(self) -> Breakdown | None:
        """The characteristic by which its publisher splits it, if any."""
        return self.breakdown


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMeasure(Measure):
    """A weighted share of the answers to one question of a survey."""

    answer: CountedAnswer
    pool: int = 1  # how many adjacent waves are taken together
    modelled: bool = False  # wards get a modelled figure too, beside their own

    @property
    def parts(self) -> Mapping[str, CountedAnswer]:
        """The question, by key of its file."""
        return {"answer": self.answer}


KINDS: Mapping[Statistic, type[Measure]] = {
    Statistic.PROPORTION: SummedMeasure,
    Statistic.RATE: SummedMeasure,
    Statistic.WEIGHTED_MEAN: SummedMeasure,
    Statistic.PUBLISHED: PublishedMeasure,
    Statistic.SURVEY_SHARE: SurveyMeasure,
    Statistic.LIFE_EXPECTANCY: LifeExpectancy,
    Statistic.STANDARDISED_RATE: MeasureByAge,
}
