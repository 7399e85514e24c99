"""Ranks and their limits on the published extracts, beside what the Census counts say by themselves."""

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def standings(real: Settings) -> pd.DataFrame:
    return pd.read_parquet(real.measures / "standings.parquet")


def test_limits_are_given_where_there_are_intervals_and_are_among_those_areas(standings: pd.DataFrame) -> None:
    wards = standings[(standings["measure"] == "no_qualifications") & (standings["area_type"] == "ward")]
    wards = wards[wards["vintage"] == "2024"]
    assert len(wards) == 27
    assert (wards["ranked_with_interval"] == 27).all()
    assert ((wards["rank_lower_95"] <= wards["rank"]) & (wards["rank"] <= wards["rank_upper_95"])).all()


def test_surely_worse_wards_differ_by_a_plain_test_of_their_counts(real: Settings, standings: pd.DataFrame) -> None:
    """A ward that is surely among the ten worst is worse than 17 others by the textbook test of two shares."""
    rows = pd.read_parquet(real.measures / "observations.parquet")
    rows = rows[(rows["measure"] == "no_qualifications") & (rows["area_type"] == "ward") & (rows["breakdown"] == "all")]
    rows = rows[rows["vintage"] == "2024"].set_index("area_code")
    count, base = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    share = count / base
    error = np.sqrt(share * (1 - share) / base)
    z = (share[:, None] - share) / np.hypot(error[:, None], error)
    own = standings[(standings["measure"] == "no_qualifications") & (standings["area_type"] == "ward")]
    own = own[own["vintage"] == "2024"].set_index("area_code").loc[rows.index]
    surely = (own["among_ten_worst"] == "surely").to_numpy()
    assert 1 <= surely.sum() <= 10
    # Bonferroni's bound over all pairs is the strictest of plain tests; rank sets lie between it and a single test.
    assert ((z > 1.96).sum(axis=1)[surely] >= 17).all()
    assert surely[(z > 4.2).sum(axis=1) >= 17].all()
