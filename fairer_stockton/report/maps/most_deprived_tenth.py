"""The map: which neighbourhoods stand among England's most deprived tenth, edition by edition, side by side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.charts.style import COLOURS, NARROW, PAPER, WIDE, new_figure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.drawing import Ground, attribute, draw_borders, fill, frame_map, ground, name_places
from fairer_stockton.report.table import Table

if TYPE_CHECKING:
    import pandas as pd

MEASURE = "most_deprived_tenth"
OTHERS = "#e3e8ec"
TITLE = 0.3  # inches above each map


@dataclass(frozen=True)
class MapPanel:
    """One year's map: what it is drawn on, and which neighbourhoods are in the most deprived tenth."""

    period: str
    inside: int
    neighbourhoods: int
    codes: tuple[str, ...]
    on: Ground


@dataclass(frozen=True)
class TenthMap:
    """The maps side by side, their alternative text and their data."""

    panels: tuple[MapPanel, ...]
    title: str
    alt: str
    table: Table
    name: str = "most-deprived-tenth-map"


def tenth_map(edition: Edition) -> TenthMap | None:
    """Make the map; nothing where the measure or the boundaries are not in the edition."""
    whole = edition.observed(MEASURE, area_type="borough", breakdown="all")
    panels = tuple(_panels(edition, whole))
    if not panels:
        return None
    counts = "; ".join(f"{panel.inside} of {panel.neighbourhoods} in {panel.period}" for panel in panels)
    rows = _rows(edition)
    return TenthMap(
        panels=panels,
        title=f"Neighbourhoods of {edition.place} among the most deprived tenth of England",
        alt=f"Maps of {edition.place}, one for each year. Neighbourhoods among the most deprived tenth of England: "
        f"{counts}. {_where(edition)}",
        table=_table(rows),
    )


def draw_map(tenth: TenthMap, stamp: str, narrow: bool) -> Any:
    """Draw the maps to one scale, the counts above each."""
    from matplotlib.patches import Patch

    # Placed by hand, in inches: a solver of layouts gives other last digits, and so other bytes, from run to run.
    count, head, foot = len(tenth.panels), 0.4 if stamp else 0.0, 0.95 if narrow else 0.65
    width, deep = (NARROW, 3.9) if narrow else (WIDE / count, 2.9)
    height = head + (count if narrow else 1) * (deep + TITLE) + foot
    figure = new_figure(NARROW if narrow else WIDE, height, stamp)
    figure.set_layout_engine("none")
    for place, panel in enumerate(tenth.panels):
        row, column = (place, 0) if narrow else (0, place)
        low = height - head - (row + 1) * (deep + TITLE)
        corner = ((column * width + 0.1) / figure.get_figwidth(), low / height)
        axis = figure.add_axes((*corner, 0.95 * width / figure.get_figwidth(), deep / height))
        fill(axis, panel.on, sorted(set(panel.on.paths).difference(panel.codes)), OTHERS, PAPER)
        fill(axis, panel.on, sorted(panel.codes), COLOURS["most"], PAPER)
        draw_borders(axis, panel.on, 0.3, 0.7)
        axis.set_title(f"{panel.period}: {panel.inside} of {panel.neighbourhoods}", fontsize=10)
        if place == 0:
            name_places(axis, panel.on.names)
        frame_map(axis, panel.on, marked=place == 0)
    handles = [
        Patch(facecolor=COLOURS["most"], label="Among the most deprived tenth of England"),
        Patch(facecolor=OTHERS, label="Other neighbourhoods"),
    ]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, foot / height),
        ncols=1 if narrow else 2,
        frameon=False,
        fontsize=8.5,
        handlelength=1.2,
    )
    attribute(figure, 62 if narrow else 160)
    return figure


def _rows(edition: Edition) -> "pd.DataFrame":
    """Take the neighbourhoods of each period on the map that they were published for."""
    rows = edition.observations
    rows = rows[(rows["measure"] == MEASURE) & (rows["area_type"] == "lsoa") & (rows["breakdown"] == "all")]
    return rows[rows["converted_from"] == ""]


def _panels(edition: Edition, whole: list[dict[str, Any]]) -> list[MapPanel]:
    rows, panels = _rows(edition), []
    for row in whole:
        mine = rows[rows["period"] == row["period"]]
        on = ground(edition, str(mine["vintage"].iloc[0]), mine["area_code"]) if len(mine) else None
        if on:
            codes = tuple(sorted(mine.loc[mine["value"] > 0, "area_code"]))
            panels.append(MapPanel(row["period"], int(row["numerator"]), int(row["denominator"]), codes, on))
    return panels


def _where(edition: Edition) -> str:
    """Say which Community Partnerships hold them in the latest year, for those who do not see the map."""
    rows = edition.observed(MEASURE, area_type="community_partnership", breakdown="all")
    latest = [row for row in rows if row["period"] == rows[-1]["period"] and row["numerator"] > 0]
    if not latest:
        return ""
    ranked = sorted(latest, key=lambda row: (-row["numerator"], row["area_name"]))
    parts = [f"{row['area_name']} {row['numerator']:,.0f} of {row['denominator']:,.0f}" for row in ranked]
    return f"In {latest[0]['period']}, by Community Partnership: {', '.join(parts)}; none in the others."


def _table(rows: "pd.DataFrame") -> Table:
    """Name every neighbourhood that has been in the tenth, and when."""
    periods = sorted(rows["period"].unique())
    ever = set(rows.loc[rows["value"] > 0, "area_code"])
    named = rows[rows["area_code"].isin(ever)].sort_values(["vintage", "period"], kind="stable")
    places = named.drop_duplicates("area_code", keep="last").sort_values(["area_name", "area_code"])  # by its last name
    inside = {(row["area_code"], row["period"]): bool(row["value"] > 0) for row in rows.to_dict("records")}
    words = {True: "yes", False: "no", None: "not on this map"}
    cells = tuple(
        (f"{name} ({code})", *(words[inside.get((code, period))] for period in periods))
        for code, name in zip(places["area_code"], places["area_name"], strict=True)
    )
    return Table(
        "Neighbourhoods ever among the most deprived tenth of England", ("Neighbourhood (LSOA)", *periods), cells
    )
