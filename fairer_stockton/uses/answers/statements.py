"""Statements: each number of a sentence with what it is said to be of, read from its own clause first."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from fairer_stockton.run.vocabulary import AreaType, GapType
from fairer_stockton.uses.answers.lexicon import Lexicon
from fairer_stockton.uses.answers.mentions import Mention, find_mentions
from fairer_stockton.uses.answers.periods import LATEST
from fairer_stockton.uses.answers.quoted_numbers import QuotedNumber, find_numbers
from fairer_stockton.uses.answers.unread import (
    Span,
    find_direction,
    find_unknown_places,
    find_telling,
    find_unread,
    list_words_of_measures,
    write_unread,
)

# Where the clause of one number ends and that of the next begins.
SEPARATOR = re.compile(
    r";|,?\s(?:and|but|while|whereas|against|compared (?:with|to)|versus|than|to|or)\s|,|\(", re.IGNORECASE
)
# A number that is a difference says so right after it, or its gap is named before it.
FURTHER = (
    r"higher|lower|longer|shorter|more|less|fewer|above|below|worse|better|behind|ahead|apart|under|over|"
    r"short|adrift|wider|narrower|greater|smaller|up on|down on"
)
GAP_AFTER = re.compile(
    rf"\s+(?:(?:{FURTHER})\b(?:\s+(?:than|the|in|for|of)\b)?|(?:gap|difference)\b)", re.IGNORECASE
)
OF_POINTS_ALONE = re.compile("under|over|short", re.IGNORECASE)  # of other numbers: "53% over ten years"
POINTS = ("percentage_points", "score")  # of a share, what is in points is a difference
GAP_BEFORE = re.compile(r"\b(?:gap|difference|differ(?:s|ed)? by|disparity|distance|(?<!told )apart)\b[^;.]*$", re.IGNORECASE)
WORDS_OF_A_GAP = re.compile(
    r"\b(?:gap|difference|differ(?:s|ed)?|disparity|distance|apart|inequality|between|than|and)\b", re.IGNORECASE
)
VERBS_OF_CHANGE = "rose|risen|fell|fallen|grew|grown|increased?|decreased?|dropped|declined|climbed"
CHANGE_BEFORE = re.compile(
    rf"\b(?:(?:{VERBS_OF_CHANGE}|up|down|changed?|rise|fall|drop|decline|growth) (?:of|by)\s+(?:\w+\s+)?"
    rf"|(?:{VERBS_OF_CHANGE})\s+(?:(?:about|around|some|nearly|almost|over)\s+)?)$",
    re.IGNORECASE,
)
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
CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|because(?: of)?|(?:(?:has|have|had) )?led to|leads to|due to|owing to|thanks to|"
    r"as a result of|result(?:s|ed|ing) (?:in|from)|driven by|contribut(?:es|ed) to|brought about|responsible for|"
    r"attributable to|explains? why)\b",
    re.IGNORECASE,
)
WHOLE = (AreaType.BOROUGH, AreaType.REGION, AreaType.ENGLAND, AreaType.UNITED_KINGDOM)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(\[]*[A-Z0-9])|\n+")
# A place of the sentences before, or one that is not named; "there are" at the beginning is none.
THERE = re.compile(
    r"\bthere\b(?!\s+(?:is|are|was|were|has|have)\b)|(?<=\w )there\b|\bits\b|"
    r"\b(?:the|this|that|our) (?:ward|area|place|neighbourhood|town|village|community)\b",
    re.IGNORECASE,
)
LONGEST = 1_000  # letters of a sentence: what has more, such as a table without full stops, is cut
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs|approx|no|p|pp|fig|para|dr|mr|mrs|ms|st)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Others:
    """What a number may be of instead, where its own clause does not name it: from other clauses, or from before."""

    areas: tuple[tuple[Mention, ...], ...] = ()
    groups: tuple[tuple[Mention, ...], ...] = ()
    periods: tuple[tuple[Mention, ...], ...] = ()
    measures: tuple[tuple[str, ...], ...] = ()
    weak_measures: tuple[str, ...] = ()  # whose words are also those of a group
    given_up: tuple[str, ...] = ()  # words of its clause that are not read where it is of these
    headings: tuple[Mention, ...] = ()  # areas of the headings above, which the borough's figure is not of
    past_periods: tuple[Mention, ...] = ()  # of the sentence before


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
    others: Others = Others()
    areas_here: tuple[Mention, ...] = ()  # that its own clause names
    near_areas: tuple[Mention, ...] = ()  # that its sentence or the one before names
    is_certain: bool = False  # its measure is named beside it and no other, so that another number is a wrong one
    direction: int = 0  # 1 where it is said to be higher or to have risen, -1 for the contrary
    direction_words: str = ""
    unread: tuple[str, ...] = ()  # words beside it that nothing explains
    telling: tuple[str, ...] = ()  # those of them beside which another number may be right
    doubts: tuple[str, ...] = ()  # words before its sentence that may make it another figure


def split_into_sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a paragraph, each with where it begins."""
    sentences, start = list[tuple[int, str]](), 0
    for match in SENTENCE_END.finditer(text):
        if not ABBREVIATION.search(text[start : match.start()]):
            sentences.append((start, text[start : match.start()]))
            start = match.end()
    cut = (part for begin, sentence in (*sentences, (start, text[start:])) for part in _cut(begin, sentence))
    return [(begin, sentence) for begin, sentence in cut if sentence.strip()]


