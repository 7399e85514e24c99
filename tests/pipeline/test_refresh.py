"""The unattended run: all five stages on the published extracts, and what is left standing when it fails."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.run.errors import MissingSourceError
from tests.conftest import (
    ONE_PROCESS,
    PROJECT,
    QUIET,
    SAID,
    link_raw_folder,
    refresh_published,
    with_measures,
    without_neighbourhoods,
)

# Open ones of three kinds, and a survey's and a count's, which an edition without the sample leaves out.
SOME = (
    "debt_advice_cases", "decent_homes", "employment_rate", "fuel_poverty", "no_qualifications",
    "open_space_within_300m",
)  # fmt: skip


def refresh(settings: Settings, mirror: Path) -> subprocess.CompletedProcess[str]:
    folders = {f"FAIRER_{name.upper()}": str(getattr(settings, name)) for name in ("raw", "processed", "reports")}
    command = [sys.executable, "-m", "pipelines.refresh", "--mirror", str(mirror), "--edition", "2031"]
    return subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **folders, **ONE_PROCESS}, capture_output=True, text=True, check=False
    )


@pytest.mark.real
@pytest.mark.xdist_group("real")
def test_all_five_stages(real: Settings, mirror: Path) -> None:
    printed, logged = json.loads((real.raw.parent / SAID).read_text(encoding="utf-8"))
    assert printed.strip() == str(real.reports / "2031/index.html")
    assert logged.count("\n") > 100
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", line) for line in logged.splitlines()), "a plain log"
    latest = (real.reports / "latest/manifest.json").resolve().parent
    assert latest == (real.reports / "2031").resolve()
    page = (latest / "index.html").read_text(encoding="utf-8")
    assert "18.6%" in page  # adults with no qualifications: 29,436 of 158,011
    assert "SAMPLE" in page  # for what only the council could supply is still invented
    assert refresh_published(real, mirror) == (0, printed, "")


@pytest.mark.real
@pytest.mark.xdist_group("real")
def test_edition_without_the_sample(
    real: Settings, tmp_path: Path, england_once: None, without_pictures: None, without_explorer: None
) -> None:
    """With every table, since those of published figures are written nowhere else."""
    shutil.copytree(real.processed, tmp_path / "processed")
    settings = with_measures(real, SOME)
    folders = {name: tmp_path / name for name in ("processed", "reports")}
    settings = replace(settings, raw=link_raw_folder(real.raw, tmp_path / "raw"), **folders, sample=False)
    settings = without_neighbourhoods(settings)
    measure_stage.measure(settings, QUIET)
    report_stage.publish(settings, QUIET)
    observations = pd.read_parquet(settings.measures / "observations.parquet")
    assert len(observations)
    assert not observations["synthetic"].any()
    pages = [page.read_text(encoding="utf-8") for page in (settings.reports / settings.edition).rglob("*.html")]
    assert not any("SAMPLE" in page for page in pages)
    index = (settings.reports / settings.edition / "index.html").read_text(encoding="utf-8")
    assert "control over" in index  # a framework measure without a figure is still named
    assert json.loads((settings.reports / settings.edition / "manifest.json").read_text())["synthetic"] is False


def test_sample_without_the_sample_is_refused(sample: Settings, tmp_path: Path) -> None:
    settings = replace(with_measures(sample, ("no_qualifications", "decent_homes")), processed=tmp_path)
    settings.staged.symlink_to(sample.staged)
    with pytest.raises(MissingSourceError, match="make fetch"):
        measure_stage.make_tables_of_figures(replace(settings, sample=False))


def test_failed_refresh_leaves_what_was_published(sample: Settings, tmp_path: Path) -> None:
    before = (sample.reports / sample.edition).resolve()
    done = refresh(sample, tmp_path)
    assert done.returncode == 6
    assert "no file of the name of" in done.stderr
    assert "Nothing that was published has changed" in done.stderr
    assert (sample.reports / sample.edition).resolve() == before
    assert (before / "index.html").is_file()
