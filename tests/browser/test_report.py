"""The report as a reader uses it: from the first page to a figure, its source and its row of the CSV; and on paper."""

import csv
import re
from pathlib import Path

import pytest

from fairer_stockton.report.words.figures import write_value_with_unit
from tests.browser.conftest import Opened

pytestmark = pytest.mark.xdist_group("browser")


def test_a_figure_is_followed_to_its_source_and_to_its_row_of_the_csv(opened: Opened, folder: Path) -> None:
    page = opened("index.html")
    page.locator("#glance-learning > summary").click()
    line = page.locator("table.glance tr", has=page.get_by_role("link", name="Adults with no qualifications"))
    shown = line.locator("strong").inner_text()
    line.get_by_role("link").click()
    page.wait_for_url(re.compile("/learning.html#no-qualifications$"))
    article = page.locator("article[aria-labelledby='no-qualifications']")
    assert article.get_by_role("heading").first.is_visible()
    file, _, row = str(article.locator("a[href*='#row=']").get_attribute("href")).partition("#row=")
    with (folder / file).open(encoding="utf-8", newline="") as opened_file:
        lines = list(csv.reader(opened_file))
    cells = dict(zip(lines[0], lines[int(row) - 1], strict=True))
    assert (cells["measure"], cells["area_type"]) == ("no_qualifications", "borough")
    assert write_value_with_unit(float(cells["value"]), cells["unit"]) == shown
    article.locator("a[href^='sources.html#']").first.click()
    page.wait_for_url(re.compile("/sources.html#"))
    title = page.locator(page.evaluate("location.hash")).inner_text()
    assert title.startswith("Census 2021")
    assert page.get_by_role("link", name=re.compile("Each file with its checksum")).first.is_visible()


def test_a_tile_leads_to_its_measure_by_keyboard(opened: Opened) -> None:
    page = opened("index.html")
    page.locator("#all-tiles > summary").click()
    tile = page.locator(".tiles a.tile").first
    tile.focus()
    title = str(tile.get_attribute("title")).partition(":")[0]
    leads_to = re.compile(re.escape(str(tile.get_attribute("href"))) + "$")
    page.keyboard.press("Enter")
    page.wait_for_url(leads_to)
    assert page.locator(page.evaluate("location.hash")).inner_text().startswith(title)


def test_what_is_closed_is_printed_only_by_choice_and_menus_never(opened: Opened) -> None:
    page = opened("learning.html")
    table = page.locator("article details table").first
    page.emulate_media(media="print")
    assert not table.is_visible(), "a closed part stays closed"
    assert not page.locator("nav").first.is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("checkbox", name="print the closed parts").check()
    assert not table.is_visible(), "the box is about paper alone"
    page.emulate_media(media="print")
    assert table.is_visible()
    assert not page.locator(".menu ul").first.is_visible()


def test_the_menu_opens_by_keyboard_one_group_at_a_time_and_marks_the_page(opened: Opened) -> None:
    page = opened("learning.html")
    menu = page.get_by_role("navigation", name="Main")
    assert menu.locator("summary").all_inner_texts() == ["The gaps", "Places", "People", "Figures and methods"]
    assert menu.locator("summary.here").all_inner_texts() == ["The gaps"]
    assert not menu.get_by_role("link").first.is_visible()
    for name in ("The gaps", "Places"):
        menu.locator("summary", has_text=name).focus()
        page.keyboard.press("Enter")
        assert menu.locator("[open] > summary").all_inner_texts() == [name]
    assert menu.locator("[aria-current]").all_text_contents() == ["Learning"]
    menu.get_by_role("link", name="Area profiles").click()
    page.wait_for_url(re.compile("/areas.html$"))
