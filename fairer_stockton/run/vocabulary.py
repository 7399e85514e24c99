"""The closed sets of words: one enum for each column or key that can hold these words and no other.

A member is text, equal to its value, so tables, files and sentences hold the value alone.
"""

from enum import StrEnum


class Polarity(StrEnum):
    """Which way of a measure is good."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"  # neither: its figures are called higher or lower, never better or worse


class Statistic(StrEnum):
    """How the value of a measure is made."""

    PROPORTION = "proportion"  # one sum out of another
    RATE = "rate"  # a count over a population
    WEIGHTED_MEAN = "weighted_mean"
    PUBLISHED = "published"  # taken as its publisher has it, never added up
    SURVEY_SHARE = "survey_share"  # a weighted share of survey answers
    LIFE_EXPECTANCY = "life_expectancy"  # at birth
    STANDARDISED_RATE = "standardised_rate"  # directly, by age


class Status(StrEnum):
    """Whether a row has a figure, and if not, why."""

    PUBLISHED = "published"
    LOW_BASE = "low_base"  # shown, but it rests on few answers
    SUPPRESSED = "suppressed"  # known, and hidden by disclosure control or by its publisher
    NOT_AVAILABLE = "not_available"  # not known, or it cannot be worked out


class LeavesOut(StrEnum):
    """Whether a figure leaves out rows that have no neighbourhood, and whether it may be known how many."""

    NONE = "none"
    COUNTED = "counted"  # the column left_out holds how many
    HIDDEN = "hidden"  # some, and their number is hidden


class Comparison(StrEnum):
    """How a figure compares with that of a larger area: England's, or in standings the borough's."""

    BETTER = "better"
    SIMILAR = "similar"  # the interval holds the other figure
    ABOUT_THE_SAME = "about_the_same"  # clearly different, but by less than matters
    WORSE = "worse"
    HIGHER = "higher"  # of a neutral measure
    LOWER = "lower"  # of a neutral measure
    NOT_COMPARED = "not_compared"  # no interval, no other figure, or one that is of something else


class Trend(StrEnum):
    """Where a figure goes over the latest five one-year periods."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    INCREASING = "increasing"  # of a neutral measure
    DECREASING = "decreasing"  # of a neutral measure
    NO_SIGNIFICANT_CHANGE = "no_significant_change"
    NOT_CALCULATED = "not_calculated"  # fewer periods, not year upon year, or without an interval


class Direction(StrEnum):
    """Where a gap goes over its latest periods."""

    CLOSING = "closing"
    WIDENING = "widening"
    NO_CLEAR_CHANGE = "no_clear_change"
    TOO_FEW_PERIODS = "too_few_periods"
    NOT_CALCULATED = "not_calculated"  # without an interval, or its periods are not to be compared


class GapType(StrEnum):
    """Which two groups of areas or people a gap compares, and how."""

    SLOPE_INDEX = "slope_index"  # of inequality: over all fifths of deprivation, as a difference
    RELATIVE_INDEX = "relative_index"  # the same as a ratio
    MOST_V_LEAST_FIFTH = "most_v_least_fifth"  # of the borough's neighbourhoods, by deprivation
    TARGET_AREA_V_REST = "target_area_v_rest"  # of the borough
    AREA_RANGE = "area_range"  # the ward with the highest figure and that with the lowest
    BOROUGH_V_ENGLAND = "borough_v_england"
    BREAKDOWN = "breakdown"  # two categories of people, as the publisher splits them
    COMMUNITY = "community"  # a community of the framework and everyone else


class AreaType(StrEnum):
    """The kinds of area that figures are for, in the order in which a reader meets them."""

    UNITED_KINGDOM = "united_kingdom"
    ENGLAND = "england"
    REGION = "region"
    BOROUGH = "borough"  # the council's own area
    AUTHORITY = "authority"  # a council to compare with
    COMMUNITY_PARTNERSHIP = "community_partnership"  # areas of the council's that cover the borough, each part once
    TARGET_AREA = "target_area"  # areas of the council's that need not
    WARD = "ward"
    LSOA = "lsoa"  # a neighbourhood


class ClaimVerdict(StrEnum):
    """What came of recomputing a figure that the council has published."""

    REPRODUCED = "reproduced"  # as closely as it is stated
    DIFFERS = "differs"
    NOT_YET_CHECKABLE = "not_yet_checkable"  # no published extract has what it takes


class PriorityKind(StrEnum):
    """What a row of the priority list is."""

    NEIGHBOURHOOD = "neighbourhood"
    GROUP = "group"  # neighbourhoods in the list that touch


class PriorityVerdict(StrEnum):
    """How firmly a neighbourhood or group stands among the first, by the share of trials in which it does."""

    SURELY = "surely"
    PROBABLY = "probably"
    BARELY = "barely"
    CLOSE = "close"  # outside, but inside in some trials
    NOT = "not"


class DisclosureMethod(StrEnum):
    """How small counts are kept from being known."""

    SUPPRESSION = "suppression"
    ROUNDING = "rounding"


class Zeros(StrEnum):
    """Whether "nobody" may be shown."""

    SHOWN = "shown"
    HIDDEN = "hidden"
