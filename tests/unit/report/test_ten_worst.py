"""Who is among the ten worst is said only as far as ranks that hold for all areas at once allow."""

from types import SimpleNamespace

import pandas as pd
import pytest

from fairer_stockton.report.area_profile import AreaFigure, ProfiledArea
from fairer_stockton.report.pages.area_lines import describe_clear_difference_from_borough, make_profile_table_line
from fairer_stockton.report.rows import ObservationRow, read_rows
from fairer_stockton.report.words.ten_worst import TenWorst, describe_ten_worst, find_ten_worst
from tests.unit.report.conftest import limits, measure, observation, standing_row

NAMES = {"W1": "Newtown", "W2": "Ropner", "W3": "Roseworth"}
SET = {"rank": 26.0, "areas": 27.0, "rank_lower_95": 20.0, "rank_upper_95": 27.0, "ranked_with_interval": 27.0}


@pytest.mark.parametrize(
    ("worst", "words"),
    [
        (None, ""),
        (
            TenWorst(("W1", "W2"), 12, 27),
            "Newtown and Ropner are almost certainly among the ten worst of 27 wards. 12 more may be.",
        ),
        (TenWorst(("W3",), 0, 22), "Roseworth is almost certainly among the ten worst of 22 wards."),
        (
            TenWorst((), 25, 27),
            "The figures are too uncertain to place any ward among the ten worst of 27 wards; 25 may be.",
        ),
    ],
)
def test_the_sentence_names_only_those_that_surely_are(worst: TenWorst | None, words: str) -> None:
    assert describe_ten_worst(worst, NAMES, "ward") == words


def test_they_are_listed_from_the_worst() -> None:
    rows = pd.DataFrame({
        "area_code": ["W1", "W2", "W3", "W4"], "rank": [25.0, 27.0, 12.0, 9.0], "ranked_with_interval": 27.0,
        "among_ten_worst": ["surely", "surely", "perhaps", "not"],
    })  # fmt: skip
    edition = SimpleNamespace(select_standings=lambda *_: rows)
    assert find_ten_worst(edition, "m", "2021", "ward", "2024") == TenWorst(("W2", "W1"), 1, 27)
    unknown = SimpleNamespace(select_standings=lambda *_: rows.assign(among_ten_worst="not_judged"))
    assert find_ten_worst(unknown, "m", "2021", "ward", "2024") is None


def figure(**standing: object) -> AreaFigure:
    (row,) = read_rows(pd.DataFrame([observation("ward", **limits(12.0, 1.0))]), ObservationRow)
    return AreaFigure(measure(), row, standing_row(**standing), None, joint=False)


def test_an_areas_page_has_its_range_of_ranks_and_says_surely_only_of_those_that_are() -> None:
    area = ProfiledArea("ward", "W1", "Newtown", "2024", ())
    surely = figure(**SET, among_ten_worst="surely")
    assert "almost certainly among the ten worst of 27 wards" in describe_clear_difference_from_borough(surely, "S")
    assert make_profile_table_line(area, surely)[-2:] == ("26th of 27 (20 to 27)", "almost certainly")
    perhaps = figure(**(SET | {"rank_upper_95": 24.0, "ranked_with_interval": 24.0}), among_ten_worst="perhaps")
    assert "ten worst" not in describe_clear_difference_from_borough(perhaps, "S")
    assert make_profile_table_line(area, perhaps)[-2:] == ("26th of 27 (20 to 24 of 24)", "perhaps")
    bare = figure(rank=26.0, areas=27.0)
    assert make_profile_table_line(area, bare)[-2:] == ("26th of 27", "–")
