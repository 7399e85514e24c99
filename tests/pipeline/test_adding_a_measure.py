"""A measure is one file: added to a copy of the project, it is in the tables, workbook, dictionary and report."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.settings import Settings
from tests.conftest import ONE_PROCESS, STAGES, WITHOUT_PICTURES, project_copied

TITLE = "Homes rented from the council or a housing association, added by a test"
FILE = f"""
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


def test_a_measure_is_one_file(sample: Settings, tmp_path: Path) -> None:
    project_copied(tmp_path, ["no_qualifications", "renting_privately", "turnout"])
    shutil.copytree(sample.processed, tmp_path / "processed")
    measures = tmp_path / "fairer_stockton/measures/housing_and_physical_environment"
    (measures / "added_by_a_test.toml").write_text(FILE, encoding="utf-8")
    folders = {"FAIRER_RAW": sample.raw, "FAIRER_PROCESSED": "processed", "FAIRER_REPORTS": "reports"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FAIRER_")}
    environment = clean | {name: str(value) for name, value in folders.items()}
    environment |= ONE_PROCESS
    command = [sys.executable, "-c", WITHOUT_PICTURES + STAGES, "measure,report", "--quiet"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    observations = pd.read_parquet(tmp_path / "processed/measures/observations.parquet")
    assert {"borough", "england", "ward"} <= set(observations.query("measure == 'added_by_a_test'")["area_type"])
    assert "added_by_a_test" in set(pd.read_parquet(tmp_path / "processed/measures/gaps.parquet")["measure"])
    edition = next((tmp_path / "reports").glob("20*"))
    for page in ("index.html", "housing-and-physical-environment.html", "dictionary.html"):
        assert TITLE in (edition / page).read_text(encoding="utf-8"), page
    assert TITLE in (edition / "csv/housing_and_physical_environment.csv").read_text(encoding="utf-8")
    sheets = pd.read_excel(edition / "tables.xlsx", sheet_name=None, engine="calamine", header=None)
    homes = next(sheet for name, sheet in sheets.items() if name.startswith("Housing"))
    assert homes.isin([TITLE]).any(axis=None)