def _cut(begin: int, sentence: str) -> Iterator[tuple[int, str]]:
    while len(sentence) > LONGEST:
        end = sentence.rfind(" ", 1, LONGEST)
        end = end if end > 0 else LONGEST
        yield begin, sentence[:end]
        begin, sentence = begin + end, sentence[end:]
    yield begin, sentence


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before have named last, which a sentence may leave out."""

    measures: tuple[Mention, ...] = ()
    areas: tuple[Mention, ...] = ()
    headings: tuple[Mention, ...] = ()  # areas inside the borough that the headings above name
    fresh_areas: tuple[Mention, ...] = ()  # of the sentence just before
    periods: tuple[Mention, ...] = ()
    unread: tuple[str, ...] = ()  # of the sentence that named these
    unknown_places: tuple[str, ...] = ()  # of the sentence just before

    def followed_by(self, mentions: Sequence[Mention], unread: tuple[str, ...], places: tuple[str, ...]) -> "Context":
        """Return the context after a sentence that names these and has words that were not read."""
        measures = tuple(mention for mention in mentions if mention.measures and not mention.is_weak)
        areas = tuple(mention for mention in mentions if mention.places)
        unread = unread if measures else (*self.unread, *unread) if areas else self.unread
        return replace(
            self,
            measures=measures[-1:] or self.measures,
            areas=_put_borough_last(areas) or self.areas,
            fresh_areas=areas,
            periods=tuple(mention for mention in mentions if mention.period and mention.period != LATEST),
            unread=unread,
            unknown_places=places,
        )

    def start_section(self, heading: str, lexicon: Lexicon) -> "Context":
        """Return the context of what follows a heading: areas that it names, else those of the heading before."""
        inside = [
            mention
            for mention in find_mentions(heading, lexicon)
            if mention.places and mention.places[0].area_type not in WHOLE
        ]
        return Context(headings=tuple(inside) or self.headings)


def _put_borough_last(areas: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return areas with those first that are not the one which every sentence may be about."""
    kinds = {kind: number for number, kind in enumerate(WHOLE, 1)}
    return tuple(sorted(areas, key=lambda mention: kinds.get(mention.places[0].area_type, 0)))


def read_statements(sentence: str, lexicon: Lexicon, context: Context) -> tuple[list[Statement], Context]:
    """Return the numbers of a sentence with what they are of, and the context of the next sentence."""
    mentions = find_mentions(sentence, lexicon)
    names = {place for mention in mentions for span in mention.words for place in range(*span)}
    numbers = [number for number in find_numbers(sentence) if number.start not in names]
    bounds = _find_bounds(sentence, numbers)
    clauses = [Clauses(sentence, number, position, bounds, mentions) for position, number in enumerate(numbers)]
    read = [(_read_statement(each, context), _find_unread_of(each, numbers, lexicon)) for each in clauses]
    unread = [spans for _, spans in read]
    named = [*_list_spans(mention for mention in mentions if mention.measures or mention.groups)]
    named += [(number.start, number.end) for number in numbers]
    statements = []
    for each, (statement, _) in zip(clauses, read, strict=True):
        own = each.list_relied_on(unread)
        telling = find_telling(sentence, own, named)
        words = {"unread": write_unread(sentence, own), "telling": write_unread(sentence, telling)}
        statements.append(replace(statement, **words))
    left = find_unread(sentence, numbers, _list_own_words(sentence, lexicon, mentions), _list_spans(mentions))
    beside = [span for span in left if _touches_a_measure(sentence, span, mentions)]
    after = context.followed_by(mentions, write_unread(sentence, beside), find_unknown_places(sentence, left))
    return statements, after


