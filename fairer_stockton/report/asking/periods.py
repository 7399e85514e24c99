"""Periods in words: which period a text asks for, and which of those that a figure has it means."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.words.figures import MONTHS

SMALL_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTH = "|".join(MONTHS).lower()
MONTH_NAME = re.compile(rf"{YEAR}-M\d\d")
SINCE = r"(?:\b(?:since|from|between)\s+)?"
AGO = rf"\b(\d{{1,2}}|an?|{'|'.join(SMALL_NUMBERS)})\s+years?\s+(?:ago|earlier|before)\b"


@dataclass(frozen=True, slots=True)
class PeriodAsked:
    """A period that a text names: one of these words, a year, or so many years before the latest; else the latest."""

    words: str = ""  # as the text has it
    names: tuple[str, ...] = ()  # what the edition may call it
    years_ago: int = 0
    is_exact: bool = False  # no longer period will do

    @property
    def is_latest(self) -> bool:
        """Whether the text names no period, or the latest."""
        return not self.names and not self.years_ago

    def choose(self, periods: Sequence[str]) -> list[str]:
        """Return the periods that are meant, out of those that there are, oldest first: none, one, or a choice."""
        if not periods or self.is_latest:
            return list(periods[-1:])
        if self.years_ago:
            wanted = read_last_year(periods[-1]) - self.years_ago
            return [period for period in periods if read_last_year(period) == wanted]
        if exact := [period for period in periods if period in self.names]:
            return exact[-1:]
        if self.is_exact:
            return []
        year = self.names[0]
        months = [period for period in periods if re.fullmatch(rf"{year}-M\d\d", period)]
        return months if months else [period for period in periods if _covers(period, year)]


LATEST = PeriodAsked()
LAST_YEAR = "last year"
Maker = Callable[[re.Match[str]], PeriodAsked]


def read_last_year(period: str) -> int:
    """Return the year in which a period ends."""
    return int(re.findall(YEAR, period)[-1])


def take_period_out(text: str) -> tuple[str, PeriodAsked]:
    """Return a question without the first period that it names, and that period.

    A month is that month: the figure of its year would answer another question, though a paper may mean it.
    """
    if THIS_YEAR.search(text):
        return THIS_YEAR.sub(" ", text), PeriodAsked("this year", ("this year",))
    periods = find_periods(text)
    if not periods:
        return text, LATEST
    start, end, period = periods[0]
    if any(MONTH_NAME.fullmatch(name) for name in period.names):
        names = tuple(name for name in period.names if not re.fullmatch(YEAR, name))
        period = replace(period, names=names, is_exact=True)
    return f"{text[:start]} {text[end:]}", period


def find_periods(text: str) -> list[tuple[int, int, PeriodAsked]]:
    """Return the periods that a text names in their order, each with where it begins and ends."""
    lowered, periods = text.lower(), []
    for pattern, make in PATTERNS.values():
        for match in re.finditer(pattern, lowered):
            periods.append((match.start(), match.end(), make(match)))
        lowered = re.sub(pattern, lambda match: " " * len(match[0]), lowered)
    return sorted(periods, key=lambda period: period[0])


def list_near_periods(periods: Iterable[str], asked: PeriodAsked) -> list[str]:
    """Return up to three of the periods that there are: those that end nearest to the year asked for, or the latest."""
    years = re.findall(YEAR, " ".join(asked.names))
    if not years:
        return sorted(periods)[-3:]
    return sorted(periods, key=lambda period: (abs(read_last_year(period) - int(years[-1])), period))[:3]


def _covers(period: str, year: str) -> bool:
    years = re.findall(YEAR, period)
    return len(years) > 1 and years[0] <= year <= years[-1]


def _make_span(match: re.Match[str]) -> PeriodAsked:
    first, last = match[1], match[2] or match[1][:2] + match[3]
    names = (f"{first} to {last}", f"{first}/{last}", f"{first} and {last}")
    return PeriodAsked(match[0], names)


def _make_month(match: re.Match[str]) -> PeriodAsked:
    number = [month.lower() for month in MONTHS].index(match[1]) + 1
    return PeriodAsked(match[0], (f"{match[2]}-M{number:02}", f"{match[2]}-{number:02}", match[2]))


def _make_years_ago(match: re.Match[str]) -> PeriodAsked:
    word = match[1]
    return PeriodAsked(
        match[0],
        years_ago=int(word) if word.isdigit() else 1 + SMALL_NUMBERS.index("one" if word in ("a", "an") else word),
    )


# The latest figure need not be of this year: a question that asks for it has no answer but what there is.
THIS_YEAR = re.compile(r"\bthis year\b", re.IGNORECASE)
PATTERNS: Mapping[str, tuple[str, Maker]] = {
    "coded_month": (rf"\b({YEAR})-m(\d\d)\b", lambda match: PeriodAsked(match[0], (match[0].upper(),))),
    "span": (
        rf"{SINCE}\b({YEAR})(?:\s*(?:/|-|–|\bto\b|\buntil\b|\band\b)\s*({YEAR})|[/–-](\d\d))\b(?![.,]?\d|\s*%)",
        _make_span,
    ),
    "month": (rf"{SINCE}\b({MONTH})\s+({YEAR})\b", _make_month),
    "years_ago": (AGO, _make_years_ago),
    "last_year": (
        rf"\b(?:{LAST_YEAR}|the year before|a year earlier|previous year)\b",
        lambda match: PeriodAsked(match[0], (), 1),
    ),
    "year": (rf"{SINCE}\b({YEAR})\b", lambda match: PeriodAsked(match[0], (match[1],))),
}
