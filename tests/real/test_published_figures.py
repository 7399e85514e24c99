"""What published data answer: the page that says so is up to date, and what was promised is reached."""

import pandas as pd
import pytest

from docs_generator.published_figures import PAGE, count_coverage, make_page, summarise_measures
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def summary(real: Settings) -> pd.DataFrame:
    return summarise_measures(pd.read_parquet(real.measures / "observations.parquet"), DEFINITIONS)


def test_the_page_is_up_to_date(summary: pd.DataFrame) -> None:
    page = make_page(summary, DEFINITIONS)
    assert PAGE.read_text(encoding="utf-8") == page, (
        "run `python -m docs_generator.published_figures`, see its docstring"
    )


def test_what_is_published_reaches_far_enough(summary: pd.DataFrame) -> None:
    counts = list(count_coverage(summary).values())
    assert [number >= goal for number, goal in zip(counts, (80, 35, 25, 30, 8), strict=True)] == [True] * 5, counts


def test_no_measure_of_the_framework_is_without_a_word(summary: pd.DataFrame) -> None:
    page = make_page(summary, DEFINITIONS)
    for domain in DEFINITIONS.framework.values():
        for asked in domain.measures:
            assert f"| {asked} | " in page
