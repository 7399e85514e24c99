"""Figures of packs are judged as the report judges them, and what it hides tells nothing here."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar
from unittest.mock import Mock

import pandas as pd
import pytest

from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.rows import CommunityRow, GapRow, ObservationRow, select_rows_with_cells
from fairer_stockton.run.vocabulary import AreaType, Comparison, Direction, GapType, Statistic, Status
from fairer_stockton.uses.packs import figures
from fairer_stockton.uses.packs.chosen import GroupOfPeople
from fairer_stockton.uses.packs.figures import make_figure_of_all_places, make_figure_of_place
from fairer_stockton.uses.packs.figures_of_groups import list_figures_of_group
from tests.conftest import DEFINITIONS

MEASURE = DEFINITIONS.measures["no_qualifications"]
AREAS = [ProfiledArea(AreaType.WARD, code, code, "2024", ()) for code in ("ward-1", "ward-2")]
DISABLED = GroupOfPeople("disabled people", breakdown="disability", category="Disabled")
Row = TypeVar("Row")


def fill(kind: type[Row], **cells: Any) -> Row:
    blank: dict[str, Any] = {field.name: "" for field in fields(kind)}  # type: ignore[arg-type]
    numbers = ("value", "lower_95", "upper_95", "numerator", "denominator", "else_value", "england_value")
    blank |= {name: float("nan") for name in numbers if name in blank}
    blank |= {"measure": MEASURE.name, "period": "2021", "unit": "percent", "synthetic": False, "area_code": "E1"}
    return kind(**{**blank, "status": Status.PUBLISHED, **cells})


def observation(value: float, **cells: Any) -> ObservationRow:
    limits = {"value": value, "lower_95": value - 1, "upper_95": value + 1}
    counts = {"numerator": 10 * value, "denominator": 1000.0, "statistic": Statistic.PROPORTION}
    own = {"area_type": AreaType.BOROUGH, "breakdown": "all", "category": "all", "vintage": ""}
    return fill(ObservationRow, **{**limits, **counts, **own, **cells})


def ward(number: int, value: float, **cells: Any) -> ObservationRow:
    return observation(value, area_type=AreaType.WARD, area_code=f"ward-{number}", vintage="2024", **cells)


def make_edition(rows: list[ObservationRow], standings: dict[str, str], gaps: Sequence[GapRow] = ()) -> Any:
    table = pd.DataFrame({"area_code": list(standings), "against_borough": list(standings.values())})
    return Mock(
        authority="E1",
        borough_name="The borough",
        definitions=DEFINITIONS,
        framework=DEFINITIONS.framework,
        measures=DEFINITIONS.measures,
        select_observations=lambda _, **cells: select_rows_with_cells(rows, cells),
        select_gaps=lambda _, **cells: select_rows_with_cells(gaps, cells),
        select_standings=lambda *_: table,
    )


def test_a_place_compares_as_the_report_says() -> None:
    """By its interval alone 30 against 18 would be worse."""
    rows = [ward(1, 30.0), observation(18.0)]
    edition = make_edition(rows, {"ward-1": Comparison.ABOUT_THE_SAME})
    assert make_figure_of_place(edition, MEASURE, "", AREAS[0]).verdict == "about the same"
    figure = make_figure_of_place(make_edition(rows, {}), MEASURE, "", AREAS[0])
    assert (figure.has_value, figure.missing, figure.verdict) == (False, figures.NOT_IN_REPORT, "")


@pytest.mark.parametrize(
    ("second", "verdict"), [(Comparison.SIMILAR, "worse"), (Comparison.NOT_COMPARED, "not compared")]
)
def test_places_together_compare_where_each_does(second: str, verdict: str) -> None:
    rows = [ward(1, 30.0), ward(2, 26.0), observation(18.0)]
    edition = make_edition(rows, {"ward-1": Comparison.WORSE, "ward-2": second})
    figure = make_figure_of_all_places(edition, MEASURE, "", AREAS)
    assert (figure.value, figure.verdict) == (pytest.approx(28.0), verdict)


def test_a_figure_older_than_the_borough_s_says_so() -> None:
    hidden = ward(1, float("nan"), period="2025", status=Status.SUPPRESSED)
    rows = [ward(1, 30.0), hidden, observation(18.0), observation(17.0, period="2025")]
    figure = make_figure_of_place(make_edition(rows, {"ward-1": Comparison.WORSE}), MEASURE, "", AREAS[0])
    assert (figure.period, figure.newer_period, figure.beside_value) == ("2021", "2025", 18.0)


@pytest.mark.parametrize(
    ("low", "high", "difference", "verdict"),
    [
        (5.0, 15.0, 10.0, "worse off"),
        (-15.0, -5.0, -10.0, "better off"),
        (-1.0, 21.0, 10.0, "no clear difference"),
        (0.001, 0.003, 0.002, "about the same"),
        (float("nan"), float("nan"), 10.0, "not tested"),
    ],
)
def test_a_group_is_set_against_those_outside_it(low: float, high: float, difference: float, verdict: str) -> None:
    """Not against the whole borough (18), which holds it."""
    of = {"breakdown": "disability"}
    rows = [
        observation(15.0 + difference, category="Disabled", **of),
        observation(15.0, category="Not disabled", **of),
        observation(18.0),
    ]
    gap = fill(
        GapRow, gap_type=GapType.BREAKDOWN, value=difference, lower_95=low, upper_95=high,
        group_a="Disabled", group_b="Not disabled", category="Disabled", **of,
    )  # fmt: skip
    (figure,) = list_figures_of_group(make_edition(rows, {}, [gap]), DISABLED, [MEASURE])
    assert (figure.beside, figure.beside_value, figure.verdict) == ("other people", 15.0, verdict)
    (alone,) = list_figures_of_group(make_edition(rows, {}), DISABLED, [MEASURE])
    assert (alone.has_value, alone.beside, alone.verdict) == (True, "", "")


def test_beside_a_hidden_group_the_others_are_hidden_too() -> None:
    row = fill(
        CommunityRow, community="disabled", title="Disabled people", status=Status.SUPPRESSED,
        group_value=float("nan"), else_value=12.5, else_category="everyone else",
    )  # fmt: skip
    edition = make_edition([], {})
    edition.communities = pd.DataFrame([{field.name: getattr(row, field.name) for field in fields(CommunityRow)}])
    edition.communities["direction"] = next(iter(Direction))
    (figure,) = list_figures_of_group(edition, GroupOfPeople("Disabled people", community="disabled"), [MEASURE])
    assert (figure.missing, figure.beside_value) == (figures.HIDDEN, pytest.approx(float("nan"), nan_ok=True))
    of = {"breakdown": "disability"}
    rows = [
        observation(float("nan"), category="Disabled", status=Status.SUPPRESSED, **of),
        observation(15.0, category="Not disabled", **of),
    ]
    gap = fill(
        GapRow, gap_type=GapType.BREAKDOWN, group_b="Not disabled", category="Disabled", status=Status.SUPPRESSED, **of
    )
    (hidden,) = list_figures_of_group(make_edition(rows, {}, [gap]), DISABLED, [MEASURE])
    assert hidden.missing == figures.HIDDEN and hidden.beside_value != hidden.beside_value
