"""Claims in words: which area is highest, which of two is higher, how a figure moved, each with what it is of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fairer_stockton.report.asking.periods import LATEST
from fairer_stockton.report.asking.tokens import WORD
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.uses.answers.clauses import COMPARED_WITH
from fairer_stockton.uses.answers.context import WIDE_AREAS, Context
from fairer_stockton.uses.answers.mentions import Mention
from fairer_stockton.uses.answers.unread import HARMLESS, Span

ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
OFTEN = r"(?:common|often|likely|widespread|frequent(?:ly)?|prevalent)"
RANK = re.compile(
    rf"\b(?:(?P<nth>{'|'.join(ORDINALS)})[ -])?"
    r"(?:(?P<up>highest|largest|biggest|greatest|longest|heaviest|top|"
    rf"most {OFTEN}|(?<=the )most(?! (?:deprived|recent|part|important|of|vulnerable|effective)\b))|"
    rf"(?P<down>lowest|smallest|shortest|fewest|bottom|least {OFTEN})|(?P<good>best)|(?P<bad>worst))\b"
    r"(?![- ](?:off|deprived|practice|value|interests?|placed|known|priority|priorities|team|of our ability))"
    r"(?<!at best)(?<!at least)",
    re.IGNORECASE,
)
# Words between, which may hold numbers: "higher in Yarm, at 41.5%, than in Norton".
BETWEEN = r"(?:[^.;]|\.(?=\d)){0,70}?"
BEYOND_ALL = re.compile(
    r"\b(?:(?P<up>higher|longer|more|greater|above|ahead)|(?P<down>lower|shorter|less|fewer|below|behind)|"
    rf"(?P<good>better)|(?P<bad>worse))\b(?:{BETWEEN} than| of)?(?: (?:in|for|at))? (?:any|every|all)(?:where|body)?"
    r"(?: the)? (?:other|others|else|our other)\b(?: \w+)?"
    r"|\b(?P<leads>tops? the (?:table|list)|leads? the (?:table|list|field))\b",
    re.IGNORECASE,
)
COMPARISON = re.compile(
    r"\b(?:(?P<up>higher|longer|greater|larger|bigger|wider|more(?! than)(?: \w+){1,2}?)|"
    r"(?P<down>lower|shorter|smaller|narrower|(?:less|fewer)(?! than)(?: \w+){1,2}?)|"
    rf"(?P<good>better)|(?P<bad>worse))\b(?P<between>{BETWEEN})\bthan\b"
    r"|\b(?:(?P<above>above|ahead of|exceed(?:s|ed)?|outstrip(?:s|ped)?)|"
    r"(?P<below>below|(?:lag(?:s|ged)? |trail(?:s|ed)? )?behind(?! (?:with|on)\b)|trail(?:s|ed)?|falls? short of)|"
    r"(?P<beats>beats?|outperform(?:s|ed)?|compares? (?:favourably|well) (?:with|to))|"
    r"(?P<equal>the same as|in line with|on a par with|level with|no different from|similar to|equal to)|"
    r"(?P<loses>compares? (?:unfavourably|poorly|badly) (?:with|to)|does? (?:less well|worse) than))\b",
    re.IGNORECASE,
)
UPWARD = (
    r"rose|risen|rises|rising|(?:grew|grown|growing)(?! up)|increased|increasing|(?:gone|went|going|crept|edged) up|"
    r"(?:is|are) up|climbed|lengthened|soared|surged|jumped|on the rise|on the up"
)
DOWNWARD = (
    r"fell|fallen|falling|dropped|declined|declining|decreased|decreasing|(?:gone|went|come|came|going) down|"
    r"(?:crept|edged|is|are) down|shrank|shrunk|shrinking|eased|slipped|shortened|plunged|slumped|tumbled|dwindled|"
    r"on the wane"
)
CHANGE = re.compile(
    rf"\b(?:(?P<up>{UPWARD})|(?P<down>{DOWNWARD})|(?P<good>improved|improving|(?:got|getting) better)|"
    r"(?P<bad>worsened|worsening|deteriorated|(?:got|getting) worse))\b",
    re.IGNORECASE,
)
POSITIVE = re.compile(r"\b(?:positive|favourable|healthy)\b", re.IGNORECASE)
CLAUSE_END = re.compile(r"[,;:()]|\b(?:and|but|while|whereas|though|although)\b")
OURS = re.compile(
    r"\b(?:ours|we|our (?:rate|share|figure|average|score|borough|own)|our [^,;]{0,40}average)\b", re.IGNORECASE
)
BOROUGH = Mention(0, 0)  # without places
WIDER = re.compile(
    r"\b(?:country|nation(?:al|ally)?|region(?:al|ally)?|tees valley|teesside|north[- ]east)\b", re.IGNORECASE
)
COUNCIL_WORDS = re.compile(r"\b(?:councils?|authorit(?:y|ies))\b", re.IGNORECASE)
FURTHEST_NUMBER = 3  # letters: "more than 5%" is no comparison
FURTHEST_OBJECT = 40  # letters from "than" to what is compared with


class ClaimKind(StrEnum):
    """What a claim in words says of a figure."""

    RANK = "rank"
    COMPARISON = "comparison"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class WordedClaim:
    """A claim in words: its kind, whether it says more (1) or less (-1), of which measures, areas, groups and periods.

    Of a comparison the areas or groups are two, what is said to be higher first. `is_certain` says whether the
    claim's own sentence names the measure, and `unread` and `telling` are words of its clause, as of a statement.
    """

    kind: ClaimKind
    start: int
    end: int
    words: str
    sign: int
    by_polarity: bool  # better or worse, which is higher or lower as the measure has it
    measures: tuple[str, ...]
    areas: tuple[Mention, ...] = ()
    groups: tuple[Mention, ...] = ()
    periods: tuple[Mention, ...] = ()
    place: int = 1  # second highest
    kinds: tuple[AreaType, ...] = ()  # of the areas among which it is a rank, where they are named
    sentence: str = ""
    is_certain: bool = False
    unread: tuple[Span, ...] = ()
    telling: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a claim in it sees it: its words, what it names, and what was named before."""

    text: str
    mentions: Sequence[Mention]
    context: Context
    numbers: Sequence[Span]
    unread: Sequence[Span]
    telling: Sequence[Span]

    def select(self, is_wanted: Callable[[Mention], object]) -> list[Mention]:
        """Return the mentions of a kind."""
        return [mention for mention in self.mentions if is_wanted(mention)]

    def find_clause(self, start: int, end: int) -> Span:
        """Return where the clause around some words begins and ends."""
        before = [match.end() for match in CLAUSE_END.finditer(self.text, 0, start)]
        after = CLAUSE_END.search(self.text, end)
        return (before[-1] if before else 0), (after.start() if after else len(self.text))


