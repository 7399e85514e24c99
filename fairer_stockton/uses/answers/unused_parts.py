"""Parts of a question that no answer would use: each makes it "not known", since the answer would be to another one."""

import re
from collections.abc import Iterable

from fairer_stockton.definitions.units import UNITS
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.asking.published_figures import Place, PublishedFigures
from fairer_stockton.report.asking.rules import (
    AN_AVERAGE,
    COUNT,
    HOW_MANY,
    HOW_MUCH,
    INSIDE,
    NOT_A_WEEK,
    PERCENT,
    SHARE,
    SHARES_AND_RATES,
    WHOLE,
    WITHIN_ENGLAND,
)
from fairer_stockton.run.vocabulary import AreaType, GapType
from fairer_stockton.run.vocabulary_of_uses import Asked
from fairer_stockton.uses.answers.finding import NoCellsError, list_areas
from fairer_stockton.uses.answers.reading import Reading

EXTREMES = {Asked.HIGHEST, Asked.LOWEST}
COUNTED_UNITS = ("years", "minutes", "patients")  # how many years is no number of people


def refuse_unused_parts(question: str, reading: Reading, figures: PublishedFigures) -> None:
    """Refuse a question that has a part which an answer to this reading of it would leave out.

    Raises:
        NoCellsError: there is such a part; the message says which, and what can be asked instead.
    """
    unit = figures.observations[reading.measure][0].unit
    _refuse_other_unit(question.lower(), unit)
    if reading.asked == Asked.FIGURE:
        _refuse_other_quantity(question.lower(), unit)
    _refuse_other_time(question.lower(), figures.titles[reading.measure])
    _refuse_second_question(reading)
    _refuse_crossed_groups(reading)
    if reading.asked in EXTREMES:
        _refuse_parts_of_extreme(reading)
        return
    _refuse_kinds(reading, figures)
    if reading.asked == Asked.GAP:
        _refuse_parts_of_gap(reading, list_areas(reading, figures))
        _refuse_gap_within_england(question.lower(), reading)
    if Asked.CHANGE in reading.every_asked:
        _refuse_end_of_change(reading)


def _refuse_other_unit(question: str, unit: str) -> None:
    """Refuse a number of people, or a percentage, where the measure is in another unit."""
    count, is_share, words = COUNT.search(question), bool(SHARE.search(question)), UNITS[unit].words
    is_counted = count and unit in COUNTED_UNITS and unit in count[0].split()
    if count and not is_counted and not (unit == PERCENT and is_share):
        why = f"this edition does not count them; its figure is in the unit “{words}”"
        raise NoCellsError(f"{why}: ask without “number of”")
    if is_share and unit != PERCENT:
        raise NoCellsError(f"its figure is in the unit “{words}”, not in per cent; ask without “percentage” or “share”")


def _refuse_other_quantity(question: str, unit: str) -> None:
    """Refuse how many of what is no share, how much of what is one, and the average of what is one."""
    is_counted = unit in COUNTED_UNITS and re.search(rf"\bhow many(?: \w+){{0,2}}? {unit}\b", question)
    is_other_count = HOW_MANY.search(question) and unit != PERCENT and not is_counted
    is_other_sum = unit in SHARES_AND_RATES and (HOW_MUCH.search(question) or AN_AVERAGE.search(question))
    if is_other_count or is_other_sum:
        raise NoCellsError(f"its figure is in the unit “{UNITS[unit].words}”; ask for the figure itself")


def _refuse_other_time(question: str, title: str) -> None:
    if "weekly" in title and NOT_A_WEEK.search(question):
        raise NoCellsError("its figure is of a week; ask for the figure of a week")


def _refuse_second_question(reading: Reading) -> None:
    """Refuse two questions in one; but a change of a gap is one question, for which a gap has its periods."""
    asked = sorted(reading.every_asked)
    if len(asked) > 1 and set(asked) != {Asked.GAP, Asked.CHANGE}:
        raise NoCellsError(f"this asks for the {' and the '.join(asked)} at once; ask for one of them")


def _refuse_crossed_groups(reading: Reading) -> None:
    """Refuse groups of several characteristics, of which the edition has each alone and not those who are in all."""
    breakdowns = [{breakdown for breakdown, _ in groups} for groups in reading.groups]
    if breakdowns and not set.intersection(*breakdowns):
        names = dict.fromkeys(groups[0][1] for groups in reading.groups)
        raise NoCellsError("there is no figure of people who are in several groups at once; ask for one", near=names)


