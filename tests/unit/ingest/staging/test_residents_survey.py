"""Low income: known where every household that is possible gives the same answer, and shared out without bias."""

import pandas as pd
import pytest

from fairer_stockton.definitions.codebooks import load_codebook
from fairer_stockton.run.package import COUNCIL
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database

MEDIAN = 470  # of the codebook of 2015
HOUSEHOLD = ("weekly_income_gbp", "people_14_and_over", "children_under_14")


def low_income(staged, *households: tuple[str, str, str]) -> pd.DataFrame:
    rows = [
        {"respondent": f"R{place}", **dict(zip(HOUSEHOLD, household, strict=True))}
        for place, household in enumerate(households)
    ]
    return staged("residents_survey", rows, "2015")


def test_the_wave_that_these_figures_are_of() -> None:
    book = load_codebook("residents_survey", "2015", COUNCIL / "codebooks")
    assert book
    assert book.constants["median_weekly_income_gbp"].value == MEDIAN


@pytest.mark.parametrize(
    ("household", "low", "family"),
    [  # a couple is low below 282, with a child below 338.4, with 20 children below 1,410
        (("281", "2", "0"), "yes", "no"),
        (("282", "2", "0"), "no", "no"),
        (("300", "2", "1"), "yes", "yes"),
        (("281", "2", ""), "yes", None),  # low for any number of children
        (("300", "2", ""), None, None),  # a child would decide it
        (("1410", "2", ""), "no", "no"),  # not low for any number
        (("188", "", "0"), "yes", "no"),  # one person is low below 188.94
        (("189", "", "0"), None, "no"),
        (("189", "", "1"), "yes", "yes"),
        (("", "2", "0"), None, "no"),
        (("", "2", "1"), None, None),
        (("188", "", ""), "yes", None),
    ],
)
def test_low_income_of_a_household(staged, household, low, family) -> None:
    rows = low_income(staged, household)
    assert [None if pd.isna(answer) else answer for answer in rows["low_income"]] == [low]
    assert [None if pd.isna(answer) else answer for answer in rows["family_in_poverty"]] == [family]


def test_children_not_stated_do_not_move_the_share(staged) -> None:
    """Of each income half the households do not state their children: the share of the others is the same."""

    stated = [(income, "2", "1") for income in ("200", "300", "400", "500")]
    answer = DEFINITIONS.measures["low_household_income"].answer
    assert answer
    shares = []
    for unstated in ([], [(income, "2", "") for income, _, _ in stated]):
        with open_empty_database() as connection:
            connection.register("survey", low_income(staged, *stated, *unstated))
            query = f"select avg(case when {answer.yes} then 1 else 0 end), count(*) from survey where {answer.of}"
            shares.append(connection.execute(query).fetchone())
    assert shares == [(0.5, 4), (0.5, 4)]
