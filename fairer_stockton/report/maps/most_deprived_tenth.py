"""The map: which neighbourhoods stand among England's most deprived tenth, edition by edition, side by side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.charts.style import COLOURS, NARROW, PAPER, QUIET, WIDE, make_empty_figure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.base_map import BaseMap, make_base_map
from fairer_stockton.report.maps.drawing import (
    AreaGroup,
    draw_borders,
    draw_hexagons,
    fill_areas,
    set_map_extent_and_scale_bar,
    write_area_names,
    write_boundary_attribution,
)
from fairer_stockton.report.rows import ObservationRow, read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

MEASURE = "most_deprived_tenth"
OTHER_SHADE = "#e3e8ec"
TITLE_HEIGHT = 0.3  # inches above each map


@dataclass(frozen=True)
class TenthMapPanel:
    """One year's map: what it is drawn on, and which neighbourhoods are in the most deprived tenth."""

    period: str
    inside: int
    neighbourhoods: int
    codes: tuple[str, ...]
    base_map: BaseMap


@dataclass(frozen=True)
class MostDeprivedTenthMap:
    """The maps side by side, their alternative text and their data."""

    panels: tuple[TenthMapPanel, ...]
    title: str
    alt: str
    table: Table
    name: str = "most-deprived-tenth-map"


def make_most_deprived_tenth_map(edition: Edition) -> MostDeprivedTenthMap | None:
    """Make the map; nothing where the measure or the boundaries are not in the edition."""
    whole = edition.select_observations(MEASURE, area_type=AreaType.BOROUGH, breakdown="all")
    panels = tuple(_make_panel_for_each_year(edition, whole))
    if not panels:
        return None
    counts = "; ".join(f"{panel.inside} of {panel.neighbourhoods} in {panel.period}" for panel in panels)
    rows = _select_neighbourhoods_as_published(edition)
    return MostDeprivedTenthMap(
        panels=panels,
        title=f"Neighbourhoods of {edition.borough_name} among the most deprived tenth of England",
        alt=f"Maps of {edition.borough_name}, one for each year. "
        f"Neighbourhoods among the most deprived tenth of England: {counts}. "
        f"{_describe_partnerships_with_tenth(edition)}",
        table=_make_table_of_neighbourhoods_in_tenth(rows),
    )


