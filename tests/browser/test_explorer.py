"""The explorer as a reader uses it: by keyboard, by address, without script, and down to the row of the CSV."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.editions.cells import read_cells
from fairer_stockton.report.rows import ObservationRow, read_rows
from fairer_stockton.report.words.figures import write_figure
from tests.browser.conftest import Opened
from tests.conftest import DEFINITIONS

pytestmark = pytest.mark.xdist_group("browser")

NAME = "no_qualifications"
START = f"explorer.html#measure={NAME}&areas=ward-2024&period=2021"


def rows(page: Any) -> dict[str, str]:
    """Give the figure of each area in the table."""
    found = page.locator("#rows tr").evaluate_all("rows => rows.map(row => [...row.cells].map(one => one.innerText))")
    return {cells[0].strip(): cells[1].strip() for cells in found}


def test_a_ward_is_found_with_the_figure_that_the_csv_gives(opened: Opened, folder: Path) -> None:
    page = opened(START)
    assert page.locator("#shown").inner_text().startswith(DEFINITIONS.measures[NAME].title)
    link = page.locator("#csv").get_attribute("href")
    table = pd.read_csv(folder / link, dtype={"vintage": str, "period": str})
    same = {"measure": NAME, "area_type": "ward", "vintage": "2024", "period": "2021", "breakdown": "all"}
    own = table[(table[list(same)] == pd.Series(same)).all(axis=1)]
    marks = own["synthetic"].map({True: " [sample]", False: ""})
    expected = {
        row.area_name: write_figure(row) + mark for row, mark in zip(read_rows(own, ObservationRow), marks, strict=True)
    }
    assert len(expected) == 27
    assert rows(page) == expected
    assert page.locator("#chart-holder circle").count() == 27
    assert page.locator("#map-holder svg").count() == 1


def test_another_measure_is_chosen_by_keyboard_and_the_way_back_leads_back(opened: Opened) -> None:
    page = opened(START)
    before, title = rows(page), page.locator("#shown").inner_text()
    page.locator("#choose-measure").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("before => document.getElementById('shown').innerText !== before", arg=title)
    assert page.evaluate("document.activeElement.id") == "choose-measure"
    assert rows(page) != before
    assert page.locator("#said").inner_text()
    page.go_back()
    page.wait_for_function("before => document.getElementById('shown').innerText === before", arg=title)
    assert rows(page) == before


def test_all_controls_are_reached_by_keyboard(opened: Opened) -> None:
    page = opened(START)
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    wanted = [f"choose-{name}" for name in ("measure", "areas", "group", "period", "area")]
    assert [one for one in reached if one in wanted] == wanted


def test_without_script_the_latest_figures_stand_in_tables(opened: Opened, folder: Path) -> None:
    page = opened("explorer.html", script=False)
    assert not page.locator("#explorer").is_visible()
    table = read_cells(pd.read_csv(folder / "csv/observations.csv", dtype={"period": str}, low_memory=False))
    rows = table.query("measure == @NAME and area_type == 'borough' and breakdown == 'all'")
    *_, row = read_rows(rows, ObservationRow)
    line = page.locator("tr", has=page.locator("th", has_text=DEFINITIONS.measures[NAME].title))
    assert write_figure(row) in line.first.text_content()


def test_what_may_not_be_shown_has_neither_a_mark_on_the_chart_nor_a_number(opened: Opened, folder: Path) -> None:
    table = read_cells(pd.read_csv(folder / "csv/observations.csv", dtype=str, keep_default_na=False, low_memory=False))
    hidden = table[(table["status"] == "suppressed") & (table["area_type"] == "ward") & (table["vintage"] == "2024")]
    hidden = hidden[hidden["breakdown"] == "all"]
    name, period = hidden.iloc[-1][["measure", "period"]]
    of_view = hidden[(hidden["measure"] == name) & (hidden["period"] == period)]["area_name"]
    page = opened(f"explorer.html#measure={name}&areas=ward-2024&period={period}")
    shown = rows(page)
    assert all(not any(letter.isdigit() for letter in shown[area]) for area in of_view)
