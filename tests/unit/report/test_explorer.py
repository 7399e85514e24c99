"""The explorer's data: every figure as the report writes it, nothing of a suppressed row, the same bytes each time."""

import json
from typing import Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.explorer.script import Explorer
from fairer_stockton.report.rows import ObservationRow, read_rows
from fairer_stockton.report.table import format_value_and_limits

from .conftest import make_edition


def _contents(edition: Edition) -> dict[str, Any]:
    return json.loads(Explorer(edition).script.removeprefix("window.explorerData = ").removesuffix(";\n"))


def _views(contents: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    every = [
        (measure["name"], series)
        for measure in contents["measures"]
        for kind in measure["kinds"].values()
        for series in kind
    ]
    return [(name, period, view) for name, series in every for period, _, view in series["periods"]]


def _cell(view: dict[str, Any], column: str, position: int) -> Any:
    return view[column][position] if isinstance(view[column], list) else view[column]


def test_the_data_hold_every_figure_as_the_report_writes_it(edition: Edition) -> None:
    contents = _contents(edition)
    written = sorted(
        (name, period, *(contents["words"][_cell(view, column, position)] for column in ("figure", "limits")))
        for name, period, view in _views(contents)
        for position in range(len(view["status"]))
    )
    assert written == sorted(
        (row.measure, row.period, *format_value_and_limits(row))
        for row in read_rows(edition.observations, ObservationRow)
    )


def test_a_suppressed_row_has_no_number_and_no_class() -> None:
    edition = make_edition()
    edition.observations.loc[edition.observations["area_code"] == "W0", "status"] = "suppressed"
    contents = _contents(edition.copy_without_suppressed_numbers())
    hidden = [(view, view["status"].index("s")) for _, _, view in _views(contents) if "s" in view["status"]]
    assert hidden
    for view, position in hidden:
        assert [_cell(view, column, position) for column in ("value", "lower", "upper")] == [None] * 3
        assert view["group"][position] == -1
        assert contents["words"][_cell(view, "figure", position)] == "suppressed"
    assert "30.0%" not in contents["words"]


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert Explorer(make_edition()).script == Explorer(make_edition()).script
