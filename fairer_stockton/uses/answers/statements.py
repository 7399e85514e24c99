"""Statements: each number of a sentence with what it is said to be of, read from its own clause first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fairer_stockton.report.asking.lexicon import Lexicon
from fairer_stockton.report.asking.periods import LATEST
from fairer_stockton.run.vocabulary import GapType
from fairer_stockton.uses.answers.clauses import (
    AIM_BEFORE,
    FROM_BEFORE,
    KINDS,
    Clauses,
    find_bounds,
    overlap,
)
from fairer_stockton.uses.answers.context import WIDE_AREAS, Context
from fairer_stockton.uses.answers.mentions import Mention, find_mentions
from fairer_stockton.uses.answers.quoted_numbers import QuotedNumber, find_numbers
from fairer_stockton.uses.answers.unread import (
    Span,
    find_direction,
    find_other_bases,
    find_telling,
    find_unknown_places,
    find_unread,
    list_words_of_measures,
    write_unread,
)
from fairer_stockton.uses.answers.worded_claims import Sentence, WordedClaim, find_worded_claims

# A place of the sentences before, or one that is not named; "there are" at the beginning is none.
THERE = re.compile(
    r"\bthere\b(?!\s+(?:is|are|was|were|has|have)\b)|(?<=\w )there\b|\bits\b|"
    r"\b(?:the|this|that|our) (?:ward|area|place|neighbourhood|town|village|community)\b",
    re.IGNORECASE,
)


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


def read_statements(
    sentence: str, lexicon: Lexicon, context: Context
) -> tuple[list[Statement], list[WordedClaim], Context]:
    """Return the numbers of a sentence with what they are of, its claims in words, and the context of the next one."""
    mentions = find_mentions(sentence, lexicon)
    names = {place for mention in mentions for span in mention.words for place in range(*span)}
    numbers = [number for number in find_numbers(sentence) if number.start not in names]
    bounds = find_bounds(sentence, numbers)
    clauses = [Clauses(sentence, number, position, bounds, mentions) for position, number in enumerate(numbers)]
    unread = [_find_unread_of(each, numbers, lexicon) for each in clauses]
    spans = [(number.start, number.end) for number in numbers]
    named = [*_list_spans(mention for mention in mentions if mention.measures or mention.groups), *spans]
    statements = []
    for each in clauses:
        own = each.list_relied_on(unread)
        telling = write_unread(sentence, find_telling(sentence, own, named))
        statement = _read_statement(each, context)
        others = find_other_bases(sentence, each.number, lexicon, statement.measures)
        statements.append(replace(statement, unread=write_unread(sentence, [*own, *others]), telling=telling))
    left = find_unread(sentence, numbers, _list_own_words(sentence, lexicon, mentions), _list_spans(mentions))
    read = Sentence(sentence, mentions, context, spans, left, find_telling(sentence, left, named))
    beside = [span for span in left if _touches_a_measure(sentence, span, mentions)]
    after = context.followed_by(mentions, write_unread(sentence, beside), find_unknown_places(sentence, left))
    return statements, find_worded_claims(read), after


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
    # A measure called by the name of a group: social tenants.
    weak = [each for each in clauses.mentions if each.is_weak and any(overlap(each, first) for first in firsts)]
    own = _list_own_words(clauses.sentence, lexicon, (*firsts, *before, *weak))
    # Where two measures overlap, as "children" and "poverty" do with fuel poverty, neither has all of the words.
    clear = [mention for mention in known if len(mention.measures) < 2]
    unread = find_unread(clauses.sentence, numbers, own, [*_list_spans(clear), *clauses.spans_of_comparison])
    since = [] if clauses.has_start else [mention for mention in clauses.mentions if clauses.says_since(mention)]
    start, end = clauses.bounds[clauses.position]
    return [span for span in (*unread, *_list_spans(since)) if start <= span[0] < end]


def _read_statement(clauses: Clauses, context: Context) -> Statement:
    of_area, of_group, of_measure = KINDS
    every_area = clauses.leave_out_compared(clauses.order(of_area))
    areas, later_areas = clauses.divide(every_area)
    periods, later_periods = clauses.divide(clauses.order(lambda mention: mention.period is not None))
    groups, named = clauses.order(of_group), clauses.order(of_measure)
    weak = clauses.order(lambda mention: mention.is_weak)
    weak = tuple(sorted(weak, key=lambda mention: -mention.weight))
    measures = named or context.measures or weak
    if measures == weak:  # whose words are then of no group
        groups = tuple(each for each in groups if not any(overlap(each, own) for own in weak))
    is_there = None if every_area else THERE.search(clauses.sentence)
    doubts = (*(() if named else context.unread), *(() if every_area else context.unknown_places))
    doubts += (is_there[0],) if is_there and not (context.areas or context.headings) else ()
    first_areas = areas or _choose_area_before(context, bool(later_areas), bool(is_there), bool(named))
    here = tuple(mention for mention in areas if clauses.is_here([mention]))
    others = Others(
        areas=()
        if here or (is_there and first_areas)
        else _list_other_areas(clauses, first_areas, (*areas, *later_areas), context),
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
        is_change=clauses.is_change,
        is_start=bool(FROM_BEFORE.search(clauses.sentence, 0, clauses.number.start)),
        direction=find_direction(clauses.direction_words),
        direction_words=clauses.direction_words,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _choose_area_before(
    context: Context, is_named_later: bool, is_there: bool, has_measure: bool
) -> tuple[Mention, ...]:
    """Return the area that a sentence without one is of first: that of the heading or before; none is the borough."""
    if is_there:
        ours = tuple(each for each in context.areas if each.places[0].area_type not in WIDE_AREAS[1:])
        return ours[:1] or context.headings[:1]
    inside = tuple(each for each in context.areas[:1] if each.places[0].area_type not in WIDE_AREAS)
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
    strongest = {each.measures for each in weak if each.weight == weak[0].weight}
    return not context.measures and len(strongest) == 1
