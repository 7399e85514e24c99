"""The national check: each council once, an interrupted one goes on, and one that fails is named."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure import national_check
from fairer_stockton.run.errors import MissingSourceError, ValidationError
from fairer_stockton.run.fingerprints import write_table_and_stamp
from fairer_stockton.run.progress import Progress
from tests.conftest import DEFINITIONS

COUNCILS = {"E06000004": "Stockton-on-Tees", "E06000053": "Isles of Scilly"}
Tables = dict[str, pd.DataFrame]


def tables_of(settings: Settings, _: pd.DataFrame) -> Tables:
    """One neighbourhood and two measures, and a fifth in Stockton alone."""
    rows = [("L1", "2021", "borough")] + [("L1", "2021", "deprivation_fifth")] * settings.at_home
    scores = {"area_type": "authority", "index_name": "imd", "area_code": settings.authority, "period": "2025"}
    measured = [("attainment", "lait", 1.0), ("turnout", "turnout", 2.0), ("nothing", "turnout", None)]
    figures = pd.DataFrame(measured, columns=["measure", "sources", "value"]).assign(area_type="borough")
    return {
        "memberships": pd.DataFrame(rows, columns=["lsoacd", "lsoa_vintage", "area_type"]),
        "deprivation": pd.DataFrame([scores | {"rank_of_average_score": 69.0}]),
        "observations": figures,
        "gaps": figures.head(1),
    }


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(processed=tmp_path / "processed", reports=tmp_path / "reports")
    settings.staged.mkdir(parents=True)
    rows = pd.DataFrame({"lad24cd": [*COUNCILS, "W06000001"], "lad24nm": [*COUNCILS.values(), "Ynys Môn"]})
    rows.to_parquet(settings.staged / "lsoa21_wd24.parquet")
    return settings


def check(settings: Settings, measure_council: Callable[[Settings, pd.DataFrame], Tables] = tables_of) -> str:
    table = settings.processed / "national-check.md"
    try:
        national_check.measure_all_councils_and_write_page(
            settings, Progress(quiet=True), measure_council, pd.DataFrame, table
        )
    finally:
        assert table.is_file()
    return table.read_text(encoding="utf-8")


def test_each_english_council_has_its_row(settings: Settings) -> None:
    page = check(settings)
    assert "2 councils, 2 measured, 0 not." in page
    assert "| E06000004 | Stockton-on-Tees | 1 | yes | 2 | 1 | 3 | 1 | 69 |" in page
    assert "too few neighbourhoods: Isles of Scilly." in page
    assert "Ynys" not in page


def test_a_council_that_is_done_is_not_measured_again(settings: Settings) -> None:
    page = check(settings)
    assert check(settings, lambda *_: pytest.fail("measured again")) == page


def test_a_changed_table_measures_it_again(settings: Settings) -> None:
    check(settings)
    (settings.staged / "turnout.parquet").write_bytes(b"another")
    without_gaps = check(settings, lambda own, england: tables_of(own, england) | {"gaps": pd.DataFrame()})
    assert "| 2 | 1 | 3 | 0 | 69 |" in without_gaps


def test_a_council_that_fails_is_named_and_the_others_are_measured(settings: Settings) -> None:
    def fail_at_home(own: Settings, england: pd.DataFrame) -> Tables:
        if own.at_home:
            raise ValueError("5 quantiles need at least 5 areas\nand more")
        return tables_of(own, england)

    with pytest.raises(ValidationError, match="E06000004 Stockton-on-Tees: ValueError: 5 quantiles need"):
        check(settings, fail_at_home)
    page = (settings.processed / "national-check.md").read_text(encoding="utf-8")
    assert "**not measured**: ValueError: 5 quantiles need at least 5 areas |" in page
    assert "2 councils, 1 measured, 1 not." in page


def test_invented_figures_are_no_national_check(tmp_path: Path) -> None:
    for name in DEFINITIONS.sources:
        write_table_and_stamp(
            pa.table({"period": ["2025"]}), tmp_path / f"{name}.parquet", "", synthetic=name == "lait"
        )
    with pytest.raises(MissingSourceError, match="only the generated sample of lait\n"):
        national_check.require_published(tmp_path, DEFINITIONS)