def draw_most_deprived_tenth_map(deprived_tenth_map: MostDeprivedTenthMap, sample_warning: str, narrow: bool) -> Any:
    """Draw the maps to one scale, the counts above each, and the latest year as hexagons."""
    from matplotlib.patches import Patch

    # Placed by hand, in inches: a solver of layouts gives other last digits, and so other bytes, from run to run.
    panels, head, foot = deprived_tenth_map.panels, 0.4 if sample_warning else 0.0, 1.15 if narrow else 0.65
    count = len(panels) + 1  # the last place is for the hexagons of the latest year
    width, deep = (NARROW, 3.9) if narrow else (WIDE / count, 2.5)
    height = head + (count if narrow else 1) * (deep + TITLE_HEIGHT) + foot
    figure = make_empty_figure(NARROW if narrow else WIDE, height, sample_warning)
    figure.set_layout_engine("none")

    def add_axes(position: int) -> Any:
        row, column = (position, 0) if narrow else (0, position)
        low = height - head - (row + 1) * (deep + TITLE_HEIGHT)
        corner = ((column * width + 0.1) / figure.get_figwidth(), low / height)
        return figure.add_axes((*corner, 0.95 * width / figure.get_figwidth(), deep / height))

    for position, panel in enumerate(panels):
        _draw_map_of_year(add_axes(position), panel, is_first=position == 0)
    latest = panels[-1]
    words = f"{latest.period}, a hexagon for\neach neighbourhood"
    draw_hexagons(add_axes(len(panels)), latest.base_map.hexagons, _list_both_groups(latest), deep, words)
    handles = [
        Patch(facecolor=COLOURS["most"], label="Among the most deprived tenth of England"),
        Patch(facecolor=OTHER_SHADE, edgecolor=QUIET, linewidth=0.5, label="Other neighbourhoods"),
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
    write_boundary_attribution(figure, latest.base_map, 62 if narrow else 160)
    return figure


def _draw_map_of_year(axis: Any, panel: TenthMapPanel, is_first: bool) -> None:
    """Draw one year's map; names and the scale bar stand on the first."""
    for codes, style, _ in _list_both_groups(panel):
        fill_areas(axis, panel.base_map, codes, style["facecolor"], style["edgecolor"])
    draw_borders(axis, panel.base_map, 0.3, 0.7)
    axis.set_title(f"{panel.period}: {panel.inside} of {panel.neighbourhoods}", fontsize=10)
    if is_first:
        write_area_names(axis, panel.base_map.names)
    set_map_extent_and_scale_bar(axis, panel.base_map, with_scale_bar=is_first)


def _list_both_groups(panel: TenthMapPanel) -> list[AreaGroup]:
    others = sorted(set(panel.base_map.paths).difference(panel.codes))
    return [
        (others, {"facecolor": OTHER_SHADE, "edgecolor": QUIET, "hatch": ""}, ""),
        (sorted(panel.codes), {"facecolor": COLOURS["most"], "edgecolor": PAPER, "hatch": ""}, ""),
    ]


def _select_neighbourhoods_as_published(edition: Edition) -> "pd.DataFrame":
    """Return the neighbourhoods of each period on the map that they were published for."""
    rows = edition.observations
    rows = rows[(rows["measure"] == MEASURE) & (rows["area_type"] == AreaType.LSOA) & (rows["breakdown"] == "all")]
    return rows[rows["converted_from"] == ""]


def _make_panel_for_each_year(edition: Edition, borough_rows: list[ObservationRow]) -> list[TenthMapPanel]:
    rows, panels = _select_neighbourhoods_as_published(edition), []
    for row in borough_rows:
        mine = rows[rows["period"] == row.period]
        base_map = (
            make_base_map(edition, AreaType.LSOA, str(mine["vintage"].iloc[0]), mine["area_code"])
            if len(mine)
            else None
        )
        if base_map:
            codes = tuple(sorted(mine.loc[mine["value"] > 0, "area_code"]))
            panels.append(TenthMapPanel(row.period, int(row.numerator), int(row.denominator), codes, base_map))
    return panels


def _describe_partnerships_with_tenth(edition: Edition) -> str:
    """Return which Community Partnerships hold them in the latest year, for those who do not see the map."""
    rows = edition.select_observations(MEASURE, area_type=AreaType.COMMUNITY_PARTNERSHIP, breakdown="all")
    latest = [row for row in rows if row.period == rows[-1].period and row.numerator > 0]
    if not latest:
        return ""
    ranked = sorted(latest, key=lambda row: (-row.numerator, row.area_name))
    parts = [f"{row.area_name} {row.numerator:,.0f} of {row.denominator:,.0f}" for row in ranked]
    return f"In {latest[0].period}, by Community Partnership: {', '.join(parts)}; none in the others."


def _make_table_of_neighbourhoods_in_tenth(rows: "pd.DataFrame") -> Table:
    """List every neighbourhood that has been in the tenth, and when."""
    periods = sorted(rows["period"].unique())
    ever = set(rows.loc[rows["value"] > 0, "area_code"])
    named = rows[rows["area_code"].isin(ever)].sort_values(["vintage", "period"], kind="stable")
    places = named.drop_duplicates("area_code", keep="last").sort_values(["area_name", "area_code"])  # by its last name
    inside = {(row.area_code, row.period): row.value > 0 for row in read_rows(rows, ObservationRow)}
    words = {True: "yes", False: "no", None: "not on this map"}
    cells = tuple(
        (f"{name} ({code})", *(words[inside.get((code, period))] for period in periods))
        for code, name in zip(places["area_code"], places["area_name"], strict=True)
    )
    return Table(
        "Neighbourhoods ever among the most deprived tenth of England", ("Neighbourhood (LSOA)", *periods), cells
    )
