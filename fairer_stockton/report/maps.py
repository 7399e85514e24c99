"""The map: which neighbourhoods stand among England's most deprived tenth, edition by edition, side by side."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.geography import LSOA_VINTAGES
from fairer_stockton.report.chart_style import COLOURS, INK, NARROW, PAPER, QUIET, WIDE, new_figure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.tables import Table

if TYPE_CHECKING:
    import pandas as pd

MEASURE = "most_deprived_tenth"
BRITISH_GRID = 27700
COARSENESS = 60.0  # metres: finer than a line is wide at this scale
NAME_SIZE = (3300.0, 1100.0)  # metres that a name takes on the map, across and up
OTHERS = "#e3e8ec"


@dataclass(frozen=True)
class MapPanel:
    """One year's map: each neighbourhood's shape, and whether it is in the most deprived tenth."""

    period: str
    inside: int
    neighbourhoods: int
    shapes: Any
    outlines: Any = None


@dataclass(frozen=True)
class TenthMap:
    """The maps side by side, their alternative text and their data."""

    panels: tuple[MapPanel, ...]
    alt: str
    table: Table
    name: str = "most-deprived-tenth-map"


def tenth_map(edition: Edition) -> TenthMap | None:
    """Make the map; nothing where the measure or the boundaries are not in the edition."""
    whole = edition.observed(MEASURE, area_type="borough", breakdown="all")
    if edition.boundaries is None or not whole:
        return None
    outlines = _outlines(edition)
    panels = tuple(
        MapPanel(
            row["period"], int(row["numerator"]), int(row["denominator"]), _shapes(edition, row["period"]), outlines
        )
        for row in whole
    )
    counts = "; ".join(f"{panel.inside} of {panel.neighbourhoods} in {panel.period}" for panel in panels)
    rows = edition.observations[
        (edition.observations["measure"] == MEASURE) & (edition.observations["area_type"] == "lsoa")
    ]
    return TenthMap(
        panels=panels,
        alt=f"Maps of {edition.place}, one for each year. Neighbourhoods among the most deprived tenth of England: "
        f"{counts}. {_where(edition)}",
        table=_table(rows),
    )


def draw_map(tenth: TenthMap, stamp: str, narrow: bool) -> Any:
    """Draw the maps to one scale, the counts above each."""
    from matplotlib.patches import Patch

    count = len(tenth.panels)
    figure = new_figure(NARROW if narrow else WIDE, 3.6 * count + 0.6 if narrow else 3.4, stamp)
    figure.get_layout_engine().set(w_pad=0.01, h_pad=0.05, wspace=0.0, hspace=0.02)
    shape = (count, 1) if narrow else (1, count)
    axes = list(figure.subplots(*shape, squeeze=False, sharex=True, sharey=True).flat)
    for place, (axis, panel) in enumerate(zip(axes, tenth.panels, strict=True)):
        inside = panel.shapes["inside"]
        panel.shapes[~inside].plot(ax=axis, facecolor=OTHERS, edgecolor=PAPER, linewidth=0.4)
        panel.shapes[inside].plot(ax=axis, facecolor=COLOURS["most"], edgecolor=PAPER, linewidth=0.4)
        if panel.outlines is not None:
            panel.outlines.boundary.plot(ax=axis, color=INK, linewidth=0.5)
            if place == 0:
                _name_places(axis, panel.outlines)
        axis.set_title(f"{panel.period}: {panel.inside} of {panel.neighbourhoods}", fontsize=10)
        axis.set_axis_off()
        axis.set_aspect("equal")
        if place == 0:
            _scale_bar(axis)
    handles = [
        Patch(facecolor=COLOURS["most"], label="Among the most deprived tenth of England"),
        Patch(facecolor=OTHERS, label="Other neighbourhoods"),
    ]
    figure.legend(
        handles=handles,
        loc="outside lower left",
        ncols=1 if narrow else 2,
        frameon=False,
        fontsize=8.5,
        handlelength=1.2,
    )
    return figure


def _shapes(edition: Edition, period: str) -> Any:
    rows = edition.observations
    rows = rows[(rows["measure"] == MEASURE) & (rows["area_type"] == "lsoa") & (rows["period"] == period)]
    vintage = rows["vintage"].iloc[0]
    column = next(name for name, year in LSOA_VINTAGES.items() if year == vintage)
    frame = _boundaries(edition, column, rows["area_code"])
    inside = rows.set_index("area_code")["value"] > 0
    return frame.assign(inside=inside.reindex(frame["code"]).to_numpy())


def _boundaries(edition: Edition, column: str, codes: "pd.Series[str]") -> Any:
    """Give the outlines of neighbourhoods on the British grid, in the order of their codes, no finer than is seen."""
    import geopandas as gpd
    from shapely.geometry import shape

    assert edition.boundaries is not None
    lines = edition.boundaries[edition.boundaries[column].isin(codes)].sort_values(column)
    if len(lines) != len(codes):
        raise LookupError(f"{column}: {len(codes) - len(lines)} of {len(codes)} neighbourhoods have no boundary")
    outlines = gpd.GeoSeries([shape(json.loads(text)) for text in lines["geometry"]], crs=4326).to_crs(BRITISH_GRID)
    frame = gpd.GeoDataFrame({"code": lines[column].to_numpy()}, geometry=outlines.to_numpy())
    frame.geometry = frame.geometry.simplify_coverage(COARSENESS)
    return frame


def _outlines(edition: Edition) -> Any:
    """Give the outlines of the Community Partnerships, for finding one's way; nothing where they are not known."""
    import pandas as pd

    assert edition.boundaries is not None
    present = set(edition.boundaries["lsoa11cd"].dropna()) & set(edition.partnerships)
    if not present:
        return None
    frame = _boundaries(edition, "lsoa11cd", pd.Series(sorted(present)))
    return frame.assign(name=frame["code"].map(edition.partnerships)).dissolve("name")


