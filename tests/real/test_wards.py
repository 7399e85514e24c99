"""Figures of wards and neighbourhoods against the publishers' files, read again without the pipeline."""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from tests.real.test_known_answers import figure

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
STOCKTON = "E06000004"


def rows_of(mirror: Path, name: str) -> Iterator[dict[str, str]]:
    """Read the rows of a compressed CSV of the mirror."""
    (path,) = mirror.rglob(name)
    with gzip.open(path) as stream:
        yield from csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig"))


def wards_of(observations: pd.DataFrame, measure: str, vintage: str) -> pd.DataFrame:
    rows = observations[(observations["measure"] == measure) & (observations["area_type"] == "ward")]
    return rows[rows["vintage"] == vintage]


def test_turnout_of_the_borough_and_its_wards(real_observations: pd.DataFrame) -> None:
    borough = figure(real_observations, "turnout", "2023")
    assert borough["denominator"] == 141_842
    assert round(borough["value"], 1) == 33.2
    wards = wards_of(real_observations, "turnout", "2024").set_index("area_name")["value"]
    assert len(wards) == 27
    assert (wards.idxmin(), wards.min()) == ("Newtown", 19.3)
    assert (wards.idxmax(), wards.max()) == ("Norton North", 51.1)
    assert not real_observations.loc[real_observations["measure"] == "turnout", "synthetic"].any()


def test_turnout_of_each_ward_is_the_published_one(real: Settings, mirror: Path) -> None:
    published = {
        re.sub("[^a-z]", "", row["WARDNAME"].lower().replace("&", "and")): float(row["TURNOUT"])
        for row in rows_of(mirror, "LEH-Candidates-2023_Ward_Level.csv.gz")
        if row["DISTRICTNAME"] == "Stockton-on-Tees"
    }
    observations = pd.read_parquet(real.measures / "observations.parquet")
    wards = wards_of(observations, "turnout", "2024")
    names = wards["area_name"].str.lower().str.replace("[^a-z]", "", regex=True)
    assert dict(zip(names, wards["value"], strict=True)) == published


def test_turnout_of_england_is_of_the_districts_that_voted(real_observations: pd.DataFrame, mirror: Path) -> None:
    rows = [*rows_of(mirror, "LEH-Candidates-2023_Ward_Level.csv.gz")]
    assert len(Counter(row["DISTRICTNAME"] for row in rows)) == 230
    england = figure(real_observations, "turnout", "2023", "england")
    electorate = sum(int(row["ELECT"]) for row in rows)
    votes = sum(int(row["ELECT"]) * float(row["TURNOUT"]) / 100 for row in rows)
    assert england["denominator"] == electorate
    assert england["numerator"] == pytest.approx(votes, abs=100)  # each ward's to the nearest vote
