"""What may be said of a change, and no more: its parts by name, and sentences that answer "why?"."""

import re
from dataclasses import dataclass

from fairer_stockton.report.pages.changes.causes import CHANGED_BOUNDARY, CHANGED_DEFINITION, REVISED_SOURCE
from fairer_stockton.report.pages.changes.differences import (
    COMPARED,
    HIDDEN_FIGURE,
    INVENTED_FIGURE,
    NO_FIGURE,
    OTHER_UNIT,
    Difference,
    Portion,
)
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import (
    is_known,
    write_difference,
    write_difference_limits,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import Statistic

SURVEY_WAVE, REAL, NOT_CLEAR, MAY_BE_CHANCE = (
    "new survey wave",
    "real change",
    "change, not clear",
    "change, may be chance",
)
POPULATION, UNEXPLAINED, MIXED = "population", "revised, reason not recorded", "revision and change cannot be separated"
PART_MEANINGS = (
    (REVISED_SOURCE, "The publisher has corrected a figure that we gave before, or has published a new file."),
    (CHANGED_BOUNDARY, "We now give the figure for another map of areas."),
    (CHANGED_DEFINITION, "We now work the figure out in another way: the file that defines the measure has changed."),
    (SURVEY_WAVE, "A new survey asked different people, so chance explains part of any difference."),
    (
        REAL,
        "More has changed than chance is likely to explain: the 95% interval of the difference does not include zero. "
        "About 1 in 20 figures that have not changed will seem to have.",
    ),
    (NOT_CLEAR, "The figures differ over time, but chance could explain it: there is no clear change."),
    (MAY_BE_CHANCE, "The figures differ over time, but one has no margin of error, so chance may explain it."),
    (POPULATION, "The number of people, homes or answers that the figure is based on has changed."),
)
REASONS = {
    REVISED_SOURCE: "a file that it comes from is not the one that the last edition was made from",
    CHANGED_BOUNDARY: "it is for another map of areas",
    CHANGED_DEFINITION: "the file that defines the measure has changed",
}
NOT_COMPARED = {
    HIDDEN_FIGURE: "In one of the editions this figure, or one that we compare it with, is hidden so that nobody can "
    "be recognised. So we show no figure and no difference.",
    INVENTED_FIGURE: "One of the two figures rests on the generated sample and is invented. So they are not compared.",
    OTHER_UNIT: "The two figures are in different units, so there is no difference to give: the definition has "
    "changed.",
    NO_FIGURE: "One of the two editions has no figure, so there is no difference to give.",
}
YEARS_OF_PERIOD = re.compile(r"(\d{4})(?: to | and )(\d{4})")


@dataclass(frozen=True)
class Part:
    """One part of a difference: what it is called, and its size in the difference's unit."""

    kind: str
    size: float


def list_parts_of_change(difference: Difference) -> list[Part]:
    """List the parts of a difference; together they are the whole of it."""
    if difference.state != COMPARED:
        return []
    if not is_known(difference.revision.size):
        return [Part(MIXED, difference.total)] if difference.total else []
    revised = " and ".join(difference.causes.names) or UNEXPLAINED
    both = ((revised, difference.revision), (classify_change_over_time(difference), difference.over_time))
    return [
        part
        for kind, portion in both
        for part in _split_off_change_of_population(
            kind, portion, difference.measure.statistic == Statistic.SURVEY_SHARE
        )
    ]


def _split_off_change_of_population(part_kind: str, portion: Portion, is_survey: bool) -> list[Part]:
    """Split the population's part off a portion, where it is known."""
    # Of a survey the population is the number who answered, which says nothing of the borough.
    split = not is_survey and is_known(portion.by_population)
    aside = POPULATION if part_kind in (REAL, NOT_CLEAR, MAY_BE_CHANCE) else f"{POPULATION}, revised"
    both = (
        [Part(part_kind, portion.by_count), Part(aside, portion.by_population)]
        if split
        else [Part(part_kind, portion.size)]
    )
    return [part for part in both if part.size]


def classify_change_over_time(difference: Difference) -> str:
    """Return the kind of a change over time: real only where its interval allows it."""
    if difference.measure.statistic == Statistic.SURVEY_SHARE:
        return SURVEY_WAVE
    if not difference.change_over_time.has_interval:
        return MAY_BE_CHANCE
    return REAL if difference.change_over_time.excludes_zero else NOT_CLEAR


def explain_difference(difference: Difference) -> list[str]:
    """Write why a figure changed, in sentences."""
    if difference.state != COMPARED:
        return [NOT_COMPARED[difference.state]]
    if difference.unchanged:
        return [f"{_write_period_of_figure(difference.then)} is still its latest period, and the figure is the same."]
    if not is_known(difference.revision.size):
        return [_describe_whole_change(difference), _explain_not_separable(difference)]
    return [
        _describe_revision(difference),
        *([_describe_change_between_periods(difference)] if difference.is_newer else []),
    ]


def _describe_whole_change(difference: Difference) -> str:
    return (
        f"From {_write_value_of_figure(difference.then)} in {_write_period_of_figure(difference.then)} "
        f"to {_write_value_of_figure(difference.now)} in {_write_period_of_figure(difference.now)}: "
        f"{write_change(difference.total, difference.unit)}."
    )


def _explain_not_separable(difference: Difference) -> str:
    sentence = (
        f"This edition has no figure for {_write_period_of_figure(difference.then)}. So what was revised and what "
        "changed since "
        "cannot be separated."
    )
    return (
        f"{sentence} The records show a {' and a '.join(difference.causes.names)}."
        if difference.causes.names
        else sentence
    )


def _describe_revision(difference: Difference) -> str:
    """Write how the figure of the same time was revised, and what the records show of the reason."""
    when, causes = _write_period_of_figure(difference.then), difference.causes
    if difference.revision.is_nothing:
        aside = " The file that defines the measure has changed, but not this figure." * (
            CHANGED_DEFINITION in causes.names
        )
        return f"For {when} both editions give {_write_value_of_figure(difference.then)}: nothing was revised.{aside}"
    now = _write_value_of_figure(difference.again or difference.now)
    sentence = (
        f"For {when} we gave {_write_value_of_figure(difference.then)}; now it is {now}: "
        f"{write_change(difference.revision.size, difference.unit)}."
        f"{_explain_revision(causes.names)}"
    )
    if not causes.recorded:
        sentence += " Whether its definition changed is not known: the earlier edition does not record it."
    return sentence + _describe_population_share(difference.revision, difference.unit)


def _explain_revision(causes: tuple[str, ...]) -> str:
    if not causes:
        return (
            " Neither the files that it comes from, nor its map or recorded definition differ. So these records do "
            "not say why."
        )
    if len(causes) == 1:
        return f" The reason is a {causes[0]}: {REASONS[causes[0]]}."
    *first, last = causes
    return f" The reason is {', '.join(first)} and {last} together: we do not know how much comes from each."


def _describe_change_between_periods(difference: Difference) -> str:
    """Write what changed from one period to the other, as far as its interval allows."""
    change = difference.change_over_time
    size, unit = write_change(change.value, change.unit), change.unit
    survey = difference.measure.statistic == Statistic.SURVEY_SHARE
    periods = f"{_write_period_of_figure(difference.now)} against {_write_period_of_figure(difference.then)}"
    begun = f"{'A new survey wave, ' * survey}{periods}"
    if not change.has_interval:
        uncertain = " Without an interval for both we cannot say whether that is a real change."
        return f"{begun}: {size}.{uncertain * bool(change.value)}"
    shared = _do_periods_share_a_year(difference.then.period, difference.now.period)
    care = " The two periods share years, so take this with care." * shared
    limits = write_difference_limits(change)
    if not change.excludes_zero:
        return f"{begun}: no clear change (95% interval {limits}).{care}"
    cash = " It is in cash: the rise in prices is not taken out." * difference.measure.nominal
    population = "" if survey else _describe_population_share(difference.over_time, unit)
    return f"{begun}: a {'clear' if survey else 'real'} change, {size} (95% interval {limits}).{cash}{care}{population}"


def _describe_population_share(portion: Portion, unit: str) -> str:
    """Write what of a change comes from the count and what from the population."""
    if not is_known(portion.by_population) or portion.by_population == 0:
        return ""
    return (
        f" Of this, the count alone makes {write_change(portion.by_count, unit)}, and the population that it is out of "
        f"{write_change(portion.by_population, unit)}."
    )


def write_change(size: float, unit: str) -> str:
    """Write a difference with its sign in words; none where there is none."""
    return write_difference(size, unit) if size else "no difference"


def _do_periods_share_a_year(first: str, second: str) -> bool:
    """Return whether two periods of several years share one."""
    spans = [YEARS_OF_PERIOD.fullmatch(period) for period in (first, second)]
    if not all(spans):
        return False
    (start, end), (later, last) = ((int(span[1]), int(span[2])) for span in spans if span)
    return later <= end and start <= last


def _write_value_of_figure(row: ObservationRow) -> str:
    return write_value_with_unit(row.value, row.unit)


def _write_period_of_figure(row: ObservationRow) -> str:
    return write_period(row.period)
