"""The council's figures recomputed from the published extracts, against counts made apart from the pipeline."""

from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def claims(real: Settings) -> pd.DataFrame:
    return pd.read_parquet(real.measures / "claims.parquet").set_index(["claim", "of"])


@pytest.mark.parametrize(
    ("claim", "of", "recomputed", "verdict"),
    [
        ("unemployment", "Stockton-on-Tees", 5.7, "differs"),
        ("unemployment", "England", 3.9, "reproduced"),
        ("fuel_poverty", "Stockton-on-Tees, households", 10_424, "differs"),
        ("children_in_poverty", "Stockton-on-Tees", 26.8, "differs"),
        ("children_low_income", "England", 18.6, "differs"),
        ("loneliness", "Stockton-on-Tees, adults", 0.05 * 158_010, "reproduced"),
        ("partnership_populations", "Billingham", 37_646, "differs"),
        ("partnership_populations", "Stockton Rural", 25_396, "differs"),
    ],
)
def test_figures_read_off_the_extracts(
    claims: pd.DataFrame, claim: str, of: str, recomputed: float, verdict: str
) -> None:
    row = claims.loc[(claim, of)]
    assert row["recomputed"] == pytest.approx(recomputed)
    assert row["verdict"] == verdict


def test_nine_wards_counted_apart(claims: pd.DataFrame, mirror: Path) -> None:
    score, code = "Index of Multiple Deprivation (IMD) Score", "LSOA code (2011)"
    name = "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv.gz"
    index = pd.read_csv(mirror / "rebuilt" / name, usecols=[code, score])
    lookup = "Lower_Layer_Super_Output_Area_(2011)_to_Ward_(2019)_Lookup_in_England_and_Wales.csv"
    wards = index.merge(
        pd.read_csv(mirror / "lookups" / lookup, encoding="utf-8-sig"), left_on=code, right_on="LSOA11CD"
    )
    means = wards.groupby(["WD19CD", "LAD19CD"])[score].mean().rank(ascending=False)
    ours = means.xs("E06000004", level="LAD19CD")
    row = claims.loc[("wards_most_deprived", "Stockton-on-Tees")]
    assert row["recomputed"] == (ours <= len(means) / 10).sum() == 9
    assert row["verdict"] == "reproduced"


def test_no_figure_of_the_survey_is_reproduced_by_the_sample(claims: pd.DataFrame) -> None:
    survey = claims.loc[["belong_local_area", "belong_borough", "get_on_well", "pull_together", "life_expectancy_gap"]]
    assert set(survey["verdict"]) == {"not_yet_checkable"}


def test_what_differs_says_why(claims: pd.DataFrame) -> None:
    assert (claims.loc[claims["verdict"] == "differs", "why"].str.len() > 40).all()
