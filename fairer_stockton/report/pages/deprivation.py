"""Deprivation of places in words and tables: the official summaries, the borough's areas, and who moved where."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.deprivation_weights import INDICES
from fairer_stockton.definitions.maps import WARD_MAP
from fairer_stockton.report.charts.movement import MovementChart, movement_chart
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.deprivation_notes import weighting_note
from fairer_stockton.report.rows import records
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.deprivation import MAIN, SUMMARIES
from fairer_stockton.report.words.figures import counted, known, ordinal

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
ABOUT = "about "
FIRST = "1st is the most deprived"


@dataclass(frozen=True)
class DeprivationView:
    """All that the page of deprivation says."""

    sentences: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]
    editions: Table | None
    indices: Table | None
    areas: tuple[Table, ...]
    moved: tuple[Table, ...]
    movements: tuple[str, ...]
    chart: MovementChart | None
    approximate: str
    synthetic: bool


def deprivation_view(edition: Edition) -> DeprivationView:
    """Make the sentences, the tables and the picture."""
    table = edition.deprivation
    ours = table[(table["area_type"] == "authority") & (table["area_code"] == edition.authority)]
    rows = records(ours)
    periods = sorted(ours["period"].unique())
    main = [row for row in rows if row["index_name"] == MAIN]
    return DeprivationView(
        sentences=tuple(_sentences(edition, main)),
        meanings=tuple((title, meaning) for title, _, meaning in SUMMARIES.values()),
        editions=_editions(edition, main) if main else None,
        indices=_indices(edition, [row for row in rows if row["period"] == periods[-1]]) if rows else None,
        areas=tuple(_areas(edition, table, periods)),
        moved=tuple(_moved(edition)),
        movements=tuple(_movements(edition)),
        chart=movement_chart(edition),
        approximate=weighting_note(edition, main, rows),
        synthetic=bool(table["synthetic"].any()),
    )


def _sentences(edition: Edition, main: list[Row]) -> list[str]:
    if not main:
        return ["This edition holds no Indices of Deprivation."]
    last, first = main[-1], main[0]
    said = [
        f"In the Indices of {last['period']}, {edition.borough_name} had the {_place(last, 'average_score')} highest "
        f"average score of England’s {_among(last, 'average_score')} councils: the higher, the more deprived."
        if _is_ranked(last, "average_score")
        else f"The Indices of {last['period']} give {edition.borough_name} no rank of its average score.",
        f"{_inside(last)}.{_concentrated(last)}",
    ]
    if first["period"] != last["period"] and first["proportion"] and _is_ranked(first, "proportion"):
        said.append(
            f"In {first['period']} its share in the most deprived tenth was the {_place(first, 'proportion')} highest "
            f"of {_among(first, 'proportion')} councils. The number of councils, the indicators and the boundaries "
            "differ between editions: these are places in a list, and a change in them does not say that life has "
            "become better or worse."
        )
    return said


def _inside(row: Row) -> str:
    """Count the neighbourhoods in the most deprived tenth; none has no rank, for many councils share it."""
    inside, of = round(row["proportion"] * row["neighbourhoods"]), f"{row['neighbourhoods']:.0f}"
    if not inside:
        return (
            f"None of its {counted(int(of), 'neighbourhood', 'neighbourhoods')} is among England’s most deprived tenth"
        )
    said = f"{inside} of its {of} neighbourhoods ({row['proportion']:.1%}) were among England’s most deprived tenth"
    if not _is_ranked(row, "proportion"):
        return said
    return f"{said}: the {_place(row, 'proportion')} highest share of the {_among(row, 'proportion')} councils"


def _concentrated(row: Row) -> str:
    if not _is_ranked(row, "local_concentration"):
        return ""
    place = _place(row, "local_concentration")
    return f" By how deprived its worst-off neighbourhoods are (local concentration) it was {place}."


def _is_ranked(row: Row, name: str) -> bool:
    return known(row[f"rank_of_{name}"])


def _place(row: Row, name: str) -> str:
    return ordinal(row[f"rank_of_{name}"])


def _among(row: Row, name: str) -> str:
    """Return how many councils or wards a rank is among: the publisher's may be of another year than the edition."""
    published = f"rank_of_{name}" in row["published"].split()
    return f"{row['published_among'] if published else row['areas']:,.0f}"


def _about(row: Row, name: str) -> str:
    """Mark a council's figure that is ours and weighted by other residents; areas say it in their caption."""
    exact = name == "proportion" or name in row["published"].split()
    return ABOUT if row["approximate"] and row["area_type"] == "authority" and not exact else ""


def _cell(row: Row, name: str, ranked: bool = True) -> str:
    """Write a summary with its rank among the councils or wards of England; none has no rank, for many share it."""
    if not known(row[name]):
        return "not available"
    if row[name] == 0 and name in ("proportion", "extent"):
        return "none"
    figure = _about(row, name) + SUMMARIES[name][1].format(row[name])
    return f"{figure} ({_place(row, name)} of {_among(row, name)})" if ranked and _is_ranked(row, name) else figure


