"""The bulletin for the steering group: what is new since an earlier edition, what has moved, and what is due."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fairer_stockton.definitions.release_calendar import find_last_day_of_period
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines import words
from fairer_stockton.report.headlines.choice import Headlines, choose_headlines
from fairer_stockton.report.pages.changes.differences import (
    COMPARED,
    HIDDEN_FIGURE,
    INVENTED_FIGURE,
    NO_FIGURE,
    OTHER_UNIT,
    Difference,
    find_differences,
)
from fairer_stockton.report.pages.changes.lists import ChangeList, list_what_is_new_or_gone
from fairer_stockton.report.pages.changes.words import REAL, classify_change_over_time, explain_difference, write_change
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Document,
    Heading,
    Paragraph,
    TableWithWidths,
)
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    begin_with_capital,
    mark_sample,
    write_count_with_noun,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.uses.packs.earlier import ComparedEdition
from fairer_stockton.uses.packs.writing import Pack, make_document, name_folder

UPDATES = "updates"  # the folder of all, among the reports
FILES_OF_UPDATE = {"update.pdf": "as PDF", "update.txt": "as text, to send"}
HEADER_OF_NEW = ("What", "Before", "Now", "Difference", "How sure")
HEADER_OF_GAPS = ("Gap", "Then and now", "How it has changed")
HEADER_OF_DUE = ("Source", "Latest held", "Next release due")
SAME = "Nothing has changed: every figure for the borough is the one that we gave."
SAME_FIGURES = "Every figure for the borough that can be compared is the one that we gave."
WHY_NOT_COMPARED = {
    HIDDEN_FIGURE: "hidden in one edition, so that nobody can be recognised",
    INVENTED_FIGURE: "of the sample in one edition",
    OTHER_UNIT: "in another unit",
    NO_FIGURE: "without a figure in one edition",
}
SURE = "“Real change” means more than chance is likely to explain. The page of changes says why each figure differs."
OVERDUE = "was due in"


@dataclass(frozen=True)
class DueRelease:
    """A source whose next release has a month: what it is, what is held, and when the next is due."""

    title: str
    held: str
    due: date


@dataclass(frozen=True)
class Bulletin:
    """All that the bulletin says, from an edition whose hidden figures have been taken out."""

    edition: Edition
    earlier: ComparedEdition

    @cached_property
    def _every_difference(self) -> list[Difference]:
        return find_differences(self.edition, self.earlier)

    @property
    def differences(self) -> list[Difference]:
        """The borough's figures that can be compared and differ: newer ones, and revised ones."""
        return [each for each in self._every_difference if each.state == COMPARED and not each.unchanged]

    @property
    def not_compared(self) -> list[Difference]:
        """The borough's figures that cannot be compared with those of then."""
        return [each for each in self._every_difference if each.state != COMPARED]

    @property
    def is_all_the_same(self) -> bool:
        """Whether nothing at all differs."""
        return not self.differences and not self.not_compared and not self.lists

    @property
    def newer(self) -> list[Difference]:
        """Figures of a later time than the earlier edition had, clear changes first."""
        newer = [each for each in self.differences if each.is_newer]
        return sorted(newer, key=lambda each: classify_change_over_time(each) != REAL)

    @property
    def revised(self) -> list[Difference]:
        """Figures of the same time that are not what we gave."""
        return [each for each in self.differences if not each.is_newer]

    @cached_property
    def lists(self) -> list[ChangeList]:
        """What else is new or gone."""
        return [listed for listed in list_what_is_new_or_gone(self.edition, self.earlier) if listed.items]

    @cached_property
    def headlines(self) -> Headlines:
        """The headline gaps as they are now."""
        return choose_headlines(self.edition)

    @cached_property
    def due(self) -> list[DueRelease]:
        """The releases of which the month is known, the earliest first."""
        found = []
        for name, source in self.edition.sources.items():
            periods = [file.period for file in self.edition.inputs.get(name, ()) if not file.synthetic]
            latest = max(periods, default="", key=lambda period: find_last_day_of_period(period) or date.min)
            if source.calendar and (due := source.calendar.find_due_day(latest)):
                found.append(DueRelease(source.title, write_period(latest), due))
        return sorted(found, key=lambda release: (release.due, release.title))


def make_bulletin_pack(bulletin: Bulletin) -> Pack:
    """Return the bulletin with all that goes beside it."""
    edition, earlier = bulletin.edition, bulletin.earlier.published.folder.name
    return Pack(
        kind=UPDATES,
        name=name_folder(f"since {earlier}", edition.name),
        document=make_bulletin_document(bulletin),
        files=FILES_OF_UPDATE,
        asked={"since": earlier},
    )


def make_bulletin_document(bulletin: Bulletin) -> Document:
    """Make the bulletin: the finding first, then what is new, revised, listed and due."""
    edition = bulletin.edition
    blocks = (
        *_make_summary(bulletin),
        *_make_part_on_newer_figures(bulletin),
        *_make_part_on_revised_figures(bulletin),
        *_make_part_on_figures_not_compared(bulletin),
        *_make_part_on_gaps(bulletin),
        *_make_part_on_lists(bulletin),
        *_make_part_on_due_releases(bulletin),
    )
    return make_document(
        edition,
        f"{edition.title}: what is new",
        f"Update for the steering group: edition {edition.year}, since {bulletin.earlier.name}",
        blocks,
    )


