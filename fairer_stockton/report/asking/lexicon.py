"""The lexicon: the phrases by which an edition's measures, areas and groups are called, from its own words and ours."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from fairer_stockton.definitions.everyday_words import EverydayWords
from fairer_stockton.report.asking.published_figures import EVERYBODY, Group, Place, PublishedFigures
from fairer_stockton.report.asking.rules import SINGLE_AREAS, SMALL_AREAS
from fairer_stockton.report.asking.tokens import (
    PARENTHESIS,
    Tokens,
    leave_out_fillers,
    make_fillers,
    split_into_tokens,
    without_parenthesis,
)
from fairer_stockton.run.vocabulary import AreaType, GapType
from fairer_stockton.run.vocabulary_of_uses import Asked

NAMELESS_GROUPS = {"everyone else", "other"}  # groups that only another one explains
# What shares are of; a share of households is none of people or of homes.
BASES = {
    token: base
    for base, words in {
        "people": "residents people persons population",
        "adults": "adults",
        "children": "children",
        "pupils": "pupils",
        "households": "households",
        "homes": "homes houses dwellings properties addresses",
        "neighbourhoods": "neighbourhoods",
        "jobs": "jobs",
        "contacts": "contacts",
    }.items()
    for token in split_into_tokens(words)
}


def find_base(words: str) -> str:
    """Return what a title or the words after a number say first that a share is of; nothing where they do not."""
    return next((BASES[token] for token in split_into_tokens(words) if token in BASES), "")


@dataclass(frozen=True, slots=True)
class MeasurePhrase:
    """Words by which a measure is called: those needed, and those of a parenthesis, such as (modelled)."""

    measure: str
    needed: frozenset[str]
    optional: frozenset[str] = frozenset()
    repeated: Tokens = ()  # words of it that it has again: good or very good
    is_own: bool = True  # whether it is the measure's own title or name
    is_title: bool = False  # whether it is the whole title, but for a parenthesis
    small: frozenset[str] = frozenset()  # fillers that a title has, such as households
    base: str = ""  # of what a title says that it is a share, in the words of BASES


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase is about: one of these."""

    place: Place | None = None
    group: Group | None = None
    asked: Asked | None = None
    kind: AreaType | None = None
    gap: GapType | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases of an edition."""

    measures: tuple[MeasurePhrase, ...]
    phrases: Mapping[Tokens, tuple[Meaning, ...]]
    fillers: frozenset[str]  # words that are never of a phrase
    idle: frozenset[str]  # words that mean nothing outside a phrase
    alike: Mapping[str, str] = field(default_factory=dict)  # a word to that by which it is known
    longest: int = field(default=1)  # phrase, in words
    nameless: frozenset[Group] = frozenset()  # groups of everyone who is not in another one
    of_people: frozenset[str] = frozenset()  # measures of who lives here, whose words may just say of whom another is

    def read_content(self, text: str) -> Tokens:
        """Return the words of a text that mean something."""
        return leave_out_fillers(split_into_tokens(text), self.fillers)


def make_lexicon(figures: PublishedFigures, words: EverydayWords) -> Lexicon:
    """Return the phrases of an edition."""
    fillers = frozenset(make_fillers(words.fillers["words"]))

    def is_context(domain: str) -> bool:
        return figures.definitions.framework[domain].context

    meanings: dict[Tokens, dict[Meaning, None]] = {}
    for phrase, meaning in _list_meanings(figures, words):
        meanings.setdefault(leave_out_fillers(split_into_tokens(phrase), fillers), {})[meaning] = None
    return Lexicon(
        measures=tuple(dict.fromkeys(_list_measure_phrases(figures, words, fillers))),
        phrases={tokens: tuple(meant) for tokens, meant in meanings.items()},
        fillers=fillers,
        idle=frozenset(make_fillers((*words.fillers["soft"], *words.fillers["idle"]))),
        alike={word: tokens[0] for tokens in map(_read_alike, words.alike.items()) for word in tokens},
        longest=max(map(len, meanings)),
        nameless=frozenset(group for group in figures.groups if group[1].lower() in NAMELESS_GROUPS),
        of_people=frozenset(name for name, rows in figures.observations.items() if is_context(rows[0].domain)),
    )


def _read_alike(entry: tuple[str, tuple[str, ...]]) -> Tokens:
    key, others = entry
    return (*split_into_tokens(key), *(word for other in others for word in split_into_tokens(other)))


def _list_measure_phrases(
    figures: PublishedFigures, words: EverydayWords, fillers: frozenset[str]
) -> Iterator[MeasurePhrase]:
    soft = frozenset(make_fillers(words.fillers["soft"]))

    def content(text: str) -> frozenset[str]:
        return frozenset(leave_out_fillers(split_into_tokens(text), fillers))

    for name, title in figures.titles.items():
        in_order = list(leave_out_fillers(split_into_tokens(without_parenthesis(title)), fillers))
        needed = frozenset(in_order)
        repeated = tuple(word for number, word in enumerate(in_order) if word in in_order[:number])
        in_parentheses = " ".join(PARENTHESIS.findall(title))
        optional = content(in_parentheses) - needed if in_parentheses else frozenset[str]()
        small = frozenset(split_into_tokens(title)) & fillers
        yield MeasurePhrase(name, needed, optional, repeated, is_title=True, small=small, base=find_base(title))
        defined = figures.definitions.measures.get(name)
        phrases = (*([defined.headline] if defined and defined.headline else []), *words.measures.get(name, ()))
        own = (needed, content(name.replace("_", " ")))
        called = map(content, phrases)
        yield from (MeasurePhrase(name, tokens, is_own=tokens in own) for tokens in called)
        if "_" not in name:
            yield MeasurePhrase(name, content(name))
        shorter = (needed - soft, content(name.replace("_", " ")))
        # One word of a title or name that had more, such as "work", is not enough to know a measure by.
        yield from (MeasurePhrase(name, tokens, optional - tokens, repeated) for tokens in shorter if len(tokens) > 1)


def _list_meanings(figures: PublishedFigures, words: EverydayWords) -> Iterator[tuple[str, Meaning]]:
    for key, phrases in words.questions.items():
        yield from ((phrase, Meaning(asked=Asked(key))) for phrase in phrases)
    for key, phrases in words.kinds.items():
        yield from ((phrase, Meaning(kind=AreaType(key))) for phrase in phrases)
    for key, phrases in words.gaps.items():
        yield from ((phrase, Meaning(gap=GapType(key))) for phrase in phrases)
    yield from _list_groups(figures, words)
    for place in figures.places:
        meaning = Meaning(place=place)
        called = words.areas.get(place.area_type, ()) if place.area_type in SINGLE_AREAS else ()
        yield from ((phrase, meaning) for phrase in (*_list_names(place), *called))


def _list_groups(figures: PublishedFigures, words: EverydayWords) -> Iterator[tuple[str, Meaning]]:
    for breakdown, category in figures.groups:
        meaning = Meaning(group=(breakdown, category))
        if (breakdown, category) != EVERYBODY and category.lower() not in NAMELESS_GROUPS and not category.isdigit():
            yield category, meaning
        yield from ((phrase, meaning) for phrase in words.groups.get(f"{breakdown}/{category}", ()))


def _list_names(place: Place) -> Iterator[str]:
    """Yield the names of an area: its own, the parts of a double name, the town of "Town-on-River", and its codes."""
    yield place.name
    parts = place.name.replace(" and ", " & ").split(" & ")
    # Neighbourhoods are many to a name, and told by their number alone.
    yield from parts if len(parts) > 1 and place.area_type not in SMALL_AREAS else ()
    if place.area_type in (AreaType.BOROUGH, AreaType.AUTHORITY) and "-on-" in place.name.replace("-upon-", "-on-"):
        yield place.name.split("-")[0]
    yield from dict.fromkeys(code for _, code in place.codes)


def choose_question(asked: Collection[Asked]) -> Asked:
    """Return what is asked in the first place: of a gap that has changed, the gap; the figure where nothing else is."""
    order = (Asked.HIGHEST, Asked.LOWEST, Asked.BEST, Asked.WORST, Asked.RANK, Asked.GAP, Asked.CHANGE)
    return next((question for question in order if question in asked), Asked.FIGURE)
