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


class Engine(StrEnum):
    """What adds up the staged tables."""

    DUCKDB = "duckdb"  # on this machine
    SPARK = "spark"  # a cluster, over Spark Connect


class WayKind(StrEnum):
    """How a published file is had from its publisher."""

    FILE = "file"  # at an address
    LANDING_PAGE = "landing_page"  # a link on a page
    NOMIS = "nomis"  # page by page
    FEATURE_SERVICE = "feature_service"  # of the Open Geography Portal, page by page
    FINGERTIPS = "fingertips"
    EXPLORE_EDUCATION_STATISTICS = "explore_education_statistics"
    STAT_XPLORE = "stat_xplore"  # with a key
    BY_HAND = "by_hand"  # from a folder


class Status(StrEnum):
    """Whether a row has a figure, and if not, why."""

    PUBLISHED = "published"
    LOW_BASE = "low_base"  # shown, but it rests on few answers
    SUPPRESSED = "suppressed"  # known, and hidden by disclosure control or by its publisher
    NOT_AVAILABLE = "not_available"  # not known, or it cannot be worked out


class Reason(StrEnum):
    """Why a figure or gap has no value, in the words that its note is published with."""

    DENOMINATOR_MISSING = "the denominator is missing"
    DENOMINATOR_ZERO = "the denominator is zero"
    DENOMINATOR_NEGATIVE = "the denominator is negative"
    NUMERATOR_MISSING = "the numerator is missing"
    NUMERATOR_NEGATIVE = "the numerator is negative"
    NUMERATOR_LARGER = "the numerator is larger than the denominator"
    COUNT_MISSING = "the count is missing"
    COUNT_NEGATIVE = "the count is negative"
    POPULATION_MISSING = "the population is missing"
    POPULATION_ZERO = "the population is zero"
    POPULATION_NEGATIVE = "the population is negative"
    BAND_WITHOUT_COUNT = "an age band has no count"
    BAND_WITHOUT_DEATHS = "an age band has no count of deaths"
    BAND_WITHOUT_POPULATION = "an age band has no population figure"
    BAND_OF_NOBODY = "an age band has nobody in it"
    BAND_NEGATIVE = "an age band has a negative count"
    BAND_NEGATIVE_DEATHS = "an age band has negative deaths"
    BAND_MORE_DEATHS = "an age band has more deaths than people"
    LAST_BAND_WITHOUT_DEATHS = "nobody died in the last age band"
    FEW_PEOPLE = "5,000 people or fewer live here"
    FEW_EVENTS = "fewer than 10 events in all"
    NO_SURVIVORS = "nobody survives to this age"
    NO_ANSWERS = "nobody answered"
    TWO_ANSWERS = "fewer than two answers"
    WEIGHT_UNUSABLE = "a respondent has a missing or negative weight"
    FEW_CLUSTERS = "too few clusters for an interval"
    NO_VARIANCE = "the design gives no variance"
    SHARE_AT_END = "a logit interval needs a share between 0 and 1"
    NO_COVARIATES = "the area has no covariates"
    GROUP_WITHOUT_POPULATION = "a group has no population"
    GROUPS_DO_NOT_FIT = "the averages of the groups do not fit that of everyone"
    TWO_AREAS = "fewer than two areas have a value"
    QUANTILE_WITHOUT_VALUE = "a quantile has no value"
    QUANTILE_WITHOUT_EVENTS = "a quantile has no events, so its rate has no logarithm"
    QUANTILE_BELOW_ZERO = "a quantile's value is below zero, so it has no logarithm"
    QUANTILE_AT_ONE = "a quantile's proportion is not below one, so it has no logit"
    QUANTILE_WITHOUT_ERROR = "a quantile has no standard error"
    QUANTILE_WITHOUT_POPULATION = "a quantile has no population"
    QUANTILE_OF_NOBODY = "a quantile has a population of zero or less"
    ERROR_NEGATIVE = "a standard error is negative"
    LINE_REACHES_ZERO = "the fitted line reaches zero, so a ratio has no meaning"
    NO_PUBLISHED_VALUE = "the publisher gives no value"
    NO_PUBLISHED_FIGURE = "the publisher gives no figure"
    CONFIDENTIAL = "the publisher keeps it confidential"
    SUPPRESSED = "the publisher suppresses it"
    TOO_SMALL = "the publisher gives no figure this small"
    UNRELIABLE = "the publisher finds it too unreliable"
    NOT_APPLICABLE = "it does not apply here"
    HIDDEN = "not shown, so that nobody can be recognised"
    NOT_REACHED = "no source has a figure for this community"
    NOBODY_ELSE = "no figure for everyone else"


