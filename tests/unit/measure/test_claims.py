"""The register of the council's own figures: kind errors, the rounding rule, and never a word from the sample."""

from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.claims import ClaimedFigure, load_claims
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.claims import recompute_claims
from fairer_stockton.measure.results import check_results
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import COUNCIL
from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database

NOTHING = pd.DataFrame([dict.fromkeys(OBSERVATION_COLUMNS, "invented") | {"synthetic": True}])


@pytest.mark.parametrize(
    ("stated", "recomputed", "verdict"),
    [
        ("20.6", 20.64, "reproduced"),
        ("20.6", 20.66, "differs"),
        ("9", 9.0, "reproduced"),
        ("9", 8.0, "differs"),
        ("586.50", 586.504, "reproduced"),
        ("586.50", 586.51, "differs"),
        ("35,526", 35_526.0, "reproduced"),
        ("35,526", None, "not_yet_checkable"),
    ],
)
def test_a_figure_is_met_to_its_own_decimals(stated: str, recomputed: float | None, verdict: str) -> None:
    assert ClaimedFigure("Here", stated, "percent", query="select 1", of_period="2020").verdict(recomputed) == verdict


def test_over_is_met_up_to_one_more_of_its_last_digit() -> None:
    over = ClaimedFigure("Here", "7,500", "people", query="select 1", of_period="2021", at_least=True)
    verdicts = [over.verdict(recomputed) for recomputed in (7_499.0, 7_500.0, 7_599.0, 7_600.0, 7_900.0)]
    assert verdicts == ["differs", "reproduced", "reproduced", "differs", "differs"]


def test_a_figure_rounded_to_hundreds_is_met_within_fifty() -> None:
    rounded = ClaimedFigure("Here", "197,200", "people", query="select 1", of_period="2018", nearest=100)
    verdicts = [rounded.verdict(recomputed) for recomputed in (197_149.0, 197_150.0, 197_213.0, 197_419.0)]
    assert verdicts == ["differs", "reproduced", "reproduced", "differs"]


def test_sampled_tables_are_not_read() -> None:
    with open_empty_database() as connection:  # it holds no table at all: a query that ran would fail
        table = recompute_claims(
            connection,
            DEFINITIONS.claims,
            {"observations": NOTHING, "gaps": NOTHING},
            dict.fromkeys(DEFINITIONS.sources, True),
        )
    check_results({"claims": table})
    assert set(table["verdict"]) == {"not_yet_checkable"}
    assert (table["needs"] != "").all()


def test_the_sample_reproduces_nothing(sample: Settings) -> None:
    table = pd.read_parquet(sample.measures / "claims.parquet")
    assert len(table) == sum(len(claim.figures) for claim in DEFINITIONS.claims)
    assert table["recomputed"].isna().all()
    assert set(table["verdict"]) == {"not_yet_checkable"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('stated = "9"', 'stated = "nine"'), "stated must be a number"),
        (('unit = "wards"', 'unit = "parishes"'), "'parishes' is not one of"),
        (('stated = "21"', 'statd = "21"'), "life_expectancy_gap"),
        (('id       = "loneliness"', 'id       = "weekly_pay"'), "stands twice"),
        (('of_period = "2019"\n', "\n"), "of_period must say"),
        (("[[claim]]\n", "[rest]\n\n[[claim]]\n"), "unknown key 'rest'"),
        (('id       = "loneliness"', 'id       = loneliness"'), "not TOML"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = tmp_path / "claims.toml"
    text = (COUNCIL / "claims.toml").read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_claims(path)
