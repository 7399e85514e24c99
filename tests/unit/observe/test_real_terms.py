"""Money in real terms: pounds of the day into those of the latest period that has a price index."""

from dataclasses import replace

import pandas as pd
import pytest

from fairer_stockton.observe.real_terms import convert_to_latest_prices
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database

REAL = DEFINITIONS.measures["median_house_price_after_inflation"]
CASH = DEFINITIONS.measures["median_house_price"]


@pytest.fixture
def rows() -> pd.DataFrame:
    amounts = {"2021": 100.0, "2022": 120.0, "2023": 150.0}
    return pd.DataFrame(
        [
            {"measure": measure.name, "period": period, "value": value, "lower_95": value - 10, "upper_95": None}
            for measure in (REAL, CASH)
            for period, value in amounts.items()
        ]
    ).assign(table="house_prices")


def convert(rows: pd.DataFrame, *measures) -> pd.DataFrame:
    with open_empty_database() as connection:
        connection.execute("create table consumer_prices as select * from (values ('2021', 100.0), ('2022', 110.0))")
        connection.execute("alter table consumer_prices rename column col0 to period")
        connection.execute("alter table consumer_prices rename column col1 to price_index")
        return convert_to_latest_prices(connection, rows, measures)


def test_amounts_are_in_pounds_of_the_latest_period_with_an_index(rows: pd.DataFrame) -> None:
    found = convert(rows, REAL, CASH).query("measure == @REAL.name").set_index("period")
    assert found["value"].to_dict() == pytest.approx({"2021": 110.0, "2022": 120.0})  # 2023 has no index
    assert found["lower_95"].to_dict() == pytest.approx({"2021": 99.0, "2022": 110.0})
    assert set(found["prices_of"]) == {"2022"}
    assert set(found["table"]) == {"house_prices consumer_prices"}


def test_cash_stays_as_it_is(rows: pd.DataFrame) -> None:
    found = convert(rows, REAL, CASH).query("measure == @CASH.name")
    assert found["value"].to_list() == [100.0, 120.0, 150.0]
    assert set(found["table"]) == {"house_prices"}
    assert convert(rows, replace(REAL, real_terms=False)) is rows


def test_a_measure_in_real_terms_rests_on_the_index() -> None:
    assert REAL.tables == ("consumer_prices", "house_prices")
    assert CASH.tables == ("house_prices",)
