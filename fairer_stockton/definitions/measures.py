"""The measures: TOML files read into frozen dataclasses, with errors that name the file and the key."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.units import UNITS, LeastDifference, read_least_difference
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition
from fairer_stockton.run.vocabulary import GapType, Polarity, Statistic

POLARITIES = tuple(Polarity)
SUMMED = (Statistic.PROPORTION, Statistic.RATE, Statistic.WEIGHTED_MEAN)
BY_AGE = (Statistic.LIFE_EXPECTANCY, Statistic.STANDARDISED_RATE)
STATISTICS = tuple(Statistic)
# The units that each statistic can have; a share is of 100, a rate of what its unit says.
STATISTIC_UNITS = {
    Statistic.PROPORTION: ("percent",),
    Statistic.SURVEY_SHARE: ("percent",),
    Statistic.RATE: ("per_1000",),
    Statistic.WEIGHTED_MEAN: ("score", "minutes", "gbp", "years"),
    Statistic.LIFE_EXPECTANCY: ("years",),
    Statistic.STANDARDISED_RATE: ("per_100000",),
}
PER = {"percent": 100.0, "per_1000": 1000.0, "per_100000": 100_000.0}
GAPS = tuple(GapType)
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


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A characteristic by which a published measure is split, and the two categories whose gap matters."""

    name: str
    category: str
    compare: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the framework: its words, its statistic, its sums or value, and its examples."""

    name: str
    domain: str
    title: str
    question: str
    framework: str
    statistic: Statistic
    polarity: Polarity
    unit: str
    caveats: tuple[str, ...]
    examples: tuple[Mapping[str, Any], ...]
    numerator: MeasureSum | None = None
    denominator: MeasureSum | None = None
    value: PublishedValue | None = None
    larger: PublishedValue | None = (
        None  # of the areas that the borough lies in, where the publisher has them in another table
    )
    answer: CountedAnswer | None = None
    breakdown: Breakdown | None = None
    breakdowns: tuple[str, ...] = ()
    pool: int = 1
    age: int = 0
    interval: bool = True
    nominal: bool = False
    modelled: bool = False
    estimated: bool = (
        False  # a model of the publisher's makes it: no interval but the publisher's, neither better nor worse
    )
    part_of_index: str = ""  # which of `INDICES` it goes into: fifths sorted by that would compare it with itself
    unlike_england: str = ""  # why the figures of larger areas are of something else, where they are
    not_over_time: str = ""  # why its periods are not to be compared, where the publisher advises against it
    least_difference: LeastDifference | None = None  # its own, where the unit's does not suit it
    apportioned: bool = True  # False: it counts neighbourhoods, and a part of one is none
    gaps: tuple[GapType, ...] = GAPS
    proxy_for: str = ""
    path: Path = field(default=Path(), compare=False)

    def make_title_of_group(self, group: str) -> str:
        """Return the title, with the group of people where it is of one."""
        return self.title if group == "all" else f"{self.title}: {group.lower()}"

    @property
    def chance_interval(self) -> bool:
        """Whether its figures get the interval that chance alone would give: not what a model makes."""
        return self.interval and not self.estimated

    @property
    def is_from_neighbourhoods_or_people(self) -> bool:
        """Whether its figures are made from neighbourhoods or people, and so could be given for fifths of them."""
        return self.statistic != Statistic.PUBLISHED

    @property
    def least(self) -> LeastDifference:
        """The least difference that matters: its own, or that of its unit."""
        assert self.least_difference is not None, "set when the measure is read"
        return self.least_difference

    @property
    def index(self) -> str:
        """The index or domain that it is part of, in words; empty where it is part of none."""
        return INDEX_NAMES.get(self.part_of_index, "")

    @property
    def per(self) -> float:
        """How many of the denominator the figure is of: 100, 1,000 or 1."""
        return PER.get(self.unit, 1.0)

    def copy_without_words(self) -> "Measure":
        """Return the measure without its words, examples and file: for what depends only on what it counts."""
        return replace(self, title="", question="", framework="", proxy_for="", caveats=(), examples=(), path=Path())

    @property
    def tables(self) -> tuple[str, ...]:
        """The staged tables that this measure rests on."""
        used = [part.table for part in (self.numerator, self.denominator, self.value, self.larger, self.answer) if part]
        return tuple(sorted(set(used)))


def load_measures(
    paths: Iterable[Path],
    framework: Mapping[str, Domain],
    breakdowns: Collection[str],
    least_differences: Mapping[str, LeastDifference],
) -> dict[str, Measure]:
    """Read every measure, by name: in the order of the domains, then of the file names.

    Args:
        paths: the files, each in the folder of its domain.
        framework: the domains, and the framework's own measures in each.
        breakdowns: the characteristics that figures can be broken down by.
        least_differences: the least difference that matters, by unit, for measures that have none of their own.

    Raises:
        CatalogueError: a file does not say what a measure must, or stands in a folder that is no domain.
    """
    order = list(framework)
    measures: dict[str, Measure] = {}
    for path in sorted(paths, key=lambda file: (_find_domain_position(file, order), file.stem)):
        if path.stem in measures:
            raise CatalogueError(f"{path}: a measure of this name stands in {measures[path.stem].path} too")
        measures[path.stem] = load_measure(path, framework, breakdowns, least_differences)
    return measures


def _find_domain_position(path: Path, domain_order: list[str]) -> int:
    if path.parent.name not in domain_order:
        raise CatalogueError(f"{path}: the folder {path.parent.name!r} is not a domain of framework.toml")
    return domain_order.index(path.parent.name)


def read_framework_measure(path: Path) -> str:
    """Return which of the framework's own measures a file answers to."""
    return str(tomllib.loads(path.read_text(encoding="utf-8")).get("framework", ""))


