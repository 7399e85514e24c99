"""What the page of an area says of its figures as a whole."""

from fairer_stockton.report.area_profile import AreaFigure, ProfiledArea
from fairer_stockton.report.pages.area_lines import (
    explain_figures_not_compared_with_borough,
    list_notes_before_figures,
    list_shared_notes,
)

from .conftest import limits, measure, observation_row, standing_row

FIT = "made up of whole neighbourhoods, which in mid-2017 held 5.2 % more residents than the council counted"
AREA = ProfiledArea("community_partnership", "P1", "Here", "2019", ("L0", "L1"))


def figure(note: str = "", word: str = "not_compared", **columns: object) -> AreaFigure:
    row = observation_row("community_partnership", area_code="P1", note=note, converted_from="", **columns)
    return AreaFigure(measure(), row, standing_row(against_borough=word), None, False)


def test_what_is_noted_of_every_figure_of_an_area_is_said_once() -> None:
    figures = [figure(FIT), figure(f"{FIT}; rests on a model"), figure(f"{FIT}; low counts")]
    assert list_shared_notes(figures) == [FIT]
    assert list(list_notes_before_figures(AREA, figures, "")) == [f"M{FIT[1:]}. This holds for every figure here."]


def test_what_is_noted_of_some_figures_is_not_said_of_all() -> None:
    assert list_shared_notes([figure(FIT), figure("")]) == []
    assert list_shared_notes([figure(""), figure("")]) == []
    assert list_shared_notes([]) == []


def test_a_figure_that_is_not_compared_says_whether_it_lacks_an_interval() -> None:
    bare, other = figure(), figure(**limits(20.0, 1.0))
    assert explain_figures_not_compared_with_borough([figure(word="worse", **limits(20.0, 1.0))]) == ""
    assert explain_figures_not_compared_with_borough([bare]).startswith("1 more measure has no margin of error here")
    assert "interval" not in explain_figures_not_compared_with_borough([other])
    assert explain_figures_not_compared_with_borough([bare, bare, other]).startswith(
        "2 more measures have no margin of error here"
    )
    assert "1 more measure is not compared" in explain_figures_not_compared_with_borough([bare, other])
