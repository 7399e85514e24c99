"""Two editions, between which a source's file was revised: the page of changes says so, and how far."""

import html
from dataclasses import replace
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.pipelines import ingest as ingest_stage
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.pipelines import update as update_stage
from fairer_stockton.pipelines import validate as validate_stage
from fairer_stockton.report.words.figures import write_difference, write_value_with_unit
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json
from tests.conftest import DEFINITIONS, QUIET, copied, with_measures, without_neighbourhoods
from tests.pipeline.test_chain import change

REVISED, KEPT = "open_space_within_300m", "no_qualifications"
REVISED_FILE = ("open_space/2025", "open_space_2025.csv")


def more_near(text: str) -> str:
    """Count ten homes more near open space in every neighbourhood."""
    header, *lines = text.splitlines()
    rows = [line.split(",") for line in lines]
    return "\n".join([header, *(f"{code},{homes},{int(near) + 10}" for code, homes, near in rows), ""])


def borough(folder: Path, measure: str) -> dict[str, float]:
    rows = PublishedEdition(folder).observations
    own = (rows["area_type"] == "borough") & (rows["breakdown"] == "all")
    (row,) = rows[own & (rows["measure"] == measure)].to_dict("records")
    return row


def test_a_revised_file_is_named_with_what_it_changed(
    sample: Settings, tmp_path: Path, without_pictures: None, without_explorer: None
) -> None:
    settings = without_neighbourhoods(with_measures(copied(sample, tmp_path), (KEPT, REVISED)))
    then = settings.reports / "2025"
    (settings.reports / settings.edition).rename(then)
    change(settings, *REVISED_FILE, more_near)
    settings = replace(settings, edition="2026")
    for stage in (ingest_stage.ingest, validate_stage.validate, measure_stage.measure, report_stage.publish):
        stage(settings, QUIET)
    now = settings.reports / "2026"
    then_measures = PublishedEdition(then).observations.query("area_type == 'borough'")["measure"].unique()
    before, after = borough(then, REVISED), borough(now, REVISED)
    assert after["numerator"] == before["numerator"] + 10 * 124
    said = html.unescape((now / "changes.html").read_text(encoding="utf-8"))
    apart = write_difference(after["value"] - before["value"], "percentage_points")
    assert (
        f"For 2025 we gave {write_value_with_unit(before['value'], 'percent')}; now it is "
        f"{write_value_with_unit(after['value'], 'percent')}: {apart}. "
        "The reason is a revised source: a file that it comes from is not the one that the last edition was made from."
    ) in said
    assert f"<td>revised source: {apart}</td>" in said
    assert "Of 2 figures that the edition of 2025 gave too, 1 is newer or revised and 1 the same." in said
    assert "No newer figure, and the one we gave stands: Adults with no qualifications." in said
    assert "revised open_space_2025.csv." in said
    assert said.count("<li>No longer given: ") == len(then_measures) - 2
    assert said.count("<td>revised source: ") == 1
    check_bulletin_says_the_same(settings, f"{write_value_with_unit(after['value'], 'percent')}: {apart}.")


def check_bulletin_says_the_same(settings: Settings, revision: str) -> None:
    """Look whether the bulletin has the revision that the page of changes has, as page, text and PDF."""
    update_stage.update(settings, QUIET)
    folder = settings.reports / "updates" / "since-2025-2026"
    page = html.unescape((folder / "index.html").read_text(encoding="utf-8"))
    text = (folder / "update.txt").read_text(encoding="utf-8")
    assert revision in page and revision in " ".join(text.split())
    assert "0 figures are newer than in 2025, none of them with a real change; 1 figure is revised." in page
    assert max(map(len, text.splitlines())) <= 76
    assert "revised open_space_2025.csv" in " ".join(text.split())
    assert (folder / "update.pdf").read_bytes().startswith(b"%PDF")
    assert read_json(folder / "manifest.json")["asked"] == {"since": "2025"}
    with pytest.raises(CatalogueError, match="no version of that name"):
        update_stage.update(settings, QUIET, since="1999")


def test_the_record_holds_every_definition_and_a_first_edition_has_a_page(sample: Settings) -> None:
    folder = sample.reports / sample.edition
    recorded = read_json(folder / "manifest.json")["measures"]
    there = {path.stem for path in sample.staged.glob("*.parquet")}  # of what is only published there is no sample
    assert recorded == {
        name: compute_file_checksum(measure.path)
        for name, measure in DEFINITIONS.measures.items()
        if {*measure.tables} <= there
    }
    assert "This is the first edition" in (folder / "changes.html").read_text(encoding="utf-8")
