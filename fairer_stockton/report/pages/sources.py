"""The sources of an edition: who publishes each, under which licence, what was read of it, and what is made from it."""

from dataclasses import dataclass
from datetime import date

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.release_calendar import DAYS_OF_YEAR, ReleaseCalendar, find_last_day_of_period
from fairer_stockton.definitions.sources import Source
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.words.figures import write_count_with_noun, write_period
from fairer_stockton.run.vocabulary import NextRelease


@dataclass(frozen=True)
class SourceView:
    """All that the page of sources says of one."""

    source: Source
    periods: str
    files: int
    synthetic: int
    measures: tuple[Measure, ...]
    sorts: bool  # it sorts or places neighbourhoods, and no measure is a sum over it
    age: str = ""  # how old its latest period is and when the next is due; empty of the sample, and where not known

    @property
    def read(self) -> str:
        """What was read of it, in words."""
        if not self.files:
            return "Nothing in this edition."
        part = "" if self.synthetic in (0, self.files) else f"{self.synthetic} of them "
        sampled = f", {part}generated sample" if self.synthetic else ""
        return f"{write_count_with_noun(self.files, 'file', 'files')}{sampled}: {self.periods}."


def make_sources_view(edition: Edition) -> list[SourceView]:
    """Gather the sources: those of measures first, each kind by publisher and title."""
    observed = set(edition.observations["measure"])
    views = []
    for name, source in edition.sources.items():
        files = edition.inputs.get(name, ())
        measures = tuple(
            measure for measure in edition.measures.values() if name in measure.tables and measure.name in observed
        )
        periods = ", ".join(map(write_period, sorted({file.period for file in files})))
        synthetic = sum(file.synthetic for file in files)
        latest = max((file.period for file in files if not file.synthetic), default="", key=_order_periods)
        age = _describe_age(source, latest, edition.created.date() if edition.date else None)
        views.append(SourceView(source, periods, len(files), synthetic, measures, not measures, age))
    return sorted(views, key=lambda view: (view.sorts, view.source.publisher, view.source.title))


def _order_periods(period: str) -> date:
    return find_last_day_of_period(period) or date.min


def _describe_age(source: Source, latest_period: str, edition_day: date | None) -> str:
    """Return when the latest period ended, how long before the edition if that bears a day, and what is due next."""
    end = find_last_day_of_period(latest_period)
    if end is None:
        return ""
    days = (edition_day - end).days if edition_day else 0
    before = f", {days / DAYS_OF_YEAR:.1f} years before the date of this edition" if days > 0 else ""
    following = _write_next_release(source.calendar, latest_period, edition_day) if source.calendar else ""
    return f"The latest period ended in {end:%B %Y}{before}.{following}"


def _write_next_release(calendar: ReleaseCalendar, latest_period: str, edition_day: date | None) -> str:
    if due := calendar.find_due_day(latest_period):
        if edition_day and due < edition_day:
            return f" The next release has been due since {due:%B %Y}."
        return f" The next release is due in {due:%B %Y}."
    return {
        NextRelease.EXPECTED: f" Releases are {calendar.rhythm}; we do not know the month of the next one.",
        NextRelease.IRREGULAR: " New releases come at no fixed time.",
        NextRelease.FINISHED: " We expect no further release of these figures.",
        NextRelease.NOT_ANNOUNCED: " We know of no date for the next release.",
    }[calendar.next_release]