def _editions(edition: Edition, main: list[Row]) -> Table:
    header = ("Summary", *(row["period"] for row in main))
    lines = [(title, *(_cell(row, name) for row in main)) for name, (title, _, _) in SUMMARIES.items()]
    lines.append(("Neighbourhoods", *(f"{row['neighbourhoods']:.0f}" for row in main)))
    caption = (
        f"{edition.borough_name} in each edition of the Index of Multiple Deprivation, with its rank among England’s "
        f"councils ({FIRST})"
    )
    return Table(caption, header, tuple(lines), numbers=tuple(range(1, len(header))))


def _indices(edition: Edition, rows: list[Row]) -> Table:
    found = {row["index_name"]: row for row in rows}
    header = ("Index", *(title for title, _, _ in SUMMARIES.values()), "People (scale)")
    lines = [
        (
            facts.title,
            *(_cell(found[name], summary) for summary in SUMMARIES),
            f"{_about(found[name], 'scale')}{found[name]['scale']:,.0f}" if known(found[name]["scale"]) else "–",
        )
        for name, facts in INDICES.items()
        if name in found
    ]
    caption = (
        f"{edition.borough_name} on every index of {rows[0]['period']}, with its rank among England’s councils "
        f"({FIRST}). "
        "Scores are on the publisher’s own scales, which differ from index to index"
    )
    return Table(caption, header, tuple(lines), numbers=tuple(range(1, len(header))))


def _areas(edition: Edition, table: "pd.DataFrame", periods: list[str]) -> list[Table]:
    """Give the wards, partnerships and target areas of the latest edition, the most deprived first."""
    if not periods:
        return []
    chosen = table[(table["period"] == periods[-1]) & (table["index_name"] == MAIN)]
    kinds = (
        ("ward", WARD_MAP, f"Wards (map of {WARD_MAP}), with their rank among England’s wards ({FIRST})", True),
        ("community_partnership", None, "Community Partnerships", False),
        ("target_area", None, "Targeted Action Areas", False),
    )
    made = []
    for kind, vintage, title, ranked in kinds:
        rows = chosen[(chosen["area_type"] == kind) & ((chosen["vintage"] == vintage) | (vintage is None))]
        if rows.empty:
            continue
        lines = tuple(
            (
                row["area_name"],
                *(_cell(row, name, ranked) for name in ("average_score", "proportion", "extent")),
                f"{row['neighbourhoods']:.0f}",
            )
            for row in records(rows.sort_values(["average_score", "area_code"], ascending=[False, True]))
        )
        names = (SUMMARIES[name][0] for name in ("average_score", "proportion", "extent"))
        about = " (approximate)" if rows["approximate"].any() else ""
        caption = f"{title}: Index of Multiple Deprivation {periods[-1]}{about}"
        made.append(Table(caption, ("Area", *names, "Neighbourhoods"), lines, numbers=(1, 2, 3, 4)))
    return made


def _pairs(edition: Edition) -> list[tuple[str, str, "pd.DataFrame"]]:
    """Give each edition beside the one after it: a row a neighbourhood that has a place in both."""
    wide = edition.movements.pivot(index="lsoa21cd", columns="period", values="decile")
    periods = list(wide.columns)
    return [
        (first, last, wide[[first, last]].dropna().astype(int))
        for first, last in zip(periods, periods[1:], strict=False)
    ]


def _movements(edition: Edition) -> list[str]:
    said = []
    for first, last, both in _pairs(edition):
        more, less = (both[last] < both[first]).sum(), (both[last] > both[first]).sum()
        into, out = ((both[first] > 1) & (both[last] == 1)).sum(), ((both[first] == 1) & (both[last] > 1)).sum()
        said.append(
            f"Between {first} and {last}, on today’s boundaries, {more} of {len(both)} neighbourhoods moved to a more "
            f"deprived tenth of England, {less} to a less deprived one, and {len(both) - more - less} stayed. "
            f"{into or 'None'} moved into the most deprived tenth and {out or 'none'} out of it."
        )
    return said


def _moved(edition: Edition) -> list[Table]:
    """Name the neighbourhoods that moved into or out of the most deprived tenth."""
    names = edition.movements.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["lsoanm"]
    made = []
    for first, last, both in _pairs(edition):
        crossed = both[(both[first] == 1) != (both[last] == 1)]
        lines = tuple(
            (f"{names[code]} ({code})", "into it" if row[last] == 1 else "out of it", str(row[first]), str(row[last]))
            for code, row in zip(crossed.index, records(crossed), strict=True)
        )
        if lines:
            header = ("Neighbourhood (LSOA 2021)", "Most deprived tenth", f"Tenth in {first}", f"Tenth in {last}")
            made.append(Table(f"Into and out of the most deprived tenth, {first} to {last}", header, lines))
    return made
