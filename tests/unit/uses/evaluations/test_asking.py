"""The command asked for an answer, on small invented tables of an England where the effect is known."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.pipelines.evaluate import evaluate
from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.uses.packs.writing import Pack
from tests.conftest import DEFINITIONS, QUIET

MEASURE = DEFINITIONS.measures["claimants_by_neighbourhood"]
PERIODS = ("2019", "2020", "2021", "2023", "2024")
COUNCILS, OF_COUNCIL = 130, 10
CODES = [f"E01{number:06d}" for number in range(COUNCILS * OF_COUNCIL)]
OWN, NAMED = slice(70, 80), slice(72, 77)
FILE = """title = "Advice"
what_was_done = "An adviser came."
areas = ["Newtown"]
outcome = "claimants_by_neighbourhood"
chosen_on_outcome = true
least_effect = 1.0
start = 2022-04-01
registered = "2022-03-01"
registered_by = "Somebody"
"""


@dataclass
class Asked:
    """A recipe whose edition and figures of England are invented, and the packs that it wrote."""

    settings: Any
    folder: Path
    packs: list[Pack] = field(default_factory=list)

    def ask(self, text: str = FILE) -> Pack:
        path = self.folder / "evaluation.toml"
        path.write_text(text, encoding="utf-8")
        evaluate(self.settings, QUIET, file=path)
        return self.packs[-1]


def make_figures(effect: float) -> pd.DataFrame:
    """Return the observations of every neighbourhood, those that are named with an effect in 2023 and 2024."""
    random = np.random.default_rng(5)
    figures = random.uniform(5.0, 9.0, (len(CODES), 1)) + 0.3 * random.standard_normal((len(CODES), len(PERIODS)))
    # Their council is as usual as can be, so that others are like it.
    figures[OWN] = 7.0 + 0.3 * random.standard_normal((OF_COUNCIL, len(PERIODS)))
    figures[NAMED, :3] -= figures[NAMED, :3].mean(axis=0) - 7.0
    figures[NAMED, 3:] += effect
    cells = pd.DataFrame({"area_code": np.repeat(CODES, len(PERIODS)), "period": PERIODS * len(CODES)})
    return cells.assign(
        value=figures.ravel(), area_type="lsoa", vintage="2011", breakdown="all", apportioned=False,
        measure=MEASURE.name,
    )  # fmt: skip


def write_staged_tables(folder: Path) -> None:
    council = [f"E0{place // OF_COUNCIL}" for place in range(len(CODES))]
    names = {name: CODES for name in ("lsoa11cd", "lsoa21cd", "lsoa11nm", "lsoa21nm")}
    pd.DataFrame({**names, "lad22cd": council}).to_parquet(folder / "lsoa11_lsoa21.parquet")
    pd.DataFrame({**names, "msoa11cd": council, "msoa21cd": council}).to_parquet(folder / "lsoa_msoa.parquet")
    scores = pd.DataFrame({"lsoa11cd": CODES, "lsoa21cd": None, "period": "2025", "imd_score": 1.0})
    scores.to_parquet(folder / "indices_of_deprivation.parquet")


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    write_staged_tables(tmp_path)
    members = pd.DataFrame({"lsoacd": CODES[NAMED], "lsoa_vintage": "2021", "area_code": "N1", "share": 1.0})
    edition = Mock(definitions=DEFINITIONS, observations=make_figures(0.0), memberships=members, attributions={})
    edition.configure_mock(created=datetime(2026, 11, 29), title="A report", year="2026", stamp="", absences={})
    edition.configure_mock(name="2026")
    place = ProfiledArea("ward", "N1", "Newtown", "2024", tuple(CODES[NAMED]))
    england = Mock(measures_with_sources={MEASURE.name: MEASURE})
    recipe = Asked(Mock(staged=tmp_path, reports=tmp_path, national_definitions=england), tmp_path)

    def write_pack(_settings: Any, _edition: Any, pack: Pack, _progress: Any) -> str:
        recipe.packs.append(pack)
        return "a page"

    monkeypatch.setattr("fairer_stockton.uses.packs.chosen.Profiles", lambda _: Mock(areas=[place]))
    monkeypatch.setattr("fairer_stockton.uses.packs.writing.load_published_edition", lambda _: edition)
    monkeypatch.setattr("fairer_stockton.uses.packs.writing.write_pack", write_pack)
    return recipe


@pytest.mark.parametrize(
    ("effect", "answer"),
    [(-2.0, "It probably worked"), (0.0, "No clear difference"), (+2.0, "Things probably got worse")],
)
def test_a_known_effect_is_found_and_none_is_not(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, effect: float, answer: str
) -> None:
    figures = "fairer_stockton.measure.england.compute_observations_of_england"
    monkeypatch.setattr(figures, lambda *_: make_figures(effect))
    pack = asked.ask()
    assert pack.document.lead.startswith(answer), pack.document.lead
    assert pack.asked["neighbourhoods"] == CODES[NAMED]
    effects = [row for row in pack.figures if row.title == "Difference in change"]
    assert all(row.lower_95 < effect < row.upper_95 for row in effects)


def test_all_that_is_missing_is_listed_at_once(asked: Asked) -> None:
    text = FILE.replace("start = 2022-04-01", "start = 2020-04-01").replace('"Somebody"', '""')
    with pytest.raises(CatalogueError, match=r"(?s)1\. Who registered.*2\. At least 2 comparable .*there is 1"):
        asked.ask(text)
    with pytest.raises(CatalogueError, match=r"(?s)evaluation\.toml.*'Nowhere'"):
        asked.ask(FILE.replace("Newtown", "Nowhere"))
