"""What is added without code: a measure is one file, and a map of wards a lookup and an entry.

Both are added to one copy of the project, which then makes an edition in a process of its own.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.sample.completeness import CONTENTS
from tests.conftest import (
    DEFINITIONS,
    FILES_OF_SOURCE,
    ONE_PROCESS,
    PROJECT,
    STAGES,
    WITHOUT_PICTURES,
    project_copied,
)

pytestmark = pytest.mark.xdist_group("additions")

TITLE = "Homes rented from the council or a housing association, added by a test"
MEASURE = f"""
title     = "{TITLE}"
question  = "Where are the socially rented homes?"
framework = "Share of people in decent housing"
statistic = "proportion"
unit      = "percent"
polarity  = "neutral"
proxy_for = "Nothing: it shows that a measure is one file."

[numerator]
table = "census_ts054"
sum   = "households - owned_outright"

[denominator]
table = "census_ts054"
sum   = "households"

[[example]]
census_ts054 = [{{ households = 8, owned_outright = 6 }}]
expect       = {{ numerator = 2, denominator = 8 }}
"""
YEAR = (("wd19", "wd21"), ("lad19", "lad21"), ("WD19", "WD21"), ("LAD19", "LAD21"), ("2019", "2021"))
MAP = """
[[map]]
area_type   = "ward"
vintage     = "2021"
lookup      = "lsoa11_wd21"
parts       = "lsoa11cd"
code        = "wd21cd"
name        = "wd21nm"
holder      = "lad21cd"
holder_name = "lad21nm"
"""
# All that places rest on, and the censuses of the measures: each is read again, since a map is for every source.
SOURCES = {*DEFINITIONS.national.maps.place_tables, "census_ts054", "census_ts067"}


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Add both to a small copy of the project, and run every stage in it."""
    project = tmp_path_factory.mktemp("added")
    project_copied(project, ["no_qualifications", "renting_privately"], SOURCES)
    (project / "fairer_stockton/council/claims.toml").unlink()  # which are checked against other sources
    copy_sample(project / "raw/sample")
    measures = project / "fairer_stockton/measures/housing_and_physical_environment"
    (measures / "added_by_a_test.toml").write_text(MEASURE, encoding="utf-8")
    add_map(project)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FAIRER_")}
    folders = {"FAIRER_RAW": "raw", "FAIRER_PROCESSED": "processed", "FAIRER_REPORTS": "reports"}
    few = {"FAIRER_PROFILES": "none", **ONE_PROCESS}
    command = [sys.executable, "-c", WITHOUT_PICTURES + STAGES, "ingest,validate,measure,report", "--quiet"]
    subprocess.run(command, cwd=project, env=clean | folders | few, check=True)
    return project


def copy_sample(folder: Path) -> None:
    """Copy what the sample has of these sources, and list it as whole, so that it is not generated again."""
    for source in SOURCES:
        shutil.copytree(PROJECT / "data/raw/sample" / source, folder / source)
    listed = sorted(path.parent.relative_to(folder).as_posix() for path in folder.glob("*/*/provenance.json"))
    (folder / CONTENTS).write_text("\n".join(listed) + "\n", encoding="utf-8")


def add_map(project: Path) -> None:
    """Add the four files of a lookup, its entry, and the lookup itself among the extracts."""
    for name in FILES_OF_SOURCE:
        text = move_to_2021((project / name.format("lsoa11_wd19")).read_text(encoding="utf-8"))
        (project / name.format("lsoa11_wd21")).write_text(text, encoding="utf-8")
    with (project / "fairer_stockton/definitions/maps.toml").open("a", encoding="utf-8") as maps:
        maps.write(MAP)
    folder = project / "raw/sample/lsoa11_wd21/2021"
    shutil.copytree(project / "raw/sample/lsoa11_wd19/2019", folder)
    (lookup,) = folder.glob("*.csv")
    content = move_to_2021(lookup.read_text(encoding="utf-8-sig")).encode("utf-8-sig")
    lookup.unlink()
    renamed = folder / move_to_2021(lookup.name)
    renamed.write_bytes(content)
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    total = hashlib.sha256(content).hexdigest()
    provenance["files"] = [{"name": renamed.name, "stored": renamed.name, "sha256": total}]
    (folder / "provenance.json").write_text(json.dumps(provenance), encoding="utf-8")


def move_to_2021(text: str) -> str:
    for old, new in YEAR:
        text = text.replace(old, new)
    return text


def test_a_map_is_a_lookup_and_an_entry(added: Path) -> None:
    rows = pd.read_parquet(added / "processed/measures/observations.parquet")
    wards = rows.query("area_type == 'ward' and measure == 'no_qualifications'")
    new, old = (wards[wards["vintage"] == vintage].set_index("area_code") for vintage in ("2021", "2019"))
    assert len(new) == 26
    pd.testing.assert_frame_equal(new[["numerator", "denominator"]], old[["numerator", "denominator"]])


def test_a_measure_is_one_file(added: Path) -> None:
    observations = pd.read_parquet(added / "processed/measures/observations.parquet")
    assert {"borough", "england", "ward"} <= set(observations.query("measure == 'added_by_a_test'")["area_type"])
    assert "added_by_a_test" in set(pd.read_parquet(added / "processed/measures/gaps.parquet")["measure"])
    edition = next((added / "reports").glob("20*"))
    for page in ("index.html", "housing-and-physical-environment.html", "dictionary.html"):
        assert TITLE in (edition / page).read_text(encoding="utf-8"), page
    assert TITLE in (edition / "csv/housing_and_physical_environment.csv").read_text(encoding="utf-8")
    sheets = pd.read_excel(edition / "tables.xlsx", sheet_name=None, engine="calamine", header=None)
    homes = next(sheet for name, sheet in sheets.items() if name.startswith("Housing"))
    assert homes.isin([TITLE]).any(axis=None)
