"""An area on one sheet of paper: what stands out, a few figures, how they have changed and what the council does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairer_stockton.report.area_profile import AreaFigure, ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.actions import ActionView
from fairer_stockton.report.pages.area_changes import AreaChange
from fairer_stockton.report.pages.areas import Profile
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import is_known, write_figure, write_period, write_value_with_unit
from fairer_stockton.run.vocabulary import AreaType, Comparison

SHEETED_AREAS = (AreaType.TARGET_AREA, AreaType.COMMUNITY_PARTNERSHIP, AreaType.WARD)
# As many as fill a sheet and no more: worse and better ones first, then those that cannot be tested.
MOST_WORSE, MOST_BETTER, MOST_FIGURES = 5, 3, 8
MOST_CHANGES, MOST_ACTIONS, MOST_PRIORITIES = 3, 2, 3


@dataclass(frozen=True)
class AreaSheet:
    """All that the sheet of an area says."""

    area: ProfiledArea
    finding: str
    why: str
    table: Table
    changes: tuple[AreaChange, ...]
    actions: tuple[ActionView, ...]
    priorities: tuple[str, ...]
    locator: str


def list_sheeted_areas(areas: Sequence[ProfiledArea]) -> Iterator[tuple[str, ProfiledArea]]:
    """Yield the file name of each area's sheet, with the area: neighbourhoods have none."""
    return ((make_sheet_name(area), area) for area in areas if area.area_type in SHEETED_AREAS)


def make_sheet_name(area: ProfiledArea) -> str:
    """Return the name of the file of an area's sheet; empty where its kind has none."""
    return f"one-page-{area.code}.html" if area.area_type in SHEETED_AREAS else ""


def make_area_sheet(edition: Edition, profile: Profile, figures: Sequence[AreaFigure]) -> AreaSheet:
    """Make an area's sheet from its profile and its latest figures."""
    chosen = choose_sheet_figures([figure for figure in figures if not _is_context(edition, figure)])
    header = ("Measure", "Here", edition.borough_name, "England", "Compared with the borough")
    rows = tuple(_make_row(figure) for figure in chosen)
    return AreaSheet(
        area=profile.area,
        finding=describe_finding(chosen, edition.borough_name),
        why=profile.why,
        table=Table(f"{profile.area.name}: what differs most", header, rows, numbers=(1, 2, 3)),
        changes=profile.changes[:MOST_CHANGES],
        actions=profile.actions[:MOST_ACTIONS],
        priorities=profile.priorities[:MOST_PRIORITIES],
        locator=profile.locator,
    )


def _is_context(edition: Edition, figure: AreaFigure) -> bool:
    return edition.framework[figure.measure.domain].context


def choose_sheet_figures(figures: Sequence[AreaFigure]) -> list[AreaFigure]:
    """Return the figures of a sheet: clearly worse, clearly better, then the rest; in each the furthest first.

    Real figures of a full base come before those of the sample or of a low base.
    """
    ordered = sorted(
        (figure for figure in figures if is_known(figure.standing.distance)),
        key=lambda figure: (
            figure.rests_on_sample_or_low_base,
            -abs(figure.standing.distance),
            figure.measure.name,
        ),
    )
    worse, better = (
        [figure for figure in ordered if figure.standing.against_borough == verdict][:most]
        for verdict, most in ((Comparison.WORSE, MOST_WORSE), (Comparison.BETTER, MOST_BETTER))
    )
    clear = [*worse, *better]
    others = [
        figure for figure in ordered if figure.standing.against_borough not in (Comparison.WORSE, Comparison.BETTER)
    ]
    return [*clear, *others][:MOST_FIGURES]


def describe_finding(figures: Sequence[AreaFigure], borough_name: str) -> str:
    """Write the first thing to know of an area: the clear difference that is furthest from the borough's figure."""
    first = figures[0] if figures else None
    clear = {Comparison.WORSE: "Furthest behind the borough", Comparison.BETTER: "Furthest ahead of the borough"}
    if first is None or first.standing.against_borough not in clear:
        return f"No figure here is clearly better or worse than in {borough_name} as a whole."
    return (
        f"{clear[first.standing.against_borough]}: {_write_title(first)}, {write_figure(first.row)} here and "
        f"{write_value_with_unit(first.standing.borough_value, first.row.unit)} in {borough_name}."
    )


def _write_title(figure: AreaFigure) -> str:
    title = narrative.write_measure_title(figure.measure, figure.row.synthetic)
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _make_row(figure: AreaFigure) -> tuple[str, ...]:
    row, standing = figure.row, figure.standing
    verdict = narrative.COMPARISONS[standing.against_borough]
    return (
        f"{narrative.write_measure_title(figure.measure, row.synthetic)}, {write_period(row.period)}",
        write_figure(row),
        write_value_with_unit(standing.borough_value, row.unit),
        write_value_with_unit(figure.england.value, figure.england.unit) if figure.england else "no figure",
        verdict if row.has_interval else "Not tested: no interval",
    )
