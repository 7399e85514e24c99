"""What may be said of a change, and no more: its parts by name, and sentences that answer "why?"."""

import re
from dataclasses import dataclass

from fairer_stockton.report.pages.changes.before import Row
from fairer_stockton.report.pages.changes.causes import BOUNDARY, DEFINITION, SOURCE
from fairer_stockton.report.pages.changes.differences import (
    COMPARED,
    HIDDEN,
    INVENTED,
    UNIT,
    UNKNOWN,
    Difference,
    Portion,
)
from fairer_stockton.report.words.figures import known, write, write_difference, write_difference_limits, write_period

SURVEY_WAVE, REAL, NOT_CLEAR, UNTOLD = "new survey wave", "real change", "change, not clear", "change, may be chance"
POPULATION, UNEXPLAINED, MIXED = "population", "revised, reason not recorded", "revision and change not told apart"
MEANINGS = (
    (SOURCE, "The publisher has corrected a figure that we gave before, or its file is another one now."),
    (BOUNDARY, "The figure that we gave before is now given on another map of areas."),
    (DEFINITION, "We now work the figure out in another way: the file that defines the measure has changed."),
    (SURVEY_WAVE, "Another survey was held, with other people. Part of any difference is chance."),
    (
        REAL,
        "More has changed than chance is likely to make: the 95% interval of the difference leaves out none. Of "
        "20 figures that have not changed, about one will seem to.",
    ),
    (NOT_CLEAR, "The figures differ over time, but chance alone could make that: there is no clear change."),
    (UNTOLD, "The figures differ over time, but one has no interval, so nobody can say whether chance made it."),
    (POPULATION, "The number of people, homes or answers that the figure is out of is another one."),
)
WHY = {
    SOURCE: "a file that it comes from is not the one that the last edition was made from",
    BOUNDARY: "it is given on another map of areas",
    DEFINITION: "the file that defines the measure is another one",
}
NOT_COMPARED = {
    HIDDEN: "In one of the editions this figure, or one that it is set against, is hidden so that nobody can be "
    "recognised. So no figure and no difference is given here.",
    INVENTED: "One of the two figures rests on the generated sample and is invented. So they are not compared.",
    UNIT: "The two figures are in different units, so there is no difference to give: the definition has changed.",
    UNKNOWN: "One of the two editions has no figure, so there is no difference to give.",
}
SPAN = re.compile(r"(\d{4})(?: to | and )(\d{4})")


@dataclass(frozen=True)
class Part:
    """One part of a difference: what it is called, and its size in the difference's unit."""

    kind: str
    size: float


def parts(found: Difference) -> list[Part]:
    """Name the parts of a difference; together they are the whole of it."""
    if found.state != COMPARED:
        return []
    if not known(found.revision.size):
        return [Part(MIXED, found.total)] if found.total else []
    revised = " and ".join(found.causes.found) or UNEXPLAINED
    both = ((revised, found.revision), (over_time(found), found.over_time))
    return [part for kind, portion in both for part in _two(kind, portion, found.measure.statistic == "survey_share")]


def _two(kind: str, portion: Portion, survey: bool) -> list[Part]:
    """Take the population's part out of a portion, where it is known."""
    split = not survey and known(portion.by_population)
    aside = POPULATION if kind in (REAL, NOT_CLEAR, UNTOLD) else f"{POPULATION}, revised"
    both = [Part(kind, portion.by_count), Part(aside, portion.by_population)] if split else [Part(kind, portion.size)]
    return [part for part in both if part.size]


def over_time(found: Difference) -> str:
    """Name the change over time: real only where its interval allows it."""
    if found.measure.statistic == "survey_share":
        return SURVEY_WAVE
    if not _tested(found):
        return UNTOLD
    return REAL if _clear(found) else NOT_CLEAR


def why(found: Difference) -> list[str]:
    """Say why a figure changed, in sentences."""
    if found.state != COMPARED:
        return [NOT_COMPARED[found.state]]
    if found.unmoved:
        return [f"{_when(found.then)} is still its latest period, and the figure is the same."]
    if not known(found.revision.size):
        return [_moved(found), _untold(found)]
    return [
        _revised(found),
        *([_since(found)] if found.newer else []),
    ]