def find_worded_claims(sentence: Sentence) -> list[WordedClaim]:
    """Return the claims in words of a sentence that a measure is named for, in their order."""
    if not sentence.context.measures and not sentence.select(lambda mention: mention.measures):
        return []
    claims: list[WordedClaim] = []
    for claim in (*_find_ranks(sentence), *_find_comparisons(sentence), *_find_changes(sentence)):
        if not any(other.start < claim.end and claim.start < other.end for other in claims):
            claims.append(claim)
    return sorted(claims, key=lambda claim: claim.start)


def _make_claim(kind: ClaimKind, match: re.Match[str], sentence: Sentence, **fields: object) -> WordedClaim:
    """Return a claim with all that its sentence says of it."""
    named = match.groupdict()
    is_up = any(named.get(name) for name in ("up", "good", "above", "beats", "leads"))
    measures, is_certain = _choose_measures(sentence, match, kind)
    start, end = sentence.find_clause(*match.span())
    own = {place for span in (match.span(), *sentence.numbers) for place in range(*span)}
    unread, telling = (
        tuple(span for span in spans if start <= span[0] < end and span[0] not in own)
        for spans in (sentence.unread, sentence.telling)
    )
    values: dict[str, object] = {
        "sign": 0 if named.get("equal") else 1 if is_up else -1,
        "by_polarity": any(named.get(name) for name in ("good", "bad", "beats", "loses", "leads"))
        or bool(POSITIVE.search(match[0])),
        "periods": tuple(sentence.select(lambda mention: mention.period and mention.period != LATEST)),
        "groups": tuple(sentence.select(lambda mention: mention.groups)[:1]),
        "measures": measures,
        "is_certain": is_certain,
        "unread": unread,
        "telling": telling,
        "sentence": sentence.text,
    }
    return WordedClaim(kind, *match.span(), match[0], **values | fields)  # type: ignore[arg-type]


