"""Learning, work and access: figures read off the publishers' files by hand, and one publisher against another."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
STOCKTON = "E06000004"


def read_rows(mirror: Path, path: str) -> list[dict[str, str]]:
    with (mirror / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("measure", "period", "category", "borough", "england"),
    [
        ("adult_obesity", "2024/25", "all", 32.19116, 26.64292),
        ("cigarette_smokers", "2020 to 2024", "all", 10.7, 11.5),
        ("early_cancer_diagnosis", "2022", "all", 53.875, 56.75578),
        ("economically_inactive", "2023", "all", 22.3, 21.0),
        ("english_and_maths_by_19", "2024/25", "all", 74.254, 73.154),
        ("apprenticeships_started", "2024/25", "all", 1105, 959),
        ("adults_in_further_education", "2024/25", "all", 7284, 5174),
        ("domestic_gas_use", "2024/25", "all", 10247.47676, 9881.399368),
        ("library_within_a_walk", "2024-05", "all", 88, 78),
        ("station_within_a_walk", "2024-06", "all", 46, 58),
        ("visited_a_public_library", "2023/24", "all", 21, 25),
        ("museums", "2021-09", "all", 0.51, 4.45),
        ("persistent_absence", "2006/07", "all", 18.13159, None),
        ("persistent_absence_free_school_meals", "2024/25", "Eligible", 32.22186, 32.03638),
        ("persistent_absence_social_care", "2025", "Children in need", 47.3, 46.0),
        ("persistent_absence_social_care", "2025", "Looked-after children", 16.7, 20.3),
        ("suspended_pupils", "2024", "Looked-after children", 17.31, 14.55),
        ("attainment_8_sen", "2025", "SEN support", 34.4, 33.8),
        ("attainment_8_sen", "2025", "Education, health and care plan", 13.9, 14.8),
        ("attainment_8_social_care", "2025", "Looked-after children", 18.2, 17.3),
        ("expected_standard_sen", "2025", "SEN support", 30, 29),
        ("expected_standard_disadvantaged", "2025", "Not disadvantaged", 74, 70),
        ("good_level_of_development", "2025", "Eligible", 54.1, 51.3),
        ("phonics_check_sen", "2025", "SEN support", 48, 52),
        ("level_2_english_maths_at_19", "2024", "Eligible", 52.81, 51.94),
        ("plans_within_20_weeks", "2024", "all", 71.2, 46.4),
        ("looked_after_children", "2025", "all", 125, 67),
        ("real_living_wage", "2025", "all", 78.8, 85.3),
        ("real_living_wage", "2016", "all", 76, 76.8),
        ("gender_pay_gap", "2022", "all", 18.4, None),
    ],
)
def test_the_borough_and_england(
    real_observations: pd.DataFrame, measure: str, period: str, category: str, borough: float, england: float | None
) -> None:
    rows = real_observations.query("measure == @measure and period == @period and category == @category")
    values = rows.set_index("area_type")["value"]
    assert values["borough"] == pytest.approx(borough, abs=0.005)
    if england is not None:
        assert values["england"] == pytest.approx(england, abs=0.005)
    assert not rows["synthetic"].any()


@pytest.mark.parametrize(
    ("measure", "period", "lower", "upper"),
    [
        ("adult_obesity", "2024/25", 28.33638, 36.19744),
        ("visited_a_museum_or_gallery", "2023/24", 31, 41),
        ("cardiovascular_mortality", "2022 to 2024", 26.2931602813767, 35.7143278168495),
    ],
)
def test_the_publishers_limits(
    real_observations: pd.DataFrame, measure: str, period: str, lower: float, upper: float
) -> None:
    rows = real_observations.query("measure == @measure and period == @period and area_type == 'borough'")
    assert rows[["lower_95", "upper_95"]].to_numpy().tolist() == [pytest.approx([lower, upper])]


def test_care_leavers_are_counted(real_observations: pd.DataFrame) -> None:
    row = real_observations.query(
        "measure == 'care_leavers_in_work_or_learning' and period == '2025' and area_type == 'borough'"
    ).iloc[0]
    assert (row["numerator"], row["value"]) == (91, 49)
    assert row["lower_95"] == pytest.approx(42, abs=0.5)  # Wilson's interval of 91 in 186
    assert row["upper_95"] == pytest.approx(56, abs=0.5)


@pytest.mark.parametrize(
    ("file", "indicator", "short_name", "apart"),
    [
        (
            "persistent-absences-for-pupils-looked-after-by-local-authorities.csv",
            "Persistent absences for pupils looked after by local authorities",
            "LAC_Pers_Abs",
            0.006,
        ),
        ("persistent-absences-for-all-pupils.csv", "Persistent absences for all pupils", "TotPerAbNew", 0.006),
        # by the council that reports a school, and by the school's postcode: 70.4 and 70.1 in 2022
        ("early-years.csv", "Literacy", "FSP_NEW_LIT", 0.35),
        (
            "pupils-at-expected-standards-by-end-of-primary-school.csv",
            "Pupils meeting the expected standard in reading, writing and maths",
            "KS2RWM_Expected_STD",
            0.006,
        ),
    ],
)
def test_two_publishers_of_one_figure_agree(
    real: Settings, mirror: Path, file: str, indicator: str, short_name: str, apart: float
) -> None:
    tool = pd.read_parquet(real.staged / "lait.parquet").query("measure == @short_name and la_number == 808")
    of_tool = tool.dropna(subset=["value"]).set_index("period")["value"]
    rows = [row for row in read_rows(mirror, f"ons_els/{file}") if row["areacd"] == STOCKTON]
    of_ons = {
        str(int(row["period"][:4]) + 1): float(row["observation"])
        for row in rows
        if row["indicator"] == indicator and row["observation"]
    }
    shared = sorted(of_tool.index.intersection(list(of_ons)))
    assert len(shared) >= 4
    # the tool rounds absence to two places
    assert [of_ons[year] for year in shared] == pytest.approx(of_tool[shared].to_list(), abs=apart)


def test_attainment_by_disadvantage_of_another_copy_is_that_of_2022(real: Settings, mirror: Path) -> None:
    """Both copies hold the department's figures: the other gives 50 and 72, which the tool has for 2022; 2025 is 74."""
    tool = pd.read_parquet(real.staged / "lait.parquet").query("la_number == 808").set_index(["measure", "period"])
    copy = read_rows(mirror, "learning/smc_attainment_age11_la_disadvantage.csv")
    here = next(row for row in copy if row["Local authority"] == "Stockton-on-Tees")
    assert (here["Disadvantaged"], here["Not known to be disadvantaged"]) == ("50", "72")
    values = tool["value"]
    assert (values["DAP_NEW_KS2_RWM", "2022"], values["NonDAP_NEW_KS2_RWM", "2022"]) == (50, 72)
    assert (values["DAP_NEW_KS2_RWM", "2025"], values["NonDAP_NEW_KS2_RWM", "2025"]) == (50, 74)


