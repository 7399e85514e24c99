"""Every kind of page: no violation of WCAG 2.2 AA that axe-core can find, and nothing cut off anywhere."""

from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.framework import load_framework
from fairer_stockton.report.pages.site import page_of
from tests.browser.conftest import NARROW, Opened

PAGES = (
    "index.html",
    *sorted(map(page_of, load_framework().values())),
    "gaps.html",
    "explorer.html",
    "area-E05014882.html",
    "area-target-port-clarence.html",
    "areas.html",
    "changes.html",
    "claims.html",
    "communities.html",
    "comparators.html",
    "deprivation.html",
    "dictionary.html",
    "maps.html",
    "maps-housing-and-physical-environment.html",
    "priorities.html",
    "quality.html",
    "residents.html",
    "methods.html",
    "sources.html",
    "glossary.html",
)
TWICE = {"width": 640, "height": 512}  # what a screen of 1280 by 1024 has room for at 200 per cent
PAPER = {"width": 718, "height": 1000}  # A4 less its margins, at 96 dots an inch
RULES = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def test_every_kind_of_page_is_looked_at(folder: Path) -> None:
    there = {page.name for page in folder.glob("*.html")}
    assert set(PAGES) <= there
    alike = ("area-", "maps-")  # one of each for a number of pages
    assert {name for name in there if not name.startswith(alike)} == {n for n in PAGES if not n.startswith(alike)}


def violations(page: Any) -> list[tuple[str, str]]:
    """Name each rule that axe-core finds broken, and the first place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES).response
    assert found["passes"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(opened: Opened, name: str) -> None:
    assert violations(opened(name)) == []


def test_axe_finds_a_text_that_does_not_stand_out(opened: Opened) -> None:
    page = opened("areas.html")
    page.evaluate("document.querySelector('main p').style.color = '#aaa'")
    assert [rule for rule, _ in violations(page)] == ["color-contrast"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_on_a_narrow_screen_at_twice_the_size_or_on_paper(opened: Opened, name: str) -> None:
    page = opened(name, viewport=NARROW)
    for size in (NARROW, TWICE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], size
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    wide = "[...document.querySelectorAll('table, img, svg.map')].filter(one => one.scrollWidth > innerWidth).length"
    assert page.evaluate(wide) == 0
