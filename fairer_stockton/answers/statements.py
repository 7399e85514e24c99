"""Statements: each number of a sentence with what it is said to be of, read from its own clause first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fairer_stockton.answers.lexicon import Lexicon
from fairer_stockton.answers.mentions import Mention, find_mentions
from fairer_stockton.answers.periods import LATEST
from fairer_stockton.answers.quoted_numbers import QuotedNumber, find_numbers
from fairer_stockton.run.vocabulary import GapType

# Where the clause of one number ends and that of the next begins.
SEPARATOR = re.compile(
    r";|,?\s(?:and|but|while|whereas|against|compared (?:with|to)|versus|than|to|or)\s|,|\(", re.IGNORECASE
)
# A number that is a difference says so right after it, or its gap is named before it.
FURTHER = r"higher|lower|longer|shorter|more|less|fewer|above|below|worse|better|behind|ahead|apart"
GAP_AFTER = re.compile(rf"\s+(?:(?:{FURTHER})\b(?:\s+(?:than|the|in|for)\b)?|(?:gap|difference)\b)", re.IGNORECASE)
GAP_BEFORE = re.compile(r"\b(?:gap|difference|differ(?:s|ed)? by|disparity|apart)\b[^;.]*$", re.IGNORECASE)
CHANGE_BEFORE = re.compile(
    r"\b(?:rose|risen|fell|fallen|grew|grown|increased?|decreased?|up|down|dropped|changed?|rise|fall) (?:of|by)\s+"
    r"(?:\w+\s+)?$",
    re.IGNORECASE,
)
AIM_BEFORE = re.compile(
    r"\b(?:targets?|aims?|goals?|ambitions?|want|hope|cut|reduc\w+|rais\w+|lift|bring)\b[^;.]*"
    r"\b(?:to|below|above|under|over|least|of|than|at)\s+(?:\w+\s)?$",
    re.IGNORECASE,
)
REFERS_BACK = re.compile(
    r"\b(?:it|its|elsewhere|(?:the|this|that) (?:rate|share|figure|gap|number|proportion|average|percentage|same)|"
    r"this (?:is|was|compares))\b",
    re.IGNORECASE,
)
FROM_BEFORE = re.compile(r"\bfrom\s+(?:\w+\s+)?$", re.IGNORECASE)
CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|because(?: of)?|(?:(?:has|have|had) )?led to|leads to|due to|owing to|thanks to|"
    r"as a result of|result(?:s|ed|ing) (?:in|from)|driven by|contribut(?:es|ed) to|brought about|responsible for|"
    r"attributable to|explains? why)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(\[]*[A-Z0-9])|\n+")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs|approx|no|p|pp|fig|para|dr|mr|mrs|ms|st)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A number and what it is said to be of; what the sentence does not name is empty."""

    number: QuotedNumber
    measures: tuple[str, ...]
    areas: tuple[Mention, ...]  # its own area first, then the others of the sentence
    groups: tuple[Mention, ...]
    periods: tuple[Mention, ...]
    is_gap: bool = False
    is_change: bool = False  # the number is how far a figure has moved
    is_start: bool = False  # it is where a figure has moved from
    is_aim: bool = False  # it is what somebody wants
    gap: GapType | None = None
    other_areas: tuple[Mention, ...] = ()  # that it may be of instead, from later clauses or the sentences before
    other_periods: tuple[Mention, ...] = ()
    other_measures: tuple[str, ...] = ()  # whose words are also those of a group
    may_be_of_everyone: bool = False  # its group is one that only another clause names


def split_into_sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a paragraph, each with where it begins."""
    sentences, start = [], 0
    for match in SENTENCE_END.finditer(text):
        if not ABBREVIATION.search(text[start : match.start()]):
            sentences.append((start, text[start : match.start()]))
            start = match.end()
    return [(begin, sentence) for begin, sentence in (*sentences, (start, text[start:])) if sentence.strip()]


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before have named last, which a sentence may leave out."""

    measures: tuple[Mention, ...] = ()
    areas: tuple[Mention, ...] = ()

    def followed_by(self, mentions: Sequence[Mention]) -> "Context":
        """Return the context after a sentence that names these."""
        measures = tuple(mention for mention in mentions if mention.measures)
        areas = tuple(mention for mention in mentions if mention.places)
        return Context(measures[-1:] or self.measures, areas[:1] or self.areas)


