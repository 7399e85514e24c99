"""Communities and the six gaps: figures read again from the publishers' own files, and what no figure is of."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

BOROUGH, STOCKTON_IN_LAIT, ENGLAND_IN_LAIT = "E06000004", 808, 970

# Of the ten areas that the Office for National Statistics finds most alike, those that arrange social care in England.
COUNCILS_MOST_ALIKE = ("Barnsley", "Halton", "Knowsley", "Rotherham", "St. Helens", "Sunderland", "Wakefield")


@pytest.fixture(scope="module")
def communities(real: Settings) -> pd.DataFrame:
    """The communities of the published extracts, without what is the sample's."""
    rows = pd.read_parquet(real.measures / "communities.parquet")
    return rows[~rows["synthetic"]]


@pytest.fixture(scope="module")
def lait(mirror: Path) -> pd.DataFrame:
    """The publisher's table of children and schools, as it came."""
    return pd.read_parquet(mirror / "benchmarks/lait/bds_long_0.parquet")


def read_lait(lait: pd.DataFrame, measure: str, years: str, authority: int) -> float:
    rows = lait[(lait["Short Desc"] == measure) & (lait["Years"] == years) & (lait["LA Number"] == authority)]
    assert len(rows) == 1
    return float(rows["Values"].iloc[0])


def find_row(communities: pd.DataFrame, community: str, gap: str, measure: str, period: str) -> pd.Series:
    rows = communities.query("community == @community and gap == @gap and measure == @measure and period == @period")
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("community", "gap", "measure", "period", "own", "other"),
    [
        # (as the tool names them, its year, the figure read off by hand)
        ("learning_disability", "learning", "attainment_8_sen", "2025",
         ("SEN_Stat_AVG_Attain8_Score", 13.9), ("SEN_NoID_AVG_Attain8_Score", 49.0)),
        ("learning_disability", "jobs", "stays_in_learning_or_work_after_16", "2023",
         ("SusEdOverall_SEN_Stat_incSpec", 74.6), ("SusEdOverall_NoSEN_incSpec", 90.2)),
        ("ethnic_minorities", "learning", "attainment_8_ethnic_group", "2025",
         ("AVG_Attain8_Score_Asian", 54.6), ("AVG_Attain8_Score_White", 43.8)),
        ("families_in_poverty", "learning", "attainment_8", "2025",
         ("FSM_AVG_Attain8_Score", 34.8), ("NonFSM_AVG_Attain8_Score", 49.1)),
        ("children_in_need", "learning", "attainment_8_social_care", "2025",
         ("CIN_Avg_Attain8_KS4", 16.3), ("AVG_Attain8_Score", 45.0)),
    ],
)  # fmt: skip
def test_a_community_and_whom_it_is_compared_with(
    communities: pd.DataFrame,
    lait: pd.DataFrame,
    community: str,
    gap: str,
    measure: str,
    period: str,
    own: tuple[str, float],
    other: tuple[str, float],
) -> None:
    row = find_row(communities, community, gap, measure, period)
    for (name, figure), side in ((own, "group_value"), (other, "else_value")):
        rows = lait[(lait["Short Desc"] == name) & (lait["LA Number"] == STOCKTON_IN_LAIT)]
        rows = rows[rows["Years"].astype(str).str.startswith(period)]
        assert float(rows["Values"].iloc[0]) == pytest.approx(figure)
        assert row[side] == pytest.approx(figure)
    assert row["value"] == pytest.approx(own[1] - other[1])
    assert row[["lower_95", "upper_95"]].isna().all()  # the publisher gives no interval, so nothing is said to be clear
    assert row["direction"] in ("moved_closer", "moved_apart", "moved_across", "little_changed")
    assert row["area_code"] == BOROUGH


@pytest.mark.parametrize(
    ("gap", "measure", "name", "figure", "england"),
    [
        ("jobs", "care_leavers_in_work_or_learning", "CareLeaverEET", 49.0, 54.0),
        ("housing", "care_leavers_in_suitable_homes", "CareLeaverAcc", 79.0, 89.0),
        ("networks", "looked_after_children_far_from_home", "LACDistance", 7.0, 18.0),
        ("health", "looked_after_children_wellbeing", "Emotional_LAC", 14.5, 14.9),
        ("services", "child_assessments_in_time", "Continue_Assess_Comp", 89.6, 85.7),
    ],
)
def test_figures_of_children_in_need_alone(
    communities: pd.DataFrame, lait: pd.DataFrame, gap: str, measure: str, name: str, figure: float, england: float
) -> None:
    row = find_row(communities, "children_in_need", gap, measure, "2025")
    assert read_lait(lait, name, "2025", STOCKTON_IN_LAIT) == pytest.approx(figure)
    assert read_lait(lait, name, "2025", ENGLAND_IN_LAIT) == pytest.approx(england)
    assert (row["group_value"], row["england_value"]) == (pytest.approx(figure), pytest.approx(england))
    assert row[["else_value", "value"]].isna().all()
    assert row["note"].startswith("no figure for everyone else")


def test_care_users_who_find_information_over_the_years(communities: pd.DataFrame, mirror: Path) -> None:
    with (mirror / "health/oflog_adult_social_care_2015_2023.csv").open(encoding="utf-8-sig") as lines:
        published = {
            (line["Local authority name"], line["Financial year"].replace("-", "/")): float(line["Value"])
            for line in csv.DictReader(lines)
            if line["Measure"].endswith("Ease of finding information about services : service users")
            and line["Value"] not in ("", "NA")
        }
    rows = communities.query("community == 'adult_social_care' and measure == 'care_users_find_information'")
    ours = {period: value for (name, period), value in published.items() if name == "Stockton-on-Tees"}
    assert (ours["2015/16"], ours["2022/23"]) == (81.5, 71.8)
    assert dict(zip(rows["period"], rows["group_value"], strict=True)) == ours
    assert "2020/21" not in ours  # nobody was asked
    latest = rows.set_index("period").loc["2022/23"]
    alike = sorted(published[name, "2022/23"] for name in (*COUNCILS_MOST_ALIKE, "Stockton-on-Tees"))
    assert (latest["councils"], latest["median_of_councils"]) == (8, pytest.approx((alike[3] + alike[4]) / 2))


def test_every_published_measure_that_a_community_names_has_a_figure(communities: pd.DataFrame) -> None:
    named = {
        (community.name, gap.name, measure)
        for community in DEFINITIONS.communities.values()
        for gap in DEFINITIONS.six_gaps.values()
        for measure in gap.measures
        if measure in community.other
    }
    shown = communities[communities["group_value"].notna()]
    assert named <= set(zip(shown["community"], shown["gap"], shown["measure"], strict=True))
    paired = {
        (community.name, measure)
        for community in DEFINITIONS.communities.values()
        for measure, other in community.other.items()
        if len(other.groups) == 2
    }
    compared = shown[shown["value"].notna()]
    assert paired == set(zip(compared["community"], compared["measure"], strict=True))


def test_fifteen_of_the_eighty_four_pairs_have_a_published_figure(real: Settings) -> None:
    rows = pd.read_parquet(real.measures / "communities.parquet")
    published = rows[rows["group_value"].notna() & ~rows["synthetic"]]
    assert len(published[["community", "gap"]].drop_duplicates()) == 15
    assert len(rows[["community", "gap"]].drop_duplicates()) == 84
