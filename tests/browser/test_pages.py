"""Every kind of page: no violation of WCAG 2.2 AA that axe-core can find, and nothing cut off anywhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.report.pages.site import make_page_name_of_domain
from tests.browser.conftest import NARROW, WIDE, Opened, open_tab
from tests.conftest import DEFINITIONS

pytestmark = pytest.mark.xdist_group("browser")

PAGES = (
    "index.html",
    *sorted(map(make_page_name_of_domain, DEFINITIONS.framework.values())),
    "gaps.html",
    "explorer.html",
    "area-E05014882.html",
    "area-target-port-clarence.html",
    "area-E01012198.html",
    "areas.html",
    "ask.html",
    "changes.html",
    "claims.html",
    "communities.html",
    "comparators.html",
    "deprivation.html",
    "dictionary.html",
    "maps.html",
    "maps-housing-and-physical-environment.html",
    "one-page-E05014882.html",
    "priorities.html",
    "targeting.html",
    "quality.html",
    "residents.html",
    "methods.html",
    "sources.html",
    "story.html",
    "glossary.html",
    "use-the-data.html",
    "why.html",
)
TWICE = {"width": 640, "height": 512}  # what a screen of 1280 by 1024 has room for at 200 per cent
DESK = {"width": 1280, "height": 1024}
PAPER = {"width": 718, "height": 1000}  # A4 less its margins, at 96 dots an inch
RULES = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def test_every_kind_of_page_is_looked_at(folder: Path) -> None:
    there = {page.name for page in folder.glob("*.html")}
    assert set(PAGES) <= there
    alike = ("area-", "maps-", "one-page-")  # one of each for a number of pages
    assert {name for name in there if not name.startswith(alike)} == {n for n in PAGES if not n.startswith(alike)}


# Takes out rows, entries, articles and shapes that have the same parts, of the same classes and looks, as one before:
# what a rule could find in one of them it finds in the first. What only the whole page shows is asked apart, below.
THIN = """() => {
    const look = /^(class|style|scope|role|colspan|rowspan|hidden|lang|type|tabindex|fill|stroke|width|aria-hidden)$/;
    const sign = one => look.test(one.name) ? `${one.name}=${one.value}` : one.name + (one.value ? '' : '!');
    const form = node => node.nodeType !== 1 ? (node.textContent.trim() ? 'text' : '')
        : `<${node.tagName} ${[...node.attributes].map(sign).join(' ')}>${[...node.childNodes].map(form).join('')}`;
    const group = (parent, child) => parent.tagName === 'SECTION' ? (child.tagName === 'ARTICLE' ? [child] : [])
        : child.tagName === 'DT' && child.nextElementSibling?.tagName === 'DD' ? [child, child.nextElementSibling]
        : parent.tagName === 'DL' && child.tagName !== 'DIV' ? [] : [child];
    const parents = [...document.querySelectorAll('tbody, ul, ol, dl, svg, svg g, section')];
    for (const parent of parents.reverse()) {
        const seen = new Set();
        for (const child of [...parent.children]) {
            const nodes = group(parent, child), own = nodes.map(form).join('');
            if (seen.has(own)) nodes.forEach(node => node.remove());
            else if (own) seen.add(own);
        }
    }
}"""
# Names that stand twice, and references and links within the page that lead nowhere.
LOOSE = """() => {
    const names = [...document.querySelectorAll('[id]')].map(one => one.id), known = new Set(names);
    const links = [...document.querySelectorAll('a[href^="#"]')].map(one => decodeURIComponent(one.hash.slice(1)));
    const kinds = ['for', 'headers', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'list'];
    const references = kinds.flatMap(name => [...document.querySelectorAll(`[${name}]`)]
        .flatMap(one => one.getAttribute(name).split(/\\s+/)));
    return names.filter((name, place) => names.indexOf(name) !== place)
        .concat([...links, ...references].filter(name => name && !known.has(name)));
}"""


def violations(page: Any) -> list[tuple[str, str]]:
    """Name each rule that axe-core finds broken, and the first place."""
    from axe_playwright_python.sync_playwright import Axe

    loose = [("a name that stands twice or leads nowhere", name) for name in page.evaluate(LOOSE)]
    page.evaluate(THIN)
    found = Axe().run(page, options=RULES).response
    assert found["passes"]
    return loose + [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[tuple[Any, list[str]]]:
    """The tab in which all pages are opened in turn, and their faults: a tab of its own for each is slow."""
    faults: list[str] = []
    context = browser.new_context(viewport=NARROW, offline=True)
    yield open_tab(context, faults), faults
    context.close()


@pytest.fixture(scope="module", params=PAGES)
def page(tab: tuple[Any, list[str]], folder: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each page in turn, opened once for all that is asked of it; it may write no word to the console."""
    page, faults = tab
    faults.clear()
    page.emulate_media(media="screen")
    page.set_viewport_size(NARROW)
    page.goto((folder / request.param).as_uri())
    yield page
    assert faults == []


# Before the next test, which takes rows out of the page.
def test_nothing_is_cut_off_on_a_narrow_screen_at_twice_the_size_or_on_paper(page: Any) -> None:
    page.emulate_media(media="screen")
    for size in (NARROW, TWICE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], size
    page.set_viewport_size(DESK)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"], "with text twice as large"
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    wide = "[...document.querySelectorAll('table, img, svg.map')].filter(one => one.scrollWidth > innerWidth).length"
    assert page.evaluate(wide) == 0


def test_axe_finds_no_violation(page: Any) -> None:
    page.emulate_media(media="screen")
    page.set_viewport_size(WIDE)
    assert violations(page) == []


def test_axe_finds_a_text_that_does_not_stand_out(opened: Opened) -> None:
    page = opened("areas.html")
    page.evaluate("document.querySelector('main p').style.color = '#aaa'")
    assert [rule for rule, _ in violations(page)] == ["color-contrast"]


def test_axe_finds_it_in_any_row_of_a_table(opened: Opened) -> None:
    page = opened("gaps.html")
    faint = "td => { td.textContent = 'too faint'; td.style.color = '#aaa'; }"
    page.locator("tbody").first.locator("tr:last-child td").last.evaluate(faint)
    assert [rule for rule, _ in violations(page)] == ["color-contrast"]


def test_a_name_that_stands_twice_or_leads_nowhere_is_found(opened: Opened) -> None:
    page = opened("areas.html")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p id=x>a <a href=#y>b</a><p id=x>c')"
    )
    assert page.evaluate(LOOSE) == ["x", "y"]


def test_the_same_rules_are_looked_at_of_a_page_with_its_rows_thinned(opened: Opened) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened("maps.html")
    looked_at = []
    for script in ("() => {}", THIN):
        page.evaluate(script)
        looked_at.append([rule["id"] for rule in Axe().run(page, options=RULES).response["passes"]])
    assert looked_at[0] == looked_at[1]
