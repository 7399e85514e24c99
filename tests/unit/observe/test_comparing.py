"""A difference is called better or worse only where it is clear and of a size that matters."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.units import LeastDifference, load_least_differences
from fairer_stockton.measure import results
from fairer_stockton.observe.comparing import compare_with_benchmark, differs_enough
from fairer_stockton.run import record
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.statistics.comparison import is_difference_large_enough
from tests.conftest import DEFINITIONS

MEASURES = DEFINITIONS.measures
HIGHER, NEUTRAL = "homes_owned_outright", "aged_65_and_over"


def word(measure: str, value: float, benchmark: float, half: float = 0.3) -> str:
    rows = pd.DataFrame({"measure": [measure], "value": value, "lower_95": value - half, "upper_95": value + half})
    return compare_with_benchmark(rows, pd.Series([benchmark]), MEASURES).item()


@pytest.mark.parametrize(
    ("measure", "value", "benchmark", "expected"),
    [
        (HIGHER, 33.1, 32.5, "about_the_same"),  # beyond chance, and of no account
        (HIGHER, 35.0, 32.5, "better"),
        (HIGHER, 30.0, 32.5, "worse"),
        (HIGHER, 32.6, 32.5, "similar"),
        (HIGHER, 97.0, 95.0, "better"),  # 3 against 5 % of the rest
        (HIGHER, 33.5, 32.5, "better"),  # the least difference itself matters
        (HIGHER, 61.5, 60.0, "better"),  # 1.5 of the 40 that are left
        (HIGHER, 51.2, 50.0, "about_the_same"),  # more than a point, less than three in a hundred
        (NEUTRAL, 18.7, 18.1, "about_the_same"),
        (NEUTRAL, 20.0, 18.1, "higher"),
        ("overcrowded_homes", 2.4, 3.0, "better"),  # its own bounds: it lies at a few per cent
        (HIGHER, 33.1, float("nan"), "not_compared"),
        ("unemployment_rate", 10.0, 4.0, "not_compared"),  # modelled, whatever its interval
        ("fuel_poverty", 20.0, 10.0, "not_compared"),
    ],
)
def test_the_word(measure: str, value: float, benchmark: float, expected: str) -> None:
    assert word(measure, value, benchmark) == expected


def test_a_figure_without_an_interval_is_not_compared_however_large_the_difference() -> None:
    assert word(HIGHER, 90.0, 10.0, float("nan")) == "not_compared"


def test_both_bounds_must_be_reached() -> None:
    value, benchmark = np.array([10.0, 10.0, 10.0, np.nan]), np.array([8.0, 9.5, 9.0, 1.0])
    assert is_difference_large_enough(value, benchmark, 1.0, 0.0).tolist() == [True, False, True, False]
    assert is_difference_large_enough(value, benchmark, 0.0, 0.12).tolist() == [True, False, False, False]
    assert is_difference_large_enough(value, benchmark, 1.0, 0.12).tolist() == [True, False, False, False]
    assert is_difference_large_enough(80.5, 80.0, 0.5, 0.005)  # half a year of life


def test_a_measure_may_have_its_own_least_difference() -> None:
    own = replace(MEASURES[HIGHER], least_difference=LeastDifference(5.0, 0.1, 100.0))
    assert differs_enough(35.0, 32.5, MEASURES[HIGHER])
    assert not differs_enough(35.0, 32.5, own)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[furlongs]\nabsolute = 1\nrelative = 0.1", "unit 'furlongs' is not one of"),
        ("[percent]\nabsolute = 1", "percent needs absolute and relative"),
        ("[percent]\nabsolute = -1\nrelative = 0.1", "a number from 0 up"),
        ('[percent]\nabsolute = "one"\nrelative = 0.1', "a number from 0 up"),
    ],
)
def test_bounds_that_are_none_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bounds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_least_differences(path)


def test_results_are_made_again_where_a_bound_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    before = [output.content() for output in results.list_measuring_outputs(settings)]
    total = record.compute_file_checksum
    monkeypatch.setattr(
        record,
        "compute_file_checksum",
        lambda path: "another" if path == PACKAGE / "definitions/least_differences.toml" else total(path),
    )
    after = [output.content() for output in results.list_measuring_outputs(settings)]
    assert not set(before) & set(after)
