"""Observations: what must not be said of areas that a table does not reach, nor compared with something else."""

from dataclasses import replace

import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.observe.misleading import _mark_earlier_figures_of_unstable_areas
from fairer_stockton.observe.notes import ESTIMATED
from tests.conftest import DEFINITIONS, definitions_with, empty_table
from tests.databases import open_empty_database


def test_a_council_extract_never_becomes_a_figure_for_england() -> None:
    name = "no_qualifications"
    rows = [
        {"lsoa21cd": f"E0100000{n}", "period": "2021", "no_qualifications": 2, "residents_16_plus": 8} for n in (1, 2)
    ]
    with open_empty_database() as connection:
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
        everywhere = definitions_with({name: DEFINITIONS.measures[name]})
        national = complete_observations(connection, compute_observations(connection, everywhere, {}), everywhere, {})
        here = definitions_with({name: DEFINITIONS.measures[name]}, {"census_ts067"})
        own = complete_observations(connection, compute_observations(connection, here, {}), here, {})
    assert national.set_index("area_type")["denominator"].to_dict() == {"england": 16.0, "borough": 8.0}
    assert national.set_index("area_type")["comparison"].to_dict() == {"england": "not_compared", "borough": "similar"}
    assert own["area_type"].to_list() == ["borough"]
    assert own["comparison"].to_list() == ["not_compared"]


AREAS = {
    "borough": ("E06000004", "Borough"),
    "region": ("E12000001", "North East"),
    "england": ("E92000001", "England"),
    "united_kingdom": ("K02000001", "United Kingdom"),
}


def observed(
    name: str, tables: dict[str, list[dict]], memberships: str = "", measure: Measure | None = None
) -> pd.DataFrame:
    """Observe one measure from these rows: published figures of areas, or sums of the two neighbourhoods."""
    with open_empty_database() as connection:
        for table, rows in tables.items():
            empty = empty_table(table)
            connection.register("given", pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict()))
            connection.execute(f"create table {table} as select * from given")
        places = ", ".join(f"('{kind}', '{code}', '{title}', '2022')" for kind, (code, title) in AREAS.items())
        connection.execute(
            f"create table areas as select * from (values {places}) as t(area_type, area_code, area_name, vintage)"
        )
        if memberships:
            connection.execute(
                f"create table memberships as select * from (values {memberships})"
                " as t(lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage, breakdown, category,"
                " share, converted_from)"
            )
        definitions = definitions_with({name: measure or DEFINITIONS.measures[name]})
        return complete_observations(connection, compute_observations(connection, definitions, {}), definitions, {})


def fifths(name: str, table: str, **figures: int) -> pd.DataFrame:
    places = ", ".join(
        f"('E0100000{n}', '2021', 'borough', 'E06000004', 'Borough', '2022', {split}, 1.0, '')"
        for n in (1, 2)
        for split in ("'all', 'all'", f"'deprivation_fifth', '{n}'")
    )
    rows = [{"lsoa21cd": f"E0100000{n}", "period": "2021", **figures} for n in (1, 2)]
    return observed(name, {table: rows}, places)


def test_what_the_index_is_made_of_has_no_fifths_of_the_index() -> None:
    own = fifths("no_qualifications", "census_ts067", no_qualifications=2, residents_16_plus=8)
    assert set(own["breakdown"]) == {"all"}
    other = fifths("level_4_or_above", "census_ts067", level_4_plus=2, residents_16_plus=8)
    assert list(other["breakdown"]) == ["all", "deprivation_fifth", "deprivation_fifth"]


def test_what_a_model_makes_has_no_interval_of_chance_and_says_so() -> None:
    rows = fifths("fuel_poverty", "fuel_poverty", fuel_poor=20, households=100)
    assert list(rows["value"]) == [20.0] * 3
    assert rows[["lower_95", "upper_95", "lower_998", "upper_998"]].isna().all(axis=None)
    assert set(rows["note"]) == {ESTIMATED}
    assert set(rows["comparison"]) == {"not_compared"}


def test_a_publishers_interval_of_a_modelled_figure_stays_and_tests_nothing() -> None:
    rate = {"indicator": "Modelled unemployment rate", "period": "2023"}
    rows = [
        {**rate, "areacd": AREAS[kind][0], "value": value, "lower_95": value - 1, "upper_95": value + 1}
        for kind, value in (("borough", 9.0), ("england", 4.0))
    ]
    found = observed("unemployment_rate", {"ons_els": rows}).set_index("area_type").loc["borough"]
    assert (found["lower_95"], found["upper_95"], found["comparison"]) == (8.0, 10.0, "not_compared")


