"""Clauses: a sentence divided between its numbers, and how each says that it is a gap, a change or an aim."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.asking.periods import LATEST
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.uses.answers.mentions import Mention
from fairer_stockton.uses.answers.quoted_numbers import QuotedNumber
from fairer_stockton.uses.answers.unread import Span

# Where the clause of one number ends and that of the next begins.
SEPARATOR = re.compile(
    r";|,?\s(?:and|but|while|whereas|against|compared (?:with|to)|versus|than|to|or)\s|,|\(", re.IGNORECASE
)
# A number that is a difference says so right after it, or its gap is named before it.
FURTHER = (
    r"higher|lower|longer|shorter|more|less|fewer|above|below|worse|better|behind|ahead|apart|under|over|"
    r"short|adrift|wider|narrower|greater|smaller|up on|down on"
)
GAP_AFTER = re.compile(rf"\s+(?:(?:{FURTHER})\b(?:\s+(?:than|the|in|for|of)\b)?|(?:gap|difference)\b)", re.IGNORECASE)
OF_POINTS_ALONE = re.compile("under|over|short", re.IGNORECASE)  # of other numbers: "53% over ten years"
POINTS = ("percentage_points", "score")  # of a share, what is in points is a difference
GAP_BEFORE = re.compile(
    r"\b(?:gap|difference|differ(?:s|ed)? by|disparity|distance between|(?<!told )apart)\b[^;.]*$", re.IGNORECASE
)
WORDS_OF_A_GAP = re.compile(
    r"\b(?:gap|difference|differ(?:s|ed)?|disparity|distance|apart|inequality|between|than|and)\b", re.IGNORECASE
)
VERBS_OF_CHANGE = "rose|risen|fell|fallen|grew|grown|increased?|decreased?|dropped|declined|climbed"
CHANGE_BEFORE = re.compile(
    rf"\b(?:(?:{VERBS_OF_CHANGE}|up|down|changed?|rise|fall|drop|decline|growth) (?:of|by)\s+(?:\w+\s+)?"
    rf"|(?:{VERBS_OF_CHANGE})\s+(?:(?:about|around|some|nearly|almost|over)\s+)?)$",
    re.IGNORECASE,
)
CHANGE_AFTER = re.compile(rf"\s+(?:{FURTHER}) than (?:it was |they were )?(?:in |at )?(?:{YEAR})\b", re.IGNORECASE)
AIM_BEFORE = re.compile(
    r"\b(?:targets?|aims?|goals?|ambitions?|want|hope|cut|reduc\w+|rais\w+|lift|bring)\b[^;.]*"
    r"\b(?:to|below|above|under|over|least|of|than|at)\s+(?:\w+\s)?$",
    re.IGNORECASE,
)
FROM_BEFORE = re.compile(r"\bfrom\s+(?:\w+\s+)?$|\bsince\s[^(),;]*\($", re.IGNORECASE)
# An area after these is what a number before it is compared with, and not its own.
COMPARED_WITH = re.compile(
    r"\b(?:than|after|behind|ahead of|same as|close to|similar to|level with|like|unlike|above|below|under|over|"
    r"short of|apart from|exceeded only by|times|twice|double|(?:higher|lower) than (?:in|for)|from)\s+"
    r"(?:(?:in|for|that of|across|the|all|of|both)\s+)*$",
    re.IGNORECASE,
)


def find_bounds(sentence: str, numbers: Sequence[QuotedNumber]) -> list[tuple[int, int]]:
    """Return the clause of each number: from the last separator before it to the first after it."""
    cuts = [0]
    for first, second in zip(numbers, numbers[1:], strict=False):
        between = sentence[first.end : second.start]
        matches = list(SEPARATOR.finditer(between))
        strong = [match for match in matches if not match[0].startswith(",") or len(match[0]) > 1] or matches
        cuts.append(first.end + (strong[0].start() if strong else len(between)))
    cuts.append(len(sentence))
    bounds = list(zip(cuts, cuts[1:], strict=False))
    # A number that only says another one again, as in "half (50.1%)", is of the same clause.
    for position, (first, second) in enumerate(zip(numbers, numbers[1:], strict=False)):
        if sentence[first.end : second.start].strip() in ("(", ", or", "or"):
            both = (bounds[position][0], bounds[position + 1][1])
            bounds[position : position + 2] = [both, both]
    return bounds


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

    @property
    def is_change(self) -> bool:
        """Whether the number is how far a figure has moved: "rose by 3 points", "3 points more than in 2019"."""
        after = CHANGE_AFTER.match(self.sentence, self.number.end)
        return self.number.is_change or bool(CHANGE_BEFORE.search(self.before) or after)

    @property
    def is_gap(self) -> bool:
        """Whether the number is a difference between areas or groups."""
        if CHANGE_AFTER.match(self.sentence, self.number.end):
            return False
        after = GAP_AFTER.match(self.sentence, self.number.end)
        is_after = after and (self.number.unit in POINTS or not OF_POINTS_ALONE.match(after[0].strip()))
        return bool(is_after or GAP_BEFORE.search(self.before))

    @property
    def direction_words(self) -> str:
        """The words that say whether the number is a rise or a fall, or a difference upward or downward."""
        match = CHANGE_BEFORE.search(self.before) or GAP_AFTER.match(self.sentence, self.number.end)
        return match[0].strip() if match else ""

    @property
    def spans_of_comparison(self) -> list[Span]:
        """Where the words of a change or a gap are, whose direction is checked against the figures."""
        begin = self.number.start - len(self.before)
        changes = [(begin + match.start(), begin + match.end()) for match in CHANGE_BEFORE.finditer(self.before)]
        after = GAP_AFTER.match(self.sentence, self.number.end)
        gaps = WORDS_OF_A_GAP.finditer(self.sentence) if self.is_gap else ()
        return [*changes, *([after.span()] if after else []), *(match.span() for match in gaps)]

    @property
    def has_start(self) -> bool:
        """Whether the sentence says how far or from where a figure has moved, so that "since" is read."""
        return bool(CHANGE_BEFORE.search(self.before) or re.search(r"\bfrom\s+[£\d]", self.sentence))

    @property
    def shares_mentions(self) -> bool:
        """Whether another clause has its area, group or measure listed here: in Yarm and Norton it is 8 and 9."""
        return any(self.has_one_each([each for each in self.mentions if is_wanted(each)]) for is_wanted in KINDS)

    def says_since(self, mention: Mention) -> bool:
        """Return whether a period is one since a year, over which a single figure has no value."""
        return bool(mention.period and mention.period.words.startswith("since"))

    def has_one_each(self, wanted: Sequence[Mention]) -> bool:
        """Return whether one clause names as many of a kind as there are numbers."""
        return len(wanted) == len(self.bounds) > len({_find_clause(mention, self.bounds) for mention in wanted}) == 1

    def list_relied_on(self, unread: Sequence[Sequence[Span]]) -> list[Span]:
        """Return the unread words of the number's own clause, and of those that name what it is of.

        Where its own clause names no area, a name in an earlier one that is not known may be its area.
        """
        orders = [self.order(is_wanted) for is_wanted in KINDS]
        places = {self.position, *(self.locate(order[0]) for order in orders if order)}
        earlier = () if self.is_here(orders[0]) else unread[: self.position]
        names = [span for spans in earlier for span in spans if self.sentence[span[0]].isupper()]
        return [*names, *(span for place in places for span in unread[place])]

    def order(self, is_wanted: Callable[[Mention], bool]) -> tuple[Mention, ...]:
        """Return mentions with that of the number first: of its clause, else of one before it, else of one after."""
        wanted = [mention for mention in self.mentions if is_wanted(mention)]
        if self.has_one_each(wanted):
            own = wanted[self.position]
            return (own, *(mention for mention in wanted if mention is not own))
        return tuple(sorted(wanted, key=self._rank))

    def locate(self, mention: Mention) -> int:
        """Return the number of the clause that a mention is in: that of the number, where two share one."""
        start, end = self.bounds[self.position]
        return self.position if start <= mention.start < end else _find_clause(mention, self.bounds)

    def is_here(self, mentions: Sequence[Mention]) -> bool:
        """Return whether the first of these is in the clause of the number."""
        return bool(mentions) and self.locate(mentions[0]) == self.position

    def is_just_before(self, mention: Mention) -> bool:
        """Return whether a mention is in the clause before, whose last words may lie in this one."""
        return self.locate(mention) == self.position - 1

    def list_given_up(self, chosen: Sequence[Mention], others: Iterable[Mention]) -> tuple[str, ...]:
        """Return the words of this clause that name others than what is chosen, in other words."""
        here = [each for each in others if self.is_here([each])]
        apart = [each for each in here if not any(overlap(each, own) for own in chosen)]
        return tuple(self.sentence[each.start : each.end] for each in apart)

    def leave_out_compared(self, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return areas without those that a number before them is compared with: "higher than in Yarm"."""
        if self.is_gap or self.number.is_times:
            return mentions
        end = self.bounds[self.position][1]
        own = [
            mention
            for mention in mentions
            if not (self.number.end <= mention.start < end and COMPARED_WITH.search(self.sentence, 0, mention.start))
        ]
        return tuple(own)

    def divide(self, mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return mentions as what the number is of, and what it may be of: what only a later clause names."""
        is_later = bool(mentions) and self.locate(mentions[0]) > self.position
        return ((), mentions) if is_later else (mentions, ())

    def _rank(self, mention: Mention) -> tuple[int, int, bool]:
        away = self.position - self.locate(mention)
        # Of a clause that has "now" and a year, the year counts; of the borough and a ward in it, the ward.
        is_wide = mention.period == LATEST or bool(mention.places and mention.places[0].area_type == AreaType.BOROUGH)
        return (0 if away == 0 else 1 if away > 0 else 2), abs(away), is_wide


KINDS: tuple[Callable[[Mention], bool], ...] = (
    lambda mention: bool(mention.places),
    lambda mention: bool(mention.groups),
    lambda mention: bool(mention.measures) and not mention.is_weak,
)


def overlap(one: Mention, other: Mention) -> bool:
    """Return whether two mentions share words."""
    return one.start < other.end and other.start < one.end


def _find_clause(mention: Mention, bounds: Sequence[tuple[int, int]]) -> int:
    inside = [number for number, (start, end) in enumerate(bounds) if start <= mention.start < end]
    return inside[0] if inside else 0
