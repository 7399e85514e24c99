"""Census and pandemic figures by MSOA against the publishers' files, read again without the pipeline."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.real.test_known_answers import figure

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


def rows_of(mirror: Path, name: str) -> Iterator[dict[str, str]]:
    """Read the rows of a compressed CSV of the mirror."""
    (path,) = mirror.rglob(name)
    with gzip.open(path) as stream:
        yield from csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig"))


@pytest.mark.parametrize(
    ("measure", "period", "numerator", "denominator"),
    [  # added up from the files by hand
        ("main_language_not_english", "2021", 5_666, 190_447),
        ("limited_english", "2021", 1_100 + 234, 190_447),
        ("lesbian_gay_bisexual_residents", "2021", 2_283 + 1_469 + 325, 158_006),
        ("moved_in_the_last_year", "2021", 16_088 + 854, 194_678),
        ("unpaid_carers", "2021", 185_864 - 167_639, 185_864),
        ("unpaid_care_of_50_hours", "2021", 6_201, 185_864),
        ("covid_deaths", "2020 to 2021", 438, 197_419),
        ("covid_vaccination", "2020 to 2021", 74_061, 77_261),
    ],
)
def test_the_borough_is_its_msoas(
    real_observations: pd.DataFrame, measure: str, period: str, numerator: int, denominator: int
) -> None:
    found = figure(real_observations, measure, period)
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)


@pytest.mark.parametrize(
    ("measure", "period", "numerator", "denominator"),
    [
        ("main_language_not_english", "2021", 5_033_890, 54_686_051),
        ("moved_in_the_last_year", "2021", 5_343_460 + 528_699, 55_911_062),
        ("unpaid_carers", "2021", 53_413_057 - 48_734_819, 53_413_057),
        ("covid_deaths", "2020 to 2021", 116_578, 56_550_138),
    ],
)
def test_england_is_its_msoas(
    real_observations: pd.DataFrame, measure: str, period: str, numerator: int, denominator: int
) -> None:
    found = figure(real_observations, measure, period, "england")
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)


def test_covid_deaths_of_each_msoa_are_the_published_ones(real_observations: pd.DataFrame, mirror: Path) -> None:
    published = {
        row["MSOA11CD"]: int(row["Up_to_April21"])
        for row in rows_of(mirror, "msoa_covid_deaths_data_up_to_april_2021.csv.gz")
    }
    rows = real_observations[
        (real_observations["measure"] == "covid_deaths")
        & (real_observations["area_type"] == "msoa")
        & (real_observations["vintage"] == "2011")
    ]
    assert len(rows) == 24
    assert rows["numerator"].tolist() == rows["area_code"].map(published).tolist()
