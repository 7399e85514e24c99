"""The council's figures recomputed from the published extracts, against counts made apart from the pipeline."""

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from fairer_stockton.definitions.claims import ClaimedFigure
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def claims(real: Settings) -> pd.DataFrame:
    return pd.read_parquet(real.measures / "claims.parquet").set_index(["claim", "of"])


@pytest.mark.parametrize(
    ("claim", "of", "recomputed", "verdict"),
    [
        ("unemployment", "Stockton-on-Tees", 5.7, "differs"),
        ("unemployment", "England", 3.9, "reproduced"),
        ("fuel_poverty", "Stockton-on-Tees, households", 9_219, "reproduced"),
        ("fuel_poverty", "Stockton-on-Tees", 100 * 9_219 / 81_906, "reproduced"),
        ("children_in_poverty", "Stockton-on-Tees", 26.8, "differs"),
        ("children_low_income", "England", 18.6, "differs"),
        ("loneliness", "Stockton-on-Tees, adults", 0.05 * 158_010, "differs"),
        ("partnership_populations", "Ingleby Barwick", 23_051, "reproduced"),
        ("partnership_populations", "Thornaby", 25_876, "reproduced"),
        ("partnership_populations", "Billingham", 37_364, "differs"),
        ("partnership_populations", "Stockton Rural", 25_906, "differs"),
        ("children_in_care", "Stockton-on-Tees", 577, "reproduced"),
        ("english_and_maths", "Stockton-on-Tees", 45.2, "reproduced"),
        ("residents", "Stockton-on-Tees", 197_419, "differs"),
    ],
)
def test_figures_read_off_the_extracts(
    claims: pd.DataFrame, claim: str, of: str, recomputed: float, verdict: str
) -> None:
    row = claims.loc[(claim, of)]
    assert row["recomputed"] == pytest.approx(recomputed)
    assert row["verdict"] == verdict


def test_the_partnerships_add_up_to_the_residents_of_the_same_year(claims: pd.DataFrame, mirror: Path) -> None:
    partnerships = claims.loc["partnership_populations"]
    stated = partnerships["stated"].str.replace(",", "").astype(int)
    assert stated.sum() == partnerships["recomputed"].sum() == 196_487


def test_a_period_that_no_text_states_reproduces_a_figure_or_is_the_nearest(real: Settings) -> None:
    with open_empty_database() as connection:
        for path in sorted(real.staged.glob("*.parquet")):
            connection.execute(f"create view {path.stem} as select * from '{path}'")
        connection.execute(f"create view observations as select * from '{real.measures / 'observations.parquet'}'")
        for claim in DEFINITIONS.claims:
            figures = [figure for figure in claim.figures if f"period = '{figure.of_period}'" in figure.query]
            answers = {figure.of: _by_period(connection, figure) for figure in figures}
            for figure in figures:
                reproduces = any(
                    other.verdict(answers[other.of].get(figure.of_period)) == "reproduced" for other in figures
                )
                distances = {period: abs(int(period[:4]) - 2021) for period in answers[figure.of]}
                nearest = distances[figure.of_period] == min(distances.values())
                assert reproduces or nearest, f"{claim.id}, {figure.of}: {figure.of_period} of {sorted(distances)}"


def _by_period(connection: duckdb.DuckDBPyConnection, figure: ClaimedFigure) -> dict[str, float]:
    """What a query gives of every period that its table holds."""
    (table,) = re.findall(r"\bfrom (\w+)", figure.query)
    answers = {}
    for (period,) in connection.execute(f"select distinct period from {table}").fetchall():
        query = figure.query.replace(f"period = '{figure.of_period}'", f"period = '{period}'")
        rows = connection.execute(query).fetchall()
        if rows and rows[0][0] is not None:
            answers[period] = float(rows[0][0])
    return answers


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