def test_the_year_of_closed_schools_has_no_figure(real_observations: pd.DataFrame) -> None:
    absence = real_observations.query("measure == 'persistent_absence_free_school_meals' and area_type == 'borough'")
    shown = set(absence.loc[absence["value"].notna(), "period"])
    assert "2018/19" in shown
    assert "2019/20" not in shown
    assert "2020/21" in shown


def test_every_area_of_the_engagement_survey_stands_once(real: Settings, mirror: Path) -> None:
    rows = read_rows(mirror, "ons_els/engagement-with-culture-and-heritage.csv")
    assert sum(row["areacd"] == "E47000001" for row in rows) == 8  # of four indicators
    staged = pd.read_parquet(real.staged / "ons_els.parquet")
    assert (staged.query("areacd == 'E47000001'")["indicator"] == "Visited a public library").sum() == 1
    assert staged["areacd"].str.fullmatch(r"[EWSNK]\d{8}").all()


def test_claimants_of_the_wards_come_near_the_boroughs(real_observations: pd.DataFrame, mirror: Path) -> None:
    rows = real_observations.query("measure == 'claimants_by_ward' and period == '2023-10'")
    wards = rows[rows["area_type"] == "ward"].set_index("area_name")["numerator"]
    borough = rows[rows["area_type"] == "borough"]["numerator"].iloc[0]
    assert (len(wards), wards.sum(), borough) == (26, 4_665, 4_675)  # each is rounded to five
    assert (wards["Stockton Town Centre"], wards["Northern Parishes"]) == (580, 20)
    assert not (rows["area_type"] == "england").any()
    later = [
        row["value"]
        for row in read_rows(mirror, "work/trafford_themes/claimant_count.csv")
        if (row["area_code"], row["period"], row["measure"]) == (STOCKTON, "October 2023", "Count")
    ]
    assert later == ["4625"]  # the publisher has revised it since


def test_the_provisional_living_wage_differs_from_the_later_figure(real_observations: pd.DataFrame) -> None:
    borough = real_observations.query("period == '2022' and area_type == 'borough' and category == 'all'")
    values = borough.set_index("measure")["value"]
    assert 100 - values["real_living_wage"] == pytest.approx(13.7)
    assert values["jobs_below_living_wage"] == pytest.approx(12.9)
