"""JSON a measure: every figure of the tables, no number of a suppressed row, and columns that the page describes."""

import json
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.report.tables.json_files import FIGURE_COLUMNS, SCHEMA, write_json_files

from .conftest import make_edition


def written(folder: Path, **changes: Any) -> dict[str, Any]:
    """Write the files of a tiny edition, and return what each holds by its name."""
    edition = make_edition()
    for column, cell in changes.items():
        edition.observations.loc[edition.observations["area_code"] == "W0", column] = cell
    write_json_files(edition.copy_without_suppressed_numbers(), folder)
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}


def test_each_measure_has_a_file_with_all_its_figures(tmp_path: Path) -> None:
    files = written(tmp_path)
    edition = make_edition()
    assert [entry["measure"] for entry in files.pop("index")["measures"]] == [
        *dict.fromkeys(edition.observations["measure"])
    ]
    for name, rows in edition.observations.groupby("measure"):
        contents = files.pop(str(name))
        figures = contents["figures"]
        assert (contents["schema"], contents["measure"]) == (SCHEMA, name)
        assert contents["title"] == edition.measures[str(name)].title
        assert list(figures) == list(FIGURE_COLUMNS)
        assert figures["value"] == pytest.approx(rows["value"].tolist(), nan_ok=True)
        assert figures["area_code"] == rows["area_code"].tolist()
    assert not files


def test_a_suppressed_figure_has_a_status_and_no_number(tmp_path: Path) -> None:
    figures = written(tmp_path, status="suppressed")["cold_homes"]["figures"]
    hidden = figures["area_code"].index("W0")
    assert figures["status"][hidden] == "suppressed"
    assert [figures[column][hidden] for column in ("value", "lower_95", "upper_95", "numerator", "denominator")] == [
        None
    ] * 5
    assert 30.0 not in figures["value"]


def test_a_source_has_its_licence_and_the_line_that_it_asks_for(tmp_path: Path) -> None:
    (source,) = written(tmp_path)["cold_homes"]["sources"]
    assert source["licence"] == "Open Government Licence v3.0"
    assert "Contains public sector information" in source["attribution"]
