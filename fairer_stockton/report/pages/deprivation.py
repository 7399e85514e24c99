"""Deprivation of places in words and tables: the official summaries, the borough's areas, and who moved where."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.definitions.deprivation_weights import INDICES
from fairer_stockton.report.charts.movement import TenthMovementChart, make_movement_chart_of_tenths
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.deprivation_course import (
    RANK_ORDER,
    make_table_of_courses,
    make_table_of_most_deprived,
    make_table_of_most_deprived_by_index,
    write_sentences_on_course,
)
from fairer_stockton.report.pages.deprivation_notes import write_weighting_note
from fairer_stockton.report.place_rows import DeprivationRow
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.deprivation import MAIN_INDEX, SUMMARY_WORDS
from fairer_stockton.report.words.figures import is_known, write_count_with_noun, write_ordinal
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

APPROXIMATE_MARK = "about "


@dataclass(frozen=True)
class DeprivationView:
    """All that the page of deprivation says."""

    sentences: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]
    most_deprived: Table | None
    most_deprived_by_index: Table | None
    editions: Table | None
    indices: Table | None
    areas: tuple[Table, ...]
    moved: tuple[Table, ...]
    movements: tuple[str, ...]
    courses: Table | None
    chart: TenthMovementChart | None
    approximate: str
    synthetic: bool


def make_deprivation_view(edition: Edition) -> DeprivationView:
    """Make the sentences, the tables and the picture."""
    table = edition.deprivation
    ours = table[(table["area_type"] == AreaType.AUTHORITY) & (table["area_code"] == edition.authority)]
    rows = read_rows(ours, DeprivationRow)
    periods = sorted(ours["period"].unique())
    main = [row for row in rows if row.index_name == MAIN_INDEX]
    courses = make_table_of_courses(edition)
    summarised = [row for row in main if is_known(row.average_score)]
    return DeprivationView(
        sentences=tuple(_write_sentences_on_deprivation(edition, main)),
        meanings=tuple((title, meaning) for title, _, meaning in SUMMARY_WORDS.values()),
        most_deprived=make_table_of_most_deprived(edition, main),
        most_deprived_by_index=make_table_of_most_deprived_by_index(edition, rows),
        editions=_make_table_of_deprivation_editions(edition, summarised) if summarised else None,
        indices=_make_table_of_indices(edition, [row for row in rows if row.period == periods[-1]]) if rows else None,
        areas=tuple(_make_tables_of_deprived_areas(edition, table, periods)),
        moved=tuple(_make_tables_of_moves_across_worst_tenth(edition, latest_pair_alone=courses is not None)),
        movements=(*write_sentences_on_course(edition), *_write_counts_of_moved_neighbourhoods(edition)),
        courses=courses,
        chart=make_movement_chart_of_tenths(edition),
        approximate=write_weighting_note(edition, main, rows),
        synthetic=bool(table["synthetic"].any()),
    )


def _write_sentences_on_deprivation(edition: Edition, main_index_rows: list[DeprivationRow]) -> list[str]:
    if not main_index_rows:
        return ["This edition holds no Indices of Deprivation."]
    last, first = main_index_rows[-1], main_index_rows[0]
    sentences = [
        f"In the Indices of {last.period}, {edition.borough_name} had the "
        f"{_write_rank_of_summary(last, 'average_score')} "
        f"highest average score of England’s {_write_count_of_ranked(last, 'average_score')} councils: the higher, the "
        "more deprived."
        if _has_rank(last, "average_score")
        else f"The Indices of {last.period} give {edition.borough_name} no rank of its average score.",
        f"{_describe_share_in_most_deprived_tenth(last)}.{_describe_local_concentration(last)}",
    ]
    if first.period != last.period and first.proportion and _has_rank(first, "proportion"):
        sentences.append(
            f"In {first.period} its share in the most deprived tenth was the "
            f"{_write_rank_of_summary(first, 'proportion')} "
            f"highest of {_write_count_of_ranked(first, 'proportion')} councils. The number of councils, the "
            "indicators "
            "and the boundaries differ between editions: these are places in a list, and a change in them does not say "
            "that life has become better or worse."
        )
    return sentences


def _describe_share_in_most_deprived_tenth(row: DeprivationRow) -> str:
    """Count the neighbourhoods in the most deprived tenth; none has no rank, for many councils share it."""
    inside, of = round(row.proportion * row.neighbourhoods), f"{row.neighbourhoods:.0f}"
    if not inside:
        neighbourhoods = write_count_with_noun(int(of), "neighbourhood", "neighbourhoods")
        return f"None of its {neighbourhoods} is among England’s most deprived tenth"
    sentence = f"{inside} of its {of} neighbourhoods ({row.proportion:.1%}) were among England’s most deprived tenth"
    if not _has_rank(row, "proportion"):
        return sentence
    councils = _write_count_of_ranked(row, "proportion")
    return f"{sentence}: the {_write_rank_of_summary(row, 'proportion')} highest share of the {councils} councils"


def _describe_local_concentration(row: DeprivationRow) -> str:
    if not _has_rank(row, "local_concentration"):
        return ""
    rank = _write_rank_of_summary(row, "local_concentration")
    return f" By how deprived its worst-off neighbourhoods are (local concentration) it was {rank}."


def _has_rank(row: DeprivationRow, summary_name: str) -> bool:
    return is_known(row.get_rank(summary_name))


def _write_rank_of_summary(row: DeprivationRow, summary_name: str) -> str:
    return write_ordinal(row.get_rank(summary_name))


def _write_count_of_ranked(row: DeprivationRow, summary_name: str) -> str:
    """Return how many councils or wards a rank is among: the publisher's may be of another year than the edition."""
    return f"{row.published_among if row.is_published(f'rank_of_{summary_name}') else row.areas:,.0f}"


