"""The explorer as a reader uses it: by keyboard, by address, without script, and down to the row of the CSV."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.report.rows import ObservationRow, read_rows
from fairer_stockton.report.words.figures import write_figure
from tests.browser.conftest import NARROW, WIDE, Opened, open_tab
from tests.browser.test_pages import violations
from tests.conftest import DEFINITIONS

pytestmark = pytest.mark.xdist_group("browser")

NAME = "no_qualifications"
START = f"explorer.html#measure={NAME}&areas=ward-2024&period=2021"


PHONE = {"width": 375, "height": 740}
MOST_AT_FIRST = 400_000  # bytes of all files that a first view needs: 2 seconds at 1.6 Mbit/s
WEAK_PLACES = "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
WEAK_PLACES += (
    " if (!entry.hadRecentInput) window.shift += entry.value; })).observe({type: 'layout-shift', buffered: true});"
)


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
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    wanted = ["search", *(f"choose-{name}" for name in ("measure", "areas", "group", "period", "view", "area", "with"))]
    wanted += ["replay-open", "take-csv", "take-png", "take-svg", "copy-link", "copy-code", "link", "code"]
    assert [name for name in reached if name in wanted] == wanted


def test_without_script_the_latest_figures_stand_in_tables(opened: Opened, folder: Path) -> None:
    page = opened("explorer.html", script=False)
    assert not page.locator("#explorer").is_visible()
    table = pd.read_csv(folder / "csv/observations.csv", dtype={"period": str}, low_memory=False)
    rows = table.query("measure == @NAME and area_type == 'borough' and breakdown == 'all'")
    *_, row = read_rows(rows, ObservationRow)
    line = page.locator("tr", has=page.locator("th", has_text=DEFINITIONS.measures[NAME].title))
    assert write_figure(row) in line.first.text_content()


def test_what_may_not_be_shown_has_neither_a_mark_on_the_chart_nor_a_number(opened: Opened, folder: Path) -> None:
    table = pd.read_csv(folder / "csv/observations.csv", dtype=str, keep_default_na=False, low_memory=False)
    hidden = table[(table["status"] == "suppressed") & (table["area_type"] == "ward") & (table["vintage"] == "2024")]
    hidden = hidden[hidden["breakdown"] == "all"]
    name, period = hidden.iloc[-1][["measure", "period"]]
    of_view = hidden[(hidden["measure"] == name) & (hidden["period"] == period)]["area_name"]
    page = opened(f"explorer.html#measure={name}&areas=ward-2024&period={period}")
    shown = rows(page)
    assert all(not any(letter.isdigit() for letter in shown[area]) for area in of_view)


@pytest.fixture(scope="module")
def wandering(browser: Any, folder: Path) -> Iterator[Any]:
    """One tab in which many addresses are opened in turn; it may write no word to the console."""
    faults: list[str] = []
    context = browser.new_context(viewport=NARROW, offline=True)
    page = open_tab(context, faults)
    page.goto((folder / "explorer.html").as_uri())
    yield page
    context.close()
    assert faults == []


def show(page: Any, address: str) -> None:
    """Show what an address asks for, and wait until it is drawn."""
    page.evaluate("address => { location.hash = address; }", address)
    page.evaluate("explorer.show(explorer.readAddress())")
    page.wait_for_function("!document.getElementById('view').hasAttribute('aria-busy')")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_first_view_needs_few_bytes_and_nothing_moves_while_it_comes(
    browser: Any, folder: Path, size: dict[str, int]
) -> None:
    # Sizes, since they do not depend on the machine; `docs/methods/replay.md` has the seconds on a slow line.
    context = browser.new_context(viewport=size, offline=True)
    page = context.new_page()
    page.add_init_script(WEAK_PLACES)
    # The data come late, as over a slow line: what is there before them must stay where it is.
    page.route("**/explorer/measures/*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto((folder / "explorer.html").as_uri())
    names = page.evaluate(
        "[...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((e) => e.href || e.src)"
    )
    page.wait_for_timeout(200)
    shift = page.evaluate("window.shift")
    context.close()
    paths = [folder / name.removeprefix(f"{folder.as_uri()}/") for name in {*names}]
    assert any(path.parent.name == "measures" for path in paths) and any(path.parent.name == "shapes" for path in paths)
    assert sum(path.stat().st_size for path in [folder / "explorer.html", *paths]) < MOST_AT_FIRST
    assert shift < 0.01  # good is below 0.1; this page needs none


def test_something_that_moves_the_page_would_be_noticed(browser: Any, folder: Path) -> None:
    context = browser.new_context(viewport=PHONE, offline=True)
    page = context.new_page()
    page.add_init_script(WEAK_PLACES)
    page.goto((folder / "explorer.html").as_uri())
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<p style=\"height: 400px\">.')")
    page.wait_for_function("window.shift > 0.1")
    context.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("measure=gone", "This report has no measure called “gone”."),
        ("areas=constructor", "This report has no kind of area called “constructor”."),
        ("areas=__proto__&measure=no_qualifications", "This report has no kind of area called “__proto__”."),
        ("measure=toString&other=hasOwnProperty&view=measures", "This report has no measure called “toString”."),
        ("measure=no_qualifications&period=1066", "There is no period “1066” here."),
        ("measure=no_qualifications&group=__proto__", "There is no group called “__proto__” here."),
        ("measure=no_qualifications&area=E09", "No area shown here has the code “E09”"),
        ("measure=no_qualifications&with=valueOf", "No area shown here has the code “valueOf”"),
        ("measure=no_qualifications&other=gone&view=measures", "no measure called “gone” to compare with"),
        ("measure=no_qualifications&view=gone", "There is no view called “gone”."),
        ("measure=%E0", "This report has no measure called “\ufffd”."),
        ("measure=%", "This report has no measure called “%”."),
        (f"measure={'x' * 5000}", f"This report has no measure called “{'x' * 60}…”."),
        ("measure=<script>alert(1)</script>", "This report has no measure called “<script>alert(1)</script>”."),
        ("measure=employment_rate&areas=ward-2024", "has no figures for 2024 wards."),
    ],
)
def test_what_an_address_asks_for_and_the_report_has_not_is_said(wandering: Any, address: str, words: str) -> None:
    show(wandering, address)
    assert words in wandering.locator("#notes").inner_text()
    assert wandering.locator("#rows tr").count() > 0
    assert wandering.locator("#shown").inner_text()
    assert wandering.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_known_address_needs_no_note_and_a_repeated_key_no_more_than_one_answer(wandering: Any) -> None:
    show(wandering, f"measure={NAME}&measure=gone&areas=ward-2024&unknown=1")
    assert wandering.locator("#notes").inner_text() == ""
    assert wandering.locator("#shown").inner_text().startswith(DEFINITIONS.measures[NAME].title)


def test_a_measure_is_found_by_words_of_its_title_or_question(opened: Opened) -> None:
    page = opened(START)
    page.locator("#search").fill("fuel poverty households")
    assert page.locator("#matches").inner_text().endswith("measures match.")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('measure=fuel_poverty')")
    page.locator("#search").fill("nothing is called so")
    assert page.locator("#matches").inner_text().startswith("0 of ")


def test_a_figure_is_followed_over_time_for_two_areas(wandering: Any) -> None:
    show(wandering, "measure=aged_65_and_over&areas=ward-2019&view=trend&area=E05001520&with=E05001521")
    if wandering.locator("#notes").inner_text():
        keys = wandering.evaluate("explorer.state.rows.map((row) => row.key)")
        show(wandering, f"measure=aged_65_and_over&areas=ward-2019&view=trend&area={keys[0]}&with={keys[1]}")
    periods = wandering.evaluate("explorer.state.series.periods.length")
    assert periods > 1
    assert wandering.locator("#plot-key li").count() >= 2
    assert wandering.locator("#plot-holder path.point").count() >= 2 * periods
    shapes = wandering.locator("#plot-key path").evaluate_all("paths => paths.map((path) => path.getAttribute('d'))")
    assert len({*shapes}) == len(shapes), "lines differ by shape, not by colour alone"
    assert len(rows(wandering)) > 0
    assert not wandering.locator("#map").is_visible() and not wandering.locator("#chart").is_visible()


def test_two_measures_are_compared_area_by_area(wandering: Any) -> None:
    show(wandering, f"measure={NAME}&areas=ward-2024&view=measures&other=homes_owned_outright")
    assert wandering.locator("#plot-holder path.point").count() == 27
    assert wandering.locator("#rows tr").count() == 27
    assert wandering.locator("#columns th").count() == 3
    assert "does not show that the first causes the second" in wandering.locator("#said").inner_text()


def test_other_councils_are_compared_where_they_are_held(wandering: Any, folder: Path) -> None:
    index = json.loads((folder / "explorer/index.js").read_text(encoding="utf-8").partition("(")[2].rstrip()[:-2])
    with_councils = [entry["name"] for entry in index["measures"] if "authority" in entry["kinds"]]
    assert with_councils
    show(wandering, f"measure={with_councils[0]}&areas=authority")
    assert wandering.locator("#notes").inner_text() == ""
    assert wandering.locator("#rows tr").count() > 1


def test_the_table_is_taken_away_as_it_is_shown(wandering: Any) -> None:
    show(wandering, f"measure={NAME}&areas=ward-2024&period=2021")
    text = wandering.evaluate("explorer.writeCsv()")
    assert text.startswith("\ufeff")
    header, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert header[:4] == ["Measure", "Period", "Areas", "People"]
    place, figure = header.index("Area"), header.index("Figure")
    taken = {line[place]: line[figure] for line in lines}
    assert rows(wandering).items() <= taken.items()


def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(wandering: Any) -> None:
    show(wandering, f"measure={NAME}&areas=ward-2024&period=2021")
    wandering.evaluate("explorer.state.rows[0].name = '=1+1'; explorer.state.rows[1].figure = '-3.2'")
    lines = [*csv.reader(io.StringIO(wandering.evaluate("explorer.writeCsv()")))]
    cells = {cell for line in lines for cell in line}
    assert "'=1+1" in cells and "=1+1" not in cells and "-3.2" in cells


@pytest.mark.parametrize("address", ["", "&view=trend", "&view=measures&other=homes_owned_outright"])
def test_the_picture_stands_alone_and_says_that_it_is_of_the_sample(wandering: Any, address: str) -> None:
    show(wandering, f"measure={NAME}&areas=ward-2024{address}")
    text = wandering.evaluate("explorer.writePicture()")
    drawing = ElementTree.fromstring(text)
    words = " ".join(drawing.itertext())
    assert DEFINITIONS.measures[NAME].title in words and "SAMPLE" in words and "Source:" in words
    assert "class=" not in text and "var(" not in text
    held = wandering.evaluate("[...document.querySelectorAll('.legend li')].map((line) => line.textContent)")
    legends = [line for line in held if line and line in words]
    assert legends or "Across: " in words, "the picture says what its marks and axes are"
    assert not {element.tag for element in drawing.iter() if element.tag.endswith(("script", "foreignObject", "image"))}


def test_files_are_made_in_the_page(opened: Opened) -> None:
    page = opened(START)
    for ending, start in (("csv", b"\xef\xbb\xbf"), ("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.locator(f"#take-{ending}").click()
        file = download.value
        assert file.suggested_filename == f"no-qualifications-ward-2024-2021.{ending}"
        assert Path(file.path()).read_bytes().startswith(start)


def test_a_view_is_shown_on_another_page_without_the_rest(opened: Opened) -> None:
    page = opened(START)
    code = page.locator("#code").input_value()
    assert code.startswith("<iframe ") and "embed=yes" in code and "title=" in code
    page = opened(f"{START}&embed=yes")
    for hidden in ("#choices", ".masthead", "section.part", ".foot nav"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for visible in ("#shown", "#chart-holder", "#table", ".stamp", "#whole"):
        assert page.locator(visible).first.is_visible(), visible


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mark_stands_out_in_forced_colours(browser: Any, folder: Path, scheme: Any) -> None:
    context = browser.new_context(forced_colors="active", color_scheme=scheme, offline=True)
    page = context.new_page()
    page.goto((folder / START.partition("#")[0]).as_uri() + f"#{START.partition('#')[2]}&area=E05014882")
    page.wait_for_selector("#chart-holder .picked")
    looks = page.evaluate(
        """() => ['dot', 'interval', 'reference.r0', 'reference.r1', 'mark', 'reference-name'].map((name) => {
            const style = getComputedStyle(document.querySelector(`#chart-holder .${name}`));
            return name.startsWith('mark') || name.endsWith('name') ? style.fill : style.stroke;
        })"""
    )
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert min(contrast(look, paper) for look in looks) >= 3, looks


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    lights = []
    for colour in (first, second):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize(
    "address", ["&view=trend&area=E05014882", "&view=measures&other=fuel_poverty", "&area=E05014882&replay=yes"]
)
def test_axe_finds_no_violation_in_any_view(opened: Opened, address: str) -> None:
    page = opened(START + address)
    page.wait_for_function("!document.getElementById('view').hasAttribute('aria-busy')")
    page.wait_for_timeout(100)
    assert violations(page) == []


def test_only_the_choice_asked_for_last_is_shown(wandering: Any) -> None:
    show(wandering, f"measure={NAME}&areas=ward-2024")
    shown = wandering.evaluate(
        """async (name) => {
            const first = explorer.show({...explorer.readAddress(), measure: 'fuel_poverty'});
            await Promise.all([first, explorer.show({...explorer.readAddress(), measure: name})]);
            return explorer.state.measure.name;
        }""",
        NAME,
    )
    assert shown == NAME


def test_a_file_that_does_not_come_is_said(browser: Any, folder: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()  # a tab of its own, since Chromium itself writes to the console that a file is missing
    page.goto((folder / START.partition("#")[0]).as_uri())
    page.evaluate("explorer.index.measures.push({...explorer.index.measures[0], name: '../gone'})")
    page.evaluate("explorer.show({...explorer.readAddress(), measure: '../gone'})")
    page.wait_for_function("document.getElementById('notes').textContent.includes('could not be loaded')")
    assert page.locator("#rows tr").count() > 0
    context.close()
