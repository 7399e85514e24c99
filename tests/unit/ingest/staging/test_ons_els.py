"""Explore Local Statistics: an area that stands twice, areas that no page shows, and periods as people write them."""

from collections.abc import Callable

import pandas as pd
import pytest

ROW = {
    "areacd": "E06000004",
    "areanm": "Here",
    "indicator": "Visited a library",
    "starts": "2023-04-01/P1Y",
    "unit": "%",
}


def test_an_area_of_two_kinds_is_staged_once(staged: Callable[..., pd.DataFrame]) -> None:
    double = ROW | {"areacd": "E47000001", "value": "27", "lower_95": "26", "upper_95": "28"}
    table = staged("ons_els", [double, ROW | {"value": "21"}, double])
    assert table.set_index("areacd")["source_row"].to_dict() == {"E06000004": 3, "E47000001": 2}


def test_two_figures_of_an_area_both_reach_the_contract(staged: Callable[..., pd.DataFrame]) -> None:
    assert len(staged("ons_els", [ROW | {"value": "21"}, ROW | {"value": "22"}])) == 2


def test_areas_of_international_statistics_are_not_staged(staged: Callable[..., pd.DataFrame]) -> None:
    table = staged("ons_els", [ROW | {"areacd": "TLC", "value": "21"}, ROW | {"value": "22"}])
    assert table["areacd"].to_list() == ["E06000004"]


@pytest.mark.parametrize(
    ("starts", "period"),
    [
        ("2023-01-01/P1Y", "2023"),
        ("2024-05-15/P1Y", "2024/25"),
        ("2020-01-01/P5Y", "2020 to 2024"),
        ("2025-03-15", "2025-03"),
    ],
)
def test_periods(staged: Callable[..., pd.DataFrame], starts: str, period: str) -> None:
    assert staged("ons_els", [ROW | {"starts": starts, "value": "1"}])["period"].to_list() == [period]