def _refuse_parts_of_extreme(reading: Reading) -> None:
    named = [places[0].name for places in reading.areas if not _has_kind(places, (AreaType.BOROUGH,))]
    if named:
        why = f"the {reading.asked} is of all areas of the borough, not of those in {named[0]}"
        raise NoCellsError(f"{why}; ask without {named[0]}")
    kinds = {kind for kind in reading.kinds if not any(_has_kind(places, (kind,)) for places in reading.areas)}
    if len(kinds) > 1 or not kinds <= set(INSIDE):
        names = (AREA_TYPE_NAMES[kind] for kind in INSIDE)
        raise NoCellsError(f"the {reading.asked} is of one kind of area in the borough", near=names)
    if len(reading.groups) > 1:
        raise NoCellsError(f"the {reading.asked} is of one group; ask for each")


def _refuse_kinds(reading: Reading, figures: PublishedFigures) -> None:
    """Refuse a kind of area that no area named is of: the figure of each ward is no figure of the borough."""
    if len(set(reading.kinds) & set(INSIDE)) > 1:  # which of them each name is of is not known
        raise NoCellsError("this names several kinds of area; ask for one kind")
    areas = list_areas(reading, figures)
    for kind in reading.kinds:
        # A council's area is its borough; a rank of the borough is among councils, whether it is named or not.
        alike = (kind, AreaType.BOROUGH) if kind == AreaType.AUTHORITY else (kind,)
        is_named = reading.areas or (reading.asked == Asked.RANK and kind == AreaType.AUTHORITY)
        if not (is_named and any(_has_kind(places, alike) for places in areas)):
            name = AREA_TYPE_NAMES[kind]
            raise NoCellsError(f"no area of the kind “{name}” is named; name one, or ask for the highest or lowest")


def _refuse_parts_of_gap(reading: Reading, areas: Iterable[tuple[Place, ...]]) -> None:
    kinds = {places[0].area_type for places in areas}
    is_inside = not kinds <= set(WHOLE)
    is_with_england = AreaType.ENGLAND in kinds
    of_fifths = reading.gap == GapType.MOST_V_LEAST_FIFTH and all(
        breakdown == "deprivation_fifth" for groups in reading.groups for breakdown, _ in groups
    )
    if reading.gap and reading.groups and not of_fifths:
        raise NoCellsError("this edition has no such gap of one group; ask for the gap, or for the group")
    if reading.other_gaps:
        raise NoCellsError("this asks for two gaps at once; ask for one of them")
    if reading.gap and (is_inside or is_with_england):
        raise NoCellsError("this edition has such a gap of the borough alone; ask without another area")
    if is_with_england and AreaType.BOROUGH not in kinds and len(reading.groups) > 1:
        raise NoCellsError("this edition has no gap between groups in England; ask for the figure of each")
    if is_inside and Asked.CHANGE in reading.every_asked and kinds != {AreaType.TARGET_AREA}:
        raise NoCellsError("this edition has no change of a gap there; ask how each area has changed")
    if kinds == {AreaType.TARGET_AREA} and reading.groups:
        raise NoCellsError("this edition has no gap of one group there; ask for the figure")


def _refuse_gap_within_england(question: str, reading: Reading) -> None:
    """Refuse a gap inside England where nothing is compared with it: the edition's gap is with England."""
    is_alone = all(_has_kind(places, (AreaType.ENGLAND,)) for places in reading.areas)
    if is_alone and WITHIN_ENGLAND.search(question):
        raise NoCellsError("this edition has no gap within England; ask for the gap with England")


def _refuse_end_of_change(reading: Reading) -> None:
    """Refuse a change in one period, or up to one: a change here is since a period, up to the latest."""
    period = reading.period
    if period.names and not period.words.strip().startswith(("since", "from")):
        raise NoCellsError(f"a change is up to the latest figure; ask for “changed since {period.names[0][:4]}”")


def _has_kind(places: Iterable[Place], kinds: Iterable[AreaType]) -> bool:
    wanted = set(kinds)
    return any(place.area_type in wanted for place in places)
