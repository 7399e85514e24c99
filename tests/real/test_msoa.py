"""MSOAs on the published extracts: which neighbourhoods they hold, what they are called, and the publisher's sums."""

import csv
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

SPLIT = {"E02002548": {"E02007060", "E02007061"}, "E02002557": {"E02007062", "E02007063"}}  # 014 and 023 of the borough


def lookup(real: Settings) -> pd.DataFrame:
    return pd.read_parquet(real.staged / "lsoa_msoa.parquet")


def test_the_boroughs_msoas_are_those_of_the_publishers_boundaries(real: Settings, mirror: Path) -> None:
    own = lookup(real)
    own = own[own["msoa21nm"].str.startswith("Stockton-on-Tees ")]
    assert (own["lsoa11cd"].nunique(), own["msoa11cd"].nunique()) == (120, 24)
    assert (own["lsoa21cd"].nunique(), own["msoa21cd"].nunique()) == (124, 26)
    boundaries = (mirror / "boundaries/msoa_E06000004.geojson").read_text(encoding="utf-8")
    assert all(f'"{code}"' in boundaries for code in own["msoa21cd"].unique())
    for old, new in SPLIT.items():
        assert set(own.loc[own["msoa11cd"] == old, "msoa21cd"]) == new


def test_every_pair_of_msoas_is_one_of_the_publishers_lookup(real: Settings, mirror: Path) -> None:
    path = mirror / "lookups/MSOA11 to MSOA21 to LAD22 EW.csv"
    with path.open(encoding="utf-8-sig") as file:
        published = {(row["MSOA11CD"], row["MSOA21CD"]) for row in csv.DictReader(file)}
    pairs = set(lookup(real)[["msoa11cd", "msoa21cd"]].itertuples(index=False, name=None))
    assert len(pairs) == 7_286
    assert pairs == published
    folkestone = lookup(real).set_index("lsoa11nm")["msoa11nm"]
    assert folkestone["Shepway 014E"] == "Shepway 015"  # named for the MSOA beside its own


def test_figures_add_up_to_the_publishers_own_table_by_msoa(real_observations: pd.DataFrame, mirror: Path) -> None:
    with zipfile.ZipFile(mirror / "census/nomis_bulk/census2021-ts067.zip") as archive:
        text = archive.read("census2021-ts067-msoa.csv").decode("utf-8-sig")
    rows = {row["geography code"]: row for row in csv.DictReader(io.StringIO(text))}
    ours = real_observations.query("measure == 'no_qualifications' and area_type == 'msoa' and vintage == '2021'")
    assert len(ours) == 26
    for area in ours.itertuples():
        published = {name.split(": ")[-1]: int(count) for name, count in list(rows[area.area_code].items())[3:]}
        # Census counts are perturbed apart for each kind of area.
        assert area.numerator == pytest.approx(published["No qualifications"], abs=30)
        total = next(count for name, count in published.items() if name.startswith("All usual residents"))
        assert area.denominator == pytest.approx(total, abs=60)


def test_pages_have_the_names_that_people_know_and_tables_the_publishers_too(real: Settings) -> None:
    memberships = pd.read_parquet(real.measures / "memberships.parquet").set_index("area_code")
    names = memberships[["area_name", "published_name"]].drop_duplicates()
    names = {code: tuple(pair) for code, *pair in names.itertuples()}
    assert names["E02007060"] == ("Central Stockton & Portrack", "Stockton-on-Tees 025")
    assert names["E01012187"] == ("Rimswell & Bishopsgarth 011A", "Stockton-on-Tees 011A")
    now = memberships[(memberships["area_type"] == "lsoa") & (memberships["vintage"] == "2021")]
    assert now.groupby(level=0)["area_name"].first().is_unique


def test_what_the_council_supplies_has_no_figure_by_msoa(real_observations: pd.DataFrame) -> None:
    msoas = real_observations[real_observations["area_type"] == "msoa"]
    tables = set(" ".join(msoas["sources"].unique()).split())
    assert tables
    assert not tables & DEFINITIONS.supplied
    wards = real_observations[real_observations["area_type"] == "ward"]
    assert set(" ".join(wards["sources"].unique()).split()) & DEFINITIONS.supplied
