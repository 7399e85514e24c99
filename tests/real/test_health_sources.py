"""Health and the outcomes of the causes model: figures read off the publishers' files, and files checked by others."""

import csv
import gzip
from pathlib import Path

import pandas as pd
import pytest

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

INDEX = "health/england_health_index_indicators_2015_2021.csv.gz"
FINGERTIPS = "health/fingertips_trafford"
OURS = "E06000004"
SETS_OF_COUNCILS = {"nearby_councils", "statistical_neighbours", "similar_areas"}


def read_fingertips(mirror: Path, file: str, area: str = OURS) -> dict[str, float]:
    with (mirror / FINGERTIPS / f"{file}.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if row["area_code"] == area and row["inequality"] == "NA"]
    return {row["period"]: float(row["value"]) for row in rows if row["value"] != "NA"}


def read_index(mirror: Path, indicator: str) -> pd.DataFrame:
    with gzip.open(mirror / INDEX, "rt", encoding="utf-8-sig") as lines:
        raw = pd.read_csv(lines)
    return raw[raw["indicator"] == indicator].pivot(index="ltla21_code", columns="year", values="value")


@pytest.mark.parametrize(
    ("measure", "period", "category", "borough", "england"),
    [
        ("adults_active", "2024/25", "all", 66.9, None),
        ("adults_inactive", "2015/16", "all", 27.2, 22.3),
        ("adults_active", "2015/16", "all", 59.8, 66.1),
        ("adults_overweight", "2015/16", "all", 65.8, 61.2),
        ("adults_smoking", "2011", "all", 18.3, 19.8),
        ("adults_smoking", "2024", "all", 11.4, None),
        ("smoking_in_routine_and_manual_work", "2019 to 2021", "all", 21.9, None),
        ("children_active", "2017/18", "all", 49.4, 43.3),
        ("tooth_decay_at_five", "2014/15", "all", 25.3, 24.7),
        ("recorded_depression", "2014/15", "all", 10.2, 7.3),
        ("long_acting_contraception", "2014", "all", 13.3, 50.2),
        ("preventable_deaths", "2014", "Male", 262.4, 196.5),
        ("preventable_deaths", "2024", "Female", 140.4, None),
        ("preventable_deaths", "2024", "all", 179.6, None),
        ("nhs_health_checks", "2021/22 to 2024/25", "all", 26.9, None),
        ("obese_at_five", "2024/25", "all", 10.6, None),
        ("obese_at_eleven", "2022/23", "all", 26.3, None),
        ("low_birth_weight", "2024", "all", 3.02, 2.98),
        ("under_18_conceptions", "2022", "all", 19.7, 13.9),
        ("infant_deaths", "2023", "all", 4.2, 3.9),
        ("children_injured", "2024", "all", 79.99, 72.71),
        ("children_in_hospital_for_mental_health", "2024", "all", 79.39, 80.2),
    ],
)
def test_the_borough_and_england(
    real_observations: pd.DataFrame, measure: str, period: str, category: str, borough: float, england: float | None
) -> None:
    rows = real_observations.query("measure == @measure and period == @period and category == @category")
    values = rows.set_index("area_type")["value"]
    assert values["borough"] == pytest.approx(borough)
    assert values["england"] == pytest.approx(england) if england else values["england"] > 0
    assert not rows["synthetic"].any()


@pytest.mark.parametrize(
    ("measure", "period", "value"),
    [
        ("care_users_find_information", "2015/16", 81.5),
        ("care_users_find_information", "2021/22", 65.8),
        ("care_users_find_information", "2022/23", 71.8),
        ("carers_find_information", "2021/22", 63.6),
        ("care_users_quality_of_life", "2022/23", 0.434),
        ("carers_quality_of_life", "2016/17", 7.9),
        ("short_term_care_that_is_enough", "2022/23", 87.0),
        ("rough_sleeping", "2021", 1.52261077),
        ("personal_crime", "2020", 61.85),
        ("workplace_injuries", "2019", 274.0),
        ("published_deaths", "2021", 1020.3),
    ],
)
def test_the_borough_where_there_is_no_england(
    real_observations: pd.DataFrame, measure: str, period: str, value: float
) -> None:
    rows = real_observations.query("measure == @measure")
    assert set(rows["area_type"]) == {"borough", "authority"}
    ours = rows.query("area_type == 'borough' and period == @period")["value"]
    assert ours.tolist() == [pytest.approx(value, rel=1e-3)]


@pytest.mark.parametrize(
    ("measure", "period", "area", "figures"),
    [
        ("care_users_social_contact", "2018/19", "borough", (47.8, 43.8, 51.8)),
        ("care_users_social_contact", "2010/11", "borough", (40.9, 35.3, 46.5)),
        ("care_users_social_contact", "2018/19", "england", (45.9, 45.4, 46.4)),
        ("carers_social_contact", "2012/13", "borough", (53.0, 47.7, 58.3)),
        ("carers_social_contact", "2018/19", "borough", (30.4, 26.6, 34.2)),
        ("carers_social_contact", "2018/19", "england", (32.5, 32.0, 33.0)),
    ],
)
def test_social_contact_has_the_publishers_limits(
    real_observations: pd.DataFrame, measure: str, period: str, area: str, figures: tuple[float, ...]
) -> None:
    rows = real_observations.query("measure == @measure and period == @period and area_type == @area")
    assert rows[["value", "lower_95", "upper_95"]].to_numpy().tolist() == [pytest.approx(figures)]


@pytest.mark.parametrize(("measure", "question"), [("happiness", "happiness"), ("worthwhile", "worthwhile")])
def test_wellbeing_agrees_with_an_older_edition(
    real_observations: pd.DataFrame, mirror: Path, measure: str, question: str
) -> None:
    raw = pd.read_parquet(mirror / "wellbeing/wellbeing-local-authority.parquet").reset_index()
    raw = raw[(raw["administrative-geography"] == OURS) & (raw["wellbeing-estimate"] == "average-mean")]
    older = raw[raw["measure-of-wellbeing"] == question].set_index("yyyy-yy")["v4_3"].astype(float)
    rows = real_observations.query("measure == @measure and area_type == 'borough'").set_index("period")
    assert rows["lower_95"].notna().all()
    assert len(rows) >= 12
    both = rows.join(older.rename(lambda year: year.replace("-", "/")).rename("older"), how="inner")
    assert len(both) >= 8
    assert (both["value"] - both["older"]).abs().max() < 0.1


def test_years_that_the_health_index_filled_in_are_left_out(real_observations: pd.DataFrame, mirror: Path) -> None:
    """Look for each kind of filling in the file itself: set back, set on, and half-way."""
    eating, alcohol, noise = (
        read_index(mirror, name) for name in ("Healthy eating", "Alcohol misuse", "Noise complaints")
    )
    assert (eating[2015] == eating[2016]).all()
    assert (alcohol[2020] == alcohol[2021]).all()
    half_way = ((noise[2015] + noise[2017]) / 2 - noise[2016]).abs()
    assert (half_way < 1e-6).mean() > 0.95
    periods = real_observations.query("area_type == 'borough'").groupby("measure")["period"].unique()
    assert sorted(periods["healthy_eating"]) == ["2016", "2017", "2018", "2019", "2020"]
    assert sorted(periods["alcohol_admissions"])[-1] == "2020"
    assert sorted(periods["noise_complaints"]) == ["2015", "2018", "2019", "2020"]


def test_units_of_the_health_index_are_those_of_other_publishers(mirror: Path) -> None:
    """Set its figures beside the same ones in files that have units."""
    active = read_fingertips(mirror, "active_adults")
    index = read_index(mirror, "Physical activity").loc[OURS]
    assert [round(index[year], 1) for year in (2016, 2017, 2020)] == [59.8, active["2016/17"], active["2019/20"]]
    smoking, smokers = read_index(mirror, "Smoking").loc[OURS], read_fingertips(mirror, "adults_smoking")
    assert [smoking[year] for year in range(2015, 2020)] == [smokers[str(year)] for year in range(2015, 2020)]
    rough = read_index(mirror, "Rough sleeping").loc[OURS, 2019]
    assert rough * 197_348 / 100_000 == pytest.approx(8, abs=0.001), "eight people of the 197,348 of mid-2019"


def test_recorded_conditions_are_of_2019_20(mirror: Path) -> None:
    """Compare with depression in Fingertips, whose year is known: the file itself names none."""
    with (mirror / "health/qof_prevalence_lad.csv").open(encoding="utf-8") as lines:
        rows = {(row["lad_code"], row["group_code"]): row for row in csv.DictReader(lines)}
    ours = 100 * float(rows[OURS, "DEP"]["prevalence"])
    years = read_fingertips(mirror, "adults_depression")
    assert min(years, key=lambda year: abs(years[year] - ours)) == "2019/20"


@pytest.mark.parametrize(("measure", "register"), [("recorded_diabetes", "DM"), ("recorded_lung_disease", "COPD")])
def test_england_has_the_registers_of_its_councils(
    real_observations: pd.DataFrame, mirror: Path, measure: str, register: str
) -> None:
    raw = pd.read_csv(mirror / "health/qof_prevalence_lad.csv")
    raw = raw[raw["lad_code"].str.startswith("E") & (raw["group_code"] == register)]
    assert len(raw) == 314
    rows = real_observations.query("measure == @measure and area_type == 'england'")
    assert rows["value"].tolist() == [pytest.approx(100 * raw["register"].sum() / raw["list"].sum())]
    assert rows["lower_95"].isna().all()


def test_every_measure_has_its_place_among_councils(real, real_observations: pd.DataFrame) -> None:
    """Councils alike, near and of the same circumstances are the comparison where there is no England."""
    tables = ("health_index", "adult_social_care", "fingertips_profiles", "social_contact", "qof_prevalence")
    measures = [name for name, measure in real.definitions.measures.items() if {*measure.tables} & {*tables}]
    assert len(measures) > 35
    places = pd.read_parquet(real.measures / "comparators.parquet")
    sets = places[places["median"].notna()].groupby("measure")["comparators"].agg(set)
    assert {name for name in measures if sets.get(name) != SETS_OF_COUNCILS} == set()
    beside = real_observations[real_observations["measure"].isin(measures)]
    assert set(beside["area_type"]) <= {"borough", "authority", "region", "england"}, "no ward and no fifth of England"
