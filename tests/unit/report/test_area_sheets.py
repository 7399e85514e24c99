"""The sheet of an area: what differs most comes first, and no more than fits on a page."""

from fairer_stockton.report.area_profile import AreaFigure, ProfiledArea
from fairer_stockton.report.pages.area_sheets import (
    MOST_FIGURES,
    MOST_WORSE,
    choose_sheet_figures,
    describe_finding,
    list_sheeted_areas,
)

from .conftest import limits, measure, observation_row, standing_row


def figure(name: str, distance: float, verdict: str = "not_compared", **columns: object) -> AreaFigure:
    row = observation_row("ward", measure=name, **{**limits(20.0, 1.0), **columns})
    standing = standing_row(measure=name, distance=distance, against_borough=verdict)
    return AreaFigure(measure(name, title=f"Title of {name}"), row, standing, None, False)


def test_clearly_worse_comes_first_then_better_then_what_is_not_tested() -> None:
    figures = [
        figure("untested", -9.0),
        figure("better", 3.0, "better"),
        figure("worst", -4.0, "worse"),
        figure("worse", -2.0, "worse"),
        figure("sampled", -8.0, "worse", synthetic=True),
        figure("unknown", float("nan"), "worse"),
    ]
    chosen = [each.measure.name for each in choose_sheet_figures(figures)]
    assert chosen == ["worst", "worse", "sampled", "better", "untested"]


def test_no_more_figures_than_fit_on_a_sheet() -> None:
    figures = [figure(f"m{place:02}", -float(place), "worse") for place in range(12)]
    assert len(choose_sheet_figures(figures)) == MOST_WORSE
    figures += [figure(f"n{place:02}", float(place)) for place in range(12)]
    assert len(choose_sheet_figures(figures)) == MOST_FIGURES


def test_the_finding_is_the_furthest_clear_difference_or_that_there_is_none() -> None:
    behind = describe_finding([figure("worst", -4.0, "worse")], "Here")
    assert behind == "Furthest behind the borough: title of worst, 20.0% here and 10.0% in Here."
    assert describe_finding([figure("best", 4.0, "better")], "Here").startswith("Furthest ahead of the borough")
    none = "No figure here is clearly better or worse than in Here as a whole."
    assert describe_finding([figure("untested", 4.0)], "Here") == none
    assert describe_finding([], "Here") == none


def test_a_neighbourhood_has_no_sheet() -> None:
    kinds = ("target_area", "community_partnership", "ward", "lsoa")
    areas = [ProfiledArea(kind, f"C{place}", "Name", "2024", ()) for place, kind in enumerate(kinds)]
    assert [name for name, _ in list_sheeted_areas(areas)] == [f"one-page-C{place}.html" for place in range(3)]
