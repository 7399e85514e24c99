"""Ward figures modelled over several waves: adjusted to the borough, and only where that beats the wards' own."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.observe import modelled, modelled_over_time
from fairer_stockton.observe.modelled_over_time import model_waves_together
from fairer_stockton.run.vocabulary import Status
from tests.conftest import DEFINITIONS

WARDS = [f"W{number:02}" for number in range(20)]
DEPRIVATION = np.linspace(10, 40, 20)
COUNTS = np.tile([3.0, 5.0], 10)
NAME = "belong_to_local_area"


@pytest.fixture(autouse=True)
def few_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modelled_over_time, "REPLICATES", 20)


def make_waves(error: float, count: int = 3, between: float = 4.0) -> list[pd.DataFrame]:
    """Make waves in which wards differ for good, and every fourth ward has no figure that is shown."""
    random = np.random.default_rng(5)
    truth = 80 - DEPRIVATION / 2 + between * random.normal(size=20)
    waves = []
    for wave in range(count):
        value = truth + 2 * wave + error * random.normal(size=20)
        value[wave::4] = np.nan
        waves.append(pd.DataFrame({"value": value, "standard_error": error}, index=pd.Index(WARDS, name="area_code")))
    return waves


def test_waves_are_adjusted_to_the_borough_by_ratio() -> None:
    answers = model_waves_together(make_waves(6.0), DEPRIVATION, COUNTS, [67.0, np.nan, 72.0])
    means = [float(COUNTS @ estimate.value / COUNTS.sum()) for estimate, _ in filter(None, answers)]
    assert len(means) == 3
    assert (means[0], means[2]) == (pytest.approx(67), pytest.approx(72))
    assert means[1] != pytest.approx(72, abs=1e-3)


def test_a_wave_whose_error_does_not_beat_its_own_figures_is_left_to_itself() -> None:
    precise = model_waves_together(make_waves(0.2, between=0.0), DEPRIVATION, COUNTS, [40.0, 40.0, 40.0])
    assert precise == [None] * 3  # a borough's share so far off moves every ward by more than its own error
    assert all(model_waves_together(make_waves(6.0), DEPRIVATION, COUNTS, [np.nan] * 3))


def test_the_error_is_the_largest_of_the_three_correlations() -> None:
    waves = make_waves(6.0)
    (estimate, weight), *_ = filter(None, model_waves_together(waves, DEPRIVATION, COUNTS, [np.nan] * 3))
    for correlation in (0.0, 0.5, 0.9):
        share = np.column_stack([wave["value"] for wave in waves])
        levels = np.broadcast_to(np.eye(3), (20, 3, 3))
        x = np.concatenate([levels, np.broadcast_to(DEPRIVATION[:, None, None], (20, 3, 1))], axis=2)
        found = modelled_over_time.predict_by_fay_herriot_over_time(
            share, np.full(share.shape, 36.0), x, correlation, replicates=20, seed=20_252_106
        )
        half = (estimate.upper_95 - estimate.lower_95) / 2
        assert (half >= 1.959 * np.sqrt(found.mean_squared_error[:, 0]) - 1e-9).all()
    assert (weight[0::4] == 0).all()


def test_a_single_wave_or_an_unknown_ward_is_not_modelled_over_time() -> None:
    assert model_waves_together(make_waves(6.0, count=1), DEPRIVATION, COUNTS, [70.0]) == [None]
    unknown = np.where(np.arange(20) == 3, np.nan, DEPRIVATION)
    assert model_waves_together(make_waves(6.0), unknown, COUNTS, [70.0] * 3) == [None] * 3


def test_rows_say_how_many_waves_and_pooled_waves_stay_alone() -> None:
    labels = pd.DataFrame({"area_type": "ward", "area_code": WARDS, "area_name": WARDS, "vintage": "2024"})
    deprivation = pd.DataFrame({"mean_score": DEPRIVATION, "neighbourhoods": COUNTS}, index=WARDS)
    direct = pd.concat(
        [wave.reset_index().assign(period=period) for period, wave in zip("567", make_waves(6.0), strict=True)]
    )
    borough = pd.Series([68.0], pd.MultiIndex.from_tuples([(NAME, "5")]))
    measure = DEFINITIONS.measures[NAME]
    together = pd.concat(modelled._model_waves_of_measure(measure, direct, labels, deprivation, borough))
    assert (together["model_waves"] == 3).all() and (together["status"] == Status.PUBLISHED).all()
    assert together.groupby("period").size().to_dict() == {"5": 20, "6": 20, "7": 20}
    pooled = replace(measure, pool=2)
    alone = pd.concat(modelled._model_waves_of_measure(pooled, direct, labels, deprivation, borough))
    assert "model_waves" not in alone and len(alone) == 60
