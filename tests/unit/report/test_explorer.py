"""The explorer's data: every figure as the report writes it, nothing of a suppressed row, the same bytes each time."""

import json
from typing import Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.explorer.script import Explorer
from fairer_stockton.report.rows import ObservationRow, read_rows
from fairer_stockton.report.table import format_value_and_limits

from .conftest import make_edition


def _contents(edition: Edition) -> dict[str, Any]:
    """Return the values of each script of data, by its name."""
    return {
        name: json.loads(f"[{text.partition('(')[2].removesuffix(');' + chr(10))}]")[-1]
        for name, text in Explorer(edition).make_scripts()
    }


def _views(contents: dict[str, Any]) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    return [
        (measure, entry["period"], entry["view"])
        for name, measure in contents.items()
        if name.startswith("measures/")
        for kind in measure["kinds"].values()
        for series in kind
        for entry in series["periods"]
    ]


def _cell(view: dict[str, Any], column: str, position: int) -> Any:
    return view[column][position] if isinstance(view[column], list) else view[column]


def test_the_data_hold_every_figure_as_the_report_writes_it(edition: Edition) -> None:
    written = sorted(
        (measure["name"], period, *(measure["words"][_cell(view, column, row)] for column in ("figure", "limits")))
        for measure, period, view in _views(_contents(edition))
        for row in range(len(view["status"]))
    )
    assert written == sorted(
        (row.measure, row.period, *format_value_and_limits(row))
        for row in read_rows(edition.observations, ObservationRow)
    )


def test_a_measure_has_a_script_of_its_own_and_the_index_names_them_all(edition: Edition) -> None:
    contents = _contents(edition)
    names = {name.removeprefix("measures/").removesuffix(".js") for name in contents if name.startswith("measures/")}
    assert {entry["name"] for entry in contents["index.js"]["measures"]} == names == {*edition.measures}
    for entry in contents["index.js"]["measures"]:
        assert list(contents[f"measures/{entry['name']}.js"]["kinds"]) == entry["kinds"]


def test_shapes_are_in_scripts_apart_and_the_index_says_of_which_areas(edition: Edition) -> None:
    contents = _contents(edition)
    drawn = [name for name in contents if name.startswith("shapes/")]
    assert drawn == [f"shapes/{kind}.js" for kind in contents["index.js"]["drawn"]] != []


def test_a_suppressed_row_has_no_number_and_no_class() -> None:
    edition = make_edition()
    edition.observations.loc[edition.observations["area_code"] == "W0", "status"] = "suppressed"
    contents = _contents(edition.copy_without_suppressed_numbers())
    hidden = [
        (measure, view, view["status"].index("s")) for measure, _, view in _views(contents) if "s" in view["status"]
    ]
    assert hidden
    for measure, view, row in hidden:
        assert [_cell(view, column, row) for column in ("value", "lower", "upper")] == [None] * 3
        assert view["group"][row] == -1
        assert measure["words"][_cell(view, "figure", row)] == "suppressed"
        assert "30.0%" not in measure["words"]


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert dict(Explorer(make_edition()).make_scripts()) == dict(Explorer(make_edition()).make_scripts())
