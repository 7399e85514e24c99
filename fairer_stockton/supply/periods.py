"""Periods as people write them: 2024/25, 24/25, 2024 to 2025, FY2024-25 … read as a source's own file lists them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1990, 2089  # years that an extract can be of
Years = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """How a period was understood: as one (listed, or new and of the source's form), or as what may be meant."""

    period: str = ""
    listed: bool = False
    meant: tuple[str, ...] = ()  # the likeliest first


def read_period(written_period: str, listed_periods: Sequence[str]) -> PeriodReading:
    """Read a period in any common spelling.

    Args:
        written_period: as somebody wrote it.
        listed_periods: the periods that the source's file lists, in its own form: 2023, 2024-25 or 2021-2025.
    """
    tidy = _normalise_spelling(written_period)
    years = _read_first_and_last_year(tidy)
    doubtful = tidy.startswith("fy") and "-" not in tidy
    if years and not doubtful and years[0] <= years[1]:
        period = _format_period(years)
        if period in listed_periods:
            return PeriodReading(period, listed=True)
        if _classify_period_form(years) in {
            _classify_period_form(other) for name in listed_periods if (other := _read_first_and_last_year(name))
        }:
            return PeriodReading(period)
    if years is None or years[0] - years[1] > 1:  # 2025-04 is a month, and no years from 2004 to 2025
        years = _find_years_among_words(tidy)
    return PeriodReading(meant=_list_periods_sharing_a_year(years, listed_periods))


def _normalise_spelling(written_period: str) -> str:
    """Reduce spellings to one: small letters, one kind of dash, no spaces, no `financial year`."""
    text = unicodedata.normalize("NFKC", written_period).lower().strip()
    text = re.sub(r"\b(financial|fiscal|calendar|tax)\b|\byears?\b|\b(wave|election|survey)\b|['’‘`]", " ", text)
    text = re.sub(r"\b(to|until|till|through|and)\b|[/\\–—−‒‑_&]", "-", text)
    return re.sub(r"\s*-+\s*", "-", " ".join(text.split())).replace("fy ", "fy").replace("fy-", "fy")


def _read_first_and_last_year(spelling: str) -> Years | None:
    """Read the first and last year; None where that is not what the words say."""
    text = spelling.removeprefix("fy").removesuffix("fy").strip()
    if joined := re.fullmatch(r"(\d{4})(\d{2}|\d{4})", text) or re.fullmatch(r"(\d{2})(\d{2})", text):
        first, last = _convert_to_four_digit_year(joined[1]), _convert_to_four_digit_year(joined[2])
        if last == first + 1 and not FIRST_YEAR <= int(text) <= LAST_YEAR:
            return first, last
    spelt = re.fullmatch(r"(\d{4}|\d{2})(?:[- ](\d{4}|\d{2}))?", text)
    if spelt is None:
        return None
    years = _convert_to_four_digit_year(spelt[1]), _convert_to_four_digit_year(spelt[2] or spelt[1])
    return years if all(FIRST_YEAR <= year <= LAST_YEAR for year in years) else None


def _convert_to_four_digit_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= FIRST_YEAR % 100 else 2000)


def _find_years_among_words(spelling: str) -> Years | None:
    """Find a year among other words, as in `May 2023` or `2024 quarter 1`."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", spelling)]
    return (min(years), max(years)) if years else None


def _classify_period_form(years: Years) -> int:
    """Return 0 for a year, 1 for a financial year, 2 for several years."""
    return min(years[1] - years[0], 2)


def _format_period(years: Years) -> str:
    """Write a period as the files of sources do."""
    first, last = years
    return (str(first), f"{first}-{last % 100:02d}", f"{first}-{last}")[_classify_period_form(years)]


def _list_periods_sharing_a_year(years: Years | None, listed_periods: Sequence[str]) -> tuple[str, ...]:
    """Return the listed periods that share a year with the one meant: those that begin with it first."""
    if years is None:
        return ()
    first, last = sorted(years)
    spans = {name: span for name in listed_periods if (span := _read_first_and_last_year(name))}
    shared = [name for name, span in spans.items() if span[0] <= last and first <= span[1]]
    return tuple(sorted(shared, key=lambda name: (spans[name] != (first, last), spans[name][0] != first, name)))
