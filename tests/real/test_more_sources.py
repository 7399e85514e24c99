"""Published values by authority, read off the publishers' files by hand, asserted on the published extracts."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.mark.parametrize(
    ("measure", "period", "category", "borough", "england"),
    [
        ("claimant_count", "2025", "all", 3.8, 4.0),
        ("claimant_count", "2019", "all", 4.0, 2.6),
        ("unemployment_rate", "2023", "all", 4.0, 3.7),
        ("expected_standard_at_11", "2025", "Eligible", 49, 48),
        ("expected_standard_at_11", "2025", "Not eligible", 74, 69),
        ("expected_standard_at_11", "2019", "all", 71, 65),
        ("expected_standard_children_in_need", "2025", "Children in need", 39, 30),
        ("published_life_expectancy", "2023 to 2025", "Male", 79.0, 79.7),
        ("published_life_expectancy", "2023 to 2025", "Female", 82.3, 83.5),
        ("inequality_in_life_expectancy", "2022 to 2024", "Male", 15.6, 10.4),
        ("inequality_in_life_expectancy", "2022 to 2024", "Female", 14.1, 8.0),
        ("personal_insolvencies", "2022", "all", 33.928711, 25.033298),
        ("debt_relief_orders", "2022", "all", 9.879625, 5.055303),
        ("breathing_space", "2022", "all", 22.489145, 14.741563),
        # England: 24,724,905 addresses, 21,851,280 with space of their own, on the publisher's sheet of countries
        ("private_outdoor_space", "2020", "all", 94.4, 100 * 21_851_280 / 24_724_905),
    ],
)
def test_the_borough_and_england(
    real_observations: pd.DataFrame, measure: str, period: str, category: str, borough: float, england: float
) -> None:
    rows = real_observations.query("measure == @measure and period == @period and category == @category")
    values = rows.set_index("area_type")["value"]
    assert values["borough"] == pytest.approx(borough, rel=1e-7)
    assert values["england"] == pytest.approx(england, rel=1e-7)
    assert not rows["synthetic"].any()


def test_no_assessments_are_no_figures(real_observations: pd.DataFrame) -> None:
    rows = real_observations.query("measure == 'expected_standard_at_11' and period in ('2020', '2021')")
    assert len(rows) >= 6
    assert set(rows["status"]) == {"not_available"}


def test_breathing_space_begins_with_the_scheme(real_observations: pd.DataFrame) -> None:
    shown = real_observations.query("measure == 'breathing_space' and value.notna()")
    assert set(shown["period"]) == {"2021", "2022"}


def test_living_wage_has_a_region_and_no_england(real_observations: pd.DataFrame) -> None:
    rows = real_observations.query("measure == 'jobs_below_living_wage' and area_type != 'authority'")
    rows = rows.set_index("area_type")["value"]
    assert rows.to_dict() == {"borough": 12.9, "region": 14.8}


def test_patients_per_doctor_of_england_is_the_sum_of_its_authorities(
    real_observations: pd.DataFrame, mirror: Path
) -> None:
    rows = real_observations.query("measure == 'patients_per_gp'").set_index("area_type")
    assert rows.loc["borough", "value"] == pytest.approx(1525.79513392542, rel=1e-12)
    raw = pd.read_csv(mirror / "health/humaniverse/england_underdoctored_areas.csv")
    assert rows.loc["england", "value"] == pytest.approx(raw["total_patients"].sum() / raw["total_gp_fte"].sum())


def test_overcrowded_homes_counted_again_from_the_file(real_observations: pd.DataFrame, mirror: Path) -> None:
    path = mirror / "rebuilt/census_household_overcrowding21_lsoa21_long.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig") as lines:
        raw = pd.read_csv(lines)
    lookup = pd.read_csv(mirror / "rebuilt/LSOA21_WD24_LAD24_EW_LU.csv.gz")
    ours = set(lookup.loc[lookup["LAD24CD"] == "E06000004", "LSOA21CD"])
    rows = real_observations.query("measure == 'overcrowded_homes' and breakdown == 'all' and period == '2021'")
    rows = rows.set_index("area_type")
    for area, inside in (
        ("borough", raw["lsoa21_code"].isin(ours)),
        ("england", raw["lsoa21_code"].str.startswith("E")),
    ):
        chosen = raw[inside]
        crowded = chosen.loc[chosen["occupancy_rating"].str.contains("overcrowded"), "n"].sum()
        homes = chosen.drop_duplicates("lsoa21_code")["total_households"].sum()
        found = rows.loc[[area]].iloc[0]
        assert (found["numerator"], found["denominator"]) == (crowded, homes)


def test_connectivity_is_the_mean_of_neighbourhoods(real_observations: pd.DataFrame, mirror: Path) -> None:
    raw = pd.read_csv(mirror / "rebuilt/iod2025_underlying_indicators_lsoa21.csv.gz")
    lookup = pd.read_csv(mirror / "rebuilt/LSOA21_WD24_LAD24_EW_LU.csv.gz")
    ours = lookup.loc[lookup["LAD24CD"] == "E06000004", "LSOA21CD"]
    rows = real_observations.query("measure == 'connectivity' and breakdown == 'all'").set_index("area_type")["value"]
    inside = raw["lsoa21_code"].isin(ours)
    assert rows.loc[["borough"]].item() == pytest.approx(raw.loc[inside, "connectivity_score"].mean(), rel=1e-9)
    assert rows.loc[["england"]].item() == pytest.approx(raw["connectivity_score"].mean(), rel=1e-9)
