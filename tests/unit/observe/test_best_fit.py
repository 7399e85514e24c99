"""What a best fit of whole neighbourhoods costs is worked out from residents, and said beside figures."""

import duckdb

from fairer_stockton.observe.best_fit import compare_residents
from tests.databases import open_empty_database


def connection() -> duckdb.DuckDBPyConnection:
    """Two areas of two neighbourhoods each, of which the council counts the people of one only otherwise."""
    opened = open_empty_database()
    opened.execute(
        "create table named_areas as select 'community_partnership' as area_type, * from (values ('north', 100,"
        " '2017'), ('south', 250, '2017'), ('east', null, '')) as t (area_code, residents, residents_year)"
    )
    opened.execute(
        "create table memberships as select 'community_partnership' as area_type, 'all' as breakdown, * from (values"
        " ('north', 'E1', '2011', 1.0), ('north', 'E2', '2011', 0.5), ('north', 'E1', '2021', 1.0),"
        " ('south', 'E3', '2011', 1.0), ('east', 'E4', '2011', 1.0)) as t (area_code, lsoacd, lsoa_vintage, share)"
    )
    opened.execute(
        "create table population_by_age as select * from (values ('E1', '2017', 60), ('E2', '2017', 90),"
        " ('E3', '2017', 250), ('E4', '2017', 9), ('E1', '2020', 999)) as t (lsoa11cd, period, residents)"
    )
    return opened


def test_an_area_whose_neighbourhoods_hold_others_too_says_how_many() -> None:
    fits = compare_residents(connection())
    assert {code: (round(fit.percent, 1), fit.year) for code, fit in fits.items()} == {"north": (5.0, "2017")}