class LeavesOut(StrEnum):
    """Whether a figure leaves out rows that have no neighbourhood, and whether it may be known how many."""

    NONE = "none"  # every row has a neighbourhood, or the figure is of a kind that leaves nothing out
    COUNTED = "counted"  # the column left_out holds how many
    HIDDEN = "hidden"  # their number is hidden: some, few or none


class Revision(StrEnum):
    """How far a revised extract is from one that was published, where it is furthest from what may be shown."""

    NONE = "none"  # nothing that any figure is made of differs
    MANY = "many"  # every difference is of many people
    FEW = "few"  # some difference is of few people, whom the two together would tell of


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
    """How a gap has changed up to a period, as far as can be told."""

    CLOSING = "closing"  # the first group fares worse, by less than before, more surely than chance allows
    WIDENING = "widening"
    LEAD_GROWING = "lead_growing"  # the first group fares better, by more than before
    LEAD_SHRINKING = "lead_shrinking"
    CROSSED_OVER = "crossed_over"  # who fares worse has changed
    MIXED = "mixed"  # the difference has changed one way and the ratio the other
    NO_CLEAR_CHANGE = "no_clear_change"  # chance may be all that there is to it
    MOVED_CLOSER = "moved_closer"  # by more than is usual in a year; no margin is published
    MOVED_APART = "moved_apart"
    MOVED_ACROSS = "moved_across"  # as before, and who fares worse has changed
    LITTLE_CHANGED = "little_changed"  # by no more than is usual in a year; no margin is published
    ONE_PERIOD = "one_period"  # there is nothing to compare it with
    NOT_COMPARABLE = "not_comparable"  # its periods are not to be compared
    NO_FIGURE = "no_figure"


class Fairness(StrEnum):
    """Whether a gap that somebody is on the worse side of has become fairer since the framework's first year."""

    FAIRER = "fairer"  # the difference is smaller and so is the ratio, or who was worse off no longer is
    LESS_FAIR = "less_fair"
    MIXED = "mixed"  # the difference has changed one way and the ratio the other
    NO_CLEAR_CHANGE = "no_clear_change"  # within chance, or no more than is usual in a year


class Certainty(StrEnum):
    """How sure a headline gap is: of its change, else of the gap itself."""

    CLEAR_CHANGE = "clear_change"  # beyond chance, allowing for how many gaps are looked at
    LARGER_THAN_USUAL = "larger_than_usual"  # beyond the usual movement of a year; no margin is published
    CLEAR_GAP = "clear_gap"  # its change is small or within chance; the gap itself is clear, or a full count
    WITHIN_CHANCE = "within_chance"  # neither


# What is beyond chance, allowing for how many gaps are looked at.
CALLED_DIRECTIONS = (
    Direction.CLOSING,
    Direction.WIDENING,
    Direction.LEAD_GROWING,
    Direction.LEAD_SHRINKING,
    Direction.CROSSED_OVER,
    Direction.MIXED,
)
TESTED_DIRECTIONS = (*CALLED_DIRECTIONS, Direction.NO_CLEAR_CHANGE)
MOVED_DIRECTIONS = (Direction.MOVED_CLOSER, Direction.MOVED_APART, Direction.MOVED_ACROSS)


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


INDEX_GAPS = (GapType.SLOPE_INDEX, GapType.RELATIVE_INDEX)  # they restate the gap between the fifths


