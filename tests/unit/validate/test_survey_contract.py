"""The residents' survey as a whole: the sizes that it states of strata and sampling points, beside what was drawn."""

import pandas as pd
import pytest

from fairer_stockton.schemas.expectations.residents_survey import expectations
from fairer_stockton.schemas.expectations.suite import AreaFacts

FACTS = AreaFacts("E06000004", True, {"lsoa21cd": frozenset()}, {"lsoa21cd": {}})
SUITES = {suite.name: suite for suite in expectations(FACTS)}


def drawn(suite: str, **columns: object) -> pd.DataFrame:
    """Return what a suite judges of four respondents in one stratum, at two points and at none."""
    rows = pd.DataFrame(
        {"period": "2025", "stratum": "S", "respondent": list("abcd"), "cluster": ["P", "P", "Q", None]}
    )
    sizes = {"points_in_stratum": pd.NA, "people_in_point": pd.NA} | columns
    return SUITES[suite].prepare(rows.assign(**sizes).astype(dict.fromkeys(sizes, "Int64")))


@pytest.mark.parametrize(("points", "left", "numbers"), [(9, 6, 1), (2, -1, 1), ([9, 9, 8, 9], 5, 2), (pd.NA, None, 0)])
def test_points_that_a_stratum_holds(points: object, left: int | None, numbers: int) -> None:
    (found,) = drawn("sampling points that a stratum holds", points_in_stratum=points).to_dict("records")
    assert found["numbers"] == numbers
    assert pd.isna(found["left"]) if left is None else found["left"] == left


def test_people_whom_a_point_holds() -> None:
    found = drawn("people whom a sampling point holds", people_in_point=[1, 1, 5, pd.NA])
    assert found["left"].tolist() == [-1, 4]
    assert found["numbers"].tolist() == [1, 1]
