"""Figures of wards and neighbourhoods against the publishers' files, read again without the pipeline."""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from tests.real.test_known_answers import figure

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
STOCKTON = "E06000004"


def rows_of(mirror: Path, name: str) -> Iterator[dict[str, str]]:
    """Read the rows of a compressed CSV of the mirror."""
    (path,) = mirror.rglob(name)
    with gzip.open(path) as stream:
        yield from csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig"))


def wards_of(observations: pd.DataFrame, measure: str, vintage: str) -> pd.DataFrame:
    rows = observations[(observations["measure"] == measure) & (observations["area_type"] == "ward")]
    return rows[rows["vintage"] == vintage]


def test_turnout_of_the_borough_and_its_wards(real_observations: pd.DataFrame) -> None:
    borough = figure(real_observations, "turnout", "2023")
    assert borough["denominator"] == 141_842
    assert round(borough["value"], 1) == 33.2
    wards = wards_of(real_observations, "turnout", "2024").set_index("area_name")["value"]
    assert len(wards) == 27
    assert (wards.idxmin(), wards.min()) == ("Newtown", 19.3)
    assert (wards.idxmax(), wards.max()) == ("Norton North", 51.1)
    assert not real_observations.loc[real_observations["measure"] == "turnout", "synthetic"].any()


def test_turnout_of_each_ward_is_the_published_one(real: Settings, mirror: Path) -> None:
    published = {
        re.sub("[^a-z]", "", row["WARDNAME"].lower().replace("&", "and")): float(row["TURNOUT"])
        for row in rows_of(mirror, "LEH-Candidates-2023_Ward_Level.csv.gz")
        if row["DISTRICTNAME"] == "Stockton-on-Tees"
    }
    observations = pd.read_parquet(real.measures / "observations.parquet")
    wards = wards_of(observations, "turnout", "2024")
    names = wards["area_name"].str.lower().str.replace("&", "and").str.replace("[^a-z]", "", regex=True)
    assert dict(zip(names, wards["value"], strict=True)) == published


def test_turnout_of_england_is_of_the_districts_that_voted(real_observations: pd.DataFrame, mirror: Path) -> None:
    rows = [*rows_of(mirror, "LEH-Candidates-2023_Ward_Level.csv.gz")]
    assert len(Counter(row["DISTRICTNAME"] for row in rows)) == 230
    england = figure(real_observations, "turnout", "2023", "england")
    electorate = sum(int(row["ELECT"]) for row in rows)
    votes = sum(int(row["ELECT"]) * float(row["TURNOUT"]) / 100 for row in rows)
    assert england["denominator"] == electorate
    assert england["numerator"] == pytest.approx(votes, abs=100)  # each ward's to the nearest vote


@pytest.mark.parametrize(
    ("period", "area", "share", "households"),
    [
        ("2011", "borough", 43.3, 79_159),
        ("2021", "borough", 48.3, 83_760),  # 48.345: 40,494 of them
        ("2011", "england", 42.5, 22_063_368),
        ("2021", "england", 48.4, None),
    ],
)
def test_households_deprived_in_no_way(
    real_observations: pd.DataFrame, period: str, area: str, share: float, households: int | None
) -> None:
    found = figure(real_observations, "deprived_households", period, area)
    assert round(100 - found["value"], 1) == share
    assert households is None or found["denominator"] == households


@pytest.mark.parametrize(
    ("year", "name"),
    [("2011", "census11_deprivation_england_wales_lsoa11"), ("2021", "census21_deprivation_england_wales_lsoa21")],
)
def test_households_deprived_in_three_ways_of_each_neighbourhood(
    real_observations: pd.DataFrame, mirror: Path, year: str, name: str
) -> None:
    counts: Counter[str] = Counter()
    for row in rows_of(mirror, f"{name}.csv.gz"):
        if float(row["households_number_deprivation_dimensions"]) >= 3:
            counts[row[f"lsoa{year[2:]}_code"]] += int(float(row["count"]))
    rows = real_observations[
        (real_observations["measure"] == "households_deprived_in_three_ways")
        & (real_observations["area_type"] == "lsoa")
        & (real_observations["vintage"] == year)
        & (real_observations["period"] == year)
    ]
    assert len(rows) == {"2011": 120, "2021": 124}[year]
    assert (rows["numerator"] == rows["area_code"].map(counts)).all()


