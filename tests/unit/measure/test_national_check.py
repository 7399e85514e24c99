"""The national check: each council once, an interrupted one goes on, and one that fails is named."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure import national_check
from fairer_stockton.run.errors import MissingSourceError, ValidationError
from fairer_stockton.run.progress import Progress
from tests.conftest import DEFINITIONS

COUNCILS = {"E06000004": "Stockton-on-Tees", "E06000053": "Isles of Scilly"}
Check = Callable[..., str]
MakeFigures = Callable[[Settings], dict[str, pd.DataFrame]]


def places(settings: Settings, _: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """One neighbourhood, and a fifth in Stockton alone."""
    rows = [("L1", "2021", "borough")] + [("L1", "2021", "deprivation_fifth")] * settings.at_home
    scores = {"area_type": "authority", "index_name": "imd", "area_code": settings.authority, "period": "2025"}
    return {
        "memberships": pd.DataFrame(rows, columns=["lsoacd", "lsoa_vintage", "area_type"]),
        "deprivation": pd.DataFrame([scores | {"rank_of_average_score": 69.0}]),
    }


def figures(_: Settings) -> dict[str, pd.DataFrame]:
    measured = [("attainment", "lait", 1.0), ("turnout", "turnout", 2.0), ("nothing", "turnout", None)]
    rows = pd.DataFrame(measured, columns=["measure", "sources", "value"]).assign(area_type="borough")
    return {"observations": rows, "gaps": rows.head(1)}


def outputs(content: str) -> SimpleNamespace:
    return SimpleNamespace(content=lambda: content)


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    settings = Settings(processed=tmp_path / "processed")
    settings.staged.mkdir(parents=True)
    rows = pd.DataFrame({"lad24cd": [*COUNCILS, "W06000001"], "lad24nm": [*COUNCILS.values(), "Ynys Môn"]})
    rows.to_parquet(settings.staged / "lsoa21_wd24.parquet")
    monkeypatch.setattr(national_check, "require_verdicts", lambda _: None)
    monkeypatch.setattr(national_check, "outputs_of", lambda own: [outputs(own.authority)])
    monkeypatch.setattr(national_check, "check_results", lambda tables: tables)
    monkeypatch.setattr(national_check, "synthetic_tables", lambda *_: dict.fromkeys(DEFINITIONS.sources, False))
    monkeypatch.setattr(national_check, "summaries_of_england", lambda _: pd.DataFrame())
    monkeypatch.setattr(national_check, "make_places", places)

    def run(make_figures: MakeFigures = figures) -> str:
        table = tmp_path / "national-check.md"
        try:
            national_check.check_councils(settings, Progress(quiet=True), make_figures, table)
        finally:
            assert table.is_file()
        return table.read_text(encoding="utf-8")

    return run


def test_each_english_council_has_its_row(check: Check) -> None:
    page = check()
    assert "2 councils, 2 measured, 0 not." in page
    assert "| E06000004 | Stockton-on-Tees | 1 | yes | 2 | 1 | 3 | 1 | 69 |" in page
    assert "too few neighbourhoods: Isles of Scilly." in page
    assert "Ynys" not in page


def test_a_council_that_is_done_is_not_measured_again(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    page = check()
    monkeypatch.setattr(national_check, "make_places", lambda *_: pytest.fail("measured again"))
    assert check() == page


def test_a_changed_table_measures_it_again(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    monkeypatch.setattr(national_check, "outputs_of", lambda _: [outputs("other")])
    assert "| 2 | 1 | 3 | 0 | 69 |" in check(lambda own: figures(own) | {"gaps": pd.DataFrame()})


def test_a_council_that_fails_is_named_and_the_others_are_measured(
    check: Check, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(settings: Settings, england: pd.DataFrame) -> dict[str, pd.DataFrame]:
        if settings.at_home:
            raise ValueError("5 quantiles need at least 5 areas\nand more")
        return places(settings, england)

    monkeypatch.setattr(national_check, "make_places", broken)
    with pytest.raises(ValidationError, match="E06000004 Stockton-on-Tees: ValueError: 5 quantiles need"):
        check()
    page = (tmp_path / "national-check.md").read_text(encoding="utf-8")
    assert "**not measured**: ValueError: 5 quantiles need at least 5 areas |" in page
    assert "2 councils, 1 measured, 1 not." in page


def test_invented_figures_are_no_national_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(national_check, "require_verdicts", lambda _: None)
    sampled = {name: name == "lait" for name in DEFINITIONS.sources}
    monkeypatch.setattr(national_check, "synthetic_tables", lambda *_: sampled)
    with pytest.raises(MissingSourceError, match="only the generated sample of lait\n"):
        national_check.check_councils(Settings(), Progress(quiet=True), figures, tmp_path / "table.md")
    assert not (tmp_path / "table.md").exists()
