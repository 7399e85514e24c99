"""Decompositions: the gaps that are split into who the people are and how each group of them does."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.measures import LifeExpectancy, Measure, PublishedMeasure, SummedMeasure
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition
from fairer_stockton.run.vocabulary import GapType, Statistic

GAPS_TO_SPLIT = (GapType.MOST_V_LEAST_FIFTH, GapType.BOROUGH_V_ENGLAND)


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """One group of the people whom a measure counts: its two sums, expressions over rows of the measure's tables."""

    name: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Decomposition:
    """One split: of which measure, between whom, by what, and its two parts in words.

    A measure of two sums has its groups here, each with two sums of its own; a published measure is split by the two
    groups that its file compares; a life expectancy by the age bands of its tables, and has no part of composition.
    """

    name: str
    measure: str
    between: tuple[GapType, ...]
    groups: str
    rates: str
    composition: str = ""
    group: tuple[CountedGroup, ...] = ()
    rounded_to: float = 0.0
    interval: bool = False
    starts: str = ""
    note: str = ""


def load_decompositions(
    path: Path, measures: Mapping[str, Measure], closed_sources: Collection[str] = ()
) -> dict[str, Decomposition]:
    """Read the splits, in the order in which a reader meets them.

    One of a measure that is not among those of the report is left out: another council may have another framework.

    Args:
        path: the file.
        measures: those of the report, by name.
        closed_sources: the sources that are not open.

    Raises:
        CatalogueError: a key is missing, unknown or does not go with the measure; the message names file and entry.
    """
    decompositions: dict[str, Decomposition] = {}
    with open_toml_definition(path) as raw:
        for name in list(raw):
            entry = _read_decomposition(name, raw.pop(name))
            if entry.measure not in measures:
                continue
            for problem in _list_problems(entry, measures[entry.measure], closed_sources):
                raise CatalogueError(f"{path.name}: {name}: {problem}")
            decompositions[name] = entry
    return decompositions


def _read_decomposition(name: str, keys: dict[str, Any]) -> Decomposition:
    try:
        between = tuple(GapType(word) for word in keys.pop("between"))
        groups = tuple(CountedGroup(**group) for group in keys.pop("group", ()))
        return Decomposition(name, between=between, group=groups, **keys)
    except KeyError as missing:
        raise ValueError(f"{name}: the key {missing} is missing") from None
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"{name}: {wrong}") from None


def _list_problems(entry: Decomposition, measure: Measure, closed_sources: Collection[str]) -> Iterator[str]:
    if closed := sorted(set(measure.tables) & set(closed_sources)):
        yield f"{closed[0]} is not open: counts of groups could tell of single people, so it is not split"
    if others := [kind for kind in entry.between if kind not in GAPS_TO_SPLIT]:
        yield f"between: {others[0]} is not one of {', '.join(GAPS_TO_SPLIT)}"
    if isinstance(measure, LifeExpectancy):
        if entry.group or entry.composition or measure.age:
            yield "a life expectancy at birth is split by its age bands: it has no group and no composition"
        return
    if not entry.composition:
        yield "composition: a split by groups says what the part of their sizes is called"
    if isinstance(measure, SummedMeasure) and measure.statistic != Statistic.WEIGHTED_MEAN:
        if len(entry.group) < 2:
            yield "group: a measure of two sums needs two groups or more"
    elif isinstance(measure, PublishedMeasure) and measure.breakdown:
        if entry.group or entry.between != (GapType.BOROUGH_V_ENGLAND,) or not entry.rounded_to:
            yield "a published measure has its own two groups, is split between borough and England, and is rounded_to"
    else:
        yield f"{measure.name} is neither a share, a rate, a life expectancy nor published by two groups"
