"""Councils at the edges: too few neighbourhoods for fifths, and DfE numbers that the lookup has under another code."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.national import load_dfe_numbers
from fairer_stockton.geography.areas import FEWEST_FOR_FIFTHS, make_council_code_sql
from fairer_stockton.geography.memberships import _add_deprivation_fifths_to_memberships
from fairer_stockton.run.errors import CatalogueError
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database


@pytest.mark.parametrize(
    ("neighbourhoods", "fifths"), [(0, {}), (1, {}), (6, {}), (9, {}), (10, dict.fromkeys("12345", 2))]
)
def test_fifths_hold_two_neighbourhoods_at_least(neighbourhoods: int, fifths: dict[str, int]) -> None:
    with open_empty_database() as connection:
        connection.execute(
            "create table indices_of_deprivation as select 'L' || i as lsoa21cd, i + 1 as imd_rank, '2025' as period"
            f" from range({neighbourhoods}) as r(i)"
        )
        connection.execute(
            "create table memberships as select 'L' || i as lsoacd, '2021' as lsoa_vintage, 'borough' as area_type,"
            " 'E06000053' as area_code, 'Isles of Scilly' as area_name, '2022' as vintage, 'all' as breakdown,"
            f" 'all' as category, 1.0 as share, '' as converted_from from range({neighbourhoods}) as r(i)"
        )
        _add_deprivation_fifths_to_memberships(connection, "lsoa21cd", "2021")
        rows = connection.sql(
            "select category, count(*) from memberships where breakdown = 'deprivation_fifth' group by category"
        ).fetchall()
    assert dict(rows) == fifths


def test_the_least_number_makes_two_a_fifth() -> None:
    assert FEWEST_FOR_FIFTHS == 10


def test_a_declared_pair_comes_before_the_lookups() -> None:
    with open_empty_database() as connection:
        connection.execute(
            "create table free_school_meals as select * from (values (808, 'E06000004'), (815, 'E10000023'))"
            " as t (la_number, utlacd)"
        )
        connection.execute("create table lait as select unnest([808, 815, 940, 999, null]) as la_number")
        code = make_council_code_sql("lait.la_number", DEFINITIONS.national.dfe_numbers)
        rows = connection.sql(f"select la_number, {code} from lait order by 1").fetchall()
    assert dict(rows) == {808: "E06000004", 815: "E06000065", 940: "E06000061", 999: None, None: None}


def test_every_council_made_since_the_lookup_has_its_number() -> None:
    made_since = {
        940: "E06000061",
        941: "E06000062",
        942: "E06000063",
        943: "E06000064",
        815: "E06000065",
        933: "E06000066",
    }
    assert DEFINITIONS.national.dfe_numbers.items() >= made_since.items()


def test_a_number_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "numbers.toml"
    path.write_text('[[council]]\nla_number = 1\ncode = "E06000001"\n' * 2, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"numbers.toml: a DfE number stands twice"):
        load_dfe_numbers(path)
