"""Mentions in prose: the measures, areas, groups and periods that a sentence names, and where in it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fairer_stockton.report.asking.lexicon import Lexicon, Meaning, MeasurePhrase
from fairer_stockton.report.asking.periods import LAST_YEAR, LATEST, PeriodAsked, find_periods
from fairer_stockton.report.asking.published_figures import Group, Place
from fairer_stockton.report.asking.tokens import WORD, split_into_tokens
from fairer_stockton.run.vocabulary import GapType

NOW = re.compile(r"\b(?:since then|now|today|currently|at present|latest)\b", re.IGNORECASE)
# Groups that a sentence names by another alone: "26% in the most deprived fifth and 10% in the least deprived".
ENDS_OF_SCALE = re.compile(
    r"\b(?P<end>least|most)(?: deprived)?\b(?!\s+\w)|\b(?P<off>best|worst)[- ]off\b(?!\s+fifth)", re.IGNORECASE
)
THE_OTHERS = re.compile(r"\b(?:(?:all )?(?:the )?others|other pupils|the rest|everyone else)\b", re.IGNORECASE)
PENALTY_OF_CROSSING = 1.5  # words
NUMBER_WITHIN = re.compile(r"\d%|£\d|\d\.\d|\bper ?cent\b")
LONGEST_STRETCH = 4  # words of prose that may come among those of a measure


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence that means something, and where it is."""

    token: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """What is named at a place of a sentence: measures, or an area, group or period; `weight` in words."""

    start: int
    end: int
    measures: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    groups: tuple[Group, ...] = ()
    period: PeriodAsked | None = None
    gap: GapType | None = None
    weight: int = 1
    is_own: bool = True  # whether a measure is called by its title or name
    is_weak: bool = False  # whether other mentions make it unlikely that the measure is meant
    words: tuple[tuple[int, int], ...] = ()  # of a measure's name: where each begins and ends
    is_crossing: bool = False  # whether a number stands among its words, so that these may be of two names

    @property
    def strength(self) -> float:
        """How many words speak for it, over others at the same place."""
        return self.weight - PENALTY_OF_CROSSING * self.is_crossing


def find_mentions(sentence: str, lexicon: Lexicon) -> list[Mention]:
    """Return what a sentence names, in its order."""
    periods = find_periods(sentence)
    blanked = sentence
    for start, end, _ in periods:
        blanked = f"{blanked[:start]}{' ' * (end - start)}{blanked[end:]}"
    words = _list_words(blanked, lexicon)
    others = list(_find_others(words, lexicon))
    gaps = [mention for mention in others if mention.gap]
    measures = [
        mention for mention in _keep_longest([*gaps, *_find_measures(sentence, words, lexicon)]) if mention.measures
    ]
    measures = _mark_weak_ones(measures, others, lexicon)
    # A name within that of a measure is none of its own: the most deprived tenth of England.
    taken = {start for mention in measures if not mention.is_weak for start, _ in mention.words}
    others = [mention for mention in others if mention.start not in taken]
    others += _find_groups_by_others(sentence, [*measures, *others], lexicon)
    # Which year was last in a paper is not known: the words are left unread.
    dated = [Mention(start, end, period=period) for start, end, period in periods if period.words != LAST_YEAR]
    dated += [Mention(*match.span(), period=LATEST) for match in NOW.finditer(sentence)]
    return sorted([*measures, *others, *dated], key=lambda mention: mention.start)