def _write_mark_of_approximate_summary(row: DeprivationRow, summary_name: str) -> str:
    """Mark a council's figure that is ours and weighted by other residents; areas say it in their caption."""
    exact = summary_name == "proportion" or row.is_published(summary_name)
    return APPROXIMATE_MARK if row.approximate and row.area_type == AreaType.AUTHORITY and not exact else ""


def _write_summary_cell(row: DeprivationRow, summary_name: str, with_rank: bool = True) -> str:
    """Write a summary with its rank among the councils or wards of England; none has no rank, for many share it."""
    if not is_known(row.get_summary(summary_name)):
        return "not available"
    if row.get_summary(summary_name) == 0 and summary_name in ("proportion", "extent"):
        return "none"
    figure = _write_mark_of_approximate_summary(row, summary_name) + SUMMARY_WORDS[summary_name][1].format(
        row.get_summary(summary_name)
    )
    return (
        f"{figure} ({_write_rank_of_summary(row, summary_name)} of {_write_count_of_ranked(row, summary_name)})"
        if with_rank and _has_rank(row, summary_name)
        else figure
    )


def _make_table_of_deprivation_editions(edition: Edition, main_index_rows: list[DeprivationRow]) -> Table:
    header = ("Summary", *(row.period for row in main_index_rows))
    lines = [
        (title, *(_write_summary_cell(row, name) for row in main_index_rows))
        for name, (title, _, _) in SUMMARY_WORDS.items()
    ]
    lines.append(("Neighbourhoods", *(f"{row.neighbourhoods:.0f}" for row in main_index_rows)))
    caption = (
        f"{edition.borough_name} in each edition of the Index of Multiple Deprivation, with its rank among "
        f"England’s councils ({RANK_ORDER})"
    )
    return Table(caption, header, tuple(lines), numbers=tuple(range(1, len(header))))


def _make_table_of_indices(edition: Edition, rows: list[DeprivationRow]) -> Table:
    by_index = {row.index_name: row for row in rows}
    header = ("Index", *(title for title, _, _ in SUMMARY_WORDS.values()), "People (scale)")
    lines = [
        (
            facts.title,
            *(_write_summary_cell(by_index[name], summary) for summary in SUMMARY_WORDS),
            f"{_write_mark_of_approximate_summary(by_index[name], 'scale')}{by_index[name].scale:,.0f}"
            if is_known(by_index[name].scale)
            else "–",
        )
        for name, facts in INDICES.items()
        if name in by_index
    ]
    caption = (
        f"{edition.borough_name} on every index of {rows[0].period}, with its rank among England’s councils "
        f"({RANK_ORDER}). "
        "Scores are on the publisher’s own scales, which differ from index to index"
    )
    return Table(caption, header, tuple(lines), numbers=tuple(range(1, len(header))))


