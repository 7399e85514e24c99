"""Ends of changes: from which period to which a claim in words says that a figure has moved."""

import re
from collections.abc import Sequence

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.asking.periods import PeriodAsked
from fairer_stockton.uses.answers.finding import NoCellsError
from fairer_stockton.uses.answers.mentions import Mention
from fairer_stockton.uses.answers.worded_claims import WordedClaim

START_BEFORE = re.compile(
    r"\b(?:since|from|than|compared (?:with|to))\s+(?:it was\s+)?(?:in\s+)?$|\bfrom\s+(?:[^\s,;]+\s+){1,3}in\s+$",
    re.IGNORECASE,
)
END_BEFORE = re.compile(r"\b(?:in|to|by|during|until)\s+$", re.IGNORECASE)
# What comes between "risen" and a year that is not the one up to which it rose: "above its level in 2019".
OTHER_FIGURE = re.compile(r"\b(?:above|below|level|figure|rate|its|their|on|against)\b", re.IGNORECASE)
UNCLEAR_ENDS = "it is not clear from when to when"


def choose_ends(claim: WordedClaim, periods: Sequence[str]) -> tuple[str, str]:
    """Return the first and the last period of a change, out of those that there are, whether shown or not.

    Raises:
        NoCellsError: there is no figure of a period that is named, or it is not clear which of the ends it is.
    """
    if not claim.periods:
        return _end_at(periods[-1], periods)
    if len(claim.periods) > 2:
        raise NoCellsError(UNCLEAR_ENDS)
    if len(claim.periods) == 2:
        ends = sorted((_choose_one(mention, periods) for mention in claim.periods), key=periods.index)
        return _make_pair(ends[0], ends[1])
    return _choose_ends_by_one(claim, claim.periods[0], periods)


def _choose_ends_by_one(claim: WordedClaim, mention: Mention, periods: Sequence[str]) -> tuple[str, str]:
    period = mention.period or PeriodAsked()
    if two := _read_two_years(period, periods):
        return _make_pair(*two)
    if period.words.startswith("between"):
        raise NoCellsError(UNCLEAR_ENDS)
    one = _choose_one(mention, periods)
    before = claim.sentence[: mention.start]
    if period.words.startswith(("since", "from")) or START_BEFORE.search(before):
        return _make_pair(one, periods[-1])
    if END_BEFORE.search(before) and not OTHER_FIGURE.search(claim.sentence, claim.end, mention.start):
        return _end_at(one, periods)
    raise NoCellsError(UNCLEAR_ENDS)


def _choose_one(mention: Mention, periods: Sequence[str]) -> str:
    found = mention.period.choose(periods) if mention.period else []
    if len(found) != 1:
        raise NoCellsError("there is no one figure of a period that it names")
    return found[0]


def _make_pair(first: str, last: str) -> tuple[str, str]:
    if first == last:
        raise NoCellsError(UNCLEAR_ENDS)
    return first, last


def _end_at(period: str, periods: Sequence[str]) -> tuple[str, str]:
    position = periods.index(period)
    if not position:
        raise NoCellsError("there is no figure of a period before")
    return periods[position - 1], period


def _read_two_years(period: PeriodAsked, periods: Sequence[str]) -> list[str]:
    """Return the two years of "between 2021 and 2022", where that is no period of its own."""
    years = re.findall(YEAR, period.words)
    if len(years) != 2 or period.choose(periods):
        return []
    found = [each for year in years for each in PeriodAsked(year, (year,)).choose(periods)[:1]]
    if len(found) != 2:
        raise NoCellsError("there is no one figure of a period that it names")
    return found
