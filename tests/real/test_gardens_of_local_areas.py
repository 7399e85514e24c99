"""Homes with private outdoor space by MSOA: the borough's add up to the publisher's figure for the council."""

import pandas as pd
import pytest

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


def test_local_areas_add_up_to_the_council(real_observations: pd.DataFrame) -> None:
    rows = real_observations.query("measure == 'private_outdoor_space_msoa' and area_type == 'msoa'")
    assert (len(rows), rows["numerator"].sum(), rows["denominator"].sum()) == (24, 83_064, 87_996)
    assert (rows["value"].min(), rows["value"].max()) == pytest.approx((80.8, 99.4))
    assert rows["lower_95"].notna().all()
