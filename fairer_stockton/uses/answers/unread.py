"""Words of a paper that were not read: beside one of them, a number may be of something else than it seems."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.asking.lexicon import Lexicon, find_base
from fairer_stockton.report.asking.periods import PeriodAsked
from fairer_stockton.report.asking.tokens import WORD, Tokens, split_into_tokens
from fairer_stockton.report.words.figures import write_period
from fairer_stockton.uses.answers.quoted_numbers import ONES, QuotedNumber, find_hedge_start, find_label_spans

# What a sentence may say without meaning another figure: no negation, future, condition, comparison, rank or time.
HARMLESS = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "of", "in", "at", "on", "for", "to", "by", "with"),
        *("from", "as", "and", "or", "but", "while", "whereas", "also", "too", "both", "is", "are", "was", "were"),
        *("be", "been", "being", "has", "have", "had", "do", "does", "did", "it", "its", "they", "their", "them"),
        *("we", "us", "our", "who", "whom", "which", "where", "here", "there", "s", "how", "about", "around"),
        *("some", "only", "just", "further", "said", "say", "says", "found", "stand", "stands", "stood", "know"),
        *("known", "affects", "affected", "live", "lives", "lived", "living", "shows", "showed", "belong"),
        *("account", "accounts", "made", "make", "belonged", "remains", "concern", "issue", "people", "person"),
        *("residents", "resident", "population", "borough", "ward", "area"),
        *("place", "local", "among", "across", "within", "rate", "rates", "share", "proportion"),
        *("percentage", "percent", "per", "cent", "figure", "figures", "average", "level", "score", "scores"),
        *("scored", "compared", "compares", "comparison", "against", "versus", "than", "moved", "gone", "went"),
        *("matters", "respectively", "paper", "profile", "data", "latest", "age", "census", "according"),
        *("period", "whole", "overall", "altogether", "such", "so", "now", "then"),
        *("therefore", "thus", "however", "meanwhile", "though", "although", "when", "where", "mostly", "largely"),
        *("roughly", "exactly", "precisely", "simply", "currently", "today", "there", "you", "your", "i", "she", "he"),
        *("my", "her", "his", "themselves", "itself", "ours", "theirs", "yours", "own", "one", "d", "re", "ve", "ll"),
        *("reached", "reaches", "ran", "runs", "running", "counted", "counts", "carry", "carries", "felt"),
        *("feel", "feels", "put", "puts", "survey", "surveys", "sample", "respondents", "respondent"),
        *("answered", "answer", "asked", "recorded", "records", "record", "reported", "report", "reports"),
        *("reporting", "described", "describe", "thought", "think", "believed", "believe", "given", "give", "gives"),
        *("gave", "seen", "sees", "see", "saw", "get", "gets", "got", "took", "take", "takes", "met", "meet", "meets"),
        *("hold", "holds", "held", "having", "remained", "remain", "stays", "stayed", "averaged", "averaging"),
        *("averages", "measured", "measure", "measures", "index", "sits", "sit", "stand", "touches", "touched"),
        *("come", "comes", "came", "noted", "notes", "note", "heard", "hears", "replied", "observed"),
        *(
            "introduced",
            "born",
            "discussed",
            "confirmed",
            "added",
            "told",
            "tell",
            "tells",
            "finds",
            "find",
            "use",
            "uses",
            "used",
            "go",
        ),
        *("goes", "committee", "director"),
        *("chair", "board", "cabinet", "colleagues"),
        *("standard", "standards"),
        *("neighbourhoods"),
        *("indicator", "result", "results", "value", "values", "case"),
        *("cases", "part", "baseline", "profile", "chapter", "paragraph", "table", "chart"),
        *("equally", "again", "indeed", "respective", "affect", "affecting", "say", "saying"),
    )
)
HARMLESS_PHRASES = re.compile(
    r"\b(?:as a whole|at large|in general|on average|in all|by contrast|in turn|worked out|works out|out of every|"
    r"made up of|to one decimal place|residents['’] survey|"
    r"ma(?:ke|kes|de) up|take-up|turned out|can expect|over the period|told us|this plan begins|of which|"
    r"report(?= (?:good|being|having)\b)|their age group|over the same (?:\w+ )?years?|indices of deprivation|"
    r"pupils(?= (?:eligible for|on) free school meals)|"
    r"(?<=\d )of the (?:plan|paper|report|strategy)|"
    r"as (?:high|low|many|much)(?= (?:as|in)\b))\b",
    re.IGNORECASE,
)
UNIT_WORDS = frozenset(
    (
        *("per", "cent", "percent", "percentage", "point", "points", "pp", "year", "years", "minute", "minutes", "out"),
        *("of", "for", "in", "patients", "an", "half", "third", "thirds", "quarter", "quarters", "fifth"),
        *("fifths", "sixth", "eighth", "tenth", "twice", "double", "treble", "triple", "times", "score", "people"),
        *("cases", "twenty", "m", "k", *ONES),
    )
)
# Words that say how a figure ranks, moves or is thought of, and not which figure it is: a number that is not ours
# differs beside them too, while one that is ours is not said to agree.
MILD = frozenset(
    (
        *("highest", "lowest", "largest", "smallest", "biggest", "greatest", "longest", "shortest", "best", "worst"),
        *("top", "bottom", "second", "third", "fourth", "high", "low", "large", "small", "heaviest", "lightest"),
        *("well", "much", "far", "slightly", "little", "marginally", "exactly", "even", "still", "yet", "however"),
        *("reached", "reaches", "risen", "rose", "rising", "fallen", "fell", "grown", "grew", "dropped", "climbed"),
        *("higher", "lower", "longer", "shorter", "above", "below", "more", "less", "fewer", "better", "worse"),
        *("same", "twice", "half", "double", "most", "least", "common", "likely", "often", "up", "down"),
        *("councillor", "councillors", "members", "member", "committee", "noted", "heard", "credit", "cause"),
        *("particular", "stark", "notable", "worrying", "welcome", "gives", "because", "thanks", "result", "due"),
        *("increase", "decrease", "fall", "rise", "drop", "change", "unchanged", "changed"),
    )
)
# Words that make a number one of another time or of nobody, wherever in its clause they are.
NARROWING = frozenset(
    (
        *("could", "would", "will", "should", "may", "might", "if", "unless", "before", "after", "until", "next"),
        *(
            "last",
            "projected",
            "forecast",
            "forecasts",
            "predicted",
            "expected",
            "target",
            "aim",
            "except",
            "excluding",
        ),
        *("not", "no", "never", "without", "neither", "nor", "non", "other", "another", "else", "elsewhere"),
    )
)
# Words that turn a meaning: they are read only as a part of the name of a measure, and never because it has them too.
TURNING = frozenset(
    (
        *("no", "not", "never", "without", "non", "neither", "nor", "none"),
        *("below", "under", "free", "least", "damp", "mould", "cannot", "unable", "lack"),
    )
)
RISES = "rose|risen|rises?|rising|grew|grown|grows|growing|increas(?:e|es|ed|ing)|up|climbed"
FALLS = "fell|fallen|falls?|falling|drop(?:s|ped)|decreas(?:e|es|ed|ing)|declined?|down"
HIGHER, LOWER = "higher|longer|above|more", "lower|shorter|below|fewer|less"
DIRECTION = re.compile(rf"\b(?:(?P<up>{RISES}|{HIGHER})|(?P<down>{FALLS}|{LOWER}))\b", re.IGNORECASE)
COMPARES = re.compile(r"\s+(?P<link>from|to|than)\b|(?<=above)|(?<=below)", re.IGNORECASE)
FURTHEST = 60  # letters from a word such as "higher" to the number that it compares with
UNKNOWN_PLACE = re.compile(
    r"\b(?:in|at|across|around|near|within)\s+(?:the\s+)?(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
)
BASE_AFTER = re.compile(r"\s+of\s+(?:(?:all|our|the|its|these|local|working-age)\s+)*(?P<base>[a-z]+)", re.IGNORECASE)

Span = tuple[int, int]


def find_direction(words: str) -> int:
    """Return 1 where words say that a figure is higher or has risen, -1 for the contrary; else 0."""
    match = DIRECTION.search(words)
    return 0 if not match else 1 if match["up"] else -1


def find_unread(
    sentence: str,
    numbers: Sequence[QuotedNumber],
    own: Collection[str],
    explained: Iterable[Span],
) -> list[Span]:
    """Return where the words of a sentence are that neither its number nor what this is of explains.

    `own` are words of the measure, `explained` where its area, group, period and the measure itself are named.
    """
    known = {place for span in (*explained, *find_label_spans(sentence)) for place in range(*span)}
    phrases = [match.span() for match in HARMLESS_PHRASES.finditer(sentence)]
    for start, end in (*phrases, *_find_directions_that_hold(sentence, numbers)):
        known |= {*range(start, end)}
    for number in numbers:
        known |= {*range(find_hedge_start(sentence, number), number.start)}
    return [
        match.span()
        for match in WORD.finditer(sentence)
        if match.start() not in known
        and match[0].lower() not in HARMLESS
        and not _is_of_number(match, numbers)
        and not any(token in own and token not in TURNING for token in split_into_tokens(match[0]))
    ]


def find_telling(sentence: str, unread: Iterable[Span], named: Sequence[Span]) -> list[Span]:
    """Return the unread words beside which a number may be of something else than the figure that it is not.

    These are names, words such as "could" or "not", and what is right beside the number or what it is said to be of:
    "youth unemployment". A word further off, such as "discussed", may keep a number from being said to agree, no more.
    """
    return [
        span
        for span in unread
        if (word := sentence[slice(*span)]).lower() not in MILD
        and (
            word.lower() in NARROWING
            or (word[0].isupper() and sentence[: span[0]].strip(" “‘\"'(-"))
            or any(_is_beside(sentence, span, name) for name in named)
        )
    ]


def _is_beside(sentence: str, word: Span, name: Span) -> bool:
    between = sentence[word[1] : name[0]] if word[1] <= name[0] else sentence[name[1] : word[0]]
    return bool(re.fullmatch(r"[\s-]*(?:(?:of|for|among|in|the|our|their|its|these|all)\s)*", between))


def describe_unread(words: Iterable[str]) -> str:
    """Return the words that were not read, as a mark names them."""
    return f"not read: {', '.join(f'“{each}”' for each in dict.fromkeys(words))}"


def find_unread_month(named: PeriodAsked | None, asked: str, years: Iterable[int]) -> tuple[str, ...]:
    """Return the month that a sentence names where its figure is of a year: a year's figure is of no month.

    What is measured in some years only, such as turnout, is of a day in each.
    """
    name = named.names[0] if named and named.names else ""
    known = {*years}
    is_of_every_year = any(year + 1 in known for year in known)
    is_other = bool(re.fullmatch(rf"{YEAR}-M\d\d", name)) and asked and write_period(name) not in asked
    return (named.words,) if named and is_other and is_of_every_year else ()


def find_unknown_places(sentence: str, unread: Sequence[Span]) -> tuple[str, ...]:
    """Return names after "in" or "across" that are no area of the edition: what follows may be about them."""
    starts = {start for start, _ in unread}
    return tuple(match["name"] for match in UNKNOWN_PLACE.finditer(sentence) if match.start("name") in starts)


def _is_of_number(word: re.Match[str], numbers: Sequence[QuotedNumber]) -> bool:
    """Return whether a word is a number's own; a whole number without a unit, as in "at 65", may be anything."""
    own = next((number for number in numbers if number.start <= word.start() < number.end), None)
    if own is None:
        return False
    if word[0][0].isdigit():
        return bool(own.unit) or "." in own.stated or word[0] != own.words
    return word[0].lower() in UNIT_WORDS


