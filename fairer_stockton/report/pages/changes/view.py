"""All that the page of changes says: a table a domain, why each figure changed, and what is new or gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.before import Before, Row, before
from fairer_stockton.report.pages.changes.differences import COMPARED, HIDDEN, INVENTED, Difference, differences
from fairer_stockton.report.pages.changes.lists import ChangeList, change_lists
from fairer_stockton.report.pages.changes.words import MEANINGS, difference, parts, why
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import write_figure, write_period

HEADER = ("Measure", "Last edition", "This edition", "Difference", "Its parts")
UNSHOWN = {HIDDEN: "hidden", INVENTED: "not compared"}
FIRST = "This is the first edition, so there is no earlier one to compare it with."


@dataclass(frozen=True)
class DomainChanges:
    """A domain's table, why its figures changed, and the figures of which there is nothing to say."""

    domain: Domain
    table: Table
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    unmoved: tuple[str, ...]


@dataclass(frozen=True)
class ChangesView:
    """All that the page says."""

    lead: str
    last: str
    domains: tuple[DomainChanges, ...]
    lists: tuple[ChangeList, ...]
    meanings: tuple[tuple[str, str], ...] = MEANINGS


def changes_view(edition: Edition) -> ChangesView:
    """Compare the edition with the one before it, if there is one."""
    earlier = before(edition)
    if earlier is None:
        return ChangesView(FIRST, "", (), ())
    found = differences(edition, earlier)
    domains = (
        (domain, [one for one in found if one.measure.domain == name]) for name, domain in edition.framework.items()
    )
    return ChangesView(
        lead=_lead(found, earlier),
        last=earlier.year,
        domains=tuple(_domain(domain, rows, earlier) for domain, rows in domains if rows),
        lists=tuple(change_lists(edition, earlier)),
    )


def _lead(found: Sequence[Difference], earlier: Before) -> str:
    compared = [one for one in found if one.state == COMPARED]
    same = sum(one.unmoved for one in compared)
    said = (
        f"Of {len(found)} figures that the edition of {earlier.year} gave too, {len(compared) - same or 'none'} "
        f"{'is' if len(compared) - same == 1 else 'are'} newer or revised and {same or 'none'} the same."
    )
    apart = len(found) - len(compared)
    return f"{said} {apart} cannot be compared." if apart else said


def _domain(domain: Domain, found: Sequence[Difference], earlier: Before) -> DomainChanges:
    caption = f"{domain.title}: the figures of edition {earlier.year} and of this one"
    return DomainChanges(
        domain=domain,
        table=Table(caption, HEADER, tuple(_line(one) for one in found)),
        answers=tuple((one.title, tuple(why(one))) for one in found if not one.unmoved),
        unmoved=tuple(one.title for one in found if one.unmoved),
    )


def _line(found: Difference) -> tuple[str, ...]:
    title = narrative.titled(found.measure, found.now["synthetic"], found.category)
    if found.state in UNSHOWN:
        return (title, *[UNSHOWN[found.state]] * 2, "not given", "–")
    size = difference(found.total, found.unit) if found.state == COMPARED else "not given"
    words = "; ".join(f"{part.kind}: {difference(part.size, found.unit)}" for part in parts(found))
    return title, _cell(found.then), _cell(found.now), size, words or "–"


def _cell(row: Row) -> str:
    return f"{write_figure(row)}, {write_period(str(row['period']))}"
