"""Numbers in prose: each with its unit and how it is hedged; dates, ages, pages and other labels are passed over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.asking.periods import MONTH
from fairer_stockton.run.vocabulary_of_uses import Hedge

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WORDS = {word: float(number) for number, word in enumerate(ONES, 1)} | {"a": 1.0, "an": 1.0, "twenty": 20.0}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
TIMES = {"twice": 2.0, "double": 2.0, "triple": 3.0, "treble": 3.0, "half": 0.5}
UNITS_AFTER = {
    r"percentage[- ]points?|pp\b": "percentage_points",
    r"%|per ?cent\b": "percent",
    r"(?:people |cases |\w+ )?(?:per|for every|in every) 100,?000\b": "per_100000",
    r"(?:people |cases |\w+ )?(?:per|for every|in every) 10,?000\b": "per_10000",
    r"(?:people |cases |\w+ )?(?:per|for every|in every) 1,?000\b": "per_1000",
    r"years?\b": "years",
    r"minutes?\b": "minutes",
    r"patients\b": "patients",
    r"out of (?:10|ten)\b": "score_out_of_10",
    r"points?\b": "score",
    # Units that no measure has: with one of these, a number that is right is said of something else.
    r"months?\b": "months",
    r"hours?\b": "hours",
    r"days?\b": "days",
    r"weeks?\b": "weeks",
}
OTHER_TIMES = ("months", "hours", "days", "weeks")
NUMBER = re.compile(
    r"(?<![\w.,/#:£–-])(?P<minus>[−-])?(?P<pound>£)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?![\w/:]|[.,]\d|-\w)(?P<scale>\s?(?:million|billion|m|bn|k)\b)?",
    re.IGNORECASE,
)
EACH = re.compile(r"\s(?:a|an|per|for each|for every) (?:week|head|person|resident|hour|month)\b", re.IGNORECASE)
# Scales are written together with their number too: £3m.
MONEY = re.compile(r"£\d[\d,]*(?:\.\d+)?\s?(?:million|billion|m|bn|k)?\b", re.IGNORECASE)
WORD_PERCENT = re.compile(rf"\b(?P<word>{'|'.join(WORDS)}) (?P<unit>per ?cent)\b", re.IGNORECASE)
ONE_IN = re.compile(
    rf"\b(?P<top>{'|'.join(ONES)}|\d) (?:in|out of)(?: every)? (?P<bottom>{'|'.join(ONES)}|\d\d?)\b(?!,?\d)"
)
# Of so many in a hundred: a share in whole per cent.
IN_HUNDRED = re.compile(
    rf"\b(?P<top>\d\d?(?:\.\d+)?|{'|'.join(ONES)}|twenty) (?:in|out of)(?: every)? (?:100|a hundred|one hundred)\b"
)
VERBS_AFTER = (
    r"are|is|were|was|have|had|has|do|did|does|say|said|live|lived|feel|felt|own|rent|use|used|get|got|take|took|met|"
    r"cannot|can|lack|report|reported|volunteer|visit|visited|belong|believe|think"
)
PART = re.compile(
    rf"\b(?P<top>an?|one|two|three|four|nine)[ -](?P<part>{'|'.join(PARTS)})s?\b(?= of\b| (?:{VERBS_AFTER})\b)"
    rf"|(?<=[a-z] )(?P<top2>an?|one|two|three)[ -](?P<part2>third|quarter|fifth|tenth)s?\b(?=,|\.|$)"
    rf"|\b(?P<half>half)\b(?= (?:of|the|our|{VERBS_AFTER})\b)"
    r"|\b(?:than|over|under|almost|nearly|about|around|exactly|only|just) (?P<hedged_half>half)\b"
    r"(?! (?:as|an?|past|term)\b)"
)
TIMES_AS = re.compile(
    rf"\b(?:(?P<word>twice|double|treble|triple)\b|(?P<count>{'|'.join(ONES[1:])}|\d+(?:\.\d+)?) times\b"
    r"|(?P<change>doubled|trebled|tripled|halved)\b"
    r"|(?P<half>half)\b(?= (?:as|that|those|the (?:rate|level|share|figure|average|borough|english|national))\b))"
)
CHANGES = {"doubled": 2.0, "trebled": 3.0, "tripled": 3.0, "halved": 0.5}
HEDGES = {
    Hedge.ABOUT: r"about|around|roughly|approximately|some|circa|close to|getting on for",
    Hedge.JUST_OVER: r"just over|slightly over|slightly more than|a little over|a little more than|just above",
    Hedge.MORE: r"more than|over|at least|above|in excess of|well over|upwards of",
    Hedge.LESS: r"less than|fewer than|under|below|up to",
    Hedge.NEARLY: r"almost|nearly|just under|not quite|slightly under|slightly less than|a little under",
}
BEFORE = {hedge: re.compile(rf"\b(?:{words})\s+$", re.IGNORECASE) for hedge, words in HEDGES.items()}
LABELS = (
    *("page", "pages", "p.", "pp.", "section", "sections", "paragraph", "para", "table", "figure", "fig.", "chart"),
    *("appendix", "annex", "chapter", "version", "item", "step", "level", "key stage", "stage", "grade", "band"),
    *("attainment", "priority", "objective", "recommendation", "action", "category", "covid", "note", "footnote"),
    *("phase", "no.", "article", "part", "question", "map"),
)
# Limits of a figure, in parentheses: (95% interval 9.0 to 13.3), (59.9–65.1).
INTERVAL = (
    r"\([^()\d]*(?:95\s?(?:%|per cent)\s+)?\b(?:confidence|interval|margin|limits?|range|ci)\b[^()\d]*"
    r"[−-]?£?\d[\d.,]*%?\s?(?:to|and|–|-)\s?[−-]?£?\d[\d.,]*(?:%| years| per cent)?\)"
    r"|\([−-]?£?\d[\d.,]*%?\s?(?:to|–|-)\s?[−-]?£?\d[\d.,]*(?:%| years| per cent)?\)"
)
# Dates, references and addresses: words that are of nothing else in their sentence.
MARKERS = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTH})(?:\s+{YEAR})?\b",
    rf"\b(?:{MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)",
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b",
    rf"\b(?:{'|'.join(re.escape(label) for label in LABELS)})[\s-]*\d+(?:\.\d+)*(?:\s?(?:to|and|–|-)\s?\d+)?",
    r"^\s*(?:\(?\d+(?:\.\d+)*[.)]\s|\d+(?:\.\d+)+\s+(?-i:(?=[A-Z])))",
    r"\[\d+\]|\(\d{1,3}\)",
    r"\bhttps?://\S+|\bwww\.\S+|\S+@\S+",
    INTERVAL,
)
PASSED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        *MARKERS,
        r"\b(?:first|second|other|latter) (?:half|quarter|third)\b",
        r"\b\d+(?:st|nd|rd|th)\b",
        r"\b(?:aged?|ages)\s+\d+(?:\s?(?:to|and|–|-)\s?\d+)?(?:\s+(?:and|or)\s+(?:over|under|above))?",
        r"\b\d+\s?(?:to|–|-)\s?\d+[\s-]year[\s-]olds?\b|\b\d+[\s-]year[\s-]olds?\b|\b\d+[\s-]year\b(?!s)",
        r"\b\d+\s+(?:and|or)\s+(?:over|under|above|older)\b|\b(?:under|over)[\s-]\d+s\b",
        r"\b\d{1,2}:\d\d\b|\b\d{1,2}\s?(?:am|pm)\b",
        r"\b95\s?(?:%|per cent)\s+(?:confidence|interval|margin|limit|range)\w*(?:[^.;)]|\.(?=\d))*",
        r"\b(?:interval|margin of error|limit)s?\b(?:[^.;)]|\.(?=\d))*?\b(?:to|and)\s[−-]?£?\d[\d.,]*\d?\s?%?",
        r"\b\d[\d,.]*\s?(?:metres|miles|km|kilometres|hectares|acres)\b",
        r"\b(?:\d{3,5}\s){1,2}\d{3,6}\b",
        rf"\b(?:next|last|past|first|over|for|within|every|in)\s+(?:the\s+)?(?:next|last|past)?\s*(?:\d+|{'|'.join(ONES)})\s+(?:years|months|weeks|days|hours)\b",
        rf"\b(?:\d+|{'|'.join(ONES)})\s+years?\s+(?:ago|earlier|before|later)\b",
        r"(?<![\d.])\b\d+\s+(?:months|weeks|days|hours)\b",
    )
)


@dataclass(frozen=True, slots=True)
class QuotedNumber:
    """A number as a paper has it: where it is in its sentence, in words, its value, unit, decimals and hedge."""

    start: int
    end: int
    words: str
    stated: str
    value: float
    unit: str = ""  # empty where none is written
    is_part: bool = False  # one in five
    is_change: bool = False  # doubled
    is_each: bool = False  # so much a week, or for each person
    hedge: Hedge = Hedge.NONE

    @property
    def is_times(self) -> bool:
        """Whether it says how many times as much."""
        return self.unit == "ratio"


def find_numbers(sentence: str) -> list[QuotedNumber]:
    """Return the numbers of a sentence that may be figures, in their order."""
    passed = {place for pattern in PASSED for match in pattern.finditer(sentence) for place in range(*match.span())}
    numbers: list[QuotedNumber] = []
    for number in (*_find_times(sentence), *_find_fractions(sentence), *_find_figures(sentence)):
        free = number.start not in passed and not any(
            other.start < number.end and number.start < other.end for other in numbers
        )
        numbers += [number] if free else []
    return sorted(numbers, key=lambda number: number.start)


def find_label_spans(sentence: str) -> list[tuple[int, int]]:
    """Return where a sentence has dates, references to pages and the like, and addresses."""
    return [match.span() for pattern in PASSED[: len(MARKERS)] for match in pattern.finditer(sentence)]


def find_hedge_start(sentence: str, number: QuotedNumber) -> int:
    """Return where the hedge of a number begins; where it has none, the number."""
    match = BEFORE[number.hedge].search(sentence[: number.start]) if number.hedge != Hedge.NONE else None
    return match.start() if match else number.start


def _find_figures(sentence: str) -> Iterator[QuotedNumber]:
    for match in WORD_PERCENT.finditer(sentence):
        value = WORDS[match["word"].lower()]
        yield _make_number(sentence, match.start(), match.end(), f"{value:.0f}", "percent")
    money = {match.start() for match in MONEY.finditer(sentence) if re.search("[a-z]$", match[0], re.IGNORECASE)}
    for match in NUMBER.finditer(sentence):
        if match.start() in money or match["scale"] or re.fullmatch(YEAR, match["number"]):
            continue  # no figure is in millions, and a bare year is none
        unit, end = ("gbp", match.end()) if match["pound"] else _read_unit(sentence, match.end())
        number = _make_number(sentence, match.start(), end, match["number"], unit)
        yield replace(number, is_each=bool(match["pound"] and EACH.match(sentence, match.end())))


def _read_unit(sentence: str, end: int) -> tuple[str, int]:
    for pattern, unit in UNITS_AFTER.items():
        if match := re.compile(rf"[\s-]*(?:{pattern})", re.IGNORECASE).match(sentence, end):
            return unit, match.end()
    return "", end


def _make_number(sentence: str, start: int, end: int, stated: str, unit: str) -> QuotedNumber:
    value = float(stated.replace(",", ""))
    return QuotedNumber(start, end, sentence[start:end], stated, value, unit, hedge=_read_hedge(sentence, start))


def _read_hedge(sentence: str, start: int) -> Hedge:
    before = sentence[:start]
    order = (Hedge.NEARLY, Hedge.JUST_OVER, Hedge.MORE, Hedge.LESS, Hedge.ABOUT)
    return next((hedge for hedge in order if BEFORE[hedge].search(before)), Hedge.NONE)


def _find_fractions(sentence: str) -> Iterator[QuotedNumber]:
    lowered = sentence.lower()
    for match in IN_HUNDRED.finditer(lowered):
        stated = match["top"] if match["top"][0].isdigit() else f"{WORDS[match['top']]:.0f}"
        yield _make_number(sentence, *match.span(), stated, "percent")
    for match in ONE_IN.finditer(lowered):
        top, bottom = (WORDS.get(word) or float(word) for word in match.group("top", "bottom"))
        if 0 < top < bottom and not (bottom == WORDS["ten"] and match["top"].isdigit() and "out of" in match[0]):
            yield _make_fraction(sentence, match.span(), 100 * top / bottom)
    for match in PART.finditer(lowered):
        words = (match["top"] or match["top2"], match["part"] or match["part2"])
        top, part = (WORDS[words[0]], words[1]) if words[0] else (1.0, "half")
        span = match.span("hedged_half" if match["hedged_half"] else 0)
        yield _make_fraction(sentence, span, 100 * top / PARTS[part])


def _make_fraction(sentence: str, span: tuple[int, int], percent: float) -> QuotedNumber:
    start, end = span
    hedge = _read_hedge(sentence, start)
    words = sentence[start:end]
    return QuotedNumber(start, end, words, f"{percent:.1f}", percent, "percent", is_part=True, hedge=hedge)


def _find_times(sentence: str) -> Iterator[QuotedNumber]:
    for match in TIMES_AS.finditer(sentence.lower()):
        word = match["word"] or match["half"] or match["change"]
        times = (TIMES | CHANGES)[word] if word else WORDS.get(match["count"]) or float(match["count"])
        start, end = match.span()
        hedge, is_change = _read_hedge(sentence, start), bool(match["change"])
        words = sentence[start:end]
        yield QuotedNumber(start, end, words, f"{times:g}", times, "ratio", is_change=is_change, hedge=hedge)
