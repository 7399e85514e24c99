"""Indicators of neighbourhoods, read again from the publishers' files by other means."""

from pathlib import Path

import pandas as pd
import pytest

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

LOOKUP = "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales.csv"


@pytest.fixture(scope="module")
def of_borough(mirror: Path) -> set[str]:
    """Return the codes of the borough's neighbourhoods on both maps."""
    lookup = pd.read_csv(mirror / "lookups" / LOOKUP, encoding="utf-8-sig").query("LAD22CD == 'E06000004'")
    return {*lookup["F_LSOA11CD"], *lookup["LSOA21CD"]}


def values(observations: pd.DataFrame, measure: str, period: str) -> pd.Series:
    rows = observations.query("measure == @measure and period == @period and breakdown == 'all'")
    assert not rows["synthetic"].any()
    return rows[rows["area_type"].isin(["borough", "england"])].set_index("area_type")["value"].astype(float)


@pytest.mark.parametrize(
    ("measure", "period", "columns", "scale"),
    [
        ("violence", "2025", ["violence_with_injury_rate_per_1_000_at_risk_population",
                              "violence_without_injury_rate_per_1_000_at_risk_population"], 1),
        ("burglary", "2025", ["burglary_rate_per_1_000_at_risk_properties"], 1),
        ("antisocial_behaviour", "2025", ["anti_social_behaviour_rate_per_1_000_at_risk_population"], 1),
        ("patients_per_gp_neighbourhood", "2025", ["patient_to_gp_ratio"], 1),
        ("years_of_life_lost", "2025", ["years_of_potential_life_lost_indicator"], 1),
        ("years_of_life_lost", "2019", ["years_of_potential_life_lost_indicator"], 1),
        ("adults_with_low_skills", "2019", ["adult_skills_and_english_language_proficiency_indicator"], 100),
        ("homes_failing_decent_homes_standard", "2019", ["housing_in_poor_condition_indicator"], 100),
        ("air_pollution", "2019", ["air_quality_indicator"], 100),
        ("distance_to_gp_surgery", "2019", ["road_distance_to_a_gp_surgery_indicator_km"], 1),
    ],
)  # fmt: skip
def test_the_mean_of_neighbourhoods(
    real_observations: pd.DataFrame,
    mirror: Path,
    of_borough: set[str],
    measure: str,
    period: str,
    columns: list[str],
    scale: float,
) -> None:
    name = {"2019": "iod2019_underlying_indicators_lsoa11", "2025": "iod2025_underlying_indicators_lsoa21"}[period]
    raw = pd.read_csv(mirror / f"rebuilt/{name}.csv.gz", index_col=0)[columns].sum(axis=1) * scale
    found = values(real_observations, measure, period)
    assert found["england"] == pytest.approx(raw.mean(), rel=1e-6)
    assert found["borough"] == pytest.approx(raw[raw.index.isin(of_borough)].mean(), rel=1e-6)


def test_travel_is_englands_alone(real_observations: pd.DataFrame, mirror: Path, of_borough: set[str]) -> None:
    raw = pd.read_csv(mirror / "health/ahah_v3_services_lsoa11.csv.gz", index_col=0)
    assert raw.index.str.startswith(("S", "W")).sum() == 8_885
    for measure, column in (
        ("travel_to_gp_surgery", "gp"),
        ("travel_to_dentist", "dent"),
        ("travel_to_pharmacy", "phar"),
    ):
        found = values(real_observations, measure, "2022")
        assert found["england"] == pytest.approx(raw.loc[raw.index.str.startswith("E"), column].mean(), rel=1e-6)
        assert found["borough"] == pytest.approx(raw.loc[raw.index.isin(of_borough), column].mean(), rel=1e-6)


def test_hospitals_of_that_table_are_not_hospitals(mirror: Path) -> None:
    """Show why they are left out: the nearest is nearer than a dentist."""
    raw = pd.read_csv(mirror / "health/ahah_v3_services_lsoa11.csv.gz", index_col=0).filter(regex="^E", axis=0)
    assert raw["hosp"].median() < raw["dent"].median()


def test_travel_is_not_in_kilometres(mirror: Path) -> None:
    """Show why it is a score: it is about three times the road distance, more than any drive takes in minutes."""
    raw = pd.read_csv(mirror / "health/ahah_v3_services_lsoa11.csv.gz", index_col=0)
    road = pd.read_csv(mirror / "rebuilt/iod2019_underlying_indicators_lsoa11.csv.gz", index_col=0)
    km = road["road_distance_to_a_gp_surgery_indicator_km"]
    assert (raw["gp"].reindex(km.index) / km)[km > 6].median() == pytest.approx(3.2, abs=0.1)


def test_homelessness_is_one_figure_for_the_whole_borough(mirror: Path, of_borough: set[str]) -> None:
    """Show why it is left out."""
    raw = pd.read_csv(mirror / "rebuilt/iod2025_underlying_indicators_lsoa21.csv.gz", index_col=0)
    ours = raw.loc[raw.index.isin(of_borough), "homelessness_indicator_rate_per_1_000_households"]
    assert (len(ours), ours.nunique()) == (124, 1)


@pytest.mark.parametrize(
    ("measure", "rate", "people"),
    [
        ("children_income_deprived", "IDACI Score", "Dependent Children aged 0-15: mid 2015 (excluding prisoners)"),
        (
            "older_people_income_deprived", "IDAOPI Score",
            "Older population aged 60 and over: mid 2015 (excluding prisoners)",
        ),
    ],
)  # fmt: skip
def test_income_deprivation_of_children_and_older_people(
    real_observations: pd.DataFrame, mirror: Path, of_borough: set[str], measure: str, rate: str, people: str
) -> None:
    rates = pd.read_csv(
        mirror / "iod/File_7a_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv", index_col=0
    )
    counts = pd.read_excel(
        mirror / "iod/File_6_-_IoD2019_Population_Denominators.xlsx",
        sheet_name="Population Denominators",
        index_col=0,
        engine="calamine",
    )
    counts = counts.rename(columns=str.strip)[people]
    ours = counts.index.isin(of_borough)
    found = values(real_observations, measure, "2019")
    deprived = rates.rename(columns=str.strip)[rate].reindex(counts.index) * counts
    assert found["borough"] == pytest.approx(100 * deprived[ours].sum() / counts[ours].sum(), rel=1e-5)
    assert found["england"] == pytest.approx(100 * deprived.sum() / counts.sum(), rel=1e-5)


def test_digital_exclusion_is_the_mean_of_its_three_parts(
    real_observations: pd.DataFrame, mirror: Path, of_borough: set[str]
) -> None:
    raw = pd.read_csv(mirror / "rebuilt/depahri_lsoa11.csv.gz", index_col=0)
    parts = raw[["broadband_comp_national", "demography_comp_national", "deprivation_comp_national"]].mean(axis=1)
    found = values(real_observations, "digital_exclusion_risk", "2022")
    assert found["borough"] == pytest.approx(parts[parts.index.isin(of_borough)].mean(), rel=1e-4)