class Component(StrEnum):
    """Which part of a difference a row of decompositions is."""

    TOTAL = "total"
    COMPOSITION = "composition"  # what comes of who the people are: the shares of the groups
    RATES = "rates"  # what comes of the groups' own figures; of a life expectancy, of the death rates of an age


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
    MSOA = "msoa"  # four or five neighbourhoods
    LSOA = "lsoa"  # a neighbourhood


class AmongTenWorst(StrEnum):
    """Whether an area is one of the ten that fare worst, by limits of rank that hold for all areas at once."""

    SURELY = "surely"  # wherever in its limits
    PERHAPS = "perhaps"
    NOT = "not"  # nowhere in its limits
    NOT_JUDGED = "not_judged"  # no interval, fewer than twenty areas, or a neutral measure


# What a resident's view is about. A tuple, since no code asks for one of them.
VIEW_THEMES = (
    "housing",
    "roads_and_transport",
    "streets_and_parks",
    "crime_and_safety",
    "health_and_care",
    "money_and_work",
    "children_and_learning",
    "council_services",
    "other",
)


class ViewOutcome(StrEnum):
    """What came of a resident's view."""

    DONE = "done"
    PLANNED = "planned"
    NOT_POSSIBLE = "not_possible"
    NO_ANSWER_YET = "no_answer_yet"


class ActionStatus(StrEnum):
    """How far an action of the council or its partners has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


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
    """How firmly a neighbourhood or group stands among the first."""

    SURELY = "surely"  # wherever in its limits, which hold for all at once
    PROBABLY = "probably"  # in most trials
    BARELY = "barely"  # now, but in fewer
    CLOSE = "close"  # outside, but inside in some trials
    UNLIKELY = "unlikely"  # inside in few, but its limits reach there
    NOT = "not"  # nowhere in its limits


class TargetingKind(StrEnum):
    """What a list of places is chosen by."""

    DEPRIVATION = "deprivation"  # England's most deprived tenth or fifth
    PRIORITY_LIST = "priority_list"  # the first of the council's own ranking
    NAMED_AREAS = "named_areas"  # all areas of a kind that the council names
    NAMED_AREA = "named_area"  # one of them


class TargetedPeople(StrEnum):
    """Whom targeting by place is meant to reach: those of them on a low income, as the Indices count them."""

    RESIDENTS = "residents"  # of every age
    CHILDREN = "children"  # 0 to 15
    OLDER_PEOPLE = "older_people"  # 60 and over


class DisclosureMethod(StrEnum):
    """How small counts are kept from being known."""

    SUPPRESSION = "suppression"
    ROUNDING = "rounding"


class OtherColumns(StrEnum):
    """What becomes of the columns of a supplied file that its source does not name."""

    DROPPED = "dropped"  # before anything is written
    REFUSED = "refused"  # with the whole file


class Zeros(StrEnum):
    """Whether "nobody" may be shown."""

    SHOWN = "shown"
    HIDDEN = "hidden"


# What a check finds where an area lies in none of the councils of the lookups.
NO_KNOWN_COUNCIL = "an area of no council that is known"


class RunOutcome(StrEnum):
    """How a run of a command ended, or a step of one."""

    BEGAN = "began"  # and has not ended, or was killed
    DONE = "done"  # a step
    UNCHANGED = "unchanged"
    CHANGED = "changed"  # something was brought in or published
    PARTIAL = "partial"  # published, though something could not be brought
    FAILED = "failed"
    STOPPED = "stopped"  # by a person or the system


class NextRelease(StrEnum):
    """What is known of a source's next release."""

    EXPECTED = "expected"  # after its rhythm
    IRREGULAR = "irregular"  # there are further ones, at no fixed time
    FINISHED = "finished"  # there will be none in this form
    NOT_ANNOUNCED = "not_announced"


class SourceOrigin(StrEnum):
    """Where the figures of a source come from, as it lies in the raw folder."""

    PUBLISHED = "published"  # fetched or adopted
    SUPPLIED = "supplied"  # by the council itself
    SAMPLE = "sample"  # invented
    ABSENT = "absent"


class TargetVerdict(StrEnum):
    """Whether a target is on track."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    MISSED = "missed"  # its year has passed
    CANNOT_TELL = "cannot_tell"
