"""The priority list on the published Indices: known places, published tenths, and a count made apart."""

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.places.priority_evidence import DOMAINS
from fairer_stockton.places.priority_list import rank_priorities
from fairer_stockton.schemas.results.priorities import Priorities
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def staged(real: Settings) -> dict[str, pd.DataFrame]:
    names = {
        "indices": "indices_of_deprivation",
        "lookup": "lsoa11_lsoa21",
        "wards": "lsoa21_wd24",
        "boundaries": "lsoa_boundaries",
    }
    return {given: pd.read_parquet(real.staged / f"{name}.parquet") for given, name in names.items()}


@pytest.fixture(scope="module")
def table(staged: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The list by published figures alone: their 2025 file here has no residents."""
    none = pd.DataFrame({"lsoa21cd": pd.Series(dtype=str), "residents": pd.Series(dtype=float)})
    return rank_priorities(**staged, residents=none, authority=Settings().authority, recipe=DEFINITIONS.recipe)


def test_contract_and_counts(table: pd.DataFrame) -> None:
    Priorities.validate(table, lazy=True)
    places = table[table["kind"] == "neighbourhood"]
    groups = table[table["kind"] == "group"]
    assert len(places) == 124
    assert sorted(" ".join(groups["members"]).split()) == sorted(
        places.loc[places["deprivation_rank"] <= 3375, "area_code"]
    )
    assert sum(len(members.split()) for members in groups["members"]) == 24


def test_the_most_deprived_neighbourhood_is_surely_first(table: pd.DataFrame) -> None:
    first = table.iloc[0]
    assert (first["area_code"], first["deprivation_rank"], first["deprivation_score"]) == ("E01012286", 40, 80.219)
    assert (first["rank_lower_95"], first["rank_upper_95"], first["top_share"]) == (1, 1, 1.0)
    assert (first["editions_in_worst_tenth"], first["domains_in_worst_tenth"]) == (3, 6)


def test_tenths_are_the_published_ones(table: pd.DataFrame, staged: dict[str, pd.DataFrame]) -> None:
    """Count the worst tenths from the publisher's own deciles, by a way of its own."""
    indices, lookup = staged["indices"], staged["lookup"]
    places = table[table["kind"] == "neighbourhood"].set_index("area_code")
    latest = indices[indices["period"] == "2025"].set_index("lsoa21cd").loc[places.index]
    domains = sum((latest[f"{name}_decile"] == 1).astype(int) for name in DOMAINS)
    assert np.array_equal(places["domains_in_worst_tenth"], domains)
    times = (latest["imd_decile"] == 1).astype(int)
    parent = lookup.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["lsoa11cd"].loc[places.index]
    for period in ("2015", "2019"):
        earlier = indices[indices["period"] == period].set_index("lsoa11cd")["imd_decile"]
        times = times + (earlier.loc[parent].to_numpy() == 1)
    assert np.array_equal(places["editions_in_worst_tenth"], times)


def test_stability_adds_up_and_some_are_sure(table: pd.DataFrame) -> None:
    recipe = DEFINITIONS.recipe
    places = table[table["kind"] == "neighbourhood"]
    assert places["top_share"].sum() == pytest.approx(recipe.top, abs=0.01)
    sure = places[places["verdict"] == "surely"]
    assert 1 <= len(sure) <= recipe.top
    # A word is said of a whole range of ranks, which hold for all places at once, and never against its own numbers.
    assert (sure["rank_upper_95"] <= recipe.top).all()
    assert (sure["top_share"] >= 0.95).all()
    assert (places.loc[places["verdict"] == "not", "rank_lower_95"] > recipe.top).all()
    # beyond the most deprived tenth of England nobody comes near
    assert (places.loc[places["deprivation_rank"] > 3375, "top_share"] < 0.01).all()


def test_groups_touch(table: pd.DataFrame) -> None:
    groups = table[table["kind"] == "group"].set_index("area_code")["members"].str.split().map(len)
    assert groups.to_dict() == {
        "group-E01012193": 12,
        "group-E01012198": 1,
        "group-E01012215": 1,
        "group-E01012238": 3,
        "group-E01012245": 1,
        "group-E01012247": 3,
        "group-E01012283": 2,
        "group-E01032543": 1,
    }
