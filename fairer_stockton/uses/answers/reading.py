"""Reading a question: which measure, areas, groups and period it names, what it asks, and what is not understood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fairer_stockton.report.asking.lexicon import Lexicon, Meaning, MeasurePhrase, choose_question
from fairer_stockton.report.asking.periods import LATEST, PeriodAsked, take_period_out
from fairer_stockton.report.asking.published_figures import Group, Place
from fairer_stockton.report.asking.tokens import Tokens
from fairer_stockton.run.vocabulary import AreaType, GapType
from fairer_stockton.run.vocabulary_of_uses import Asked


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a question.

    `areas` and `groups` hold what each phrase can mean; `unknown` are words that nothing explains; `weight` is how
    many words the measure explains, `missed` how many of its title's parenthesis the question has not, and `is_title`
    whether the question has all the rest of the title. `every_asked` is all that is asked of the measure, of
    which `asked` is the first.
    """

    measure: str
    asked: Asked = Asked.FIGURE
    every_asked: frozenset[Asked] = frozenset()
    areas: tuple[tuple[Place, ...], ...] = ()
    groups: tuple[tuple[Group, ...], ...] = ()
    kinds: tuple[AreaType, ...] = ()
    gap: GapType | None = None
    other_gaps: tuple[GapType, ...] = ()
    period: PeriodAsked = LATEST
    unknown: tuple[str, ...] = ()
    weight: int = 0
    missed: int = 0
    is_title: bool = False


def read_question(text: str, lexicon: Lexicon) -> list[Reading]:
    """Return the best readings of a question: those that leave the fewest words unexplained, then of most words.

    Several are of several measures. There is none where no measure is named.
    """
    rest, period = take_period_out(text)
    content = lexicon.read_content(rest)
    present = frozenset(content)
    readings = [
        _read_since(_read_around(phrase, content, lexicon), period)
        for phrase in lexicon.measures
        if phrase.needed <= present
    ]
    return _choose_best(readings)


def _read_since(reading: Reading, period: PeriodAsked) -> Reading:
    """Return a reading with its period; what is asked since a year is how it has changed."""
    every = reading.every_asked | ({Asked.CHANGE} if period.words.startswith("since") else frozenset())
    return replace(reading, period=period, every_asked=every, asked=choose_question(every))


def _choose_best(readings: Iterable[Reading]) -> list[Reading]:
    ordered = sorted(readings, key=lambda reading: (len(reading.unknown), -reading.weight))
    best = [
        reading
        for reading in ordered
        if (len(reading.unknown), reading.weight) == (len(ordered[0].unknown), ordered[0].weight)
    ]
    by_measure: dict[str, Reading] = {}
    for reading in sorted(best, key=lambda reading: (not reading.is_title, reading.missed)):
        by_measure.setdefault(reading.measure, reading)
    return list(by_measure.values())


def _read_around(phrase: MeasurePhrase, content: Tokens, lexicon: Lexicon) -> Reading:
    """Return the reading under which these words of a question are the measure, and the others are not."""
    matched = phrase.needed | (phrase.optional & frozenset(content))
    reading = _read_rest(_remove_once(content, (*sorted(matched), *phrase.repeated)), lexicon)
    missed = len(phrase.needed | phrase.optional) - len(matched)
    return replace(reading, measure=phrase.measure, weight=len(matched), missed=missed, is_title=phrase.is_title)


def _remove_once(content: Tokens, words: Tokens) -> Tokens:
    """Return a question without the words of a measure: where they come together, else wherever they come first."""
    for start in range(len(content) - len(words) + 1):
        if sorted(content[start : start + len(words)]) == sorted(words):
            return content[:start] + content[start + len(words) :]
    left = list(content)
    for word in words:
        if word in left:
            left.remove(word)
    return tuple(left)


def _read_rest(content: Tokens, lexicon: Lexicon) -> Reading:
    phrases, unknown = _cut_into_phrases(content, lexicon)
    meanings = [meaning for phrase in phrases for meaning in phrase]
    gaps = [meaning.gap for meaning in meanings if meaning.gap]
    asked = {meaning.asked for meaning in meanings if meaning.asked} | ({Asked.GAP} if gaps else set())
    areas = (tuple(meaning.place for meaning in phrase if meaning.place) for phrase in phrases)
    groups = (tuple(meaning.group for meaning in phrase if meaning.group) for phrase in phrases)
    return Reading(
        measure="",
        every_asked=frozenset(asked),
        areas=tuple(filter(None, areas)),
        groups=tuple(filter(None, groups)),
        kinds=tuple(meaning.kind for meaning in meanings if meaning.kind),
        gap=gaps[0] if gaps else None,
        other_gaps=tuple(gap for gap in gaps if gap != gaps[0]),
        unknown=unknown,
    )


def _cut_into_phrases(content: Sequence[str], lexicon: Lexicon) -> tuple[list[tuple[Meaning, ...]], Tokens]:
    """Return what each phrase means, the longest first at each word, and the words that are in none."""
    phrases: list[tuple[Meaning, ...]] = []
    unknown: list[str] = []
    start = 0
    while start < len(content):
        for length in range(min(lexicon.longest, len(content) - start), 0, -1):
            if meanings := lexicon.phrases.get(tuple(content[start : start + length])):
                phrases.append(meanings)
                start += length
                break
        else:
            unknown += [content[start]] if content[start] not in lexicon.idle else []
            start += 1
    return phrases, tuple(unknown)
