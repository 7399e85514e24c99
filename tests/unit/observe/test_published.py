"""Published figures: whole counts get an interval as if they were counted again; rates without a count get none."""

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pandas as pd
import pytest

from fairer_stockton.definitions.measures import Measure, PublishedMeasure
from fairer_stockton.observe import published
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rates import compute_rate
from tests.conftest import DEFINITIONS, empty_table
from tests.databases import open_empty_database

CATALOGUE = DEFINITIONS.measures
BOROUGH = "E06000004"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_empty_database() as made:
        made.execute(
            "create table areas as select 'borough' as area_type, ? as area_code, 'A' as area_name, '' as vintage",
            [BOROUGH],
        )
        yield made


def observe(connection: duckdb.DuckDBPyConnection, measure: Measure, **row: object) -> "pd.Series[float]":
    table = measure.value.table if isinstance(measure, PublishedMeasure) else ""
    rows = empty_table(table).reindex([0]).assign(areacd=BOROUGH, period="2024", **row)
    connection.register(table, rows)
    (found,) = published.read_published_observations(connection, [measure], DEFINITIONS.national).to_dict("records")
    return pd.Series({level: found[level] for level in LEVELS}, dtype=float)


def limits(estimate: object) -> "pd.Series[float]":
    return pd.Series({level: float(getattr(estimate, level)) for level in LEVELS})


def test_a_rate_whose_count_is_known_has_the_limits_of_that_count(connection: duckdb.DuckDBPyConnection) -> None:
    found = observe(connection, CATALOGUE["personal_insolvencies"], insolvencies=300.0, insolvencies_per_10000=20.0)
    pd.testing.assert_series_equal(found, limits(compute_rate(300, 150_000, 10_000)))


def test_a_share_has_them_by_both_its_counts_or_by_the_one_that_is_given(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    both = observe(
        connection, CATALOGUE["private_outdoor_space"], addresses=500, with_own_space=400, own_space_percent=80.0
    )
    pd.testing.assert_series_equal(both, limits(compute_wilson_proportion(400, 500)))
    estimated = CATALOGUE["children_in_low_income_after_housing_costs"]
    children = replace(estimated, estimated=False, larger=None)  # as if the publisher had counted them
    one = observe(connection, children, children=400, low_income_percent=80.0)
    pd.testing.assert_series_equal(one, limits(compute_wilson_proportion(400, 500)))


def test_a_rate_without_its_count_or_of_a_model_or_a_ratio_of_two_stocks_has_none(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    claimants = CATALOGUE["claimant_count"]
    assert observe(connection, claimants, indicator="Claimant Count", value=4.1).isna().all()
    insolvent = CATALOGUE["personal_insolvencies"]
    counted = {"insolvencies": 300.0, "insolvencies_per_10000": 20.0}
    assert observe(connection, replace(insolvent, estimated=True), **counted).isna().all()
    assert observe(connection, replace(insolvent, interval=False), **counted).isna().all()
    doctors = CATALOGUE["patients_per_gp"]
    assert observe(connection, doctors, patients=4000, gp_fte=2.0, patients_per_gp=2000.0).isna().all()


def test_none_at_all_has_no_base_to_be_out_of(connection: duckdb.DuckDBPyConnection) -> None:
    insolvent = CATALOGUE["personal_insolvencies"]
    assert observe(connection, insolvent, insolvencies=0.0, insolvencies_per_10000=0.0).isna().all()