def load_measure(
    path: Path,
    framework: Mapping[str, Domain],
    breakdowns: Collection[str],
    least_differences: Mapping[str, LeastDifference],
) -> Measure:
    """Read one measure file; its arguments are those of `load_measures`.

    Raises:
        CatalogueError: a key is missing, unknown or has a value it cannot have.
    """
    with open_toml_definition(path) as raw:
        measure = _make_measure_from_toml(path, raw)
    problems = [
        *_list_problems_of_measure(measure),
        *_list_unknown_names(measure, framework, breakdowns, least_differences),
    ]
    if problems:
        raise CatalogueError("\n".join(f"{path.name}: {problem}" for problem in problems))
    return measure if measure.least_difference else replace(measure, least_difference=least_differences[measure.unit])


MEASURE_PARTS: dict[str, type[MeasureSum | PublishedValue | CountedAnswer]] = {
    "numerator": MeasureSum,
    "denominator": MeasureSum,
    "value": PublishedValue,
    "larger": PublishedValue,
    "answer": CountedAnswer,
}
MODELLED = ("(modelled)", "(estimated)")
OPTION_KINDS = {
    **dict.fromkeys(("interval", "nominal", "modelled", "estimated", "apportioned"), bool),
    **dict.fromkeys(("pool", "age"), int),
}
OPTIONAL_WORDS = ("proxy_for", "part_of_index", "unlike_england", "not_over_time")


def _make_measure_from_toml(path: Path, toml_keys: dict[str, Any]) -> Measure:
    parts: dict[str, Any] = {key: kind(**toml_keys.pop(key)) for key, kind in MEASURE_PARTS.items() if key in toml_keys}
    if "breakdown" in toml_keys:
        value = toml_keys.pop("breakdown")
        parts["breakdown"] = Breakdown(value["name"], value["category"], tuple(value["compare"]))
    for key in ("caveats", "gaps", "breakdowns"):
        if key in toml_keys:
            value = toml_keys.pop(key)
            if not isinstance(value, list):
                raise TypeError(f"{key} must be a list, found {value!r}")
            parts[key] = (
                tuple(_convert_to_enum_member(GapType, gap) for gap in value) if key == "gaps" else tuple(value)
            )
    if "least_difference" in toml_keys:
        parts["least_difference"] = read_least_difference(
            toml_keys["unit"], toml_keys.pop("least_difference"), path.name
        )
    optional = {key: toml_keys.pop(key) for key in (*OPTION_KINDS, *OPTIONAL_WORDS) if key in toml_keys}
    required = ("title", "question", "framework", "unit")
    return Measure(
        name=path.stem,
        domain=path.parent.name,
        examples=tuple(toml_keys.pop("example", ())),
        path=path,
        statistic=_convert_to_enum_member(Statistic, toml_keys.pop("statistic")),
        polarity=_convert_to_enum_member(Polarity, toml_keys.pop("polarity")),
        **{key: toml_keys.pop(key) for key in required},
        **{"caveats": (), **parts},
        **optional,
    )


