"""Two sums that do not meet: nothing is divided that does not belong together."""

from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.measure.observations import complete_observations, compute_observations
from tests.conftest import definitions_with, empty_table, measure_in
from tests.databases import open_empty_database

MEASURE = """
title     = "T"
question  = "Q?"
framework = "Highest level of skills"
statistic = "proportion"
unit      = "percent"
polarity  = "lower_is_better"
[numerator]
table = "{above}"
sum   = "{sum}"
where = "{where}"
[denominator]
table = "{below}"
sum   = "{of}"
[[example]]
expect = {{}}
"""


def observed(folder: Path, tables: dict[str, list[dict]], **words: str) -> pd.DataFrame:
    path = folder / "learning/m.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(MEASURE.format(**{"where": "true", **words}), encoding="utf-8")
    with open_empty_database() as connection:
        for name, rows in tables.items():
            empty = empty_table(name)
            connection.register("given", pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict()))
            connection.execute(f"create table {name} as select * from given")
        connection.execute(
            "create table memberships as select * from (values"
            " ('E01000001', '2011', 'borough', 'E06000004', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            " ('E01000001', '2021', 'borough', 'E06000004', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            " ('E01000002', '2021', 'borough', 'E06000004', 'Borough', '2022', 'all', 'all', 1.0, ''))"
            " as t(lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage, breakdown, category,"
            " share, converted_from)"
        )
        connection.execute(
            "create table areas as select distinct area_type, area_code, area_name, vintage from memberships"
        )
        definitions = definitions_with({"m": measure_in(path)})
        return complete_observations(connection, compute_observations(connection, definitions, {}), definitions, {})


def census(lsoa: str, period: str, **more: object) -> dict:
    return {"lsoa21cd": lsoa, "period": period, **more}


def test_period_without_a_numerator_is_not_nil(tmp_path: Path) -> None:
    tables = {
        "census_ts067": [census("E01000001", "2021", no_qualifications=2)],
        "fuel_poverty": [census("E01000001", "2021", households=10), census("E01000001", "2022", households=10)],
    }
    rows = observed(
        tmp_path, tables, above="census_ts067", sum="no_qualifications", below="fuel_poverty", of="households"
    )
    assert rows.set_index("period")["status"].to_dict() == {"2021": "published", "2022": "not_available"}


def test_neighbourhood_without_a_row_is_nil_where_others_have_rows(tmp_path: Path) -> None:
    tables = {
        "census_ts067": [census("E01000001", "2021", no_qualifications=2)],
        "fuel_poverty": [census("E01000001", "2021", households=10), census("E01000002", "2021", households=10)],
    }
    rows = observed(
        tmp_path, tables, above="census_ts067", sum="no_qualifications", below="fuel_poverty", of="households"
    )
    assert (rows["numerator"].item(), rows["denominator"].item()) == (2, 20)


def test_sums_on_two_maps_are_not_divided(tmp_path: Path) -> None:
    tables = {
        "census_ts067": [census("E01000001", "2019", no_qualifications=2)],
        "indices_of_deprivation": [{"lsoa11cd": "E01000001", "period": "2019", "population": 100}],
    }
    rows = observed(
        tmp_path, tables, above="census_ts067", sum="no_qualifications", below="indices_of_deprivation", of="population"
    )
    assert rows["status"].to_list() == ["not_available"]


@pytest.mark.parametrize(("sums", "where"), [("fuel_poor", "true"), ("1", "fuel_poor > 50")])
def test_withheld_figure_withholds_the_area(tmp_path: Path, sums: str, where: str) -> None:
    rows = [census("E01000001", "2022", fuel_poor=60, households=100), census("E01000002", "2022", households=100)]
    found = observed(
        tmp_path,
        {"fuel_poverty": rows},
        above="fuel_poverty",
        sum=sums,
        where=where,
        below="fuel_poverty",
        of="households",
    )
    assert found["status"].to_list() == ["not_available"]
    assert "withholds" in found["note"].item()
