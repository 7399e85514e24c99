"""Files of one theme, and tables with other labels, are refused by column, in words."""

import pandas as pd

from fairer_stockton.schemas.expectations import census_disability_by_age, residents_views
from fairer_stockton.schemas.expectations.suite import AreaFacts
from fairer_stockton.validate.dataset import evaluate_suite, make_check_of_expectation
from tests.conftest import DEFINITIONS

FACTS = AreaFacts("E06000004", True, {"lsoa21cd": frozenset()}, {"lsoa21cd": {}})


def test_a_file_of_one_theme_is_refused_by_its_column() -> None:
    (suite,) = [each for each in residents_views.expectations(FACTS) if each.name == "several themes"]
    prepared, (outcome,) = evaluate_suite(suite, pd.DataFrame({"theme": ["housing", "housing"]}))
    source = DEFINITIONS.sources["residents_views"]
    check = make_check_of_expectation(source, suite, suite.expectations[0], outcome, prepared)
    assert (check.passed, check.found) == (False, "theme: 1")
    assert check.expected == "2 or more different values in theme"


def test_a_census_table_with_other_labels_has_nobody_disabled_and_is_refused() -> None:
    suite = census_disability_by_age.expectations(FACTS)[-1]
    for disabled, passed in ((0, False), (18, True), (60, False)):
        _, (outcome,) = evaluate_suite(suite, pd.DataFrame({"residents": [40, 60], "disabled": [0, disabled]}))
        assert outcome.success is passed
