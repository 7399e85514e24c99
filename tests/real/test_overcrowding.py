"""Overcrowded homes at the censuses of 2011 and 2021, against the bytes of the files and what the publisher said."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

COUNTS = ("rating_2plus", "rating_1", "rating_0", "rating_negative_1", "rating_negative_2less")


@pytest.fixture(scope="module")
def msoas(mirror: Path) -> list[dict[str, str]]:
    with (mirror / "census/msoa2011/msoa_overcrowding_2011_data.csv").open(encoding="utf-8-sig") as lines:
        return [row for row in csv.DictReader(lines) if row["MSOA11CD"][1:3] == "02"]


def count_overcrowded(rows: Iterable[dict[str, str]]) -> tuple[int, int]:
    rows = list(rows)
    crowded = sum(int(row["rating_negative_1"]) + int(row["rating_negative_2less"]) for row in rows)
    return crowded, sum(int(row["total_households"]) for row in rows)


def test_the_file_has_the_rating_for_bedrooms(msoas: list[dict[str, str]]) -> None:
    """Compare with the census analysis of 17 April 2014: 23.4 million households in England and Wales, by bedrooms."""
    crowded, homes = count_overcrowded(msoas)
    assert (round(crowded / 1e6, 1), round(homes / 1e6, 1), round(100 * crowded / homes, 1)) == (1.1, 23.4, 4.5)
    sums = [round(sum(int(row[name]) for row in msoas) / 1e6, 1) for name in COUNTS[:3]]
    assert sums == [8.1, 8.1, 6.2]
    assert all(sum(int(row[name]) for name in COUNTS) == int(row["total_households"]) for row in msoas)


def test_two_censuses_of_borough_england_and_local_areas(
    real_observations: pd.DataFrame, msoas: list[dict[str, str]]
) -> None:
    rows = real_observations.query("measure == 'overcrowded_homes' and breakdown == 'all' and converted_from == ''")
    earlier = rows[rows["period"] == "2011"]
    for area_type, inside in (
        ("borough", [row for row in msoas if row["MSOA11NM"].startswith("Stockton-on-Tees ")]),
        ("england", [row for row in msoas if row["MSOA11CD"].startswith("E")]),
    ):
        figure = earlier[earlier["area_type"] == area_type].iloc[0]
        assert (figure["numerator"], figure["denominator"]) == count_overcrowded(inside)
    assert count_overcrowded(row for row in msoas if row["MSOA11NM"].startswith("Stockton-on-Tees ")) == (2357, 79159)
    own = earlier[earlier["area_type"] == "msoa"]
    assert len(own) == 24
    assert own["denominator"].sum() == 79159
    assert set(rows.loc[rows["area_type"] == "borough", "period"]) == {"2011", "2021"}
    assert not (earlier["area_type"] == "lsoa").any(), "2011 is held by MSOA alone"