def _convert_to_enum_member(enum_class: type[StrEnum], word: Any) -> Any:
    """Return the member of a closed set that a word is; any other as it is, for `_problems` to refuse."""
    return enum_class(word) if word in tuple(enum_class) else word


def _list_problems_of_measure(measure: Measure) -> list[str]:
    """List what is wrong with a measure that has all its keys."""
    closed = (("statistic", STATISTICS), ("polarity", POLARITIES), ("unit", tuple(UNITS)))
    problems = [
        f"{key} {getattr(measure, key)!r} is not one of {', '.join(allowed)}"
        for key, allowed in closed
        if getattr(measure, key) not in allowed
    ]
    if measure.unit not in STATISTIC_UNITS.get(measure.statistic, UNITS):
        problems.append(
            f"a {measure.statistic} is in {' or '.join(STATISTIC_UNITS[measure.statistic])}, not {measure.unit}"
        )
    kinds = {**OPTION_KINDS, **dict.fromkeys(OPTIONAL_WORDS, str)}
    problems += [
        f"{key} must be of kind {kind.__name__}"
        for key, kind in kinds.items()
        if type(getattr(measure, key)) is not kind
    ]
    problems += _list_problems_of_comparing(measure)
    problems += [f"gap {gap!r} is not one of {', '.join(GAPS)}" for gap in measure.gaps if gap not in GAPS]
    if measure.statistic == Statistic.PUBLISHED and not measure.value:
        problems.append("a published measure needs [value]")
    if measure.statistic in (*SUMMED, *BY_AGE) and not (measure.numerator and measure.denominator):
        problems.append(f"a {measure.statistic} needs [numerator] and [denominator]")
    if measure.statistic == Statistic.SURVEY_SHARE and not measure.answer:
        problems.append("a survey_share needs [answer]")
    if measure.modelled and measure.statistic != Statistic.SURVEY_SHARE:
        problems.append("modelled goes with a survey_share")
    if measure.breakdown and measure.statistic != Statistic.PUBLISHED:
        problems.append("a [breakdown] goes with a published statistic")
    if not measure.examples:
        problems.append("no [[example]]: it is the measure's test")
    parts = [
        part for part in (measure.numerator, measure.denominator, measure.value, measure.larger, measure.answer) if part
    ]
    words = " ".join(str(getattr(part, key)) for part in parts for key in type(part).__slots__)
    if re.search(r"\bselect\b", words, re.IGNORECASE):
        problems.append("an expression holds a select: make it a column of the staged table")
    return problems


def _list_unknown_names(
    measure: Measure,
    framework: Mapping[str, Domain],
    breakdowns: Collection[str],
    least_differences: Collection[str],
) -> list[str]:
    """List which names of a measure the other definitions do not know."""
    problems = [
        f"breakdown {name!r} is not in breakdowns.toml" for name in measure.breakdowns if name not in breakdowns
    ]
    domain = framework[measure.domain].measures
    if measure.framework not in domain:
        problems.append(f"framework {measure.framework!r} is not one of {', '.join(map(repr, domain))}")
    if measure.unit in UNITS and measure.unit not in least_differences:
        problems.append(f"least_differences.toml has no entry for the unit {measure.unit}")
    return problems


def _list_problems_of_comparing(measure: Measure) -> list[str]:
    """List what is wrong with what a measure says of how its figures may be compared."""
    problems = ["[larger] goes with [value]"] if measure.larger and not measure.value else []
    if measure.part_of_index and measure.part_of_index not in INDEX_NAMES:
        problems.append(f"part_of_index {measure.part_of_index!r} is not one of {', '.join(INDEX_NAMES)}")
    if measure.estimated and not measure.title.endswith(MODELLED):
        problems.append(f"an estimated measure says so wherever it is used: its title ends in {' or '.join(MODELLED)}")
    return problems