def _make_tables_of_deprived_areas(
    edition: Edition, deprivation_summaries: "pd.DataFrame", edition_years: list[str]
) -> list[Table]:
    """Return the wards, partnerships and target areas of the latest edition, the most deprived first."""
    if not edition_years:
        return []
    of_main_index = deprivation_summaries[
        (deprivation_summaries["period"] == edition_years[-1]) & (deprivation_summaries["index_name"] == MAIN_INDEX)
    ]
    kinds = (
        (
            AreaType.WARD,
            edition.ward_vintage,
            f"Wards (map of {edition.ward_vintage}), with their rank among England’s wards ({RANK_ORDER})",
            True,
        ),
        (AreaType.COMMUNITY_PARTNERSHIP, None, "Community Partnerships", False),
        (AreaType.TARGET_AREA, None, "Targeted Action Areas", False),
    )
    tables = []
    for kind, vintage, title, ranked in kinds:
        rows = of_main_index[
            (of_main_index["area_type"] == kind) & ((of_main_index["vintage"] == vintage) | (vintage is None))
        ]
        if rows.empty:
            continue
        ordered = rows.sort_values(["average_score", "area_code"], ascending=[False, True])
        lines = tuple(
            (
                row.area_name,
                *(_write_summary_cell(row, name, ranked) for name in ("average_score", "proportion", "extent")),
                f"{row.neighbourhoods:.0f}",
            )
            for row in read_rows(ordered, DeprivationRow)
        )
        names = (SUMMARY_WORDS[name][0] for name in ("average_score", "proportion", "extent"))
        about = " (approximate)" if rows["approximate"].any() else ""
        caption = f"{title}: Index of Multiple Deprivation {edition_years[-1]}{about}"
        tables.append(Table(caption, ("Area", *names, "Neighbourhoods"), lines, numbers=(1, 2, 3, 4)))
    return tables


def _pair_tenths_of_editions(edition: Edition) -> list[tuple[str, str, "pd.DataFrame"]]:
    """Pair each edition with the one after it: a row for each neighbourhood that is ranked in both."""
    wide = edition.movements.pivot(index="lsoa21cd", columns="period", values="decile")
    periods = list(wide.columns)
    return [
        (first, last, wide[[first, last]].dropna().astype(int))
        for first, last in zip(periods, periods[1:], strict=False)
    ]


def _write_counts_of_moved_neighbourhoods(edition: Edition) -> list[str]:
    sentences = []
    for first, last, both in _pair_tenths_of_editions(edition):
        more, less = (both[last] < both[first]).sum(), (both[last] > both[first]).sum()
        into, out = ((both[first] > 1) & (both[last] == 1)).sum(), ((both[first] == 1) & (both[last] > 1)).sum()
        sentences.append(
            f"Between {first} and {last}, on today’s boundaries, {more} of {len(both)} neighbourhoods moved to a more "
            f"deprived tenth of England, {less} to a less deprived one, and {len(both) - more - less} stayed. "
            f"{into or 'None'} moved into the most deprived tenth and {out or 'none'} out of it."
        )
    return sentences


def _make_tables_of_moves_across_worst_tenth(edition: Edition, latest_pair_alone: bool) -> list[Table]:
    """Make a table for each pair of editions: the neighbourhoods that moved into or out of the most deprived tenth.

    The latest pair is enough where another table has the whole course of these neighbourhoods.
    """
    names = edition.movements.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["lsoanm"]
    tables = []
    pairs = _pair_tenths_of_editions(edition)
    for first, last, both in pairs[-1:] if latest_pair_alone else pairs:
        crossed = both[(both[first] == 1) != (both[last] == 1)]
        lines = tuple(
            (f"{names[code]} ({code})", "into it" if after == 1 else "out of it", str(before), str(after))
            for code, before, after in crossed.itertuples(name=None)
        )
        if lines:
            header = ("Neighbourhood (LSOA 2021)", "Most deprived tenth", f"Tenth in {first}", f"Tenth in {last}")
            tables.append(Table(f"Into and out of the most deprived tenth, {first} to {last}", header, lines))
    return tables
