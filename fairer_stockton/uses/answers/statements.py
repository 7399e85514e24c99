"""Statements: each number of a sentence with what it is said to be of, read from its own clause first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fairer_stockton.run.vocabulary import GapType
from fairer_stockton.uses.answers.lexicon import Lexicon
from fairer_stockton.uses.answers.mentions import Mention, find_mentions
from fairer_stockton.uses.answers.periods import LATEST
from fairer_stockton.uses.answers.quoted_numbers import QuotedNumber, find_numbers

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
        _read_statement(Clauses(sentence, number, position, bounds, mentions), context)
        for position, number in enumerate(numbers)
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


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence divided between its numbers, as one of them sees it: its own clause and those before and after."""

    sentence: str
    number: QuotedNumber
    position: int
    bounds: Sequence[tuple[int, int]]
    mentions: Sequence[Mention]

    @property
    def before(self) -> str:
        """The words of its clause before the number."""
        return self.sentence[self.bounds[self.position][0] : self.number.start]

    def order(self, is_wanted: Callable[[Mention], bool]) -> tuple[Mention, ...]:
        """Return mentions with that of the number first: of its clause, else of one before it, else of one after."""
        wanted = [mention for mention in self.mentions if is_wanted(mention)]
        clauses = {_find_clause(mention, self.bounds) for mention in wanted}
        if len(wanted) == len(self.bounds) > len(clauses) == 1:  # as many as numbers: each has its own
            own = wanted[self.position]
            return (own, *(mention for mention in wanted if mention is not own))
        return tuple(sorted(wanted, key=self._rank))

    def is_here(self, mentions: Sequence[Mention]) -> bool:
        """Return whether the first of these is in the clause of the number."""
        return bool(mentions) and _find_clause(mentions[0], self.bounds) == self.position

    def divide(self, mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return mentions as what the number is of, and what it may be of: what only a later clause names."""
        is_later = bool(mentions) and _find_clause(mentions[0], self.bounds) > self.position
        return ((), mentions) if is_later else (mentions, ())

    def _rank(self, mention: Mention) -> tuple[int, int, bool]:
        away = self.position - _find_clause(mention, self.bounds)
        # Of a clause that has "now" and a year, the year counts.
        return (0 if away == 0 else 1 if away > 0 else 2), abs(away), mention.period == LATEST


def _read_statement(clauses: Clauses, context: Context) -> Statement:
    areas, later_areas = clauses.divide(clauses.order(lambda mention: bool(mention.places)))
    periods, later_periods = clauses.divide(clauses.order(lambda mention: mention.period is not None))
    groups = clauses.order(lambda mention: bool(mention.groups))
    named = clauses.order(lambda mention: bool(mention.measures) and not mention.is_weak)
    weak = clauses.order(lambda mention: mention.is_weak)
    measures = named or (context.measures if REFERS_BACK.search(clauses.sentence) else ())
    number, before = clauses.number, clauses.before
    return Statement(
        number,
        measures[0].measures if measures else (),
        areas or (() if named else context.areas),
        groups,
        periods,
        other_periods=later_periods,
        other_measures=weak[0].measures if clauses.is_here(weak) else (),
        may_be_of_everyone=bool(groups) and not clauses.is_here(groups),
        other_areas=() if areas else later_areas or (context.areas if named else ()),
        gap=next((mention.gap for mention in clauses.mentions if mention.gap), None),
        is_aim=bool(AIM_BEFORE.search(before)),
        is_gap=bool(GAP_AFTER.match(clauses.sentence, number.end) or GAP_BEFORE.search(before)),
        is_change=bool(CHANGE_BEFORE.search(before)),
        is_start=bool(FROM_BEFORE.search(before)),
    )


def _find_clause(mention: Mention, bounds: Sequence[tuple[int, int]]) -> int:
    inside = [number for number, (start, end) in enumerate(bounds) if start <= mention.start < end]
    return inside[0] if inside else 0


def claims_a_cause(sentence: str) -> str:
    """Return the words by which a sentence claims a cause; empty where it claims none."""
    match = CAUSE.search(sentence)
    return match[0].strip() if match else ""