def _touches_a_measure(sentence: str, span: Span, mentions: Iterable[Mention]) -> bool:
    """Return whether a word is right before or after those of a measure, so that it may narrow what is measured."""
    names = [name for mention in mentions if mention.measures for name in mention.words]
    between = [sentence[span[1] : start] for start, _ in names if start >= span[1]]
    between += [sentence[end : span[0]] for _, end in names if end <= span[0]]
    return any(re.fullmatch(r"[\s-]*(?:(?:of|for|among|in|the)\s)*", words) for words in between)


def _list_spans(mentions: Iterable[Mention]) -> list[Span]:
    return [span for mention in mentions for span in (mention.words or ((mention.start, mention.end),))]


def _list_own_words(sentence: str, lexicon: Lexicon, mentions: Iterable[Mention]) -> set[str]:
    return {word for each in mentions for word in list_words_of_measures(sentence, lexicon, each.measures)}


def _find_unread_of(clauses: "Clauses", numbers: Sequence[QuotedNumber], lexicon: Lexicon) -> list[Span]:
    """Return where the words of a number's clause are that nothing explains, a second area or group among them."""
    used = [clauses.order(is_wanted) for is_wanted in (*KINDS, lambda mention: mention.period is not None)]
    firsts = [mentions[0] for mentions in used if mentions]
    known = [*firsts, *(mention for mention in clauses.mentions if mention.gap or mention.period == LATEST)]
    if clauses.is_gap or clauses.number.is_times or clauses.shares_mentions or clauses.has_start:
        known += [mention for mentions in used for mention in mentions]
    before = [mention for mention in clauses.mentions if mention.measures and clauses.is_just_before(mention)]
    own = _list_own_words(clauses.sentence, lexicon, (*firsts, *before))
    # Where two measures overlap, as "children" and "poverty" do with fuel poverty, neither has all of the words.
    clear = [mention for mention in known if len(mention.measures) < 2]
    unread = find_unread(clauses.sentence, numbers, own, [*_list_spans(clear), *clauses.spans_of_comparison])
    since = [] if clauses.has_start else [mention for mention in clauses.mentions if clauses.says_since(mention)]
    start, end = clauses.bounds[clauses.position]
    return [span for span in (*unread, *_list_spans(since)) if start <= span[0] < end]


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

    @property
    def is_gap(self) -> bool:
        """Whether the number is a difference."""
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
        places = {self.position, *(_find_clause(order[0], self.bounds) for order in orders if order)}
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

    def is_here(self, mentions: Sequence[Mention]) -> bool:
        """Return whether the first of these is in the clause of the number."""
        return bool(mentions) and _find_clause(mentions[0], self.bounds) == self.position

    def is_just_before(self, mention: Mention) -> bool:
        """Return whether a mention is in the clause before, whose last words may lie in this one."""
        return _find_clause(mention, self.bounds) == self.position - 1

    def list_given_up(self, chosen: Sequence[Mention], others: Iterable[Mention]) -> tuple[str, ...]:
        """Return the words of this clause that name others than what is chosen, in other words."""
        here = [each for each in others if self.is_here([each])]
        apart = [each for each in here if not any(_overlap(each, own) for own in chosen)]
        return tuple(self.sentence[each.start : each.end] for each in apart)

    def leave_out_compared(self, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return areas without those that a number before them is compared with: "higher than in Yarm"."""
        if self.is_gap or self.number.is_times:
            return mentions
        end = self.bounds[self.position][1]
        own = [
            mention
            for mention in mentions
            if not (
                self.number.end <= mention.start < end and COMPARED_WITH.search(self.sentence, 0, mention.start)
            )
        ]
        return tuple(own)

    def divide(self, mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return mentions as what the number is of, and what it may be of: what only a later clause names."""
        is_later = bool(mentions) and _find_clause(mentions[0], self.bounds) > self.position
        return ((), mentions) if is_later else (mentions, ())

    def _rank(self, mention: Mention) -> tuple[int, int, bool]:
        away = self.position - _find_clause(mention, self.bounds)
        # Of a clause that has "now" and a year, the year counts.
        return (0 if away == 0 else 1 if away > 0 else 2), abs(away), mention.period == LATEST


KINDS: tuple[Callable[[Mention], bool], ...] = (
    lambda mention: bool(mention.places),
    lambda mention: bool(mention.groups),
    lambda mention: bool(mention.measures) and not mention.is_weak,
)


def _read_statement(clauses: Clauses, context: Context) -> Statement:
    of_area, of_group, of_measure = KINDS
    every_area = clauses.leave_out_compared(clauses.order(of_area))
    areas, later_areas = clauses.divide(every_area)
    periods, later_periods = clauses.divide(clauses.order(lambda mention: mention.period is not None))
    groups, named = clauses.order(of_group), clauses.order(of_measure)
    weak = clauses.order(lambda mention: mention.is_weak)
    measures = named or context.measures or weak
    if measures == weak:  # whose words are then of no group
        groups = tuple(each for each in groups if not any(_overlap(each, own) for own in weak))
    is_there = None if every_area else THERE.search(clauses.sentence)
    doubts = (*(() if named else context.unread), *(() if every_area else context.unknown_places))
    doubts += (is_there[0],) if is_there and not (context.areas or context.headings) else ()
    first_areas = areas or _choose_area_before(context, bool(later_areas), bool(is_there), bool(named))
    here = tuple(mention for mention in areas if clauses.is_here([mention]))
    others = Others(
        areas=() if here or (is_there and first_areas) else _list_other_areas(clauses, first_areas, (*areas, *later_areas), context),
        groups=() if clauses.is_here(groups) else (*((each,) for each in groups[1:]), *([()] if groups else [])),
        periods=() if clauses.is_here(periods) else tuple((each,) for each in (*periods[1:], *later_periods)),
        measures=_list_other_measures(clauses, measures, named, context),
        weak_measures=weak[0].measures if weak and (clauses.is_here(weak) or not named) else (),
        given_up=clauses.list_given_up(weak[:1], (*named, *groups)),
        headings=context.headings if not here else (),
        past_periods=() if periods or later_periods else context.periods,
    )
    return Statement(
        clauses.number,
        measures[0].measures if measures else (),
        first_areas,
        groups,
        periods,
        others=others,
        areas_here=here,
        near_areas=(*areas[:1], *later_areas, *(() if areas else context.fresh_areas)),
        is_certain=_is_certain(clauses, named, weak, context),
        gap=next((mention.gap for mention in clauses.mentions if mention.gap), None),
        is_aim=bool(AIM_BEFORE.search(clauses.before)),
        is_gap=clauses.is_gap,
        is_change=clauses.number.is_change or bool(CHANGE_BEFORE.search(clauses.before)),
        is_start=bool(FROM_BEFORE.search(clauses.before)),
        direction=find_direction(clauses.direction_words),
        direction_words=clauses.direction_words,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _choose_area_before(
    context: Context, is_named_later: bool, is_there: bool, has_measure: bool
) -> tuple[Mention, ...]:
    """Return the area that a sentence without one is of first: that of the heading or before; none is the borough."""
    if is_there:
        return context.areas[:1] or context.headings[:1]
    inside = tuple(each for each in context.areas[:1] if each.places[0].area_type not in WHOLE)
    before = () if has_measure else inside
    return before if is_named_later else context.headings[:1] or before


def _list_other_areas(
    clauses: Clauses, first: Sequence[Mention], named: Sequence[Mention], context: Context
) -> tuple[tuple[Mention, ...], ...]:
    """Return the areas that a number may be of besides the first, the borough last."""
    both = [context.areas] if clauses.is_gap and len(context.areas) > 1 and not named else []
    single = [(each,) for each in (*named, *context.areas, *context.headings)]
    return tuple(dict.fromkeys(each for each in (*both, *single, ()) if each != tuple(first[:1])))


def _list_other_measures(
    clauses: Clauses, first: Sequence[Mention], named: Sequence[Mention], context: Context
) -> tuple[tuple[str, ...], ...]:
    """Return the measures that a number may be of besides the first: others of its sentence, else that before."""
    here = [each for each in named if clauses.is_here([each])]
    left = (here or named)[1:]
    carried = context.measures if named and not here else ()
    return tuple(dict.fromkeys(each.measures for each in (*left, *carried) if each not in first[:1]))


def _is_certain(clauses: Clauses, named: Sequence[Mention], weak: Sequence[Mention], context: Context) -> bool:
    """Return whether it is clear of which measure a number is."""
    here = [each for each in named if clauses.is_here([each])]
    if named:
        return len({each.measures for each in (here or named)}) == 1
    return not context.measures and len({each.measures for each in weak}) == 1


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _find_clause(mention: Mention, bounds: Sequence[tuple[int, int]]) -> int:
    inside = [number for number, (start, end) in enumerate(bounds) if start <= mention.start < end]
    return inside[0] if inside else 0


def claims_a_cause(sentence: str) -> str:
    """Return the words by which a sentence claims a cause; empty where it claims none."""
    match = CAUSE.search(sentence)
    return match[0].strip() if match else ""
