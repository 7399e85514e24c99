"""Why a gap: the definitions that are refused, and a table whose parts add up to gaps of tiny staged tables."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.decompositions import CountedGroup, Decomposition, load_decompositions
from fairer_stockton.definitions.measures import LifeExpectancy
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.decompositions import decompose_gaps
from fairer_stockton.measure.figures import MeasuringInputs
from fairer_stockton.measure.results import check_results
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.statistics.life_expectancy import compute_life_expectancy
from tests.conftest import DEFINITIONS, definitions_with
from tests.databases import open_empty_database
from tests.unit.report.conftest import observation

BOROUGH, ENGLAND = "E06000004", "E92000001"
MSOAS = [f"E0200000{number}" for number in range(10)]
FAR = "E02009999"
BANDS = ("0", "1 to 4", *(f"{age} to {age + 4}" for age in range(5, 85, 5)), "85 and over")
STARTS = (0, 1, *range(5, 90, 5))
AGES = (CountedGroup("Young", "doses_young", "young"), CountedGroup("Old", "doses_old", "old"))


def split_of(measure: str, *between: str, **keys: object) -> Decomposition:
    plain = {"groups": "ages", "composition": "ages", "rates": "take-up", "group": AGES}
    return Decomposition("split", measure, between, **{**plain, **keys})  # type: ignore[arg-type]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_empty_database() as made:
        made.execute(f"set variable authority = '{BOROUGH}'")
        yield made


def place(connection: duckdb.DuckDBPyConnection, *rows: tuple[str, str, str, str, str, str, str]) -> None:
    """Put places into areas: code, its vintage, kind and code of the area, its vintage, breakdown and category."""
    columns = ["lsoacd", "lsoa_vintage", "area_type", "area_code", "vintage", "breakdown", "category"]
    memberships = pd.DataFrame(rows, columns=columns).assign(share=1.0, converted_from="")
    memberships["area_name"] = memberships["area_code"]
    connection.register("memberships", memberships)


def inputs(connection: duckdb.DuckDBPyConnection, entry: Decomposition, **settings: object) -> MeasuringInputs:
    measure = DEFINITIONS.measures[entry.measure]
    definitions = definitions_with({entry.measure: measure}, decompositions={entry.name: entry})
    synthetic = dict.fromkeys([*measure.tables, "indices_of_deprivation"], False)
    return MeasuringInputs(Settings(**settings), connection, definitions, synthetic)  # type: ignore[arg-type]


def of_borough_and_england(measure: str, here: tuple[float, float], there: tuple[float, float]) -> pd.DataFrame:
    same = {"measure": measure, "period": "2020", "value": 1.0, "sources": "x"}
    sides = (("borough", here), ("england", there))
    return pd.DataFrame([observation(kind, **same, numerator=x, denominator=n) for kind, (x, n) in sides])


@pytest.fixture
def vaccinated(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Ten MSOAs, each of one neighbourhood and less deprived than the one before, and an eleventh elsewhere."""
    numbers = np.arange(11)
    people = pd.DataFrame({
        "msoa11cd": [*MSOAS, FAR], "period": "2020", "young": 400 + 10 * numbers, "old": 300 - 10 * numbers,
        "doses_young": 200 + 12 * numbers, "doses_old": 280 - 9 * numbers, "source_file": "x", "source_row": 1,
    })  # fmt: skip
    people["first_doses_50_plus"] = people["doses_young"] + people["doses_old"]
    people["residents_50_plus"] = people["young"] + people["old"]
    connection.register("covid_msoa", people)
    own = [(code, "msoa_2011", "msoa", code, "2011", "all", "all") for code in MSOAS]
    own += [(code, "msoa_2011", "borough", BOROUGH, "2022", "all", "all") for code in MSOAS]
    place(connection, *own, *((code, "msoa_2011", "england", ENGLAND, "2022", "all", "all") for code in (*MSOAS, FAR)))
    neighbourhoods = [f"E0100000{number}" for number in range(10)]
    connection.register("placed", pd.DataFrame({
        "whole": "msoa_2011", "base": neighbourhoods, "area_code": MSOAS, "holder": BOROUGH,
    }))  # fmt: skip
    indices = pd.DataFrame({"lsoa11cd": neighbourhoods, "lsoa21cd": None, "imd_score": 50.0 - numbers[:10]})
    earlier = indices.assign(period="2015", imd_score=-indices["imd_score"])
    connection.register("indices_of_deprivation", pd.concat([earlier, indices.assign(period="2019")]))
    residents = pd.DataFrame({"lsoa11cd": neighbourhoods, "residents": 1500, "period": "2020"})
    connection.register("population_by_age", residents)
    connection.register("census_disability", residents.rename(columns={"lsoa11cd": "lsoa21cd"}).iloc[:0])
    return people