def list_words_of_measures(sentence: str, lexicon: Lexicon, measures: Collection[str]) -> set[str]:
    """Return the words of the title of a measure and of the phrases by which a sentence calls it.

    Of several that a mention can mean, those of all: which is meant is not known until its number is compared.
    """
    present = {*split_into_tokens(sentence)}
    words = {measure: set[str]() for measure in measures}
    for phrase in lexicon.measures:
        if phrase.measure in words and (phrase.is_title or phrase.needed <= present):
            words[phrase.measure] |= phrase.needed | phrase.optional | phrase.small
    return set.intersection(*words.values()) if words else set()


def find_other_bases(
    sentence: str, number: QuotedNumber, lexicon: Lexicon, measures: Collection[str]
) -> Iterator[Span]:
    """Yield where a sentence says that a number is a share of something else than its measure is: of homes."""
    match = BASE_AFTER.match(sentence, number.end)
    said = find_base(match["base"]) if match else ""
    bases = {phrase.base for phrase in lexicon.measures if phrase.is_title and phrase.measure in measures}
    if match and said and bases and said not in bases:
        yield match.span("base")


def _find_directions_that_hold(sentence: str, numbers: Sequence[QuotedNumber]) -> list[Span]:
    """Return the words such as "rose" or "higher than" that the numbers of the sentence bear out."""
    return [match.span() for match in DIRECTION.finditer(sentence) if _holds(sentence, match, numbers)]


def _holds(sentence: str, word: re.Match[str], numbers: Sequence[QuotedNumber]) -> bool:
    before = [number for number in numbers if number.end <= word.start()]
    after = [number for number in numbers if number.start >= word.end()]
    direction = 1 if word["up"] else -1
    if len(after) > 1 and re.search(r"\bfrom\s+$", sentence[word.end() : after[0].start]):
        first, last = after[:2]
    elif len(after) > 1 and not before and re.search(r"\bthan\b", sentence[after[0].end : after[1].start]):
        last, first = after[:2]
    elif before and after and (link := COMPARES.match(sentence, word.end())):
        first, last = (before[-1], after[0]) if link["link"] == "to" else (after[0], before[-1])
        if after[0].start - word.end() > FURTHEST or re.search("[;,]", sentence[word.end() : after[0].start]):
            return False
    else:
        return False
    return first.unit == last.unit and (last.value - first.value) * direction > 0


def write_unread(sentence: str, unread: Iterable[Span]) -> Tokens:
    """Return unread words as the sentence has them, those next to each other together."""
    joined: list[Span] = []
    for start, end in sorted({*unread}):
        if joined and not sentence[joined[-1][1] : start].strip(" -"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(sentence[start:end] for start, end in joined)
