"""Periods as people write them: 2024/25, 24/25, 2024 to 2025, FY2024-25 … read as a source's own file lists them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1990, 2089  # years that an extract can be of
Years = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a period was understood: as one (listed, or new and of the source's form), or as what may be meant."""

    period: str = ""
    listed: bool = False
    meant: tuple[str, ...] = ()  # the likeliest first


def read_period(words: str, listed: Sequence[str]) -> Reading:
    """Read a period in any common spelling.

    Args:
        words: as somebody wrote it.
        listed: the periods that the source's file lists, in its own form: 2023, 2024-25 or 2021-2025.
    """
    tidy = _tidy(words)
    years = _years(tidy)
    doubtful = tidy.startswith("fy") and "-" not in tidy
    if years and not doubtful and years[0] <= years[1]:
        period = _write(years)
        if period in listed:
            return Reading(period, listed=True)
        if _form(years) in {_form(other) for name in listed if (other := _years(name))}:
            return Reading(period)
    if years is None or years[0] - years[1] > 1:  # 2025-04 is a month, and no years from 2004 to 2025
        years = _any_year(tidy)
    return Reading(meant=_nearest(years, listed))


def _tidy(words: str) -> str:
    """Reduce spellings to one: small letters, one kind of dash, no spaces, no `financial year`."""
    text = unicodedata.normalize("NFKC", words).lower().strip()
    text = re.sub(r"\b(financial|fiscal|calendar|tax)\b|\byears?\b|\b(wave|election|survey)\b|['’‘`]", " ", text)
    text = re.sub(r"\b(to|until|till|through|and)\b|[/\\–—−‒‑_&]", "-", text)
    return re.sub(r"\s*-+\s*", "-", " ".join(text.split())).replace("fy ", "fy").replace("fy-", "fy")


def _years(tidy: str) -> Years | None:
    """Read the first and last year; None where that is not what the words say."""
    text = tidy.removeprefix("fy").removesuffix("fy").strip()
    if joined := re.fullmatch(r"(\d{4})(\d{2}|\d{4})", text) or re.fullmatch(r"(\d{2})(\d{2})", text):
        first, last = _year(joined[1]), _year(joined[2])
        if last == first + 1 and not FIRST_YEAR <= int(text) <= LAST_YEAR:
            return first, last
    spelt = re.fullmatch(r"(\d{4}|\d{2})(?:[- ](\d{4}|\d{2}))?", text)
    if spelt is None:
        return None
    years = _year(spelt[1]), _year(spelt[2] or spelt[1])
    return years if all(FIRST_YEAR <= year <= LAST_YEAR for year in years) else None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= FIRST_YEAR % 100 else 2000)


def _any_year(tidy: str) -> Years | None:
    """Find a year among other words, as in `May 2023` or `2024 quarter 1`."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", tidy)]
    return (min(years), max(years)) if years else None


def _form(years: Years) -> int:
    """Return 0 for a year, 1 for a financial year, 2 for several years."""
    return min(years[1] - years[0], 2)


def _write(years: Years) -> str:
    """Write a period as the files of sources do."""
    first, last = years
    return (str(first), f"{first}-{last % 100:02d}", f"{first}-{last}")[_form(years)]


def _nearest(years: Years | None, listed: Sequence[str]) -> tuple[str, ...]:
    """Return the listed periods that share a year with the one meant: those that begin with it first."""
    if years is None:
        return ()
    first, last = sorted(years)
    spans = {name: span for name in listed if (span := _years(name))}
    shared = [name for name, span in spans.items() if span[0] <= last and first <= span[1]]
    return tuple(sorted(shared, key=lambda name: (spans[name] != (first, last), spans[name][0] != first, name)))