def read_statements(sentence: str, lexicon: Lexicon, context: Context) -> tuple[list[Statement], Context]:
    """Return the numbers of a sentence with what they are of, and the context of the next sentence."""
    mentions = find_mentions(sentence, lexicon)
    names = {place for mention in mentions for span in mention.words for place in range(*span)}
    numbers = [number for number in find_numbers(sentence) if number.start not in names]
    bounds = _find_bounds(sentence, numbers)
    statements = [
        _read_statement(sentence, position, numbers, bounds, mentions, context) for position in range(len(numbers))
    ]
    return statements, context.followed_by(mentions)


def _find_bounds(sentence: str, numbers: Sequence[QuotedNumber]) -> list[tuple[int, int]]:
    """Return the clause of each number: from the last separator before it to the first after it."""
    cuts = [0]
    for first, second in zip(numbers, numbers[1:], strict=False):
        between = sentence[first.end : second.start]
        matches = list(SEPARATOR.finditer(between))
        strong = [match for match in matches if not match[0].startswith(",") or len(match[0]) > 1] or matches
        cuts.append(first.end + (strong[0].start() if strong else len(between)))
    cuts.append(len(sentence))
    return list(zip(cuts, cuts[1:], strict=False))


def _read_statement(
    sentence: str,
    position: int,
    numbers: Sequence[QuotedNumber],
    bounds: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    context: Context,
) -> Statement:
    number = numbers[position]
    before = sentence[bounds[position][0] : number.start]

    def order(is_wanted: Callable[[Mention], bool]) -> tuple[Mention, ...]:
        wanted = [mention for mention in mentions if is_wanted(mention)]
        return _order_by_nearness(wanted, position, bounds, len(numbers))

    every_area = order(lambda mention: bool(mention.places))
    # What only a later clause names may be of that clause alone.
    own_areas = every_area if every_area and _find_clause(every_area[0], bounds) <= position else ()
    every_period = order(lambda mention: mention.period is not None)
    own_periods = every_period if every_period and _find_clause(every_period[0], bounds) <= position else ()
    own_measures = order(lambda mention: bool(mention.measures) and not mention.is_weak)
    weak = order(lambda mention: mention.is_weak)
    groups = order(lambda mention: bool(mention.groups))
    is_own_group = bool(groups) and _find_clause(groups[0], bounds) == position
    refers_back = bool(REFERS_BACK.search(sentence))
    measures = own_measures or (context.measures if refers_back else ())
    names_measure = bool(own_measures)
    return Statement(
        number,
        measures[0].measures if measures else (),
        own_areas or (() if names_measure else context.areas),
        groups,
        own_periods,
        other_periods=() if own_periods else every_period,
        other_measures=weak[0].measures if weak and _find_clause(weak[0], bounds) == position else (),
        may_be_of_everyone=bool(groups) and not is_own_group,
        other_areas=() if own_areas else every_area or (context.areas if names_measure else ()),
        gap=next((mention.gap for mention in mentions if mention.gap), None),
        is_aim=bool(AIM_BEFORE.search(before)),
        is_gap=bool(GAP_AFTER.match(sentence, number.end) or GAP_BEFORE.search(before)),
        is_change=bool(CHANGE_BEFORE.search(before)),
        is_start=bool(FROM_BEFORE.search(before)),
    )


def _order_by_nearness(
    mentions: Sequence[Mention], position: int, bounds: Sequence[tuple[int, int]], count: int
) -> tuple[Mention, ...]:
    """Return mentions with that of a number first: of its clause, else of those before it, else of those after."""
    if count > 1 and len(mentions) == count and len({_find_clause(mention, bounds) for mention in mentions}) == 1:
        return (mentions[position], *(mention for mention in mentions if mention is not mentions[position]))

    def rank(mention: Mention) -> tuple[int, int]:
        clause = _find_clause(mention, bounds)
        return (0, 0) if clause == position else (1, position - clause) if clause < position else (2, clause - position)

    # Of a clause that has "now" and a year, the year counts.
    return tuple(sorted(mentions, key=lambda mention: (*rank(mention), mention.period == LATEST)))


def _find_clause(mention: Mention, bounds: Sequence[tuple[int, int]]) -> int:
    inside = [number for number, (start, end) in enumerate(bounds) if start <= mention.start < end]
    return inside[0] if inside else 0


def claims_a_cause(sentence: str) -> str:
    """Return the words by which a sentence claims a cause; empty where it claims none."""
    match = CAUSE.search(sentence)
    return match[0].strip() if match else ""