def _moved(found: Difference) -> str:
    return (
        f"From {_figure(found.then)} in {_when(found.then)} to {_figure(found.now)} in {_when(found.now)}: "
        f"{difference(found.total, found.unit)}."
    )


def _untold(found: Difference) -> str:
    said = (
        f"This edition has no figure for {_when(found.then)}. So what was revised and what changed since cannot be "
        "told apart."
    )
    return f"{said} The records show a {' and a '.join(found.causes.found)}." if found.causes.found else said


def _revised(found: Difference) -> str:
    """Say how the figure of the same time was revised, and what the records show of the reason."""
    when, causes = _when(found.then), found.causes
    if found.revision.nothing:
        aside = " The file that defines the measure has changed, but not this figure." * (DEFINITION in causes.found)
        return f"For {when} both editions give {_figure(found.then)}: nothing was revised.{aside}"
    now = _figure(found.again or found.now)
    said = (
        f"For {when} we gave {_figure(found.then)}; now it is {now}: {difference(found.revision.size, found.unit)}."
        f"{_reason(causes.found)}"
    )
    if not causes.recorded:
        said += " Whether its definition changed is not known: the earlier edition does not record it."
    return said + _of_population(found.revision, found.unit)


def _reason(causes: tuple[str, ...]) -> str:
    if not causes:
        return (
            " Neither the files that it comes from, nor its map or recorded definition differ. So these records do "
            "not say why."
        )
    if len(causes) == 1:
        return f" The reason is a {causes[0]}: {WHY[causes[0]]}."
    *first, last = causes
    return f" The reason is {', '.join(first)} and {last} together: how much comes from each cannot be told."


def _since(found: Difference) -> str:
    """Say what changed from one period to the other, as far as its interval allows."""
    size, unit = difference(found.over_time.size, found.unit), found.unit
    survey = found.measure.statistic == "survey_share"
    begun = f"{'A new survey wave, ' * survey}{_when(found.now)} against {_when(found.then)}"
    if not _tested(found):
        untold = " Without an interval for both we cannot say whether that is a real change."
        return f"{begun}: {size}.{untold * bool(found.over_time.size)}"
    shared = _overlap(str(found.then["period"]), str(found.now["period"]))
    care = " The two periods share years, so take this with care." * shared
    limits = write_difference_limits({"unit": unit, "lower_95": found.lower_95, "upper_95": found.upper_95})
    if not _clear(found):
        return f"{begun}: no clear change (95% interval {limits}).{care}"
    cash = " It is in cash: the rise in prices is not taken out." * found.measure.nominal
    population = "" if survey else _of_population(found.over_time, unit)
    return f"{begun}: a {'clear' if survey else 'real'} change, {size} (95% interval {limits}).{cash}{care}{population}"


def _of_population(portion: Portion, unit: str) -> str:
    """Say what of a change comes from the count and what from the population."""
    if not known(portion.by_population) or portion.by_population == 0:
        return ""
    return (
        f" Of this, the count alone makes {difference(portion.by_count, unit)}, and the population that it is out of "
        f"{difference(portion.by_population, unit)}."
    )


def difference(size: float, unit: str) -> str:
    """Write a difference with its sign in words; none where there is none."""
    return write_difference(size, unit) if size else "no difference"


def _tested(found: Difference) -> bool:
    return known(found.lower_95) and known(found.upper_95)


def _clear(found: Difference) -> bool:
    return _tested(found) and not found.lower_95 <= 0 <= found.upper_95


def _overlap(first: str, second: str) -> bool:
    """Say whether two periods of several years share one."""
    spans = [SPAN.fullmatch(period) for period in (first, second)]
    if not all(spans):
        return False
    (start, end), (later, last) = ((int(span[1]), int(span[2])) for span in spans if span)
    return later <= end and start <= last


def _figure(row: Row) -> str:
    return write(row["value"], row["unit"])


def _when(row: Row) -> str:
    return write_period(str(row["period"]))