def _name_places(axis: Any, outlines: Any) -> None:
    from matplotlib.patheffects import withStroke

    for name, (x, y) in _pushed_apart(outlines.representative_point()).items():
        axis.annotate(
            name.replace(" ", "\n", 1),
            (x, y),
            ha="center",
            va="center",
            fontsize=6.5,
            color=INK,
            linespacing=0.95,
            path_effects=[withStroke(linewidth=2, foreground=PAPER)],
        )


def _pushed_apart(points: Any) -> dict[str, tuple[float, float]]:
    """Move two names that would lie on each other sideways, the western one west."""
    places = {str(name): (float(point.x), float(point.y)) for name, point in points.items()}
    wide, high = NAME_SIZE
    for name, (x, y) in list(places.items()):
        for other, (far, up) in list(places.items()):
            if name != other and abs(far - x) < wide and abs(up - y) < high and (x, name) < (far, other):
                push = (wide - (far - x)) / 2
                places[name], places[other] = (x - push, y), (far + push, up)
    return places


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
    ever = rows[rows["value"] > 0]
    places = ever[["area_code", "area_name"]].drop_duplicates().sort_values(["area_name", "area_code"])
    inside = {(row["area_code"], row["period"]): bool(row["value"] > 0) for row in rows.to_dict("records")}
    words = {True: "yes", False: "no", None: "not on this map"}
    cells = tuple(
        (f"{name} ({code})", *(words[inside.get((code, period))] for period in periods))
        for code, name in zip(places["area_code"], places["area_name"], strict=True)
    )
    return Table(
        "Neighbourhoods ever among the most deprived tenth of England", ("Neighbourhood (LSOA)", *periods), cells
    )


def _scale_bar(axis: Any) -> None:
    left, bottom = axis.get_xlim()[0], axis.get_ylim()[0]
    axis.plot([left, left + 5000], [bottom, bottom], color=QUIET, linewidth=1.5)
    axis.text(left, bottom + 250, "5 km", fontsize=7.5, color=QUIET)
