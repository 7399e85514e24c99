"""What else is new or gone since the last edition: measures, sources, priority neighbourhoods, communities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.editions.sums import InputFile
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition
from fairer_stockton.report.pages.priorities import write_verdict_on_neighbourhood
from fairer_stockton.report.rows import read_rows
from fairer_stockton.run.vocabulary import PriorityKind, PriorityVerdict

if TYPE_CHECKING:
    import pandas as pd

LISTED_VERDICTS = (PriorityVerdict.SURELY, PriorityVerdict.PROBABLY, PriorityVerdict.BARELY)


@dataclass(frozen=True, slots=True)
class ListedArea:
    """What is compared of a row of priorities; an earlier edition may lack the other columns."""

    kind: PriorityKind
    area_code: str
    area_name: str
    verdict: PriorityVerdict


@dataclass(frozen=True)
class ChangeList:
    """A short list: what it is of, its items, and what to say where there are none."""

    title: str
    items: tuple[str, ...]
    none: str


def list_what_is_new_or_gone(edition: Edition, earlier: EarlierEdition) -> list[ChangeList]:
    """Make every list."""
    lists = [
        ChangeList(
            "Measures",
            tuple(_list_new_and_gone_measures(edition, earlier)),
            "The same measures have a figure in both editions.",
        ),
        ChangeList(
            "Sources",
            tuple(_list_changed_sources(edition, earlier)),
            "Every source has the same files in both editions.",
        ),
    ]
    if recipe := edition.definitions.recipe:
        same = "The same neighbourhoods are listed."
        moved = tuple(_list_neighbourhoods_joining_or_leaving(edition, earlier, recipe.top))
        lists.append(ChangeList("Priority neighbourhoods", moved, same))
    if edition.has_communities:
        same = "The same communities are named in both editions."
        lists.append(
            ChangeList("Disadvantaged communities", tuple(_list_new_and_gone_communities(edition, earlier)), same)
        )
    return lists


def _list_new_and_gone_measures(edition: Edition, earlier: EarlierEdition) -> Iterable[str]:
    now = [measure for name in edition.framework for measure in edition.list_measures_with_figures(name)]
    names = {measure.name for measure in now}
    yield from (f"New: {measure.title}." for measure in now if measure.name not in earlier.rows)
    yield from (f"No longer given: {title}." for title in earlier.titles(set(earlier.rows) - names))


def _list_changed_sources(edition: Edition, earlier: EarlierEdition) -> Iterable[str]:
    then = {name: files for name, files in earlier.inputs.items() if files}
    now = {name: files for name, files in edition.inputs.items() if files}
    for name in sorted(then.keys() | now.keys()):
        title = edition.sources[name].title if name in edition.sources else name.replace("_", " ")
        if name not in then:
            yield f"New: {title}."
        elif name not in now:
            yield f"No longer used: {title}."
        elif words := "; ".join(_list_file_changes(then[name], now[name])):
            yield f"{title}: {words}."


def _list_file_changes(files_then: Sequence[InputFile], files_now: Sequence[InputFile]) -> Iterable[str]:
    """Write which files of a source were revised, are new, or are no longer used."""
    before, after = ({file.name: file for file in files} for files in (files_then, files_now))
    revised = [name for name in after if name in before and not after[name].has_bytes_of(before[name])]
    kinds = (
        ("revised", revised),
        ("new", after.keys() - before.keys()),
        ("no longer used", before.keys() - after.keys()),
    )
    return (f"{word} {', '.join(sorted(names))}" for word, names in kinds if names)


def _list_neighbourhoods_joining_or_leaving(
    edition: Edition, earlier: EarlierEdition, list_length: int
) -> Iterable[str]:
    """Yield the neighbourhoods that joined or left the top of the list, with their verdict in each edition."""
    then, now = (_listed_by_code(table) for table in (earlier.table("priorities"), edition.priorities))
    listed = [{code for code, row in rows.items() if row.verdict in LISTED_VERDICTS} for rows in (then, now)]
    for word, codes in (("Joined", listed[1] - listed[0]), ("Left", listed[0] - listed[1])):
        for code in sorted(codes):
            name = (now.get(code) or then[code]).area_name
            was, is_now = (
                write_verdict_on_neighbourhood(rows[code].verdict, list_length) if code in rows else "not ranked"
                for rows in (then, now)
            )
            yield f"{word}: {name} ({code}): {was} in the last edition, {is_now} in this one."


def _listed_by_code(table: "pd.DataFrame | None") -> dict[str, ListedArea]:
    rows = [] if table is None else read_rows(table, ListedArea)
    return {row.area_code: row for row in rows if row.kind == PriorityKind.NEIGHBOURHOOD}


def _list_new_and_gone_communities(edition: Edition, earlier: EarlierEdition) -> Iterable[str]:
    then, now = (
        [] if table is None else list(table["title"].unique())
        for table in (earlier.table("communities"), edition.communities)
    )
    yield from (f"New: {title}." for title in now if title not in then)
    yield from (f"No longer named: {title}." for title in then if title not in now)
