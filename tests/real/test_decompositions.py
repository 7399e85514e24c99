"""Why the gap, on the published extracts: every number worked out again from the raw files with nothing but csv."""

import csv
import gzip
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

AGES = {"50 to 54": (50, 54), "55 to 59": (55, 59), "60 to 64": (60, 64), "65 to 69": (65, 69), "70 to 74": (70, 74),
        "75 to 79": (75, 79), "80 and over": (80, 90)}  # fmt: skip
DOSES = ("50_54", "55_59", "60_64", "65_69", "70_74", "75_79", "80+")
# The MSOAs of 2011 by average score of 2019, weighted by residents of mid-2020: the five most and four least deprived,
# sorted by hand. Fifths of 24 areas hold five but for the last.
MOST = ("E02002548", "E02002546", "E02002543", "E02002544", "E02002542")
LEAST = ("E02002556", "E02002555", "E02002558", "E02002557")
LAIT = {
    "attainment_8_by_free_school_meals": (
        "AVG_Attain8_Score", "FSM_AVG_Attain8_Score", "NonFSM_AVG_Attain8_Score", ("2024", "2025"),
    ),
    "level_2_by_free_school_meals": (
        "Level2Age19_E&M", "Level2Age19_E&M_FSM", "Level2Age19_E&M_NON_FSM", ("2023", "2024"),
    ),
    "level_3_by_free_school_meals": ("Level3Age19", "Level3_FMS_Attain", "NonFSM_L3_aged19", ("2023", "2024")),
}  # fmt: skip
HERE, ENGLAND = 808.0, 970.0  # the numbers of the Department for Education


@pytest.fixture(scope="module")
def table(real: Settings) -> pd.DataFrame:
    return pd.read_parquet(real.measures / "decompositions.parquet")


@pytest.fixture(scope="module")
def doses_and_residents(mirror: Path) -> dict[str, tuple[list[int], list[int]]]:
    """Return, by MSOA of 2011, first doses and residents of each age."""
    with (mirror / "lookups/MSOA11 to MSOA21 to LAD22 EW.csv").open(encoding="utf-8-sig") as file:
        codes = {row["MSOA11NM"]: row["MSOA11CD"] for row in csv.DictReader(file)}
    residents: dict[str, list[int]] = defaultdict(lambda: [0] * len(AGES))
    for row in read_gzip(mirror / "rebuilt/population_mid2020_single_year_lsoa11.csv.gz"):
        if code := codes.get(row["lsoa11_name"][:-1]):
            for place, (low, high) in enumerate(AGES.values()):
                single_years = (str(age) if age < 90 else "90+" for age in range(low, high + 1))
                residents[code][place] += sum(int(float(row[age])) for age in single_years)
    return {
        row["msoa_code"]: ([int(row[f"first_dose_{age}"]) for age in DOSES], residents[row["msoa_code"]])
        for row in read_gzip(mirror / "health/msoa_vaccinations_april_2021_data.csv.gz")
    }