@pytest.mark.parametrize(
    ("year", "residents", "children", "older"),
    [("2017", 196_487, 38_819, 35_017), ("2019", 197_348, 39_440, 36_423), ("2020", 197_419, 39_410, 36_948)],
)
def test_residents_by_age(
    real_observations: pd.DataFrame, year: str, residents: int, children: int, older: int
) -> None:
    young, old = (figure(real_observations, measure, year) for measure in ("aged_under_16", "aged_65_and_over"))
    assert (young["denominator"], young["numerator"], old["numerator"]) == (residents, children, older)


def test_residents_of_the_partnerships_are_those_they_state(real_observations: pd.DataFrame) -> None:
    rows = real_observations[
        (real_observations["measure"] == "aged_under_16")
        & (real_observations["area_type"] == "community_partnership")
        & (real_observations["period"] == "2017")
    ]
    residents = dict(zip(rows["area_name"], rows["denominator"], strict=True))
    assert {23_051.0, 25_876.0} <= set(residents.values())  # Ingleby Barwick and Thornaby
    assert sum(residents.values()) == 196_487


def test_housing_benefit_has_the_wards_whose_series_is_sound(real_observations: pd.DataFrame, mirror: Path) -> None:
    borough = figure(real_observations, "housing_benefit", "2023-02")
    assert (borough["numerator"], borough["denominator"]) == (7_616, 158_009)
    wards = wards_of(real_observations, "housing_benefit", "2019")
    assert wards["area_code"].nunique() == 21
    assert not set(wards["area_name"]) & {"Fairfield", "Newtown", "Norton North", "Norton West", "Village"}
    published = {
        (row["geography_code"], row["Month"]): float(row["value"])
        for row in rows_of(mirror, "housing_benefit_ward_monthly.csv.gz")
    }
    codes = zip(wards["area_code"], wards["period"], strict=True)
    assert wards["numerator"].tolist() == [published[key] for key in codes]


def test_codes_of_housing_benefit_that_are_names(mirror: Path) -> None:
    codes = [row["geography_code"] for row in rows_of(mirror, "housing_benefit_ward_monthly.csv.gz")]
    assert sum(not re.fullmatch(r"E\d{8}", code) for code in codes) == 1_416


def test_civic_engagement_is_of_england_and_its_regions(real_observations: pd.DataFrame) -> None:
    england = figure(real_observations, "civic_engagement", "2023/24", "england")
    assert [england["value"], england["lower_95"], england["upper_95"]] == [33.338, 33.058, 33.621]
    region = figure(real_observations, "civic_engagement", "2020/21", "region")
    assert region["value"] == pytest.approx(37.18510521)
    rows = real_observations[real_observations["measure"] == "civic_engagement"]
    assert "2022/23" not in set(rows["period"])  # the survey was not held
    assert "borough" not in set(rows["area_type"])


def test_religion_and_social_renting_add_up(real_observations: pd.DataFrame) -> None:
    no_religion = figure(real_observations, "no_religion", "2021")
    assert no_religion["numerator"] == pytest.approx(76_840, abs=10)  # the publisher's own rows, less perturbation
    assert no_religion["denominator"] == pytest.approx(196_595, abs=25)
    england = figure(real_observations, "no_religion", "2021", "england")
    assert england["numerator"] == pytest.approx(20_715_664, abs=300)
    social = figure(real_observations, "renting_socially", "2021")
    assert social["numerator"] == pytest.approx(13_673, abs=25)  # the borough's own row of the tenure series
