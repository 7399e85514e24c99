"""How gaps in published data have changed: the page is up to date, and known changes are found."""

import pandas as pd
import pytest

from docs_generator import published_gaps
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def latest(real: Settings) -> pd.DataFrame:
    tables = (pd.read_parquet(real.measures / f"{name}.parquet") for name in ("gaps", "comparators"))
    return published_gaps.select_latest_gaps(*tables)


def test_the_page_and_its_table_are_up_to_date(latest: pd.DataFrame) -> None:
    remedy = "run `python -m docs_generator.published_gaps`, see its docstring"
    assert published_gaps.TABLE.read_text(encoding="utf-8") == published_gaps.write_table(latest), remedy
    assert published_gaps.PAGE.read_text(encoding="utf-8") == published_gaps.write_page(latest, DEFINITIONS), remedy


def test_no_gap_with_a_value_is_without_a_word(latest: pd.DataFrame) -> None:
    assert len(latest) > 450
    assert not latest["direction"].isin(["no_figure", ""]).any()
    assert (latest["change"].notna() | latest["direction"].isin(["one_period", "not_comparable"])).all()