def read_gzip(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def split_by_hand(a: tuple[list[int], list[int]], b: tuple[list[int], list[int]]) -> dict[str, float]:
    """Kitagawa's two sums, per 1,000."""
    (x_a, n_a), (x_b, n_b) = a, b
    parts = {"composition": 0.0, "rates": 0.0, "total": 1000 * (sum(x_a) / sum(n_a) - sum(x_b) / sum(n_b))}
    for age in range(len(AGES)):
        c_a, c_b = n_a[age] / sum(n_a), n_b[age] / sum(n_b)
        r_a, r_b = 1000 * x_a[age] / n_a[age], 1000 * x_b[age] / n_b[age]
        parts["composition"] += (c_a - c_b) * (r_a + r_b) / 2
        parts["rates"] += (r_a - r_b) * (c_a + c_b) / 2
    return parts


def add_up(areas: Mapping[str, tuple[list[int], list[int]]]) -> tuple[list[int], list[int]]:
    doses, residents = zip(*areas.values(), strict=True)
    return [sum(ages) for ages in zip(*doses, strict=True)], [sum(ages) for ages in zip(*residents, strict=True)]


def sums_of(table: pd.DataFrame, name: str, gap_type: str, period: str) -> "pd.Series[float]":
    rows = table.query("decomposition == @name and gap_type == @gap_type and period == @period and category == 'all'")
    return rows.set_index("component")["value"]


@pytest.mark.parametrize("gap_type", ["most_v_least_fifth", "borough_v_england"])
def test_vaccination_by_age(
    table: pd.DataFrame, doses_and_residents: dict[str, tuple[list[int], list[int]]], mirror: Path, gap_type: str
) -> None:
    names = (mirror / "boundaries/uk-geojson/msoa_by_lad_E06000004.json").read_text(encoding="utf-8")
    own = {code: sums for code, sums in doses_and_residents.items() if code in names}
    assert len(own) == 24
    assert len(doses_and_residents) == 6791
    sides = {
        "most_v_least_fifth": ({code: own[code] for code in MOST}, {code: own[code] for code in LEAST}),
        "borough_v_england": (own, doses_and_residents),
    }[gap_type]
    by_hand = split_by_hand(*map(add_up, sides))
    ours = sums_of(table, "vaccination_by_age", gap_type, "2020 to 2021")
    assert ours.to_dict() == pytest.approx(by_hand, abs=1e-9)


def test_hardly_any_of_the_difference_in_vaccination_is_age(table: pd.DataFrame) -> None:
    # Worked out with a calculator from the sums of the five most and four least deprived MSOAs.
    ours = sums_of(table, "vaccination_by_age", "most_v_least_fifth", "2020 to 2021").round(1)
    assert ours.to_dict() == {"total": -47.2, "composition": -0.9, "rates": -46.3}
    rows = table.query("decomposition == 'vaccination_by_age'")
    assert (rows["lower_95"] < rows["upper_95"]).all()
    assert not rows["synthetic"].any()
    assert set(rows["category"]) == {"all", *AGES}


@pytest.mark.parametrize("name", LAIT)
def test_attainment_by_free_school_meals(table: pd.DataFrame, mirror: Path, name: str) -> None:
    *measures, periods = LAIT[name]
    published = read_lait(mirror, measures)
    for period in periods:
        here, there = ([published[measure, number, period] for measure in measures] for number in (HERE, ENGLAND))
        shares = [(other - average) / (other - eligible) for average, eligible, other in (here, there)]
        gaps = [eligible - other for _, eligible, other in (here, there)]
        composition = (shares[0] - shares[1]) * (gaps[0] + gaps[1]) / 2
        total = here[0] - there[0]
        expected = {"total": total, "composition": composition, "rates": total - composition}
        assert sums_of(table, name, "borough_v_england", period).to_dict() == pytest.approx(expected, abs=1e-9)
        eligible = table.query("decomposition == @name and period == @period and category == 'Eligible'")
        assert eligible["share_a"].tolist() == pytest.approx([100 * shares[0]] * 2, abs=1e-9)


def test_two_measures_of_the_same_young_people_imply_the_same_share_of_them(table: pd.DataFrame) -> None:
    """Level 2 and level 3 at 19 count the same people: what their rounded averages imply must agree."""
    shares = [
        table.query("decomposition == @name and category == 'Eligible' and component == 'rates'").set_index("period")
        for name in ("level_2_by_free_school_meals", "level_3_by_free_school_meals")
    ]
    for side in ("share_a", "share_b"):
        level_2, level_3 = (rows.loc["2018":, side] for rows in shares)
        assert level_2.index.tolist() == level_3.index.tolist()
        assert (level_2 - level_3).abs().max() < 0.1  # of a percentage point


def test_implied_shares_are_near_those_that_the_school_census_counts(table: pd.DataFrame, mirror: Path) -> None:
    counted = read_lait(mirror, ["SecFSM"])  # of pupils of all ages in secondary schools, in January
    rows = table.query("decomposition == 'attainment_8_by_free_school_meals' and category == 'Eligible'")
    for row in rows[rows["component"] == "rates"].query("period >= '2019'").itertuples():
        assert row.share_a == pytest.approx(counted["SecFSM", HERE, row.period], abs=2.0)
        assert row.share_b == pytest.approx(counted["SecFSM", ENGLAND, row.period], abs=2.0)


def test_differences_are_those_of_the_gaps(table: pd.DataFrame, real: Settings) -> None:
    gaps = pd.read_parquet(real.measures / "gaps.parquet").query("gap_type == 'borough_v_england'")
    everyone = gaps[gaps["breakdown"] == "all"].set_index(["measure", "period"])["value"]
    totals = table.query("component == 'total' and gap_type == 'borough_v_england'").set_index(["measure", "period"])
    assert len(totals) >= 40
    for key, value in totals["value"].items():
        assert value == pytest.approx(everyone[key], abs=1e-9)


def test_whole_per_cents_are_not_split(table: pd.DataFrame) -> None:
    periods = table.query("decomposition == 'good_level_of_development_by_free_school_meals'")["period"]
    assert periods.min() == "2022"
    assert "expected_standard_at_11" not in set(table["measure"])


def read_lait(mirror: Path, measures: list[str]) -> dict[tuple[str, float, str], float]:
    """Return figures of the borough and England as published, by measure, number and the year as the tool writes it."""
    rows = pq.read_table(
        mirror / "benchmarks/lait/bds_long_0.parquet", columns=["Short Desc", "LA Number", "Years", "Values"],
        filters=[("Short Desc", "in", measures), ("LA Number", "in", [HERE, ENGLAND])],
    )  # fmt: skip
    figures = {
        (row["Short Desc"], row["LA Number"], row["Years"]): float(row["Values"]) if row["Values"] != "-" else math.nan
        for row in rows.to_pylist()
    }
    assert figures
    return figures