def _choose_measures(sentence: Sentence, match: re.Match[str], kind: ClaimKind) -> tuple[tuple[str, ...], bool]:
    """Return the measures that a claim is of, and whether it is certain: the only one that its sentence names."""
    named = sentence.select(lambda mention: mention.measures and not mention.is_weak)
    if not named:
        weak = sentence.select(lambda mention: mention.measures)
        return (sentence.context.measures or weak)[0].measures, False
    near = min(named, key=lambda mention: (mention.start > match.start(), abs(mention.start - match.start())))
    is_only = len({mention.measures for mention in named}) == 1
    between = sentence.text[near.end : match.start()]
    is_apart = kind == ClaimKind.CHANGE and bool(re.search(r"[;:]|\b(?:and|but|while|as)\b", between))
    return near.measures, is_only and not is_apart


def _find_ranks(sentence: Sentence) -> Iterator[WordedClaim]:
    for pattern in (BEYOND_ALL, RANK):
        for match in pattern.finditer(sentence.text):
            if pattern is RANK and not _is_of_a_figure(sentence, match):
                continue
            nth = (match.groupdict().get("nth") or "").lower()
            area, group = _find_subject(sentence, match)
            if area or group:
                claim = _make_claim(
                    ClaimKind.RANK,
                    match,
                    sentence,
                    areas=area,
                    groups=group,
                    place=ORDINALS.get(nth, 1),
                    kinds=tuple(_list_kinds(sentence.text)),
                )
                yield replace(claim, is_certain=claim.is_certain and not _may_be_among_others(sentence, claim))


def _may_be_among_others(sentence: Sentence, claim: WordedClaim) -> bool:
    """Return whether a rank may be in a wider area than the borough, or of a second area that is named with it."""
    places = [each.places[0] for each in sentence.select(lambda mention: mention.places)]
    inside = {place.name for place in places if place.area_type not in WIDE_AREAS}
    if len(inside) > max(1, len([*RANK.finditer(sentence.text)])):
        return True
    is_of_councils = bool(claim.areas) and (not claim.areas[0].places or bool(COUNCIL_WORDS.search(sentence.text)))
    is_wide = any(place.area_type in WIDE_AREAS[1:] for place in places) or bool(WIDER.search(sentence.text))
    return is_wide and not is_of_councils


