"""Observations: what must not be said of areas that a table does not reach."""

import duckdb
import pandas as pd

from fairer_stockton.catalogue import load_catalogue
from fairer_stockton.observations import observe
from tests.conftest import empty_table


def test_a_council_extract_never_becomes_a_figure_for_england() -> None:
    name = "no_qualifications"
    rows = [
        {"lsoa21cd": f"E0100000{n}", "period": "2021", "no_qualifications": 2, "residents_16_plus": 8} for n in (1, 2)
    ]
    with duckdb.connect() as connection:
        empty = empty_table("census_ts067")
        given = pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict())
        connection.register("given", given)
        connection.execute("create table census_ts067 as select * from given")
        connection.execute(
            "create table memberships as select * from (values"
            " ('E01000001', '2021', 'borough', 'E06000004', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            " ('E01000001', '2021', 'england', 'E92000001', 'England', '2022', 'all', 'all', 1.0, ''),"
            " ('E01000002', '2021', 'england', 'E92000001', 'England', '2022', 'all', 'all', 1.0, ''))"
            " as t(lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage, breakdown, category,"
            " share, converted_from)"
        )
        connection.execute("create table areas as select distinct area_type, area_code, vintage from memberships")
        measures = {name: load_catalogue()[name]}
        national = observe(connection, measures, {})
        own = observe(connection, measures, {}, supplied={"census_ts067"})
    assert national.set_index("area_type")["denominator"].to_dict() == {"england": 16.0, "borough": 8.0}
    assert national.set_index("area_type")["comparison"].to_dict() == {"england": "not_compared", "borough": "similar"}
    assert own["area_type"].to_list() == ["borough"]
    assert own["comparison"].to_list() == ["not_compared"]
