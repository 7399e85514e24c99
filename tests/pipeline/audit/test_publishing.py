"""An edition that tells too much is not published, and one that follows another hides nothing that it showed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.record import read_record
from fairer_stockton.measure import results
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.report import build
from fairer_stockton.report.tables.csv_files import write_csv_files
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.exit_codes import find_exit_code
from fairer_stockton.run.fingerprints import compute_file_checksum
from tests.conftest import DEFINITIONS, PART, QUIET, copied, run_chain, with_measures
from tests.pipeline.audit.spoiling import CONTACTS, KEY, changed_everywhere, first, said, table
from tests.pipeline.test_chain import change

PROFILED = "E01012190"
OF_CONTACTS = [name for name in PART if CONTACTS in DEFINITIONS.measures[name].tables]  # of one source


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): compute_file_checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_publishing_with_a_leak_leaves_the_old_edition(
    sample: Settings, tmp_path: Path, files_alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(copied(sample, tmp_path), profiles=(PROFILED,))  # so that there is something to publish
    links = (settings.reports / settings.edition, settings.reports / "latest")
    before = [(link.resolve(), contents(link.resolve())) for link in links]
    planted: list[dict[str, str]] = []

    def write_and_leak(edition: Any, folder: Path) -> None:
        write_csv_files(edition, folder)
        planted.append(first(folder.parent, status="suppressed", area_type="lsoa"))
        changed_everywhere(folder.parent, planted[0], {"numerator": 2})

    monkeypatch.setattr(build, "write_csv_files", write_and_leak)
    with pytest.raises(DisclosureError) as caught:
        report_stage.publish(settings, QUIET)
    assert find_exit_code(caught.value) == 7
    assert f"csv/observations.csv gives a number of a hidden figure: {said(planted[0])}" in str(caught.value)
    assert [(link.resolve(), contents(link.resolve())) for link in links] == before


def test_a_second_edition_of_the_same_data_hides_nothing_that_the_first_showed(
    part: Settings, tmp_path: Path, without_pictures: None
) -> None:
    settings = with_measures(copied(part, tmp_path), OF_CONTACTS)
    then = settings.reports / "2025"
    (settings.reports / settings.edition).rename(then)
    assert json.loads((then / "manifest.json").read_text(encoding="utf-8"))["earlier"] == {}
    second = replace(settings, edition="2026")
    assert results.results_are_current(second), "the same again is made from the same"
    broadband = "gigabit-capable-broadband.csv"  # open data of the year after, so that all is measured anew
    change(settings, "ons_els/2026", broadband, lambda text: text.replace("2026-01-01", "2026-02-01"))
    run_chain(second)
    report_stage.publish(second, QUIET)
    now = settings.reports / "2026"
    manifest = json.loads((now / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["earlier"] == {"2025": compute_file_checksum(then / "manifest.json")}
    assert (settings.reports / "latest/manifest.json").resolve().parent == now.resolve()
    before = table(then, "observations")
    both = before[before["measure"].isin(OF_CONTACTS)].merge(
        table(now, "observations"), on=KEY, how="outer", suffixes=("_then", "_now"), indicator=True
    )
    assert (both["_merge"] == "both").all()
    assert both["status_now"].equals(both["status_then"])
    assert (both["value_now"] == both["value_then"]).all()
    assert (both["status_now"] == "suppressed").sum() > 0
    page = (now / "quality.html").read_text(encoding="utf-8")
    (version, _) = read_record(settings.raw)
    assert f"and 1 earlier: {version.folder.name}" in page
