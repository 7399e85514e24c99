"""The status and the end of a run in plain words, for a terminal and for a message."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from fairer_stockton.definitions.release_calendar import DAYS_OF_YEAR
from fairer_stockton.run.vocabulary import RunOutcome
from fairer_stockton.watch.runs import Run
from fairer_stockton.watch.sources import SourceStanding
from fairer_stockton.watch.status import SHOWN_RUNS, PublishedBuild, Status

MARGIN = 11  # characters before what stands behind a label
MINUTE = "%Y-%m-%d %H:%M UTC"
UNRECORDED_AUDIT = "passed, since nothing is published without it (the journal does not have it)"
HEADINGS = ("source", "is", "period", "age", "brought in", "next release", "licence")


def write_status(status: Status) -> str:
    """Return the status as it is shown on a terminal: first whether all is well, then each source, then the runs."""
    lines = [status.council, ""]
    lines += _label("published", _describe_editions(status))
    lines += _label("refresh", _describe_last_refresh(status))
    lines += _label("tables", [_describe_tables(status)])
    lines += ["", *_write_table(HEADINGS, map(_describe_source, status.sources))]
    stale = [f"  {source.name}: {reason}" for source in status.stale_sources for reason in source.stale]
    lines += ["", f"stale ({len(status.stale_sources)} sources)", *(stale or ["  none that is known"])]
    runs = [f"  {describe_run(run)}" for run in reversed(status.runs[-SHOWN_RUNS:])]
    return "\n".join([*lines, "", "runs, the latest first", *(runs or ["  none is recorded"])]) + "\n"


def describe_run(run: Run) -> str:
    """Return a run in a line: when, what, how it ended and where it failed."""
    when = f"{run.began:{MINUTE}} {run.command}"
    if run.is_running:
        return f"{when}: goes on"
    if run.was_killed:
        return f"{when}: ended without a word: it was killed, or the machine stopped"
    step = f" ({run.step})" if run.step else ""
    where = f" in {run.stage}{step}" if run.stage else ""
    code = f", exit code {run.code}" if run.code else ""
    changes = f": {'; '.join(run.changes)}" if run.changes else ""
    return f"{when}: {run.outcome} after {write_seconds(run.seconds)}{where}{code}{changes}"


def write_seconds(seconds: float) -> str:
    """Return a length of time in words."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _label(label: str, lines: Iterable[str]) -> list[str]:
    """Return lines under each other behind their label."""
    return [f"{label if number == 0 else '':<{MARGIN}}{line}" for number, line in enumerate(lines)]


def _describe_editions(status: Status) -> Iterator[str]:
    if not status.editions:
        yield "nothing yet"
    for edition in status.editions:
        yield _describe_edition(edition, status.time)
        yield f"disclosure audit {edition.audit or UNRECORDED_AUDIT}"


def _describe_edition(edition: PublishedBuild, now: datetime) -> str:
    latest = ", the latest" if edition.is_latest else ""
    sample = "; figures of the SAMPLE among them" if edition.synthetic else ""
    days = (now - edition.published).days
    return (
        f"edition {edition.name}{latest}: version {edition.version}, of {edition.published:{MINUTE}} "
        f"({days} {'day' if days == 1 else 'days'} ago), by pipeline {edition.code}{sample}"
    )


def _describe_last_refresh(status: Status) -> Iterator[str]:
    """Yield how the last refresh ended and, if it failed, since when none has been well."""
    refresh = status.last_refresh
    if refresh is None:
        yield "no refresh is recorded"
        return
    yield ("NOT WELL: " if refresh.has_failed else "well: ") + describe_run(refresh)
    if refresh.has_failed:
        ends = [run for run in status.runs if run.command == "refresh" and not run.has_failed and not run.is_running]
        ended_well = [run for run in ends if run.outcome != RunOutcome.STOPPED]
        yield f"the last that was well began {ended_well[-1].began:{MINUTE}}" if ended_well else "none was well yet"


def _describe_tables(status: Status) -> str:
    failed = f"; FAILED: {', '.join(status.tables_failed)}" if status.tables_failed else ""
    return f"{status.tables_passed} passed their contract{failed}"


def _describe_source(source: SourceStanding) -> tuple[str, ...]:
    age = "" if source.age_days is None else f"{max(source.age_days, 0) / DAYS_OF_YEAR:.1f} years"
    brought = f"{source.brought}" if source.brought else ""
    due = f"{source.next_due:%b %Y}" if source.next_due else source.next_release
    return (source.name, source.origin, source.period, age, brought, due, source.licence)


def _write_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows under their headings, each column as wide as its longest cell."""
    whole = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in whole]
