"""Summaries, neighbours and residents of places, read off the publishers' files by hand."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

STOCKTON = "E06000004"
DFE_NUMBER = 808


def staged(real: Settings, source: str) -> pd.DataFrame:
    return pd.read_parquet(real.staged / f"{source}.parquet")


def test_the_published_summaries_of_the_borough(real: Settings) -> None:
    every = staged(real, "iod_summaries").query("ladcd == @STOCKTON").set_index("period")
    rows = every.loc["2019"].set_index("index_name")
    summaries = ["average_rank", "average_score", "proportion", "extent", "local_concentration"]
    assert rows.loc["imd", summaries].tolist() == [17541.72, 25.79, 0.2083, 0.3024, 32301.09]
    assert rows.loc["imd", [f"rank_of_{name}" for name in summaries]].tolist() == [113, 73, 39, 59, 24]
    assert rows.loc["crime", ["average_score", "rank_of_average_score"]].tolist() == [-0.111, 154]
    assert rows.loc["income", ["scale", "rank_of_scale"]].tolist() == [31750, 74]
    assert rows.loc["employment", ["scale", "rank_of_scale"]].tolist() == [15089.25, 64]
    rows = every.loc["2025"].set_index("index_name")
    assert rows.loc["imd", summaries].tolist() == [17658.71, 25.83, 0.1935, 0.3182, 33332.64]
    assert rows.loc["imd", [f"rank_of_{name}" for name in summaries]].tolist() == [119, 69, 41, 59, 17]
    assert rows.loc["income", ["scale", "rank_of_scale"]].tolist() == [51225, 90]
    rows = every.loc["2015"].set_index("index_name")
    assert rows["rank_of_average_score"].reindex(["imd", "income", "idaopi"]).tolist() == [87, 61, 88]


def test_every_council_is_in_every_index(real: Settings) -> None:
    councils = staged(real, "iod_summaries").groupby(["period", "index_name"])["ladcd"].nunique()
    for period, each in {"2015": [317] * 10, "2019": [317] * 10, "2025": [296] * 8}.items():
        assert councils[period].tolist() == each


def test_the_statistical_neighbours_of_the_borough_in_order(real: Settings) -> None:
    rows = staged(real, "statistical_neighbours").query("la_number == @DFE_NUMBER").sort_values("place")
    assert rows["neighbour_number"].tolist() == [841, 332, 888, 390, 384, 351, 840, 372, 894, 344]
    assert set(rows["closeness"]) == {"Very close"}


def test_authorities_that_are_no_more_have_no_neighbours(real: Settings) -> None:
    rows = staged(real, "statistical_neighbours")
    assert rows["la_number"].nunique() == 153
    assert not {835, 836, 837, 909, 928} & set(rows["la_number"])


def test_the_similar_areas_of_the_borough_in_order(real: Settings) -> None:
    rows = staged(real, "similar_areas").query("areacd == @STOCKTON").sort_values("place")
    assert len(rows) == 20
    first = rows["neighbour_cd"].tolist()[:5]
    assert first == ["E06000006", "E08000018", "E08000036", "E07000033", "E08000038"]


@pytest.mark.parametrize("source", ["census_disability", "census_ethnicity"])
def test_residents_of_the_borough_on_census_day(real: Settings, source: str) -> None:
    lookup = staged(real, "lsoa21_wd24")
    ours = lookup.loc[lookup["lad24cd"] == STOCKTON, "lsoa21cd"]
    rows = staged(real, source)
    inside = rows[rows["lsoa21cd"].isin(ours)]
    assert len(inside) == 124
    assert inside["residents"].sum() == pytest.approx(196_594, abs=100)


@pytest.mark.parametrize(
    ("source", "file", "parts"),
    [
        ("census_disability", "census_disability21_lsoa21_ew_long", {"disabled": "Disabled under the Equality Act"}),
        (
            "census_ethnicity",
            "census_ethnicity21_lsoa21_long",
            {
                "asian": "Asian, Asian British or Asian Welsh",
                "black": "Black, Black British, Black Welsh, Caribbean or African",
                "mixed": "Mixed or Multiple ethnic groups",
                "white": "White",
                "other": "Other ethnic group",
            },
        ),
    ],
)
def test_groups_counted_again_from_the_file(
    real: Settings, mirror: Path, source: str, file: str, parts: dict[str, str]
) -> None:
    with gzip.open(mirror / f"rebuilt/{file}.csv.gz", "rt", encoding="utf-8-sig") as lines:
        raw = pd.read_csv(lines)
    (group,) = set(raw.columns) & {"disability", "ethnic_group"}
    sums = raw.groupby(group)["n"].sum()
    rows = staged(real, source)
    assert rows[[*parts]].sum().to_dict() == {column: sums[word] for column, word in parts.items()}


@pytest.mark.parametrize(
    ("year", "file"), [("2017", "population17_lsoa11"), ("2020", "population_mid2020_single_year_lsoa11")]
)
def test_ages_of_every_neighbourhood_counted_again_from_the_file(
    real: Settings, mirror: Path, year: str, file: str
) -> None:
    raw = pd.read_csv(mirror / f"rebuilt/{file}.csv.gz").set_index("lsoa11_code")
    rows = staged(real, "population_by_age").query("period == @year").set_index("lsoa11cd").loc[raw.index]
    assert (rows["aged_0_15"] + rows["aged_16_64"] + rows["aged_65_plus"] == rows["residents"]).all()
    assert (rows["residents"] == raw["total_population"]).all()
    for column, first, last in (("aged_0_15", "0", "15"), ("aged_16_64", "16", "64"), ("aged_65_plus", "65", "90+")):
        assert (rows[column] == raw.loc[:, first:last].sum(axis=1)).all()
