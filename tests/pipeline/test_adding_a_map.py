"""A map of wards is a lookup: four files of a source and one entry, and figures are given for it; no code changes."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

from tests.conftest import DEFINITIONS, FILES_OF_SOURCE, PROJECT, STAGES, project_copied

YEAR = (("wd19", "wd21"), ("lad19", "lad21"), ("WD19", "WD21"), ("LAD19", "LAD21"), ("2019", "2021"))
# All that places rest on, and the census that the measure is of. Each is read again, since a map is for every source.
SOURCES = {*DEFINITIONS.national.maps.place_tables, "census_ts067"}
ENTRY = """
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


def moved(text: str) -> str:
    for old, new in YEAR:
        text = text.replace(old, new)
    return text


def test_a_map_is_a_lookup_and_an_entry(tmp_path: Path) -> None:
    project_copied(tmp_path, ["no_qualifications"], SOURCES)
    (tmp_path / "fairer_stockton/council/claims.toml").unlink()  # which are checked against other sources
    for source in SOURCES:
        shutil.copytree(PROJECT / "data/raw/sample" / source, tmp_path / "raw/sample" / source)
    for name in FILES_OF_SOURCE:
        text = moved((tmp_path / name.format("lsoa11_wd19")).read_text(encoding="utf-8"))
        (tmp_path / name.format("lsoa11_wd21")).write_text(text, encoding="utf-8")
    with (tmp_path / "fairer_stockton/definitions/maps.toml").open("a", encoding="utf-8") as maps:
        maps.write(ENTRY)
    folder = tmp_path / "raw/sample/lsoa11_wd21/2021"
    shutil.copytree(tmp_path / "raw/sample/lsoa11_wd19/2019", folder)
    (lookup,) = folder.glob("*.csv")
    content = moved(lookup.read_text(encoding="utf-8-sig")).encode("utf-8-sig")
    lookup.unlink()
    renamed = folder / moved(lookup.name)
    renamed.write_bytes(content)
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    total = hashlib.sha256(content).hexdigest()
    provenance["files"] = [{"name": renamed.name, "stored": renamed.name, "sha256": total}]
    (folder / "provenance.json").write_text(json.dumps(provenance), encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FAIRER_")}
    folders = {"FAIRER_RAW": "raw", "FAIRER_PROCESSED": "processed", "FAIRER_REPORTS": "reports"}
    command = [sys.executable, "-c", STAGES, "ingest,validate,measure", "--quiet"]
    subprocess.run(command, cwd=tmp_path, env={**clean, **folders}, check=True)
    rows = pd.read_parquet(tmp_path / "processed/measures/observations.parquet")
    wards = rows.query("area_type == 'ward' and measure == 'no_qualifications'")
    added, old = (wards[wards["vintage"] == vintage].set_index("area_code") for vintage in ("2021", "2019"))
    assert len(added) == 26
    pd.testing.assert_frame_equal(added[["numerator", "denominator"]], old[["numerator", "denominator"]])
