"""A report as it is watched: folders with two sources and a published edition, without any stage having run."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fairer_stockton.definitions.release_calendar import ReleaseCalendar
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS

NOW = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)
YEARLY = ReleaseCalendar(every_months=12, months_after=16, basis="as before")


def write_provenance(folder: Path, name: str, checksum: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = {"synthetic": False, "files": [{"name": name, "stored": name, "sha256": checksum}]}
    (folder / "provenance.json").write_text(json.dumps(content))
    os.utime(folder / "provenance.json", (NOW.timestamp(), NOW.timestamp()))


@pytest.fixture
def report(tmp_path: Path) -> Settings:
    """A report of fuel poverty, which is in force, and turnout, of which there is the sample alone."""
    sources = {name: DEFINITIONS.sources[name] for name in ("fuel_poverty", "turnout")}
    sources["fuel_poverty"] = replace(sources["fuel_poverty"], calendar=YEARLY)
    for period in ("2021", "2022"):
        write_provenance(tmp_path / "raw/fuel_poverty" / period, f"{period}_Sub-Regional-Data-LILEE.xlsx", period)
    (tmp_path / "raw/sample/turnout/2023").mkdir(parents=True)
    (tmp_path / "raw/sample/turnout/2023/provenance.json").write_text("{}")
    build = tmp_path / "reports/.editions/2026-abc"
    build.mkdir(parents=True)
    inputs = [
        {"source": "fuel_poverty", "file": "a.xlsx", "period": period, "sha256": period, "synthetic": False}
        for period in ("2021", "2022")
    ]
    manifest = {
        "edition": "2026",
        "content": "abcdef0123456789",
        "code": {"version": "9"},
        "synthetic": True,
        "inputs": inputs,
    }
    (build / "manifest.json").write_text(json.dumps(manifest))
    os.utime(build / "manifest.json", (NOW.timestamp() - 86_400, NOW.timestamp() - 86_400))
    (tmp_path / "reports/2026").symlink_to(".editions/2026-abc")
    (tmp_path / "reports/latest").symlink_to("2026")
    (tmp_path / "processed/verdicts").mkdir(parents=True)
    (tmp_path / "processed/verdicts/turnout.json").write_text('{"passed": false}')
    (tmp_path / "processed/verdicts/fuel_poverty.json").write_text('{"passed": true}')
    folders = {name: tmp_path / name for name in ("raw", "processed", "reports")}
    return Settings(**folders, handed_definitions=replace(DEFINITIONS, sources=sources))
