"""Targets are judged by comparable figures alone, and what reaching one means is counted in people."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from fairer_stockton.definitions.targets import Target, load_targets
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.targets.standings import TargetStanding, select_comparable_figures
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import Status, TargetVerdict
from fairer_stockton.uses.packs.targets import require_target_standings
from tests.conftest import DEFINITIONS

MEASURE = DEFINITIONS.measures["no_qualifications"]
TARGET = Target("a", MEASURE.name, "2015", 10.0, 2025, "Somebody")


def figure(period: str, value: float, people: float = 1000.0) -> ObservationRow:
    cells: dict[str, Any] = {field.name: "" for field in fields(ObservationRow)}
    cells |= {"period": period, "value": value, "lower_95": value - 0.2, "upper_95": value + 0.2, "unit": "percent"}
    return ObservationRow(**{**cells, "denominator": people, "status": Status.PUBLISHED, "synthetic": False})


def series(*values: float, first: int = 2015) -> tuple[ObservationRow, ...]:
    return tuple(figure(str(first + number), value) for number, value in enumerate(values))


@pytest.mark.parametrize(
    ("values", "target", "verdict", "why"),
    [
        ((20.0, 18.9, 18.1, 17.0, 16.0, 15.1), TARGET, TargetVerdict.ON_TRACK, ""),
        ((20.0, 20.1, 19.9, 20.0, 20.1, 19.9), TARGET, TargetVerdict.OFF_TRACK, ""),
        ((20.0, 15.0, 9.9), TARGET, TargetVerdict.REACHED, ""),
        ((20.0, 19.0, 18.0, 17.0), TARGET, TargetVerdict.CANNOT_TELL, "4 comparable figures, of 5 that are needed"),
        ((20.0, 19.0, 18.0, 17.0, 16.0), replace(TARGET, year=2026), TargetVerdict.CANNOT_TELL, "further ahead"),
        ((), TARGET, TargetVerdict.CANNOT_TELL, "there is no figure"),
        ((20.0, 19.0, 18.0), replace(TARGET, year=2017), TargetVerdict.MISSED, "its year has passed"),
    ],
)
def test_a_target_is_judged_as_far_as_its_figures_allow(
    values: tuple[float, ...], target: Target, verdict: TargetVerdict, why: str
) -> None:
    judged = TargetStanding(replace(target, year=target.year if values else 2030), MEASURE, series(*values)).judge()
    if verdict == TargetVerdict.ON_TRACK:  # from 2020 the series reaches back five years: as far as to 2025
        assert judged.projection and judged.projection.value == pytest.approx(10.0, abs=0.3)
        judged = TargetStanding(replace(target, value=11.0), MEASURE, series(*values)).judge()
    assert judged.verdict == verdict
    assert why in judged.why


def test_figures_that_share_a_year_or_lie_before_a_break_are_not_compared() -> None:
    rows = [figure(period, 1.0) for period in ("2015 to 2017", "2016 to 2018", "2017 to 2019", "2018 to 2020")]
    assert [row.period for row in select_comparable_figures(MEASURE, rows)] == ["2015 to 2017", "2018 to 2020"]
    broken = Mock(latest_break="2017 to 2019")
    assert [row.period for row in select_comparable_figures(broken, rows)] == ["2018 to 2020"]


def test_what_reaching_a_target_means_is_the_difference_in_people() -> None:
    standing = TargetStanding(TARGET, MEASURE, series(20.0))
    assert standing.count_people(figure("2015", 18.0, people=500.0)) == pytest.approx(40.0)
    assert standing.count_people(figure("2015", 9.0)) == 0.0
    published = TargetStanding(TARGET, DEFINITIONS.measures["median_weekly_pay"], ())
    assert published.count_people(figure("2015", 500.0)) != published.count_people(figure("2015", 500.0))  # nan


def test_a_year_that_has_passed_without_a_figure_is_not_projected() -> None:
    standing = TargetStanding(TARGET, MEASURE, series(20.0, 18.0, 16.0, 14.0, 12.0, 10.5), edition_year=2026)
    assert standing.judge().why == "its year has passed: no figure of 2025 yet"


def test_no_target_is_invented() -> None:
    with pytest.raises(CatalogueError, match="no targets"):
        require_target_standings(Mock(at_home=True, definitions=DEFINITIONS))


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("measure", '"none"', "no measure"),
        ("measure", '"aged_under_16"', "neither better nor worse"),
        ("year", "3000", "no year"),
        ("value", '"low"', "no number"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(key: str, text: str, found: str, tmp_path: Path) -> None:
    keys = {"measure": '"no_qualifications"', "baseline": '"2021"', "value": "15", "year": "2031", "owner": '"x"'}
    lines = [f"{name} = {entry}" for name, entry in ({**keys, key: text}).items()]
    path = tmp_path / "targets.toml"
    path.write_text("\n".join(["[a]", *lines]), encoding="utf-8")
    with pytest.raises(CatalogueError, match=found):
        load_targets(path, DEFINITIONS.measures)
