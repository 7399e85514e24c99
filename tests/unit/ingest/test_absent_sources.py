"""Sources and files that have not been fetched or supplied yet: listed, and never filled with what is invented."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Column, Extract, Source
from fairer_stockton.definitions.stale_sources import STANDINGS
from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import build_staged_table, describe_absent_extracts, remove_tables_of_absent_extracts
from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.run.fingerprints import compute_file_checksum, write_table_and_stamp
from tests.conftest import DEFINITIONS, with_sources

HOMES = (Column("areacd", "Area code", "text"), Column("homes", "Homes", "count"))
LOOKUPS = [DEFINITIONS.sources[name] for name in DEFINITIONS.national.maps.place_tables]


def source_of(*periods: str) -> Source:
    extracts = tuple(Extract("homes.csv", period, "", "", f"of_{period}", HOMES, "homes.csv") for period in periods)
    return Source("homes", "Homes of councils", "A department", "", "OGL-3.0", "2021", (), extracts)


def put(folder: Path, period: str, synthetic: bool = False) -> None:
    """Write an extract as fetching or the sample's generator would."""
    (folder / period).mkdir(parents=True)
    path = folder / period / "homes.csv"
    path.write_bytes(f"Area code,Homes\nE06000004,{period}\n".encode())
    entry = {"name": "homes.csv", "stored": "homes.csv", "sha256": compute_file_checksum(path), "expected": ""}
    (folder / period / "provenance.json").write_text(json.dumps({"synthetic": synthetic, "files": [entry]}))


def test_a_source_without_any_file_is_no_part_of_the_report(tmp_path: Path) -> None:
    settings = with_sources(Settings(tmp_path / "raw", tmp_path / "processed"), source_of("2021"), *LOOKUPS)
    assert "homes" in settings.declared_definitions.sources
    assert "homes" not in settings.definitions.sources
    assert list(settings.definitions.absent_sources) == ["homes"], (
        "nor is any lookup left out, without which is nothing"
    )
    assert list(describe_absent_extracts(settings)) == ["not fetched yet, and so not reported: homes"]
    put(tmp_path / "raw/homes", "2021")
    assert "homes" in settings.definitions.sources


def test_a_run_keeps_the_sources_that_it_began_with_and_still_names_the_absent(tmp_path: Path) -> None:
    absent = replace(source_of("2021"), name="streets")
    settings = with_sources(Settings(tmp_path / "raw", tmp_path / "processed"), source_of("2021"), absent, *LOOKUPS)
    put(tmp_path / "raw/homes", "2021")
    fixed = settings.with_fixed_sources()
    stale = {"stale": {"good": "2026-03-02T00:00:00Z", "since": "2026-03-09T00:00:00Z", "why": "it cannot be read"}}
    (tmp_path / "raw" / STANDINGS).parent.mkdir(parents=True)
    (tmp_path / "raw" / STANDINGS).write_text(json.dumps({"homes": stale}))
    put(tmp_path / "raw/streets", "2021")
    assert list(fixed.definitions.absent_sources) == ["streets"]
    assert [("2 March 2026" in note) for note in fixed.definitions.sources["homes"].notes] == [True], "once"
    assert fixed.with_fixed_sources().definitions.sources["homes"].notes == fixed.definitions.sources["homes"].notes
    (tmp_path / "raw" / STANDINGS).unlink()
    assert fixed.definitions.sources["homes"].notes == (), "and not when it is good again"


def test_what_the_council_has_not_supplied_is_listed_apart(tmp_path: Path) -> None:
    own = replace(source_of("2021"), supplied=True)
    settings = with_sources(Settings(tmp_path / "raw", tmp_path / "processed"), own, *LOOKUPS)
    assert list(describe_absent_extracts(settings)) == ["not supplied yet, and so not reported: homes"]


def test_files_that_are_there_are_used_and_the_sample_is_not_mixed_in(tmp_path: Path) -> None:
    source, raw = source_of("2021", "2022", "2023"), tmp_path / "raw"
    put(raw / "sample/homes", "2021", synthetic=True)
    assert [file.synthetic for file in raw_folder.find_raw_files(raw, source)] == [True]
    put(raw / "homes", "2022")
    files = raw_folder.find_raw_files(raw, source)
    assert [(file.extract.period, file.synthetic) for file in files] == [("2022", False)]
    settings = with_sources(Settings(raw, tmp_path / "processed"), source, *LOOKUPS)
    assert list(describe_absent_extracts(settings)) == ["not fetched yet, of homes: homes.csv"]


def test_a_table_of_files_that_are_not_there_has_its_columns_and_no_row(tmp_path: Path) -> None:
    put(tmp_path / "raw/homes", "2022")
    (tmp_path / "staging").mkdir()
    columns = "areacd, homes, homes_marker, period, source_file, source_row"
    statement = f"select {columns} from of_2021 union all select {columns} from of_2022"
    (tmp_path / "staging/homes.sql").write_text(statement)
    source = replace(source_of("2021", "2022"), definition=tmp_path / "sources/homes.toml")
    staged = build_staged_table(source, raw_folder.find_raw_files(tmp_path / "raw", source))
    assert staged.select(["areacd", "homes", "period"]).to_pylist() == [
        {"areacd": "E06000004", "homes": 2022, "period": "2022"}
    ]


def test_a_published_file_that_was_staged_and_is_gone_stops_the_run(tmp_path: Path) -> None:
    source, raw = source_of("2021", "2022"), tmp_path / "raw"
    put(raw / "homes", "2022")
    settings = with_sources(Settings(raw, tmp_path / "processed"), source, *LOOKUPS)
    (tmp_path / "staging").mkdir()
    (tmp_path / "staging/homes.sql").write_text("select * from of_2022")
    staged = build_staged_table(
        replace(source, definition=tmp_path / "sources/homes.toml"), raw_folder.find_raw_files(raw, source)
    )
    inputs = [("homes.csv", "2022", "a sum", False)]
    write_table_and_stamp(staged, settings.staged / "homes.parquet", "", inputs=inputs)
    (raw / "homes/2022/provenance.json").unlink()
    (raw / "homes/2022/homes.csv").unlink()
    (raw / "homes/2022").rmdir()
    with pytest.raises(MissingSourceError, match=r"homes\.csv for 2022, which was read before, is not in .* any more"):
        list(describe_absent_extracts(settings))


def test_tables_of_what_the_council_supplied_go_with_the_last_of_it(tmp_path: Path) -> None:
    own = replace(source_of("2021"), supplied=True)
    published, there = (replace(own, name=name, supplied=name != "streets") for name in ("streets", "farms"))
    settings = with_sources(Settings(tmp_path / "raw", tmp_path / "processed"), own, published, there, *LOOKUPS)
    put(tmp_path / "raw/farms", "2021")
    files = [f"{name}{ending}" for name in ("homes", "streets", "farms") for ending in (".parquet", ".json")]
    for folder in (settings.staged, settings.verdicts):
        folder.mkdir(parents=True)
    for name in files:
        ((settings.staged if name.endswith("parquet") else settings.verdicts) / name).touch()
    assert list(remove_tables_of_absent_extracts(settings)) == [
        "homes: removed its tables, since no extract of it is there any more"
    ]
    left = {path.name for folder in (settings.staged, settings.verdicts) for path in folder.iterdir()}
    assert left == {*files} - {"homes.parquet", "homes.json"}
