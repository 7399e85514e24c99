"""Housing, income and wealth: what the publishers' files say of the borough, read off them by hand or counted again."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

WITHIN = ("community_partnership", "target_area", "ward", "lsoa")
LILEE, LIHC = "fuel_poverty", "fuel_poverty_low_income_high_costs"


def figures(observations: pd.DataFrame, measure: str, area: str, category: str = "all") -> pd.DataFrame:
    """Return the rows of one measure, kind of area and group, by period."""
    rows = observations.query("measure == @measure and area_type == @area and category == @category")
    return rows.set_index("period")


@pytest.mark.parametrize(
    ("measure", "period", "fuel_poor", "households"),
    [
        (LIHC, "2012", 8_010, 77_665),
        (LIHC, "2017", 9_219, 81_906),
        (LIHC, "2018", 7_474, 82_686),
        (LILEE, "2019", 10_829, 83_510),
        (LILEE, "2020", 10_816, 83_906),
        (LILEE, "2021", 10_424, 85_685),
        (LILEE, "2022", 8_249, 85_764),
    ],
)
def test_fuel_poverty_of_the_borough(
    real_observations: pd.DataFrame, measure: str, period: str, fuel_poor: int, households: int
) -> None:
    row = figures(real_observations, measure, "borough").loc[period]
    assert (row["numerator"], row["denominator"]) == (fuel_poor, households)


@pytest.mark.parametrize(("table", "fewest"), [("fuel_poverty", 4), ("fuel_poverty_lihc", 7)])
def test_neighbourhoods_add_up_to_the_publishers_row_each_year(real: Settings, table: str, fewest: int) -> None:
    rows = pd.read_parquet(real.staged / f"{table}.parquet")
    lookup = pd.read_parquet(real.staged / "lsoa11_lsoa21.parquet")
    ours = lookup[lookup["lad22cd"] == "E06000004"]
    parts = rows["lsoa11cd"].isin(ours["lsoa11cd"])
    if "lsoa21cd" in rows:
        parts |= rows["lsoa21cd"].isin(ours["lsoa21cd"])
    sums = rows[parts].groupby("period", observed=True)[["households", "fuel_poor"]].sum()
    published = rows[rows["areacd"] == "E06000004"].set_index("period")[["households", "fuel_poor"]]
    assert len(sums) >= fewest
    assert (sums == published.loc[sums.index]).all(axis=None)


@pytest.mark.parametrize(("measure", "latest"), [(LILEE, "2022"), (LIHC, "2018")])
def test_fuel_poverty_of_small_areas_is_of_one_year_and_neighbourhoods_have_no_rank(
    real: Settings, real_observations: pd.DataFrame, measure: str, latest: str
) -> None:
    rows = real_observations.query("measure == @measure")
    assert set(rows.loc[rows["area_type"].isin(WITHIN), "period"]) == {latest}
    fifths = rows.query("breakdown == 'deprivation_fifth'").groupby("category")["period"].nunique()
    assert fifths.min() >= 4
    standings = pd.read_parquet(real.measures / "standings.parquet").query("measure == @measure")
    assert "ward" in set(standings["area_type"])
    assert "lsoa" not in set(standings["area_type"])
    assert set(rows["trend"]) == {"not_calculated"}


def test_the_two_definitions_of_fuel_poverty_are_never_one_series(real_observations: pd.DataFrame) -> None:
    first = set(real_observations.query("measure == @LIHC")["period"])
    then = set(real_observations.query("measure == @LILEE")["period"])
    assert max(first) < min(then)


def test_fuel_poverty_of_councils(real_observations: pd.DataFrame) -> None:
    borough = figures(real_observations, "fuel_poverty_councils", "borough")["value"]
    assert borough.to_dict() == {"2019": 13.0, "2020": 12.9, "2021": 12.2, "2022": 9.6, "2023": 9.2}
    assert figures(real_observations, "fuel_poverty_councils", "england").loc["2023", "value"] == 11.4
    summed = figures(real_observations, LILEE, "borough")["value"]
    assert summed.round(1).to_dict() == borough.drop("2023").to_dict()
    earlier = figures(real_observations, "fuel_poverty_councils_to_2018", "borough")["value"]
    assert earlier.loc["2011"] == pytest.approx(100 * 9_517 / 80_765)  # read off the file of 2011, authority 00EF
    assert earlier.round(1).loc["2014":"2018"].to_list() == [10.7, 12.3, 13.4, 11.3, 9.0]


def test_possession_claims(real: Settings, real_observations: pd.DataFrame, mirror: Path) -> None:
    raw = pd.read_parquet(mirror / "wealth/mortgage-landlord-possession.parquet").query("possession_action == 'Claims'")
    lenders = raw[(raw["possession_type"] == "Mortgage") & (raw["date"].str.startswith("2008"))]
    assert lenders["value"].sum() == 142_741  # as the ministry publishes for England and Wales
    borough = figures(real_observations, "mortgage_possession_claims", "borough")
    assert borough["numerator"].loc[["2003", "2008", "2019", "2022"]].to_list() == [280, 702, 166, 67]
    assert set(borough.index) == {str(year) for year in range(2003, 2023)}  # 2023 lacks a quarter
    assert borough.loc["2019", "value"] == pytest.approx(10_000 * 166 / 86_979)
    assert borough["lower_95"].notna().all()
    england = figures(real_observations, "mortgage_possession_claims", "england")["numerator"]
    assert england.loc["2008"] == lenders.loc[lenders["geography_code"].str.startswith("E", na=False), "value"].sum()
    landlords = figures(real_observations, "landlord_possession_claims", "borough")["numerator"]
    assert landlords.loc[["2003", "2020", "2022"]].to_list() == [551, 87, 250]


def test_council_tax_support(real_observations: pd.DataFrame) -> None:
    borough = figures(real_observations, "council_tax_support", "borough")
    assert len(borough) == 33
    assert borough.loc["2023-06", "value"] == pytest.approx(100 * (6_214 + 11_198) / 88_607)
    england = figures(real_observations, "council_tax_support", "england")["numerator"]
    assert england.loc["2023-06"] == 1_380_561 + 2_357_524
    assert england.dropna().index.min() == "2015-12"


@pytest.mark.parametrize(
    ("measure", "file", "worse", "other"),
    [
        ("low_income_by_age", "age_category", "Child", "Pensioner"),
        ("low_income_by_tenure", "tenure_type", "Social rented sector tenants", "Owned outright/buying with mortgage"),
        ("low_income_by_number_of_children", "number_of_children", "Three or more children", "No children"),
    ],
)
def test_low_income_by_group_counted_again(
    real_observations: pd.DataFrame, mirror: Path, measure: str, file: str, worse: str, other: str
) -> None:
    with gzip.open(mirror / f"income/hbai_by_{file}.csv.gz", "rt", encoding="utf-8") as lines:
        raw = pd.read_csv(lines).query("geography_code == 'E12000001' and date == '2019-20 - 2021-22'")
    low = raw["ahc_income_status"] == "In low income (below threshold)"
    for group in (worse, other):
        people = raw[raw.iloc[:, 2] == group]
        expected = 100 * people.loc[low, "value"].sum() / people["population_for_group_for_year"].iloc[0]
        row = figures(real_observations, measure, "region", group).loc["2020 to 2022"]
        assert row["value"] == pytest.approx(expected)
        assert pd.isna(row["lower_95"])
    everyone = figures(real_observations, measure, "region")["value"]
    assert len(everyone) == 26
    assert everyone.loc["2020 to 2022"] == pytest.approx(100 * 664_279 / 2_619_901)


def test_low_income_by_ethnic_group_takes_small_groups_together(real_observations: pd.DataFrame) -> None:
    rows = real_observations.query("measure == 'low_income_by_ethnic_group' and category != 'all'")
    assert set(rows["category"]) == {"White", "Minority ethnic groups"}


@pytest.mark.parametrize(
    ("measure", "area", "period", "value"),
    [
        ("families_without_savings", "region", "2020 to 2022", 100 * 480_235 / 2_619_901),
        ("universal_credit", "borough", "2023-03", 15.9),
        ("universal_credit", "england", "2026-03", 19.7),
        ("households_owed_a_homelessness_duty", "borough", "2023-03", 10_000 * 838 / 88_607),
        ("households_owed_a_homelessness_duty", "england", "2023-03", 10_000 * 79_840 / 24_871_916),
        ("median_house_price", "borough", "2022", 160_000),
        ("median_private_rent", "borough", "2022", 575),
        ("median_private_rent", "england", "2022", 825),
        ("dwellings_rented_privately", "borough", "2021", 16.97),
        ("dwellings_rented_privately", "england", "2021", 100 * 4_858_168 / 24_871_916),
        ("owner_occupied_at_censuses", "borough", "2021", 100 * 55_412 / 83_756),
        ("private_rented_at_censuses", "borough", "2021", 100 * 14_207 / 83_756),
        ("private_rented_at_censuses", "borough", "1981", 100 * 496 / 59_807),
        ("house_prices_to_earnings", "borough", "2025-04", 4.66),
        ("house_prices_to_earnings", "england", "2025-04", 7.64),
        ("first_time_buyers", "borough", "2024", 11.437455),
    ],
)
def test_one_figure(real_observations: pd.DataFrame, measure: str, area: str, period: str, value: float) -> None:
    assert figures(real_observations, measure, area).loc[period, "value"] == pytest.approx(value, rel=1e-6)


def test_a_census_that_counts_people_is_left_out(real_observations: pd.DataFrame) -> None:
    rows = figures(real_observations, "owner_occupied_at_censuses", "borough")
    assert set(rows.index) == {"1981", "1991", "2011", "2021"}


def test_energy_certificates_counted_again(real_observations: pd.DataFrame, mirror: Path) -> None:
    raw = pd.read_csv(mirror / "housing/epc_lad_quarterly_trafford_themes.csv")
    year = raw[(raw["area_code"] == "E06000004") & raw["period"].str.startswith("2025")]
    efficient = year[["value_rating_A", "value_rating_B", "value_rating_C"]].to_numpy().sum()
    rows = figures(real_observations, "certificates_rated_a_to_c", "borough")
    assert rows.loc["2025", ["numerator", "denominator"]].to_list() == [
        efficient,
        year["value_certificates_lodged"].sum(),
    ]
    assert "2008" not in rows.index  # of which there is one quarter


def test_house_prices_of_wards(real_observations: pd.DataFrame) -> None:
    wards = real_observations.query("measure == 'median_house_price' and area_type == 'ward'")
    assert wards["area_code"].nunique() == 26
    assert wards["period"].nunique() == 28
    assert wards.query("area_code == 'E05001543' and period == '1995'")["value"].item() == 36_000


@pytest.mark.parametrize(
    ("measure", "cash", "base"),
    [
        ("median_house_price_after_inflation", "median_house_price", "2022"),
        ("disposable_income_per_head_after_inflation", "disposable_income_per_head", "2023"),
        ("median_weekly_pay_after_inflation", "median_weekly_pay", "2024-04"),
    ],
)
def test_money_in_real_terms(real_observations: pd.DataFrame, mirror: Path, measure: str, cash: str, base: str) -> None:
    prices = pd.read_csv(mirror / "income/ons_cpi_monthly.csv").query("variable == 'D7BT'")

    def average(period: str) -> float:
        return prices.loc[prices["date"].str.startswith(period), "value"].mean()

    real, day = (figures(real_observations, name, "borough") for name in (measure, cash))
    assert real.index.max() == base
    first = real.index.min()
    assert real.loc[base, "value"] == day.loc[base, "value"]
    assert real.loc[first, "value"] == pytest.approx(day.loc[first, "value"] * average(base) / average(first))
    assert real.loc[first, "note"].startswith(f"in the prices of {base}")


@pytest.mark.parametrize(
    ("measure", "period", "count", "base"),
    [
        ("children_in_low_income_local_areas", "2021/22", 10_911, 47_779),
        ("households_on_universal_credit", "2023-11", 18_844, 83_906),
    ],
)
def test_the_sum_of_local_areas(
    real_observations: pd.DataFrame, measure: str, period: str, count: int, base: int
) -> None:
    row = figures(real_observations, measure, "borough").loc[period]
    assert (row["numerator"], row["denominator"]) == (count, base)


def test_names_of_local_areas_become_codes(real: Settings, mirror: Path) -> None:
    with gzip.open(mirror / "income/statxplore/households_on_UC_msoa_15-22.csv.gz", "rt", encoding="utf-8") as file:
        line = next(row for row in file if row.startswith('"Stockton-on-Tees 001"'))
    cells = line.split(",")[1::2]  # a count, then its note, by turns
    rows = pd.read_parquet(real.staged / "universal_credit_msoa.parquet")
    local = rows[rows["msoa11cd"] == "E02002535"].set_index("period")["on_universal_credit"]
    assert local.loc["2023-11"] == int(cells[-2])  # the last cell is the end of the line
    assert local.loc[["2016-11"]].to_list() == [46]
    england = rows[(rows["areacd"] == "E92000001") & (rows["period"] == "2023-11")]
    assert england["all_households"].item() == 23_868_877  # as the department publishes for 2020
