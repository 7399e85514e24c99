"""All that the page of changes says: a table a domain, why each figure changed, and what is new or gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.differences import (
    COMPARED,
    HIDDEN_FIGURE,
    INVENTED_FIGURE,
    Difference,
    find_differences,
)
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition, find_earlier_edition
from fairer_stockton.report.pages.changes.lists import ChangeList, list_what_is_new_or_gone
from fairer_stockton.report.pages.changes.words import (
    PART_MEANINGS,
    explain_difference,
    list_parts_of_change,
    write_change,
)
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import write_figure, write_period

CHANGES_COLUMNS = ("Measure", "Last edition", "This edition", "Difference", "Its parts")
UNSHOWN = {HIDDEN_FIGURE: "hidden", INVENTED_FIGURE: "not compared"}
FIRST_EDITION = "This is the first edition, so there is no earlier one to compare it with."


@dataclass(frozen=True)
class DomainChanges:
    """A domain's table, why its figures changed, and the figures of which there is nothing to say."""

    domain: Domain
    table: Table
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True)
class ChangesView:
    """All that the page says."""

    lead: str
    last: str
    domains: tuple[DomainChanges, ...]
    lists: tuple[ChangeList, ...]
    meanings: tuple[tuple[str, str], ...] = PART_MEANINGS


def make_changes_view(edition: Edition) -> ChangesView:
    """Compare the edition with the one before it, if there is one."""
    earlier = find_earlier_edition(edition)
    if earlier is None:
        return ChangesView(FIRST_EDITION, "", (), ())
    every = find_differences(edition, earlier)
    domains = (
        (domain, [difference for difference in every if difference.measure.domain == name])
        for name, domain in edition.framework.items()
    )
    return ChangesView(
        lead=_write_summary_of_changes(every, earlier),
        last=earlier.year,
        domains=tuple(_make_domain_changes(domain, rows, earlier) for domain, rows in domains if rows),
        lists=tuple(list_what_is_new_or_gone(edition, earlier)),
    )


def _write_summary_of_changes(differences: Sequence[Difference], earlier: EarlierEdition) -> str:
    compared = [difference for difference in differences if difference.state == COMPARED]
    same = sum(difference.unchanged for difference in compared)
    sentence = (
        f"Of {len(differences)} figures that the edition of {earlier.year} gave too, {len(compared) - same or 'none'} "
        f"{'is' if len(compared) - same == 1 else 'are'} newer or revised and {same or 'none'} the same."
    )
    apart = len(differences) - len(compared)
    return f"{sentence} {apart} cannot be compared." if apart else sentence


def _make_domain_changes(domain: Domain, differences: Sequence[Difference], earlier: EarlierEdition) -> DomainChanges:
    caption = f"{domain.title}: the figures of edition {earlier.year} and of this one"
    return DomainChanges(
        domain=domain,
        table=Table(
            caption, CHANGES_COLUMNS, tuple(_make_changes_table_line(difference) for difference in differences)
        ),
        answers=tuple(
            (difference.title, tuple(explain_difference(difference)))
            for difference in differences
            if not difference.unchanged
        ),
        unchanged=tuple(difference.title for difference in differences if difference.unchanged),
    )


def _make_changes_table_line(difference: Difference) -> tuple[str, ...]:
    title = narrative.write_measure_title(difference.measure, difference.now.synthetic, difference.category)
    if difference.state in UNSHOWN:
        return (title, *[UNSHOWN[difference.state]] * 2, "not given", "–")
    size = write_change(difference.total, difference.unit) if difference.state == COMPARED else "not given"
    words = "; ".join(
        f"{part.kind}: {write_change(part.size, difference.unit)}" for part in list_parts_of_change(difference)
    )
    return title, _write_value_and_period(difference.then), _write_value_and_period(difference.now), size, words or "–"


def _write_value_and_period(row: ObservationRow) -> str:
    return f"{write_figure(row)}, {write_period(row.period)}"