def _is_of_a_figure(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether what is called highest may be a figure: no provider, and no challenge."""
    after = WORD.search(sentence.text, match.end())
    if not after or re.search(r"[^\s-]", sentence.text[match.end() : after.start()]):
        return True
    return after[0].lower() in HARMLESS or after.span() not in {*sentence.unread}


def _list_kinds(text: str) -> Iterator[AreaType]:
    if re.search(r"\bwards?\b", text, re.IGNORECASE):
        yield AreaType.WARD
    if re.search(r"\bpartnership\b", text, re.IGNORECASE):
        yield AreaType.COMMUNITY_PARTNERSHIP
    if COUNCIL_WORDS.search(text):
        yield AreaType.AUTHORITY


def _find_subject(sentence: Sentence, match: re.Match[str]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the area that is said to be highest, or the group; neither where it is not clear which."""
    start, end = sentence.find_clause(*match.span())
    named = sentence.select(
        lambda mention: mention.places and not COMPARED_WITH.search(sentence.text, 0, mention.start)
    )
    areas = [each for each in named if not _is_set(sentence, each)]
    if OURS.search(sentence.text, start, match.start()) and not any(start <= each.start < end for each in areas):
        return (BOROUGH,), ()
    groups = sentence.select(lambda mention: mention.groups)
    for near in ([each for each in areas if start <= each.start < end], areas):
        if near:
            before = [each for each in near if each.start < match.start()]
            return ((before or near)[-1 if before else 0],), ()
    if groups:
        return (), ((min(groups, key=lambda mention: abs(mention.start - match.start()))),)
    inside = [each for each in sentence.context.areas if each.places[0].area_type not in WIDE_AREAS]
    return (*inside, *sentence.context.headings, BOROUGH)[:1], ()


def _is_set(sentence: Sentence, mention: Mention) -> bool:
    """Return whether an area is that in which another is highest: "in the borough", "of England"."""
    if mention.places[0].area_type not in WIDE_AREAS:
        return False
    others = sentence.select(lambda each: each.places and each.places[0].area_type not in WIDE_AREAS)
    return bool(others) and bool(
        re.search(r"\b(?:in|of|across|within)\s+(?:the\s+|our\s+)?$", sentence.text[: mention.start])
    )


def _find_comparisons(sentence: Sentence) -> Iterator[WordedClaim]:
    for match in COMPARISON.finditer(sentence.text):
        follows_number = any(0 <= match.start() - end <= 3 for _, end in sentence.numbers)
        is_hedge = any(0 <= start - match.end() <= FURTHEST_NUMBER for start, _ in sentence.numbers)
        if follows_number or (is_hedge and match["between"] is not None):
            continue
        if sides := _find_sides(sentence, match):
            yield _make_claim(ClaimKind.COMPARISON, match, sentence, **sides)
        elif match["between"] is not None and (before := _find_period_after(sentence, match)):
            areas = tuple(sentence.select(lambda mention: mention.places)[:1])
            yield _make_claim(ClaimKind.CHANGE, match, sentence, areas=areas, periods=before)
        elif match["between"] is not None and sentence.select(lambda mention: mention.measures and not mention.is_weak):
            yield _make_claim(ClaimKind.COMPARISON, match, sentence)


def _find_period_after(sentence: Sentence, match: re.Match[str]) -> tuple[Mention, ...]:
    """Return the period that a figure is compared with: "higher than in 2019"."""
    return tuple(
        each for each in sentence.select(lambda mention: mention.period) if 0 <= each.start - match.end() <= 12
    )[:1]


def _find_sides(sentence: Sentence, match: re.Match[str]) -> dict[str, tuple[Mention, ...]] | None:
    """Return what is compared, as the areas or as the groups of a claim; None where one of the two is not named."""
    named = sentence.select(lambda mention: mention.places or mention.groups)
    after = [each for each in named if 0 <= each.start - match.end() <= FURTHEST_OBJECT]
    if not after or re.search(r"\d", sentence.text[match.end() : after[0].start]) and not after[0].places:
        return None
    other = after[0]
    is_alike = (lambda each: each.places) if other.places else (lambda each: each.groups)
    inside = [each for each in named if is_alike(each) and match.start() < each.start < match.end()]
    before = [each for each in named if is_alike(each) and each.end <= match.start()]
    if other.places:
        one = (inside or before[-1:] or _find_area_before(sentence, other))[:1]
        groups = tuple(each for each in named if each.groups and each.start < match.start())[:1]
        return {"areas": (one[0], other), "groups": groups} if one else None
    one = (inside or before[-1:])[:1]
    areas = tuple(each for each in named if each.places)[:1]
    return {"groups": (one[0], other), "areas": areas} if one else None


def _find_area_before(sentence: Sentence, other: Mention) -> list[Mention]:
    """Return the area that a comparison without one is of: the borough, but where it is compared with the borough."""
    if other.places[0].area_type != AreaType.BOROUGH:
        return [BOROUGH]
    return [each for each in (*sentence.context.areas, *sentence.context.headings) if each.places != other.places][:1]


def _find_changes(sentence: Sentence) -> Iterator[WordedClaim]:
    named = sentence.select(lambda mention: mention.measures and not mention.is_weak)
    for match in CHANGE.finditer(sentence.text):
        if named and named[0].start > match.start() and not re.match(r"\s+in\b", sentence.text[match.end() :]):
            continue  # what has risen is not the measure, which comes later
        areas, is_clear = _find_area_of_change(sentence, match)
        claim = _make_claim(ClaimKind.CHANGE, match, sentence, areas=areas)
        yield replace(claim, is_certain=claim.is_certain and is_clear)


def _find_area_of_change(sentence: Sentence, match: re.Match[str]) -> tuple[tuple[Mention, ...], bool]:
    """Return the area that has changed, and whether it is clear: not where it may be that of another clause."""
    named = sentence.select(lambda mention: mention.places)
    _, end = sentence.find_clause(*match.span())
    own = [each for each in named if each.start < end and not COMPARED_WITH.search(sentence.text, 0, each.start)]
    is_clear = len({each.places for each in named}) == len({each.places for each in own[:1]})
    return tuple(own[:1]) or sentence.context.headings[:1], is_clear


def list_words(claims: Iterable[WordedClaim]) -> set[str]:
    """Return the words of claims, each alone."""
    return {word.lower() for claim in claims for word in WORD.findall(claim.words)}
