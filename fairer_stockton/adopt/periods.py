"""Which period a new file is of: where the name, sheet, headings or titles of last year's have its year, which now."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.adopt.forms import FittedForm
from fairer_stockton.adopt.headings import strip_years_and_notes

_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*(?:[-–/_]|to|and)\s*((?:19|20)\d{2}|\d{2})(?!\d))?(?!\d)")
NAME = "the file's name"


@dataclass(frozen=True, slots=True)
class RecognisedPeriod:
    """A period, and what shows it; no period where nothing shows it, or things that disagree."""

    period: str
    shown_by: tuple[str, ...]
    rivals: tuple[str, ...] = ()


def recognise_period(form: FittedForm, file: Path, earlier_titles: Sequence[str]) -> RecognisedPeriod:
    """Recognise the period of a file that is like one of before.

    A year counts where the file of before has the year of its own period in the same words. Only where there is none
    does a lone year in the name count.

    Args:
        form: the file of before, and where the new one has the same.
        file: the new one.
        earlier_titles: the cells above the headings of the file of before; none where it is not held.
    """
    places = {
        NAME: ([form.name], [file.name]),
        "the sheet's name": ([f.entry.sheet or f.entry.member for f in form.entries], [f.part for f in form.entries]),
        "its headings": (
            [match.column.header for f in form.entries for match in f.matches],
            [match.heading for f in form.entries for match in f.matches],
        ),
        "its titles": (earlier_titles, [title for f in form.entries for title in f.titles]),
    }
    last = read_last_year(form.period)
    votes = {name: _find_steps(old, new, last) for name, (old, new) in places.items()}
    shown = {name: steps.most_common(1)[0][0] for name, steps in votes.items() if steps}
    if not shown and len(years := {_read_end(span) for span in _SPAN.finditer(file.name)}) == 1:
        shown = {NAME: years.pop() - last}
    steps = Counter(shown.values()).most_common()
    if not steps:
        return RecognisedPeriod("", ())
    rivals = tuple(move_period(form.period, step) for step, times in steps if times == steps[0][1])
    if len(rivals) > 1:
        return RecognisedPeriod("", (), rivals)
    return RecognisedPeriod(rivals[0], tuple(name for name, step in shown.items() if step == steps[0][0]))


def move_period(period: str, years: int) -> str:
    """Return the period so many years later, in the same form: 2024, 2024-25 or 2021-2025."""
    return re.sub(
        r"\d{4}|(?<=-)\d{2}$",
        lambda part: f"{(int(part[0]) + years) % 10 ** len(part[0]):0{len(part[0])}d}",
        period,
    )


def read_last_year(period: str) -> int:
    """Return the last year that a period, as a source's file or a staged table writes it, is of."""
    ends = [_read_end(span) for span in _SPAN.finditer(period)]
    return max(ends, default=0)


def _find_steps(earlier_texts: Iterable[str], new_texts: Iterable[str], last_year: int) -> Counter[int]:
    """Count by how many years the new texts are later, where those of before have the last year of their period."""
    earlier = {strip_years_and_notes(text): text for text in earlier_texts if text}
    steps: Counter[int] = Counter()
    for text in set(new_texts):
        before = [_read_end(span) for span in _SPAN.finditer(earlier.get(strip_years_and_notes(text), ""))]
        now = [_read_end(span) for span in _SPAN.finditer(text)]
        if len(before) == len(now):
            steps.update(new - old for old, new in zip(before, now, strict=True) if old == last_year)
    return steps


def _read_end(span: re.Match[str]) -> int:
    first, second = int(span[1]), span[2]
    if second is None:
        return first
    end = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    return end if first < end <= first + 30 else first
