"""Cells of published tables: what a spreadsheet program would run or change is written otherwise, and read back."""

import re

import pandas as pd
import pytest

from fairer_stockton.editions.cells import read_cells, write_cells

# What spreadsheet programs take for a day or a formula when they open a CSV file.
DAYS = re.compile(
    r"\d{4}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]\d{1,4}|\d{1,2}[-/](?:0?[1-9]|1[0-2])"
    r"|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}"
)
FORMULAS = re.compile(r"[=+@\t\r\n]|-(?!\d+(?:\.\d+)?$)")
PERIODS = {
    "2025-04": "2025-M04",
    "2010/11": "2010/2011",
    "1999/00": "1999/2000",
    "2021/22 to 2023/24": "2021/2022 to 2023/2024",
    "2019 to 2021": "2019 to 2021",
    "2019": "2019",
    "": "",
}
TEXTS = ("=1+1", "+1", "@SUM(A1)", "-A1", "\tx", "\rx", "'=1", "''+1", "1-2", "5/11", "'1-2", "-")
PLAIN = ("-0.4", "-12", "'", "16-64", "a=b", "Norton – north", "1 to 2", "it's", "2010/11 as a name")


def test_periods_are_no_days_and_are_read_back() -> None:
    table = pd.DataFrame({"period": list(PERIODS)})
    written = write_cells(table)["period"]
    assert list(written) == list(PERIODS.values())
    assert not any(DAYS.fullmatch(period) for period in written)
    assert list(read_cells(pd.DataFrame({"period": written}))["period"]) == list(PERIODS)
    assert list(read_cells(table)["period"]) == list(PERIODS), "an edition from before is read as it was written"


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_would_be_run_or_changed_is_made_text(text: str) -> None:
    (written,) = write_cells(pd.DataFrame({"area_name": [text]}))["area_name"]
    assert written == f"'{text}"
    assert list(read_cells(pd.DataFrame({"area_name": [written]}))["area_name"]) == [text]


@pytest.mark.parametrize("text", PLAIN)
def test_any_other_text_stays(text: str) -> None:
    table = pd.DataFrame({"area_name": [text]})
    assert list(write_cells(table)["area_name"]) == list(read_cells(table)["area_name"]) == [text]
    assert not FORMULAS.match(text)


def test_numbers_lose_their_noise_and_the_sign_of_zero() -> None:
    numbers = [1e-17, -0.0, 5e-324, -3e-12, 0.1, -12.5, 123456789.25, float("nan")]
    table = write_cells(pd.DataFrame({"value": numbers, "mixed": ["[x]", *numbers[1:]]}))
    assert [repr(number) for number in table["value"]] == [
        *("0.0", "0.0", "0.0", "0.0"), "0.1", "-12.5", "123456789.25", "nan",
    ]  # fmt: skip
    assert table["mixed"][0] == "[x]"


def test_the_table_that_is_written_is_not_changed() -> None:
    table = pd.DataFrame({"period": ["2025-04"], "area_name": ["=A1"], "value": [-0.0]})
    before = table.copy()
    write_cells(table)
    pd.testing.assert_frame_equal(table, before)