def test_a_modelled_figure_is_not_said_to_improve_over_the_years() -> None:
    def trend(indicator: str, measure: str) -> str:
        rows = [
            {"indicator": indicator, "period": str(year), "areacd": AREAS["borough"][0],
             "value": value, "lower_95": value - 0.5, "upper_95": value + 0.5}
            for year, value in zip(range(2019, 2024), (40.0, 36.0, 32.0, 28.0, 24.0), strict=True)
        ]  # fmt: skip
        return str(observed(measure, {"ons_els": rows})["trend"].iloc[-1])

    assert trend("Modelled unemployment rate", "unemployment_rate") == "not_calculated"
    assert trend("Employment rate", "employment_rate") == "worsening"


def test_an_index_over_a_councils_own_tenths_is_not_compared_with_englands() -> None:
    kind = {"indicator": "Inequality in life expectancy at birth", "sex": "Male", "period": "2022 to 2024"}
    rows = [
        {**kind, "areacd": AREAS[area][0], "value": value} for area, value in (("borough", 15.6), ("england", 10.4))
    ]
    found = observed("inequality_in_life_expectancy", {"fingertips_life_expectancy": rows})
    assert set(found["comparison"]) == {"not_compared"}


def test_the_united_kingdom_is_given_only_where_there_is_no_england() -> None:
    poor = {"indicator": "Children in relative poverty before housing costs", "period": "2024/25"}
    rows = [{**poor, "areacd": AREAS[kind][0], "value": 22.0} for kind in ("borough", "region", "united_kingdom")]
    name = "children_in_low_income_before_housing_costs"
    assert list(observed(name, {"ons_els": rows})["area_type"]) == ["united_kingdom", "region", "borough"]
    rows.append({**poor, "areacd": AREAS["england"][0], "value": 23.0})
    assert list(observed(name, {"ons_els": rows})["area_type"]) == ["england", "region", "borough"]


def test_a_larger_areas_figure_may_come_from_another_table() -> None:
    own = [{"areacd": AREAS["borough"][0], "period": "2024/25", "low_income_percent": 26.2, "children": 10_404}]
    copy = {"indicator": "Children in relative poverty after housing costs", "period": "2024/25"}
    theirs = [{**copy, "areacd": AREAS[kind][0], "value": 28.9} for kind in ("borough", "region")]
    found = observed(
        "children_in_low_income_after_housing_costs", {"children_in_low_income": own, "ons_els": theirs}
    ).set_index("area_type")
    assert found["value"].to_dict() == {"region": 28.9, "borough": 26.2}
    assert found["sources"].to_dict() == {"region": "ons_els", "borough": "children_in_low_income"}


def test_a_trend_does_not_cross_a_break_in_the_series() -> None:
    rows = [
        {"indicator": "Employment rate", "period": str(year), "areacd": AREAS["borough"][0],
         "value": value, "lower_95": value - 0.5, "upper_95": value + 0.5}
        for year, value in zip(range(2019, 2024), (40.0, 36.0, 32.0, 28.0, 24.0), strict=True)
    ]  # fmt: skip
    measure = DEFINITIONS.measures["employment_rate"]
    assert observed("employment_rate", {"ons_els": rows})["trend"].iloc[-1] == "worsening"
    broken = replace(measure, breaks=(SeriesBreak("2021", "the sample changed."),))
    assert observed("employment_rate", {"ons_els": rows}, measure=broken)["trend"].iloc[-1] == "not_calculated"


def test_small_areas_have_their_latest_figure_alone_where_the_publisher_warns_of_comparing_them() -> None:
    kinds = ("borough", "ward", "lsoa", "target_area")
    rows = pd.DataFrame(
        [
            {"measure": measure, "area_type": kind, "period": period, "category": "all"}
            for measure in ("fuel_poverty", "no_qualifications")
            for kind in kinds
            for period in ("2021", "2022")
        ]
    )
    marked = rows[_mark_earlier_figures_of_unstable_areas(rows, DEFINITIONS.measures)]
    assert set(marked["measure"]) == {"fuel_poverty"}
    assert set(marked["area_type"]) == {"ward", "lsoa", "target_area"}
    assert set(marked["period"]) == {"2021"}
