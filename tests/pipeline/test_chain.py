"""The chain on the generated sample: complete, marked, repeatable to the byte, and idle when nothing has changed."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.geography.areas import AREA_TYPES
from fairer_stockton.observe.inputs import find_incomplete_sources
from fairer_stockton.pipelines import ingest as ingest_stage
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.pipelines import validate as validate_stage
from fairer_stockton.report import stage
from fairer_stockton.report.manifest import make_edition_output
from fairer_stockton.run.errors import InputError, ValidationError
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.vocabulary import Reason
from tests.conftest import (
    DEFINITIONS,
    QUIET,
    RecordedProgress,
    copied,
    run_chain,
    with_measures,
    without_neighbourhoods,
)

SAME_BYTES = {".parquet", ".csv", ".html", ".js", ".svg", ".txt", ".pdf", ".docx", ".xlsx", ".ods"}


def sums(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix in SAME_BYTES)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def test_every_measure_and_area_type_comes_out(sample: Settings) -> None:
    observations = pd.read_parquet(sample.measures / "observations.parquet")
    absent = find_incomplete_sources(sample.staged, sample.definitions.sources)  # not all of them has a sample
    measures = {
        name: measure
        for name, measure in sample.definitions.measures_with_sources.items()
        if not absent & {*measure.tables} or name in set(observations["measure"])
    }
    assert set(observations["measure"]) == set(measures)
    assert len(measures) > 80
    assert set(observations["area_type"]) == set(AREA_TYPES)
    borough = observations[(observations["area_type"] == "borough") & (observations["breakdown"] == "all")]
    shown = set(borough.loc[borough["status"] == "published", "measure"])
    split = {name for name, measure in measures.items() if measure.own_breakdown}
    assert set(measures) - shown <= split  # which some publishers give by group alone
    gaps = pd.read_parquet(sample.measures / "gaps.parquet")
    assert {"slope_index", "most_v_least_fifth", "borough_v_england"} <= set(gaps["gap_type"])


def test_survey_figures_say_what_they_rest_on(sample: Settings) -> None:
    rows = pd.read_parquet(sample.measures / "observations.parquet").query("statistic == 'survey_share'")
    own, model = rows[rows["breakdown"] != "modelled"], rows[rows["breakdown"] == "modelled"]
    base = own["base"]
    assert base.notna().equals(own["note"].str.match(r"[\d,]+ (?:residents answered|homes were surveyed)"))
    assert (base[own["status"] == "published"] >= 100).all()
    assert base[own["status"] == "low_base"].between(30, 99).all()
    assert (
        own.loc[own["status"] == "suppressed", ["value", "lower_95", "numerator", "denominator"]].isna().all(axis=None)
    )
    assert set(own["status"]) == {"published", "low_base", "suppressed", "not_available"}
    assert set(own.loc[own["status"] == "not_available", "note"]) == {"too few clusters for an interval"}
    assert "lsoa" not in set(rows["area_type"])
    assert model["note"].str.startswith("modelled").all()
    assert set(model["measure"]) == {
        name for name, measure in DEFINITIONS.measures.items() if getattr(measure, "modelled", False)
    }


def test_nothing_beyond_the_borough_is_summed_from_a_council_extract(sample: Settings) -> None:
    rows = pd.read_parquet(sample.measures / "observations.parquet")
    supplied = {name for name, source in DEFINITIONS.sources.items() if source.supplied}
    own = rows[rows["sources"].map(lambda names: bool(supplied.intersection(names.split())))]
    assert set(own["area_type"]) == {"borough", "ward", "community_partnership", "target_area", "lsoa"}
    counted = own["statistic"].isin(["proportion", "rate"])
    rest = (own["denominator"] - own["numerator"]).where(own["statistic"] == "proportion")
    assert not (counted & own["numerator"].between(0.5, 4.5)).any()
    assert not (counted & rest.between(0.5, 4.5)).any()
    hidden = own[own["status"] == "suppressed"]
    assert set(hidden["note"]) == {Reason.HIDDEN}  # the same of a small figure and of one that would give it away


def test_every_figure_of_the_sample_is_marked(sample: Settings) -> None:
    assert pd.read_parquet(sample.measures / "observations.parquet")["synthetic"].all()
    assert pd.read_parquet(sample.measures / "gaps.parquet")["synthetic"].all()
    pages = list((sample.reports / sample.edition).rglob("*.html"))
    assert len(pages) >= 2
    assert all("SAMPLE – NOT FOR PUBLICATION" in page.read_text(encoding="utf-8") for page in pages)


def list_what_is_made_anew(cache: str, names: list[str]) -> list[str]:
    papers = [name for name in names if (Path(cache) / name).read_bytes()[:4] in {b"PK\x03\x04", b"%PDF"}]
    assert papers
    return [*sorted(names)[::8], *papers, "choices.json", "audited.json"]


def test_same_inputs_same_bytes(part: Settings, tmp_path: Path) -> None:
    """Also where one process did all and where two did; papers are made anew, and every fourth picture."""
    again = replace(part, processed=tmp_path / "processed", reports=tmp_path / "reports", jobs=2)
    shutil.copytree(part.verdicts, again.verdicts)
    shutil.copytree(part.cache, again.cache, ignore=list_what_is_made_anew)
    report_stage.publish(run_chain(again), QUIET)
    assert sums(again.staged) == sums(part.staged)
    assert sums(again.measures) == sums(part.measures)
    ours, theirs = (sums((settings.reports / settings.edition).resolve()) for settings in (part, again))
    assert {Path(name).suffix for name in ours} == SAME_BYTES
    assert ours == theirs


def test_nothing_changed_nothing_done(sample: Settings) -> None:
    progress = RecordedProgress()
    report_stage.publish(run_chain(sample, progress), progress)
    assert progress.lines == []


def test_one_changed_file_is_staged_and_judged_alone(sample: Settings, tmp_path: Path) -> None:
    settings = copied(sample, tmp_path)
    change(
        settings, "ons_els/2026", "gigabit-capable-broadband.csv", lambda text: text.replace("2026-01-01", "2026-02-01")
    )
    progress = RecordedProgress()
    ingest_stage.ingest(settings, progress)
    validate_stage.validate(settings, progress)
    lines = [line.split(":")[0] for line in progress.lines if not line.startswith("not ")]
    assert lines == ["staged ons_els", "validated ons_els"]


def change(settings: Settings, folder: str, name: str, how) -> None:
    """Change a raw file and its provenance, as a publisher's new release would."""
    path = settings.raw / "sample" / folder / name
    path.write_bytes(how(path.read_bytes().decode("utf-8")).encode("utf-8"))
    provenance = path.with_name("provenance.json")
    record = json.loads(provenance.read_text(encoding="utf-8"))
    for entry in record["files"]:
        if entry["stored"] == name:
            entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    provenance.write_text(json.dumps(record), encoding="utf-8")