def part(table: pd.DataFrame, component: str, category: str = "all") -> "pd.Series[float]":
    rows = table[(table["component"] == component) & (table["category"] == category)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_fifths_of_local_areas_are_split_where_there_are_none_of_neighbourhoods(
    connection: duckdb.DuckDBPyConnection, vaccinated: pd.DataFrame
) -> None:
    entry = split_of("covid_vaccination", "most_v_least_fifth", interval=True)
    own = vaccinated[:10]
    whole = [(rows["first_doses_50_plus"].sum(), rows["residents_50_plus"].sum()) for rows in (own, vaccinated)]
    table = decompose_gaps(inputs(connection, entry), of_borough_and_england("covid_vaccination", *whole))
    check_results({"decompositions": table})
    most, least = vaccinated[:2].sum(numeric_only=True), vaccinated[8:10].sum(numeric_only=True)
    total = part(table, "total")
    assert total["group_a"] == "Most deprived fifth of local areas"
    figures = [1000 * side["first_doses_50_plus"] / side["residents_50_plus"] for side in (most, least)]
    assert [total["figure_a"], total["figure_b"]] == pytest.approx(figures)
    assert total["value"] == pytest.approx(figures[0] - figures[1], abs=1e-9)
    assert part(table, "composition")["value"] + part(table, "rates")["value"] == pytest.approx(total["value"])
    old = part(table, "rates", "Old")
    rates = [1000 * side["doses_old"] / side["old"] for side in (most, least)]
    shares = [side["old"] / side["residents_50_plus"] for side in (most, least)]
    assert old["value"] == pytest.approx((rates[0] - rates[1]) * sum(shares) / 2)
    assert old["lower_95"] < old["value"] < old["upper_95"]
    assert [old["share_a"], old["figure_a"]] == pytest.approx([100 * shares[0], rates[0]])
    assert set(total["sources"].split()) == {"covid_msoa", "indices_of_deprivation"}


def test_borough_and_england_are_split_and_a_measure_without_intervals_has_none(
    connection: duckdb.DuckDBPyConnection, vaccinated: pd.DataFrame
) -> None:
    whole = [
        (rows["first_doses_50_plus"].sum(), rows["residents_50_plus"].sum()) for rows in (vaccinated[:10], vaccinated)
    ]
    observations = of_borough_and_england("covid_vaccination", *whole)
    table = decompose_gaps(inputs(connection, split_of("covid_vaccination", "borough_v_england")), observations)
    total = part(table, "total")
    assert total["value"] == pytest.approx(1000 * (whole[0][0] / whole[0][1] - whole[1][0] / whole[1][1]))
    assert table["lower_95"].isna().all()
    assert table["status"].eq("published").all()


def test_groups_that_leave_somebody_out_are_refused(
    connection: duckdb.DuckDBPyConnection, vaccinated: pd.DataFrame
) -> None:
    short = split_of(
        "covid_vaccination", "borough_v_england", group=(AGES[0], replace(AGES[1], numerator="doses_old - 1"))
    )
    whole = [
        (rows["first_doses_50_plus"].sum(), rows["residents_50_plus"].sum()) for rows in (vaccinated[:10], vaccinated)
    ]
    with pytest.raises(CatalogueError, match=r"split: groups that add up to .* in E06000004, 2020"):
        decompose_gaps(inputs(connection, short), of_borough_and_england("covid_vaccination", *whole))


def test_a_withheld_count_leaves_no_part(connection: duckdb.DuckDBPyConnection, vaccinated: pd.DataFrame) -> None:
    rows = vaccinated.astype({"doses_old": "Int64"})
    rows.loc[0, "doses_old"] = pd.NA
    connection.register("covid_msoa", rows)
    table = decompose_gaps(
        inputs(connection, split_of("covid_vaccination", "most_v_least_fifth")),
        of_borough_and_england("covid_vaccination", (np.nan, np.nan), (np.nan, np.nan)),
    )
    check_results({"decompositions": table})
    assert table["value"].isna().all()
    assert set(table["note"]) == {"the count is missing"}
    assert set(table["status"]) == {"not_available"}


def test_what_rests_on_the_sample_is_marked_or_left_out(
    connection: duckdb.DuckDBPyConnection, vaccinated: pd.DataFrame
) -> None:
    whole = [
        (rows["first_doses_50_plus"].sum(), rows["residents_50_plus"].sum()) for rows in (vaccinated[:10], vaccinated)
    ]
    observations = of_borough_and_england("covid_vaccination", *whole)
    entry = split_of("covid_vaccination", "most_v_least_fifth", "borough_v_england")
    for sample, kinds in ((True, {"most_v_least_fifth", "borough_v_england"}), (False, {"borough_v_england"})):
        given = inputs(connection, entry, sample=sample)
        given = replace(given, synthetic={**given.synthetic, "indices_of_deprivation": True})
        table = decompose_gaps(given, observations)
        assert set(table["gap_type"]) == kinds
        assert set(table.loc[table["synthetic"], "gap_type"]) == kinds - {"borough_v_england"}


def test_life_expectancy_is_split_by_age_between_fifths_of_neighbourhoods(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    people = np.linspace(9000, 1500, len(STARTS)).round()
    deaths = {
        "E01000000": np.linspace(30, 300, len(STARTS)).round(),
        "E01000001": np.linspace(10, 260, len(STARTS)).round(),
    }
    same = {"age_band": BANDS, "period": "2020", "source_file": "x", "source_row": 1}
    for table, column, counted in (
        ("neighbourhood_deaths", "deaths", deaths),
        ("residents_by_age_band", "years_lived", dict.fromkeys(deaths, people)),
    ):
        connection.register(
            table, pd.concat([pd.DataFrame({**same, "lsoa11cd": code, column: n}) for code, n in counted.items()])
        )
    place(
        connection,
        *((code, "2011", "borough", BOROUGH, "2022", "all", "all") for code in deaths),
        *((code, "2011", "borough", BOROUGH, "2022", "deprivation_fifth", fifth)
          for code, fifth in zip(deaths, "15", strict=True)),
    )  # fmt: skip
    name = "life_expectancy_of_wards"
    measure = DEFINITIONS.measures[name]
    assert isinstance(measure, LifeExpectancy)
    entry = split_of(name, "most_v_least_fifth", "borough_v_england", group=(), composition="")
    whole = (sum(n.sum() for n in deaths.values()), 2 * people.sum())
    table = decompose_gaps(inputs(connection, entry), of_borough_and_england(name, whole, (np.nan, np.nan)))
    check_results({"decompositions": table})
    assert set(table["gap_type"]) == {"most_v_least_fifth"}  # no England here
    years = [float(compute_life_expectancy(n, people, STARTS).at(0).value) for n in deaths.values()]
    total = part(table, "total")
    assert total["value"] == pytest.approx(years[0] - years[1], abs=1e-9)
    ages = table[(table["component"] == "rates") & (table["category"] != "all")]
    assert ages["category"].tolist()[:3] + ages["category"].tolist()[-1:] == [
        "under 1",
        "1 to 4",
        "5 to 9",
        "85 and over",
    ]
    assert ages["value"].sum() == pytest.approx(total["value"], abs=1e-9)
    assert (ages["lower_95"] < ages["upper_95"]).all()


def test_a_published_measure_is_split_by_the_shares_that_its_averages_imply(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    same = {"measure": "attainment_8", "breakdown": "free_school_meals", "sources": "lait", "unit": "score"}
    figures = {"borough": (46.0, 34.0, 50.0), "england": (45.5, 35.0, 49.0)}
    rows = [
        observation(kind, **{**same, "period": "2024", "value": value, "category": category})
        for kind, values in figures.items()
        for category, value in zip(("all", "Eligible", "Not eligible"), values, strict=True)
    ]
    rows.append(observation("borough", **{**same, "period": "2023", "value": 44.0, "category": "all"}))
    entry = split_of("attainment_8", "borough_v_england", group=(), rounded_to=0.1)
    table = decompose_gaps(inputs(connection, entry), pd.DataFrame(rows))
    check_results({"decompositions": table})
    assert set(table["period"]) == {"2024"}
    eligible = part(table, "composition", "Eligible")
    assert [eligible["share_a"], eligible["share_b"]] == pytest.approx([25.0, 25.0])
    assert part(table, "composition")["value"] == pytest.approx(0.0)
    assert part(table, "rates")["value"] == pytest.approx(0.25 * -1.0 + 0.75 * 1.0)
    assert part(table, "rates")["note"] == "the publisher rounds its figures, so this can be off by up to 0.2"
    assert part(table, "total")["note"] == ""


def test_a_measure_without_a_figure_of_the_borough_is_not_split(connection: duckdb.DuckDBPyConnection) -> None:
    same = {"measure": "attainment_8", "breakdown": "free_school_meals", "sources": "lait", "unit": "score"}
    rows = [
        observation("england", **{**same, "value": value, "category": category})
        for category, value in (("all", 45.0), ("Eligible", 35.0), ("Not eligible", 49.0))
    ]
    entry = split_of("attainment_8", "borough_v_england", group=(), rounded_to=0.1)
    table = decompose_gaps(inputs(connection, entry), pd.DataFrame(rows))
    check_results({"decompositions": table})
    assert table.empty


def test_a_council_of_few_local_areas_has_no_fifths_of_them(
    connection: duckdb.DuckDBPyConnection, vaccinated: pd.DataFrame
) -> None:
    connection.execute("create table fewer as select * from placed limit 9")
    connection.register("placed", connection.table("fewer").df())
    whole = [
        (rows["first_doses_50_plus"].sum(), rows["residents_50_plus"].sum()) for rows in (vaccinated[:10], vaccinated)
    ]
    entry = split_of("covid_vaccination", "most_v_least_fifth")
    assert decompose_gaps(inputs(connection, entry), of_borough_and_england("covid_vaccination", *whole)).empty


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ('measure = "covid_vaccination"\nbetween = ["area_range"]', "between: area_range is not one of"),
        ('measure = "covid_vaccination"\nbetween = ["nowhere"]', "split: 'nowhere' is not a valid GapType"),
        ('measure = "covid_vaccination"\nbetween = ["borough_v_england"]', "needs two groups or more"),
        ('measure = "attainment_8"\nbetween = ["borough_v_england"]', "and is rounded_to"),
        ('measure = "average_deprivation_score"\nbetween = ["borough_v_england"]', "neither a share, a rate"),
        ('measure = "life_expectancy_of_wards"\nbetween = ["borough_v_england"]', "it has no group and no composition"),
        ('measure = "life_expectancy"\nbetween = ["borough_v_england"]', "deaths_and_population is not open"),
        ('measure = "attainment_8"', "split: the key 'between' is missing"),
        ('measure = "attainment_8"\nbetween = ["borough_v_england"]\ncolour = "red"', "unexpected keyword argument"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_by_name(tmp_path: Path, keys: str, message: str) -> None:
    path = tmp_path / "decompositions.toml"
    path.write_text(f'[split]\n{keys}\ngroups = "g"\nrates = "r"\ncomposition = "c"\n')
    with pytest.raises(CatalogueError, match=message):
        load_decompositions(path, DEFINITIONS.measures, DEFINITIONS.supplied)


def test_every_entry_of_the_package_names_a_measure_and_one_of_another_framework_is_left_out() -> None:
    path = PACKAGE / "definitions/decompositions.toml"
    names = [line.strip("[]") for line in path.read_text().splitlines() if line.startswith("[") and "." not in line]
    assert list(DEFINITIONS.decompositions) == names
    assert load_decompositions(path, {}) == {}
