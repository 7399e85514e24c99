"""Words of what is made from an edition: answers, checked papers and packs. Those of the report are in `vocabulary`."""

from enum import StrEnum


class Asked(StrEnum):
    """What a question asks of a measure."""

    FIGURE = "figure"
    GAP = "gap"  # between groups, with England or, of an area, with the borough
    CHANGE = "change"
    RANK = "rank"
    LOWEST = "lowest"  # which area has the lowest figure
    HIGHEST = "highest"
    BEST = "best"  # the highest or the lowest, as its measure has it
    WORST = "worst"


class AnswerStatus(StrEnum):
    """What came of a question."""

    ANSWERED = "answered"
    CHOICE = "choice"  # it can mean several things
    NOT_KNOWN = "not_known"  # no such measure, area or figure in the edition
    NOT_SHOWN = "not_shown"  # the edition has such a figure and does not show it


class QuoteVerdict(StrEnum):
    """How a number that a paper quotes compares with the edition."""

    AGREES = "agrees"
    NOT_JUDGED = "not_judged"  # a figure has this number, and the sentence has words that were not read
    DIFFERS = "differs"
    NOT_FOUND = "not_found"  # of a measure that the edition has, or of none
    NOT_SHOWN = "not_shown"  # the edition has such a figure and does not show it
    CAUSE = "cause"  # a cause is claimed beside a figure, which no figure of the report shows


class Hedge(StrEnum):
    """How a paper limits a number."""

    NONE = "none"
    ABOUT = "about"
    MORE = "more"  # more than, over, at least
    JUST_OVER = "just_over"  # just over, slightly more than
    LESS = "less"  # less than, under
    NEARLY = "nearly"  # almost, just under


class ThemeKind(StrEnum):
    """Of what a partnership's theme is."""

    PLACE = "place"  # of each place that has a partnership
    BOROUGH = "borough"  # of the whole borough, for a specialist partnership


class ServiceListKind(StrEnum):
    """What the list of a service audit is of."""

    PLACES = "places"  # where the service is given
    USERS = "users"  # where those live who used it


class CountedUse(StrEnum):
    """What a row of a list of users is."""

    PEOPLE = "people"
    VISITS = "visits"


class EvaluationVerdict(StrEnum):
    """Whether something that was done worked."""

    LIKELY_WORKED = "likely_worked"
    SMALL_CHANGE = "small_change"  # less than was registered as mattering
    NO_DIFFERENCE = "no_difference"  # none that the figures could show
    GOT_WORSE = "got_worse"
    CANNOT_BE_JUDGED = "cannot_be_judged"