def test_report_does_not_vouch_for_results_of_other_inputs(sample: Settings, tmp_path: Path) -> None:
    settings = copied(sample, tmp_path)
    change(
        settings, "ons_els/2026", "gigabit-capable-broadband.csv", lambda text: text.replace("2026-01-01", "2026-02-01")
    )
    ingest_stage.ingest(settings, QUIET)
    validate_stage.validate(settings, QUIET)
    with pytest.raises(ValidationError, match="make measure"):
        report_stage.publish(settings, QUIET)


def test_damaged_outputs_are_made_again(
    sample: Settings, tmp_path: Path, without_pictures: None, without_tables: None
) -> None:
    settings = without_neighbourhoods(with_measures(copied(sample, tmp_path), ("fuel_poverty", "turnout")))
    (settings.measures / "observations.parquet").unlink()  # so that they are made again, of a part
    (settings.reports / settings.edition / "manifest.json").resolve().unlink()
    report_stage.publish(run_chain(settings), QUIET)
    staged, measured = settings.staged / "fuel_poverty.parquet", settings.measures / "observations.parquet"
    page = (settings.reports / settings.edition / "index.html").resolve()
    before = {path: path.read_bytes() for path in (staged, measured, page)}
    staged.write_bytes(before[staged][:-100])
    measured.write_bytes(b"")
    page.write_text("broken")
    report_stage.publish(run_chain(settings), QUIET)
    assert staged.read_bytes() == before[staged]
    assert measured.read_bytes() == before[measured]
    assert (settings.reports / settings.edition / "index.html").read_bytes() == before[page]


def test_manifest_ties_outputs_to_inputs(sample: Settings) -> None:
    edition = sample.reports / sample.edition
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    assert {entry["source"] for entry in manifest["inputs"]} == {path.stem for path in sample.staged.glob("*.parquet")}
    written = {p.relative_to(edition.resolve()).as_posix() for p in edition.resolve().rglob("*") if p.is_file()}
    assert set(manifest["outputs"]) == written - {"manifest.json"}
    for name, recorded in manifest["outputs"].items():
        assert hashlib.sha256((edition / name).read_bytes()).hexdigest() == recorded
    assert str(sample.processed) not in json.dumps(manifest)


BREACHES = {
    "a 2011 code in a 2021 table": (
        "lsoa21_wd24/2024",
        "LSOA21_WD24_LAD24_EW_LU.csv",
        lambda text: text.replace("E01035201,", "E01012264,"),
        ("lsoa21_wd24", "known"),
    ),
    "a rank out of range": (
        "indices_of_deprivation/2015",
        None,
        lambda text: _with_rank(text, "99999"),
        ("indices_of_deprivation", "imd_rank"),
    ),
    "a duplicated code": (
        "lsoa11_wd19/2019",
        "Lower_Layer_Super_Output_Area_(2011)_to_Ward_(2019)_Lookup_in_England_and_Wales.csv",
        lambda text: text + text.splitlines(keepends=True)[-1],
        ("lsoa11_wd19", "no two rows that are the same"),
    ),
}


