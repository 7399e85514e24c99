"""The explorer's data: every figure as the report writes it, nothing of a suppressed row, the same bytes each time."""

import json
from typing import Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.explorer.script import Explorer
from fairer_stockton.report.rows import records
from fairer_stockton.report.table import figure_cells

from .conftest import make_edition


def _data(edition: Edition) -> dict[str, Any]:
    return json.loads(Explorer(edition).script.removeprefix("window.explorerData = ").removesuffix(";\n"))


def _views(data: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    every = [(one["name"], series) for one in data["measures"] for kind in one["kinds"].values() for series in kind]
    return [(name, period, view) for name, series in every for period, _, view in series["periods"]]


def _cell(view: dict[str, Any], column: str, place: int) -> Any:
    return view[column][place] if isinstance(view[column], list) else view[column]


def test_the_data_hold_every_figure_as_the_report_writes_it(edition: Edition) -> None:
    data = _data(edition)
    written = sorted(
        (name, period, *(data["words"][_cell(view, column, place)] for column in ("figure", "limits")))
        for name, period, view in _views(data)
        for place in range(len(view["status"]))
    )
    assert written == sorted(
        (row["measure"], row["period"], *figure_cells(row)) for row in records(edition.observations)
    )


def test_a_suppressed_row_has_no_number_and_no_class() -> None:
    edition = make_edition()
    edition.observations.loc[edition.observations["area_code"] == "W0", "status"] = "suppressed"
    data = _data(edition.without_hidden())
    hidden = [(view, view["status"].index("s")) for _, _, view in _views(data) if "s" in view["status"]]
    assert hidden
    for view, place in hidden:
        assert [_cell(view, column, place) for column in ("value", "lower", "upper")] == [None] * 3
        assert view["group"][place] == -1
        assert data["words"][_cell(view, "figure", place)] == "suppressed"
    assert "30.0%" not in data["words"]


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert Explorer(make_edition()).script == Explorer(make_edition()).script