def _find_groups_by_others(sentence: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the groups that are named as the other end of a scale, or as the others beside the one that is named."""
    for match in ENDS_OF_SCALE.finditer(sentence):
        end = match["end"] or {"best": "least", "worst": "most"}[match["off"].lower()]
        meanings = lexicon.phrases.get(split_into_tokens(f"{end} deprived fifth"), ())
        is_short = match["end"] and " " not in match[0] and not re.search("deprived|-off", sentence)
        if not is_short and not any(each.start < match.end() and match.start() < each.end for each in mentions):
            yield from _make_mentions(*match.span(), meanings, 1)
    for match in THE_OTHERS.finditer(sentence):
        named = {group for each in mentions if each.start < match.start() for group in each.groups}
        kinds = {breakdown for breakdown, _ in named}
        alike = {meaning.group for meant in lexicon.phrases.values() for meaning in meant if meaning.group}
        left = tuple(group for group in sorted((alike | lexicon.nameless) - named) if group[0] in kinds)
        if len(left) == len(kinds) == 1:
            yield Mention(*match.span(), groups=left)


def _mark_weak_ones(measures: Sequence[Mention], others: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return the measures of a sentence, those marked that others make unlikely.

    Words that also name a group, or one everyday word for people such as children, may say of whom another measure is;
    and one word that is no title, such as belonging, is an ordinary word where a measure is named in full.
    """
    groups = [mention for mention in others if mention.groups]
    within = [any(group.start <= each.start and each.end <= group.end for group in groups) for each in measures]
    is_clear = any(each.weight > 1 for each in measures)
    weak = [
        inside or (each.weight == 1 and not each.is_own and (is_clear or lexicon.of_people.issuperset(each.measures)))
        for each, inside in zip(measures, within, strict=True)
    ]
    return [replace(each, is_weak=is_weak) for each, is_weak in zip(measures, weak, strict=True)]


def _list_words(sentence: str, lexicon: Lexicon) -> list[Word]:
    plain = "".join(_strip_accent(letter) for letter in sentence.lower())
    words = []
    for match in WORD.finditer(plain):
        possessive = match[0] == "s" and plain[match.start() - 1 : match.start()] in ("'", "’")
        token = next(iter(split_into_tokens(match[0])), "")
        if token and not possessive and token not in lexicon.fillers:
            words.append(Word(token, *match.span()))
    return words


def _strip_accent(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[:1] or letter


def _find_measures(sentence: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[Mention]:
    present = frozenset(word.token for word in words)
    for phrase in lexicon.measures:
        if phrase.needed <= present and (mention := _find_stretch(words, phrase)):
            yield replace(mention, is_crossing=bool(NUMBER_WITHIN.search(sentence, mention.start, mention.end)))


def _find_stretch(words: Sequence[Word], phrase: MeasurePhrase) -> Mention | None:
    """Return the shortest stretch of a sentence that holds all words of a phrase; none where they are far apart."""
    wanted, best = phrase.needed, None
    for start, word in enumerate(words):
        if word.token not in wanted:
            continue
        left = set(wanted)
        for end in range(start, min(len(words), start + len(wanted) + LONGEST_STRETCH)):
            left.discard(words[end].token)
            if not left:
                if best is None or end - start < best[1] - best[0]:
                    best = (start, end)
                break
    if best is None:
        return None
    inside = [word for word in words[best[0] : best[1] + 1] if word.token in wanted]
    spans = tuple((word.start, word.end) for word in inside)
    return Mention(
        inside[0].start, inside[-1].end, (phrase.measure,), weight=len(wanted), is_own=phrase.is_own, words=spans
    )


def _keep_longest(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of most words, those of the same words as one, and none that overlaps a longer one."""
    kept: list[Mention] = []
    for mention in sorted(
        mentions, key=lambda mention: (-mention.strength, mention.end - mention.start, mention.start)
    ):
        over = [other for other in kept if other.start < mention.end and mention.start < other.end]
        if not over:
            kept.append(mention)
        elif (
            len(over) == 1
            and over[0].weight == mention.weight
            and over[0].measures
            and mention.measures[:1] != over[0].measures[:1]
        ):
            first = over[0]
            merged = Mention(
                first.start,
                first.end,
                (*first.measures, *mention.measures),
                weight=first.weight,
                is_own=first.is_own or mention.is_own,
                words=(*first.words, *mention.words),
            )
            kept[kept.index(first)] = merged
    return kept


def _find_others(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Mention]:
    start = 0
    while start < len(words):
        for length in range(min(lexicon.longest, len(words) - start), 0, -1):
            stretch = words[start : start + length]
            if meanings := lexicon.phrases.get(tuple(word.token for word in stretch)):
                yield from _make_mentions(stretch[0].start, stretch[-1].end, meanings, length)
                start += length
                break
        else:
            start += 1


def _make_mentions(start: int, end: int, meanings: Sequence[Meaning], weight: int) -> Iterator[Mention]:
    places = tuple(meaning.place for meaning in meanings if meaning.place)
    groups = tuple(meaning.group for meaning in meanings if meaning.group)
    gaps = [meaning.gap for meaning in meanings if meaning.gap]
    if gaps:
        yield Mention(start, end, gap=gaps[0], weight=weight)
    if places:
        yield Mention(start, end, places=places, weight=weight)
    if groups:
        yield Mention(start, end, groups=groups, weight=weight)
