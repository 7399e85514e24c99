"""What publishers and independent calculations say of the borough, asserted on the published extracts."""

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


def figure(
    observations: pd.DataFrame, measure: str, period: str, area: str = "borough", category: str = "all"
) -> pd.Series:
    chosen = observations[
        (observations["measure"] == measure)
        & (observations["period"] == period)
        & (observations["area_type"] == area)
        & (observations["category"] == category)
    ]
    assert len(chosen) == 1
    return chosen.iloc[0]


@pytest.mark.parametrize(
    ("measure", "period", "numerator", "denominator"),
    [
        ("most_deprived_tenth", "2015", 22, 120),
        ("most_deprived_tenth", "2019", 25, 120),
        ("most_deprived_tenth", "2025", 24, 124),
        ("fuel_poverty", "2021", 10_424, 85_685),
        ("fuel_poverty", "2022", 8_249, 85_764),
        ("no_qualifications", "2021", 29_436, 158_011),
    ],
)
def test_counts(real_observations: pd.DataFrame, measure: str, period: str, numerator: int, denominator: int) -> None:
    found = figure(real_observations, measure, period)
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)


def test_average_score_of_2019(real_observations: pd.DataFrame) -> None:
    found = figure(real_observations, "average_deprivation_score", "2019")
    assert found["denominator"] == 194_080
    assert found["value"] == pytest.approx(25.7896, abs=5e-4)
    assert round(found["value"], 2) == 25.79


@pytest.mark.parametrize(
    ("measure", "period", "category", "value", "lower", "upper"),
    [
        ("healthy_life_expectancy", "2022 to 2024", "Male", 55.6, 52.0, 59.1),
        ("healthy_life_expectancy", "2022 to 2024", "Female", 54.9, 51.2, 58.6),
        ("employment_rate", "2023", "all", 74.1, 69.0, 79.2),
        ("median_weekly_pay", "2025-04", "all", 579.50, 534.07, 624.93),
        ("no_qualifications_16_to_64", "2023", "all", 8.7, 5.4, 12.0),
        ("level_3_or_above", "2023", "all", 57.3, 51.5, 63.1),
    ],
)
def test_published_with_interval(
    real_observations: pd.DataFrame, measure: str, period: str, category: str, value: float, lower: float, upper: float
) -> None:
    found = figure(real_observations, measure, period, category=category)
    assert [found["value"], found["lower_95"], found["upper_95"]] == pytest.approx([value, lower, upper], abs=0.005)


@pytest.mark.parametrize(
    ("measure", "period", "category", "value"),
    [
        ("children_in_low_income_after_housing_costs", "2023/24", "all", 26.8),
        ("children_in_low_income_after_housing_costs", "2024/25", "all", 26.2),
        ("children_in_low_income_before_housing_costs", "2024/25", "all", 22.25529017),
        ("disposable_income_per_head", "2023", "all", 20_209),
        ("attainment_8", "2025", "all", 45.0),
        ("attainment_8", "2025", "Eligible", 34.8),
        ("attainment_8", "2025", "Not eligible", 49.1),
        ("attainment_8", "2024", "Eligible", 33.7),
        ("attainment_8", "2024", "Not eligible", 49.9),
    ],
)
def test_published(real_observations: pd.DataFrame, measure: str, period: str, category: str, value: float) -> None:
    assert figure(real_observations, measure, period, category=category)["value"] == pytest.approx(value)


@pytest.mark.parametrize(("period", "gap"), [("2025", -14.3), ("2024", -16.2)])
def test_attainment_gap(real: Settings, period: str, gap: float) -> None:
    gaps = pd.read_parquet(real.measures / "gaps.parquet")
    chosen = gaps.query("measure == 'attainment_8' and gap_type == 'breakdown' and area_code == 'E06000004'")
    assert chosen.set_index("period").loc[period, "value"] == pytest.approx(gap)


