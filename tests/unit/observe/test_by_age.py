"""Rates standardised for age through the chain: beside the formula itself, for everyone and by sex."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

from fairer_stockton.observe import by_age
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.schemas.staged.deaths_and_population import AGE_BANDS
from tests.conftest import DEFINITIONS, empty_table
from tests.databases import open_empty_database

DEATHS = DEFINITIONS.measures["deaths"]
STANDARD = np.array([5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000])
STANDARD = np.append(STANDARD, [6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]) / 100_000
COUNTS = np.array([4, 1, *range(1, 19)])
PEOPLE = np.array([300, 1200, *range(1500, 3300, 100)])


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_empty_database() as made:
        made.execute(
            "create table memberships as select 'E01000001' as lsoacd, '2021' as lsoa_vintage, 'borough' as area_type,"
            " 'B' as area_code, 'B' as area_name, '2022' as vintage, 'all' as breakdown, 'all' as category,"
            " 1.0 as share, '' as converted_from"
        )
        yield made


def observe(connection: duckdb.DuckDBPyConnection, bands: slice = slice(None)) -> pd.DataFrame:
    parts = []
    for sex, more in (("Female", 1), ("Male", 3)):
        rows = empty_table("deaths_and_population").reindex(range(len(AGE_BANDS[bands])))
        rows["age_band"] = AGE_BANDS[bands]
        rows["deaths"], rows["population"] = more * COUNTS[bands], PEOPLE[bands]
        parts.append(rows.assign(sex=sex, period="2020 to 2024", lsoa21cd="E01000001"))
    connection.register("deaths_and_population", pd.concat(parts, ignore_index=True))
    return by_age.compute_observations_by_age(connection, [DEATHS], DEFINITIONS.national.maps).set_index("category")


def test_deaths_are_weighted_by_the_standard_population(connection: duckdb.DuckDBPyConnection) -> None:
    found = observe(connection)
    counts = np.array([COUNTS[0] + COUNTS[1], *COUNTS[2:]])  # the first year of life is in the band of 0 to 4
    people = np.array([PEOPLE[0] + PEOPLE[1], *PEOPLE[2:]])
    for category, deaths, residents in (("all", 4, 2), ("Female", 1, 1), ("Male", 3, 1)):
        expected = np.sum(STANDARD * deaths * counts / (residents * people)) * 100_000
        row = found.loc[category]
        assert row["value"] == pytest.approx(expected, rel=1e-12)
        assert row["lower_95"] < row["value"] < row["upper_95"]
        assert row["numerator"] == deaths * counts.sum()
    assert (found["status"] == "published").all()


def test_other_bands_of_age_are_refused_by_name(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(CatalogueError, match="deaths: a standardised rate needs ages in fives, the last from 90 on"):
        observe(connection, slice(0, 19))