def _make_summary(bulletin: Bulletin) -> Iterator[Block]:
    start = bulletin.edition.definitions.gap_changes.baseline_year
    overdue = _list_overdue(bulletin)
    late = f"{write_count_with_noun(len(overdue), 'source has', 'sources have')} a release that should be out by now."
    yield Heading("In short")
    yield BulletList((
        *_write_counts(bulletin),
        mark_sample(
            f"{words.write_finding(bulletin.headlines, start)}.",
            any(gap.synthetic for gap in bulletin.headlines.shown),
        ),
        *([late] if overdue else []),
    ))  # fmt: skip


def _write_counts(bulletin: Bulletin) -> Iterator[str]:
    """Yield how many figures differ and how many cannot be compared, or that nothing at all has changed."""
    newer, revised, others = len(bulletin.newer), len(bulletin.revised), bulletin.not_compared
    if bulletin.is_all_the_same:
        yield SAME
    elif newer or revised:
        real = sum(classify_change_over_time(each) == REAL for each in bulletin.newer)
        counts = (
            f"{write_count_with_noun(newer, 'figure is', 'figures are')} newer than in {bulletin.earlier.name}, "
            f"{real or 'none'} of them with a real change; "
            f"{write_count_with_noun(revised, 'figure is', 'figures are')} revised."
        )
        yield mark_sample(counts, any(each.now.synthetic for each in bulletin.differences))
    else:
        yield SAME_FIGURES
    if others:
        reasons = Counter(WHY_NOT_COMPARED[each.state] for each in others)
        why = "; ".join(f"{number} {reason}" for reason, number in reasons.items())
        counted = write_count_with_noun(len(others), "figure cannot", "figures cannot")
        yield mark_sample(f"{counted} be compared: {why}.", any(each.now.synthetic for each in others))


def _list_overdue(bulletin: Bulletin) -> list[DueRelease]:
    """Return the releases that should be out on the edition's day; none where it bears no day."""
    if not bulletin.edition.date:
        return []
    return [release for release in bulletin.due if release.due < bulletin.edition.created.date()]


def _make_part_on_newer_figures(bulletin: Bulletin) -> Iterator[Block]:
    if bulletin.newer:
        yield Heading("New figures")
        lines = tuple(_make_line(each) for each in bulletin.newer)
        yield TableWithWidths(
            Table("Before and now, with how sure a change is", HEADER_OF_NEW, lines), (2.4, 1.2, 1.2, 1.4, 1.1)
        )
        yield Paragraph(SURE, "note")


def _make_line(difference: Difference) -> tuple[str, ...]:
    then, now = (
        f"{write_value_with_unit(row.value, row.unit)}\n{write_period(row.period)}"
        for row in (difference.then, difference.now)
    )
    size = write_change(difference.total, difference.unit)
    sure = begin_with_capital(classify_change_over_time(difference))
    return mark_sample(difference.title, difference.now.synthetic), then, now, size, sure


def _make_part_on_revised_figures(bulletin: Bulletin) -> Iterator[Block]:
    if bulletin.revised:
        yield Heading("Revised figures")
        yield BulletList(tuple(_write_revision(each) for each in bulletin.revised))


def _write_revision(difference: Difference) -> str:
    sentences = f"{difference.title}: {' '.join(explain_difference(difference))}"
    return mark_sample(sentences, difference.now.synthetic)


def _make_part_on_figures_not_compared(bulletin: Bulletin) -> Iterator[Block]:
    if bulletin.not_compared:
        titles: dict[str, list[str]] = {}
        for each in bulletin.not_compared:
            titles.setdefault(WHY_NOT_COMPARED[each.state], []).append(each.title)
        yield Heading("Figures that cannot be compared")
        yield BulletList(tuple(f"{begin_with_capital(why)}: {'; '.join(those)}." for why, those in titles.items()))


def _make_part_on_gaps(bulletin: Bulletin) -> Iterator[Block]:
    if bulletin.headlines.shown:
        yield Heading("The headline gaps now")
        lines = tuple(
            (
                f"{begin_with_capital(mark_sample(gap.topic, gap.synthetic))}\n{words.write_who(gap)}",
                words.write_then_and_now(gap),
                words.write_direction(gap),
            )
            for gap in bulletin.headlines.shown
        )
        yield TableWithWidths(Table("Each in its first year and now", HEADER_OF_GAPS, lines), (2.2, 2.0, 1.2))


def _make_part_on_lists(bulletin: Bulletin) -> Iterator[Block]:
    for listed in bulletin.lists:
        yield Heading(f"{listed.title}: new, changed and gone")
        yield BulletList(listed.items)


def _make_part_on_due_releases(bulletin: Bulletin) -> Iterator[Block]:
    if not bulletin.due:
        return
    overdue = _list_overdue(bulletin)
    yield Heading("What is due")
    lines = tuple(
        (release.title, release.held, f"{f'{OVERDUE} ' * (release in overdue)}{release.due:%B %Y}")
        for release in bulletin.due
    )
    yield TableWithWidths(Table("Sources whose next release has a month", HEADER_OF_DUE, lines), (3.0, 1.0, 1.4))