def _with_rank(text: str, rank: str) -> str:
    lines = text.splitlines(keepends=True)
    cells = lines[1].split(",")
    cells[-2] = rank
    lines[1] = ",".join(cells)
    return "".join(lines)


@pytest.mark.parametrize("breach", BREACHES)
def test_breach_stops_the_run_and_keeps_what_was_published(sample: Settings, tmp_path: Path, breach: str) -> None:
    settings = copied(sample, tmp_path)
    before = sums(settings.reports / settings.edition), sums(settings.measures)
    folder, name, how, (source, word) = BREACHES[breach]
    name = name or next((settings.raw / "sample" / folder).glob("*.csv")).name
    change(settings, folder, name, how)
    ingest_stage.ingest(settings, QUIET)
    with pytest.raises(ValidationError) as caught:
        validate_stage.validate(settings, QUIET)
    assert source in str(caught.value)
    assert word in str(caught.value)
    assert "row" in str(caught.value)
    with pytest.raises(ValidationError):
        measure_stage.measure(settings, QUIET)
    with pytest.raises(ValidationError):
        report_stage.publish(settings, QUIET)
    assert (sums(settings.reports / settings.edition), sums(settings.measures)) == before


def test_rows_at_fault_are_written_beside_the_verdict(sample: Settings, tmp_path: Path) -> None:
    settings = copied(sample, tmp_path)
    change(settings, "lsoa11_wd19/2019", BREACHES["a duplicated code"][1], BREACHES["a duplicated code"][2])
    ingest_stage.ingest(settings, QUIET)
    with pytest.raises(ValidationError):
        validate_stage.validate(settings, QUIET)
    faults = pd.read_csv(settings.verdicts / "lsoa11_wd19.faults.csv")
    assert {"file", "row", "column", "found", "expected"} == set(faults.columns)
    assert len(faults)
    assert not (settings.verdicts / "lsoa21_wd24.faults.csv").exists()


def test_raw_data_edited_in_place_are_refused(sample: Settings, tmp_path: Path) -> None:
    settings = copied(sample, tmp_path)
    path = (
        settings.raw
        / "sample/lad22_rgn22/2022/Local_Authority_District_to_Region_(December_2022)_Lookup_in_England.csv"
    )
    path.write_bytes(path.read_bytes().replace(b"Stockton", b"Stokcton"))
    with pytest.raises(InputError, match="differ from those recorded"):
        ingest_stage.ingest(settings, QUIET)


def test_interrupted_build_leaves_the_old_edition(sample: Settings, tmp_path: Path) -> None:
    settings = replace(copied(sample, tmp_path), profiles=("E01012286",))  # so that there is something to build
    before = sums(settings.reports / settings.edition)

    def build(settings: Settings, folder: Path, progress: Progress) -> None:
        (folder / "index.html").write_text("a page")

    def crash(settings: Settings, folder: Path, progress: Progress) -> None:
        build(settings, folder, progress)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage.build_edition_beside_published(settings, make_edition_output(settings), QUIET, crash)
    assert sums(settings.reports / settings.edition) == before
    finished = stage.build_edition_beside_published(settings, make_edition_output(settings), QUIET, build)
    stage.publish_finished_edition(settings, finished, QUIET)
    assert set(sums(settings.reports / settings.edition)) == {"index.html"}
    builds = {path.name for path in (settings.reports / ".editions").iterdir()}
    assert builds == {(folder.reports / settings.edition).resolve().name for folder in (settings, sample)}, "both stay"


def test_pictures_and_papers_that_have_not_changed_are_not_made_again(
    part: Settings, tmp_path: Path, without_tables: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(copied(part, tmp_path), profiles=("E01012286",))  # so that there is something to build
    made: list[object] = []
    monkeypatch.setattr("fairer_stockton.report.drawing._draw_and_save_picture", lambda *given: made.append(given))
    for name in ("write_pdf", "write_docx"):
        monkeypatch.setattr(f"fairer_stockton.report.papers.writing.{name}", lambda *given: made.append(given))
    before, place = sums(part.reports / part.edition), report_stage.publish(settings, QUIET)
    after = sums(place)
    assert made == []
    assert (place / "area-E01012286.html").is_file()
    kept = [name for name in before if name.endswith((".svg", ".pdf", ".docx"))]
    assert len(kept) > 50
    assert [name for name in kept if after[name] != before[name]] == []
