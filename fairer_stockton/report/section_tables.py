"""The tables of a domain's section: its latest figures, and a measure's fifths and Community Partnerships."""

from typing import Any

from fairer_stockton.catalogue import Domain, Measure
from fairer_stockton.geography import AREA_TYPE_NAMES
from fairer_stockton.report import narrative
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.figures import has_interval, holds, known, write_people, write_period
from fairer_stockton.report.glance import borough_row, categories, england_gap, england_row
from fairer_stockton.report.tables import Table, figure_cells, latest


def domain_table(edition: Edition, domain: Domain, measures: list[Measure]) -> Table:
    """Give the latest figure of each measure for the borough, its region and England."""
    rows = []
    for measure in measures:
        for category in categories(edition, measure):
            row = borough_row(edition, measure, category)
            if row is None:
                continue
            same = {"period": row["period"], "category": category}
            region = latest(edition.observed(measure.name, area_type="region", **same))
            england = england_row(edition, row)
            title = measure.title if category == "all" else f"{measure.title}: {category.lower()}"
            rows.append((
                title,
                write_period(row["period"]),
                *figure_cells(row),
                figure_cells(region)[0],
                figure_cells(england)[0],
                narrative.COMPARISONS[narrative.verdict(row, england_gap(edition, row))],
            ))  # fmt: skip
    header = ("Measure", "Period", edition.place, "95% interval", edition.region, "England", "Beside England")
    return Table(f"{domain.title}: the latest figures", header, tuple(rows), numbers=(2, 3, 4, 5))


def fifths_overview(edition: Edition) -> Table | None:
    """Give every measure's most and least deprived fifth side by side: the heart of the focus on places."""
    rows = []
    for measure in edition.measures.values():
        gap = latest(edition.gaps_of(measure.name, gap_type="most_v_least_fifth", area_code=edition.authority))
        if gap is None or not known(gap["value"]):
            continue
        fifth = {"breakdown": "deprivation_fifth", "period": gap["period"]}
        ends = [latest(edition.observed(measure.name, category=end, **fifth)) for end in ("1", "5")]
        rows.append((
            measure.title,
            write_period(gap["period"]),
            *(figure_cells(end)[0] for end in ends),
            narrative.gap_in_short(gap),
            _people(gap, measure),
            narrative.DIRECTIONS[gap["direction"]],
        ))  # fmt: skip
    if not rows:
        return None
    header = (
        "Measure",
        "Period",
        "Most deprived fifth",
        "Least deprived fifth",
        "Difference",
        "If all fared as the best",
        "Is it closing?",
    )
    return Table(
        "The most and the least deprived fifth of the borough's neighbourhoods", header, tuple(rows), numbers=(2, 3)
    )


def _people(gap: dict[str, Any], measure: Measure) -> str:
    if not known(gap["people"]) or not has_interval(gap) or holds(gap, 0.0):
        return "–"
    way = "fewer" if measure.polarity == "lower_is_better" else "more"
    return f"about {write_people(gap['people'])} {way} in the count"


def fifths_table(edition: Edition, measure: Measure) -> Table | None:
    """Give a measure's five fifths."""
    gap = latest(edition.gaps_of(measure.name, gap_type="most_v_least_fifth", area_code=edition.authority))
    if gap is None:
        return None
    rows = edition.observed(measure.name, breakdown="deprivation_fifth", period=gap["period"])
    names = {"1": "1 (most deprived)", "5": "5 (least deprived)"}
    cells = tuple((names.get(row["category"], row["category"]), *figure_cells(row), *_count_cells(row)) for row in rows)
    header = ("Fifth of neighbourhoods", "Figure", "95% interval", "Count", "Out of")
    return Table(
        f"{measure.title} by deprivation fifth, {write_period(gap['period'])}", header, cells, numbers=(1, 2, 3, 4)
    )


def partnerships_table(edition: Edition, measure: Measure) -> Table | None:
    """Give a measure's Community Partnerships."""
    rows = edition.observed(measure.name, area_type="community_partnership", breakdown="all")
    if not rows:
        return None
    period = rows[-1]["period"]
    cells = tuple(
        (row["area_name"], *figure_cells(row), narrative.COMPARISONS[narrative.verdict(row, None)])
        for row in sorted(rows, key=lambda row: str(row["area_name"]))
        if row["period"] == period
    )
    areas = f"{AREA_TYPE_NAMES['community_partnership']} (wards of {rows[0]['vintage']})"
    title = f"{measure.title} by {areas}, {write_period(period)}"
    return Table(title, ("Community Partnership", "Figure", "95% interval", "Beside England"), cells, numbers=(1, 2))


def _count_cells(row: dict[str, Any]) -> tuple[str, str]:
    counts = row["numerator"], row["denominator"]
    if row["statistic"] != "proportion" or not all(known(count) for count in counts):
        return "–", "–"
    return f"{counts[0]:,.0f}", f"{counts[1]:,.0f}"
