"""On the published extracts: whatever goes into the Indices is declared, so that no fifths compare it with itself."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.measures import SummedMeasure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.observe.sums import SumOfMeasure, compile_neighbourhood_sums_statement
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
CIRCULAR = 0.9
UNDERLYING = {  # File 8 of each edition, by the vintage of its neighbourhoods
    "2011": ("iod2019_underlying_indicators_lsoa11.csv.gz", "lsoa11_code"),
    "2021": ("iod2025_underlying_indicators_lsoa21.csv.gz", "lsoa21_code"),
}


@pytest.fixture(scope="module")
def correlations(real: Settings, mirror: Path) -> "pd.DataFrame":
    """Correlate the figures of every measure in England's neighbourhoods with each indicator under the Indices."""
    there = {path.stem for path in real.staged.glob("*.parquet")} - DEFINITIONS.supplied
    measures = [
        one for one in DEFINITIONS.measures.values() if isinstance(one, SummedMeasure) and there >= {*one.tables}
    ]
    found = []
    tables = {table for measure in measures for table in measure.tables}
    with engine.open_staged_tables(real.staged, tables) as connection:
        of_all = {measure.name: read_figures_of_neighbourhoods(measure, connection) for measure in measures}
    for vintage, (file, code) in UNDERLYING.items():
        indicators = pd.read_csv(mirror / "rebuilt" / file).set_index(code).select_dtypes("number")
        indicators.index = indicators.index.str[1:].astype(int)  # numbers are matched sooner than words
        figures = pd.concat({name: lay_out_by_period(every, vintage) for name, every in of_all.items()}, axis=1)
        figures.columns = figures.columns.map("|".join)
        both = correlate_columns(figures, indicators.reindex(figures.index)).abs()
        found.append(pd.DataFrame({"indicator": both.idxmax(axis=1), "r": both.max(axis=1), "vintage": vintage}))
    table = pd.concat(found).rename_axis("measure").reset_index()
    return table.assign(measure=table["measure"].str.partition("|")[0])


def read_figures_of_neighbourhoods(measure: SummedMeasure, connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return a measure's figure in each neighbourhood, by vintage, number of its code and period."""
    sums = {}
    for part, given in measure.parts.items():
        areas = DEFINITIONS.national.maps.smallest_areas_in(engine.list_columns(connection, given.table))
        statement = compile_neighbourhood_sums_statement(given.table, [SumOfMeasure(measure, part, given)], areas)
        sums[part] = f"(select lsoa_vintage, lsoacd, period, amount::double as amount from ({statement}))"
    return connection.sql(
        "select lsoa_vintage, substr(lsoacd, 2)::integer as number, period, above.amount / below.amount as figure"
        f" from {sums['numerator']} as above inner join {sums['denominator']} as below"
        " using (lsoa_vintage, lsoacd, period) where below.amount > 0 and lsoacd like 'E01%'"
    ).df()


def lay_out_by_period(figures: pd.DataFrame, vintage: str) -> pd.DataFrame:
    """Return a measure's figure in each neighbourhood of a vintage, a column a period."""
    own = figures[figures["lsoa_vintage"] == vintage]
    by_period = own.pivot(index="number", columns="period", values="figure")
    return by_period.loc[:, by_period.std() > 0]  # of neighbourhoods that are all alike there is nothing to correlate


def correlate_columns(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return Pearson's r of each column of one table with each of another, over the rows in which both have a number.

    Pandas takes six times as long, since it correlates the columns of each table among themselves too.
    """
    finite = [table.where(np.isfinite(table)) for table in (left, right)]
    # From their means, so that what is left after large sums are taken from each other is exact.
    x, y = ((table - table.mean()).fillna(0.0).to_numpy(float) for table in finite)
    there, also_there = (table.notna().to_numpy(float) for table in finite)
    rows = there.T @ also_there
    of_x, of_y = x.T @ also_there, there.T @ y
    spread_of_x, spread_of_y = ((x * x).T @ also_there - of_x**2 / rows, there.T @ (y * y) - of_y**2 / rows)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (x.T @ y - of_x * of_y / rows) / np.sqrt(spread_of_x * spread_of_y)
    return pd.DataFrame(r, left.columns, right.columns)


def test_whatever_follows_an_indicator_of_the_indices_is_declared(correlations: pd.DataFrame) -> None:
    circular = correlations[correlations["r"] > CIRCULAR]
    declared = {name for name, measure in DEFINITIONS.measures.items() if measure.part_of_index}
    assert set(circular["measure"]) <= declared, circular.to_string()
    assert {"overcrowded_homes", "no_qualifications", "connectivity"} <= set(circular["measure"])


def test_the_two_that_had_slopes_follow_their_own_indicators(correlations: pd.DataFrame) -> None:
    highest = correlations[correlations["vintage"] == "2021"].set_index("measure")
    assert highest.loc["overcrowded_homes", "indicator"] == "household_overcrowding_indicator_bedrooms"
    assert highest.loc["overcrowded_homes", "r"] > 0.99
    assert highest.loc["no_qualifications", "indicator"] == "adult_skills_and_english_language_proficiency_indicator"


def test_no_fifths_of_the_index_by_itself(real: Settings) -> None:
    declared = [name for name, measure in DEFINITIONS.measures.items() if measure.part_of_index]
    rows = pd.read_parquet(real.measures / "observations.parquet").query("breakdown == 'deprivation_fifth'")
    gaps = pd.read_parquet(real.measures / "gaps.parquet").query("gap_type in ('slope_index', 'most_v_least_fifth')")
    assert not rows["measure"].isin(declared).any()
    assert not gaps["measure"].isin(declared).any()


def test_children_in_low_income_beside_england_or_the_united_kingdom(real_observations: pd.DataFrame) -> None:
    rows = real_observations.query("period == '2024/25' and breakdown == 'all'").set_index(["measure", "area_type"])
    after, before = (
        rows.loc[f"children_in_low_income_{when}_housing_costs", "value"].to_dict() for when in ("after", "before")
    )
    assert (after["borough"], after["england"]) == (26.2, 27.1)
    assert after["region"] == pytest.approx(28.94, abs=0.005)
    assert "united_kingdom" not in after
    assert set(before) >= {"borough", "region", "united_kingdom"}
    assert "england" not in before


def test_englands_children_are_those_of_its_councils(real_observations: pd.DataFrame, mirror: Path) -> None:
    lines = pd.read_csv(next(mirror.rglob("2_AHC_Relative_LA.csv")), skiprows=8, encoding="utf-8-sig")
    counts = lines[lines.iloc[:, 1].astype(str).str.startswith("E")].iloc[:, 3].str.replace(",", "").astype(int)
    rows = real_observations.query("measure == 'children_in_low_income_after_housing_costs' and period == '2024/25'")
    row = rows.set_index("area_type").loc["england"]
    assert (len(counts), counts.sum()) == (296, row["numerator"])