def test_ward_counts_of_children_come_near_the_publishers_total(real_observations: pd.DataFrame) -> None:
    wards = real_observations.query(
        "measure == 'children_in_low_income_after_housing_costs' and area_type == 'ward'"
    ).groupby("period")["numerator"]
    assert wards.sum().to_dict() == {"2023/24": 10_549, "2024/25": 10_397}
    assert wards.size().to_dict() == {"2023/24": 27, "2024/25": 27}


@pytest.mark.parametrize("area_type", ["ward", "community_partnership", "lsoa"])
@pytest.mark.parametrize(
    "measure", ["no_qualifications", "fuel_poverty", "homes_owned_outright", "most_deprived_tenth", "aged_under_16"]
)
def test_areas_add_up_to_the_borough(real_observations: pd.DataFrame, measure: str, area_type: str) -> None:
    rows = real_observations.query("measure == @measure and breakdown == 'all'")
    parts = rows[rows["area_type"] == area_type]
    sums = parts.groupby(["vintage", "period"])[["numerator", "denominator"]].sum()
    borough = rows[rows["area_type"] == "borough"].set_index("period")[["numerator", "denominator"]]
    assert len(sums)
    for (_, period), found in sums.iterrows():
        # whole millionths of neighbourhoods add up exactly; as doubles they do to the last place
        assert found.round(6).to_list() == borough.loc[period].to_list()


def test_a_ward_is_the_sum_of_its_neighbourhoods(real: Settings, real_observations: pd.DataFrame) -> None:
    lookup = pd.read_parquet(real.staged / "lsoa21_wd24.parquet").set_index("lsoa21cd")["wd24cd"]
    rows = real_observations.query("measure == 'no_qualifications' and breakdown == 'all'")
    lsoas = rows[rows["area_type"] == "lsoa"]
    sums = lsoas.groupby(lsoas["area_code"].map(lookup))[["numerator", "denominator"]].sum()
    wards = rows.query("area_type == 'ward' and vintage == '2024'").set_index("area_code")[["numerator", "denominator"]]
    pd.testing.assert_frame_equal(sums.sort_index(), wards.sort_index(), check_names=False)


def test_areas_of_the_borough(real_observations: pd.DataFrame) -> None:
    counts = real_observations.groupby(["area_type", "vintage"])["area_code"].nunique()
    assert counts.to_dict() == {
        ("lsoa", "2011"): 120,
        ("lsoa", "2021"): 124,
        ("msoa", "2011"): 24,
        ("msoa", "2021"): 26,
        ("ward", "2019"): 26,
        ("ward", "2024"): 27,
        ("community_partnership", "2019"): 7,
        ("target_area", "2021"): 3,
        ("authority", "2024"): 21,  # those in two sets once
        ("borough", "2022"): 1,
        ("region", "2022"): 1,
        ("england", "2022"): 1,
        ("united_kingdom", "2022"): 1,
    }


def test_england_is_the_sum_of_the_national_file(real_observations: pd.DataFrame) -> None:
    found = figure(real_observations, "fuel_poverty", "2022", area="england")
    assert (found["numerator"], found["denominator"]) == (3_175_068, 24_327_942)  # the publisher's own England row
    region = figure(real_observations, "fuel_poverty", "2022", area="region")
    assert (region["numerator"], region["denominator"]) == (131_122, 1_203_514)  # and its own North East row


def test_census_sums_come_within_the_perturbation(real: Settings, real_observations: pd.DataFrame) -> None:
    census = pd.read_parquet(real.staged / "census_ts067.parquet").set_index("ltla21cd").loc["E06000004"]
    assert (census["no_qualifications"], census["residents_16_plus"]) == (29_441, 158_010)
    tenure = figure(real_observations, "homes_owned_outright", "2021")
    assert tenure["denominator"] == 83_755


def test_synthetic_is_what_rests_on_the_councils_own_extracts_and_nothing_else(
    real: Settings, real_observations: pd.DataFrame
) -> None:
    supplied = {name for name, source in DEFINITIONS.sources.items() if source.supplied}
    for table in (real_observations, pd.read_parquet(real.measures / "gaps.parquet")):
        rests_on_supplied = table["sources"].map(lambda names: bool(supplied.intersection(names.split())))
        assert (table["synthetic"] == rests_on_supplied).all()
