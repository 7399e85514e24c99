"""Modelled figures: hidden answers are found again where ages explain them, and nothing modelled is compared."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.modelled_estimates import HiddenAnswers, ModelledEstimate
from fairer_stockton.report.papers.document import TableWithWidths
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.fingerprints import compute_file_checksum, find_stamp_path
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.uses.packs.hidden_answers import (
    CheckedQuestion,
    compute_widening,
    estimate_hidden_answers,
    find_safe_spread,
)
from fairer_stockton.uses.packs.modelled_figures import (
    NOBODY_OF_THESE_AGES,
    RESIDENTS_NOT_KNOWN,
    ModelledMeasure,
    list_tables_read,
    model_measures,
)
from fairer_stockton.uses.packs.modelled_paper import make_modelled_pack
from fairer_stockton.uses.packs.writing import describe_open_tables
from tests.conftest import DEFINITIONS

QUESTION = HiddenAnswers("a", "Disabled", "answers", "ltla21cd", "yes", "everyone", "age")
BANDS = {"16 to 64": ("aged_16_64",), "65 and over": ("aged_65_plus",)}
ESTIMATE = ModelledEstimate("lonely", "loneliness_community_life", "adults", "people", BANDS, "rates", ("turnout",))
HELD = {"people": False, "rates": True}


def write_answers(folder: Path, councils: int, noise: float = 0.0) -> None:
    """Write councils of which the young answer yes in 1 of 10 and the old in 4, but for noise."""
    draw = np.random.default_rng(1)
    rows = [
        (f"E0700{number:04d}", age, round(people * rate * float(np.exp(draw.normal(0, noise)))), people)
        for number in range(councils)
        for age, rate, people in (("young", 0.1, 10_000 + 1000 * number), ("old", 0.4, 30_000 - 100 * number))
    ]
    pd.DataFrame(rows, columns=["ltla21cd", "age", "yes", "everyone"]).to_parquet(folder / "answers.parquet")


def test_answers_that_ages_explain_are_found_again(tmp_path: Path) -> None:
    write_answers(tmp_path, 40)
    (checked,) = estimate_hidden_answers(tmp_path, [QUESTION, replace(QUESTION, table="b")], {"answers": True})
    assert (checked.level, checked.is_by_age, checked.synthetic) == (AreaType.BOROUGH, True, True)
    assert checked.by_age == pytest.approx(checked.actual)
    assert checked.compute_typical_error(checked.by_rate) > 0.1
    (alone,) = estimate_hidden_answers(tmp_path, [replace(QUESTION, age="")], {"answers": True})
    assert alone.by_age == pytest.approx(checked.by_rate) and not alone.is_by_age


def test_a_few_areas_teach_nothing(tmp_path: Path) -> None:
    write_answers(tmp_path, 29)
    assert estimate_hidden_answers(tmp_path, [QUESTION], {"answers": False}) == []


def question(title: str, level: AreaType, log_odds: float) -> CheckedQuestion:
    halves = np.full(40, 0.5)
    actual = 1 / (1 + np.exp(-log_odds * np.tile([1, -1], 20)))
    return CheckedQuestion(title, title, level, False, False, actual, halves, halves)


TESTED = [question("a", AreaType.WARD, 0.2), question("b", AreaType.WARD, 0.4)]


def test_the_margin_is_widened_until_each_question_left_out_is_inside() -> None:
    """The widest of the others is 0.2 for b, whose areas are all 0.4 away: 1.96 × 0.2 holds them only just."""
    assert (TESTED[0].compute_coverage(0.4), TESTED[1].compute_coverage(0.2)) == (1.0, 0.0)
    assert compute_widening(TESTED) == pytest.approx(0.4 / 1.96 / 0.2, rel=1e-3)
    further = [*TESTED, question("c", AreaType.WARD, 1.2)]
    assert compute_widening(further) == pytest.approx(1.2 / 1.96 / 0.4, rel=1e-3)
    assert find_safe_spread(further, AreaType.WARD) == pytest.approx(1.2 * 1.2 / 1.96 / 0.4, rel=1e-3)
    assert find_safe_spread(further, AreaType.BOROUGH) == find_safe_spread(further, AreaType.WARD)  # no council is held
    assert further[2].compute_coverage(0.4 * compute_widening(further)) >= 0.95
    for too_few in ([], TESTED[:1]):
        assert np.isnan(find_safe_spread(too_few, AreaType.WARD))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"yes": "disbled"}, "disbled"),
        ({"age": "agee"}, "agee"),
        ({"yes": "0"}, "0 of 2,302,000"),
        ({"of": "yes"}, "not all"),
    ],
)
def test_a_question_that_does_not_fit_its_table_is_refused(change: dict[str, str], found: str, tmp_path: Path) -> None:
    write_answers(tmp_path, 40)
    with pytest.raises(CatalogueError, match=rf"(?s)hidden_answers\.toml.*\[a\].*{found}"):
        estimate_hidden_answers(tmp_path, [replace(QUESTION, **change)], {"answers": False})


def make_edition(**measured: float) -> Any:
    """Return an edition of two wards, with figures of the borough by measure or, as `england`, of England."""

    def select(measure: str, area_type: str, **_: str) -> list[Any]:
        value = measured.get("england" if area_type == AreaType.ENGLAND else measure)
        row = SimpleNamespace(
            value=value, lower_95=(value or 0) - 2, upper_95=(value or 0) + 2, has_value=True, has_interval=True,
            period="2024", sources="survey", synthetic=False,
        )  # fmt: skip
        return [row] if value else []

    memberships = [
        ("L2", "2011", kind, code, name, "2024", 1.0)
        for kind, code, name in (("borough", "E06000004", "Stockton"), ("ward", "E2", "Norton"))
    ]
    memberships += [("L1", "2011", "ward", "E1", "Ropner", "2024", 0.5), ("L1", *memberships[0][1:])]
    columns = ["lsoacd", "lsoa_vintage", "area_type", "area_code", "area_name", "vintage", "share"]
    return SimpleNamespace(
        definitions=DEFINITIONS, select_observations=select, ward_vintage="2024", title="A report", year="2026",
        memberships=pd.DataFrame(memberships, columns=columns), borough_name="Stockton", name="2026", stamp="",
        council=SimpleNamespace(contact="us"), created=None, look=SimpleNamespace(heading=""),
    )  # fmt: skip


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    residents = {"lsoa11cd": ["L1", "L2"], "period": ["2020"] * 2, "aged_16_64": [100, 300], "aged_65_plus": [100, 100]}
    pd.DataFrame(residents).to_parquet(tmp_path / "people.parquet")
    rates = {"age_band": list(BANDS)[::-1], "period": ["2023/24"] * 2, "percent": [20.0, 10.0]}
    pd.DataFrame({**rates, "lower_95": [18.0, 9.0], "upper_95": [22.0, 11.0]}).to_parquet(tmp_path / "rates.parquet")
    return tmp_path


def model(staged: Path, edition: Any, estimate: ModelledEstimate = ESTIMATE, **held: bool) -> ModelledMeasure:
    (modelled,) = model_measures(edition, staged, HELD | held, [estimate], TESTED)
    return modelled


def test_rates_by_age_are_applied_to_local_people_and_wards_stay_in_order(staged: Path) -> None:
    """In the borough 400 × 0.1 + 200 × 0.2 = 80 of 600; of L1 a half lies in Ropner: 15 of 100."""
    modelled = model(staged, make_edition(turnout=30.0))
    borough, norton, ropner = modelled.figures
    assert (borough.who, norton.who, ropner.who) == ("Stockton", "Norton", "Ropner")
    assert [figure.people for figure in modelled.figures] == pytest.approx([80.0, 50.0, 15.0])
    assert [figure.out_of for figure in modelled.figures] == pytest.approx([600.0, 400.0, 100.0])
    assert borough.value == pytest.approx(80 / 6)
    assert borough.lower_95 < borough.value < borough.upper_95
    assert borough.synthetic and modelled.measured == (DEFINITIONS.measures["turnout"].title,)
    assert all(np.isnan(figure.england_value) and "not compared" in figure.verdict for figure in modelled.figures)


def test_without_rates_by_age_england_s_alone_is_used_and_said_so(staged: Path) -> None:
    modelled = model(staged, make_edition(england=5.0), replace(ESTIMATE, rates=""))
    assert {figure.value for figure in modelled.figures} == {5.0} and not modelled.figures[0].synthetic
    pack = make_modelled_pack(make_edition(), [modelled], TESTED)
    texts = " ".join(getattr(block, "text", "") for block in pack.document.blocks)
    assert "England’s rate alone, 5.0%" in texts and "Modelled, not measured" in pack.document.title
    tables = [block.table for block in pack.document.blocks if isinstance(block, TableWithWidths)]
    assert [row[0] for row in tables[0].rows] == ["Stockton", "Norton", "Ropner"]
    assert [row[-1] for row in tables[1].rows] == ["100%, widened 100%", "0%, widened 100%"]
    assert "in the same way" not in texts and "from England’s rate alone" in texts and "1.0 times for areas" in texts


def test_a_page_of_rates_by_age_says_that_these_are_not_tested(staged: Path) -> None:
    def read(checked: list[CheckedQuestion]) -> str:
        blocks = make_modelled_pack(make_edition(), [model(staged, make_edition())], checked).document.blocks
        return " ".join([getattr(block, "text", "") for block in blocks] + [*blocks[1].items])

    assert "has not been tested" in read(TESTED) and "95 in 100 true answers to each census" in read(TESTED)
    assert "has not been tested" not in read([*TESTED, TESTED[0]._replace(is_by_age=True)])


@pytest.mark.parametrize(
    ("residents", "missing"),
    [
        ({"lsoa11cd": ["L1", "L2"], "aged_16_64": [None, 300]}, ["", RESIDENTS_NOT_KNOWN]),
        ({"lsoa11cd": ["L9", "L2"], "aged_16_64": [100, 300]}, ["", RESIDENTS_NOT_KNOWN]),
        ({"lsoa11cd": ["L1", "L2"], "aged_16_64": [0, 300], "aged_65_plus": [0, 100]}, ["", "", NOBODY_OF_THESE_AGES]),
    ],
)
def test_residents_that_are_not_known_are_not_taken_as_none(
    residents: dict[str, list[Any]], missing: list[str], staged: Path
) -> None:
    table = pd.DataFrame({"period": "2020", "aged_65_plus": [100, 100], **residents}).convert_dtypes()
    table.to_parquet(staged / "people.parquet")
    modelled = model(staged, make_edition())
    assert [figure.missing for figure in modelled.figures] == ([] if RESIDENTS_NOT_KNOWN in missing else missing)
    assert modelled.why_none == (RESIDENTS_NOT_KNOWN if RESIDENTS_NOT_KNOWN in missing else "")
    assert make_modelled_pack(make_edition(), [modelled], TESTED)


@pytest.mark.parametrize(("table", "lost"), [("rates", "upper_95"), ("people", "lsoa11cd"), ("people", "period")])
def test_a_table_without_a_column_is_refused_by_name(table: str, lost: str, staged: Path) -> None:
    path = staged / f"{table}.parquet"
    pd.read_parquet(path).drop(columns=lost).to_parquet(path)
    with pytest.raises(CatalogueError, match=rf"(?s)modelled\.toml.*\[lonely\].*{table} without.*{lost}"):
        model(staged, make_edition())


def test_every_table_that_is_read_is_in_the_manifest_with_its_sums(staged: Path) -> None:
    names = list_tables_read(make_edition(), [ESTIMATE], [QUESTION], {"people", "rates", "answers", "other"})
    assert names == ["answers", "people", "rates"]
    stamp = {"output": compute_file_checksum(staged / "people.parquet"), "inputs": [["a.csv", "2020", "12", False]]}
    find_stamp_path(staged / "people.parquet").write_text(json.dumps(stamp))
    people = {"sha256": stamp["output"], "inputs": [{"file": "a.csv", "period": "2020", "sha256": "12"}]}
    assert describe_open_tables(staged, ["people"]) == {"people": people}


def test_what_is_measured_here_or_has_no_rate_is_not_modelled(staged: Path) -> None:
    measured = model(staged, make_edition(loneliness_community_life=5.0))
    assert not measured.figures and "it is measured" in measured.why_none
    without = model(staged, make_edition(), replace(ESTIMATE, rates=""))
    assert not without.figures and "no national rate is held" in without.why_none
    (untested,) = model_measures(make_edition(), staged, HELD, [ESTIMATE], [])
    assert not untested.figures and "how far off" in untested.why_none


@pytest.mark.parametrize(
    ("bands", "found"),
    [({"16 to 24": ("aged_16_64",)}, "65 and over, 16 to 64"), (dict.fromkeys(BANDS, ("aged_1",)), "aged_1")],
)
def test_bands_that_are_not_the_publisher_s_are_refused(staged: Path, bands: Any, found: str) -> None:
    with pytest.raises(CatalogueError, match=rf"(?s)\[lonely.*bands.*{found}"):
        model(staged, make_edition(), replace(ESTIMATE, bands=bands))
