"""Periods in every common spelling are understood, or met with what is meant; never with an entry to add."""

import pytest

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.supply.periods import PeriodReading, read_period
from fairer_stockton.supply.stage import find_extract
from tests.conftest import DEFINITIONS

FINANCIAL = ("2022-23", "2023-24", "2024-25")


@pytest.mark.parametrize(
    "words",
    [
        "2024-25", "2024/25", "2024-2025", "2024/2025", "2024 to 2025", "2024 - 25", "24/25", "24-25", "2024–25",
        "2024—25", "2024−25", "FY2024-25", "FY 2024/25", "FY24/25", "fy24-25", "Financial year 2024 to 2025",
        "2024\\25", " 2024-25 ", "2024_25", "2024 and 2025", "202425", "20242025", "2425", "２０２４-25", "24 25",
        "24 to 25",
    ],
)  # fmt: skip
def test_spellings_of_a_financial_year(words: str) -> None:
    assert read_period(words, FINANCIAL) == PeriodReading("2024-25", listed=True)
    assert find_extract(DEFINITIONS.sources, "debt_advice", words)[1].period == "2024-25"


@pytest.mark.parametrize("words", ["2021-2025", "2021 to 2025", "2021–2025", "2021/25", "21-25", "2021 - 2025"])
def test_spellings_of_several_years(words: str) -> None:
    assert find_extract(DEFINITIONS.sources, "deaths_and_population", words)[1].period == "2021-2025"


@pytest.mark.parametrize("words", ["2025", "25", "year 2025", "2025 election"])
def test_spellings_of_a_year(words: str) -> None:
    assert find_extract(DEFINITIONS.sources, "open_space", words)[1].period == "2025"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("FY24", ("2024-25", "2023-24")),
        ("fy2024", ("2024-25", "2023-24")),
        ("2024", ("2024-25", "2023-24")),
        ("FY25", ("2024-25",)),
        ("2025-24", ("2024-25", "2023-24")),
        ("2024 quarter 1", ("2024-25", "2023-24")),
        ("31/03/2025", ("2024-25",)),
        ("2025-04", ("2024-25",)),
        ("spring", ()),
        ("", ()),
        ("2099-98", ()),
        ("999999", ()),
    ],
)
def test_what_may_be_meant(words: str, meant: tuple[str, ...]) -> None:
    assert read_period(words, FINANCIAL) == PeriodReading(meant=meant)
    with pytest.raises(CatalogueError) as caught:
        find_extract(DEFINITIONS.sources, "debt_advice", words)
    assert "[[file]]" not in str(caught.value)
    if meant:
        assert f"did you mean {meant[0]}?" in str(caught.value)


@pytest.mark.parametrize(
    ("source", "words", "meant"),
    [("open_space", "2024-25", "2025"), ("open_space", "FY25", "2025"), ("deaths_and_population", "2025", "2021-2025")],
)
def test_period_of_another_form(source: str, words: str, meant: str) -> None:
    with pytest.raises(CatalogueError, match=rf"did you mean {meant}\?"):
        find_extract(DEFINITIONS.sources, source, words)


@pytest.mark.parametrize(("words", "period"), [("2030/31", "2030-31"), ("FY2025-26", "2025-26"), ("99-00", "1999-00")])
def test_new_period_of_the_form_of_the_source(words: str, period: str) -> None:
    assert read_period(words, FINANCIAL) == PeriodReading(period)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("resident_survey", "residents_survey"), ("Residents' survey", "residents_survey"), ("open-space", "open_space")],
)
def test_source_that_is_nearly_named(name: str, meant: str) -> None:
    with pytest.raises(CatalogueError, match=rf"did you mean {meant}\?"):
        find_extract(DEFINITIONS.sources, name, "2025")
