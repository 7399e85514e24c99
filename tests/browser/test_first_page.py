"""The first page as it meets the eye: the finding before any scrolling, and pictures that need no colour."""

import re
from typing import Any

import pytest

from fairer_stockton.run.look import contrast
from tests.browser.conftest import NARROW, WIDE, Opened
from tests.browser.test_pages import violations

pytestmark = pytest.mark.xdist_group("browser")

PHONE = {"width": 375, "height": 667}
LEAST_CONTRAST = 3.0  # of a mark that has a meaning: WCAG 2.2, success criterion 1.4.11 (AA)
# What each mark of the first picture is drawn with, in the colours that the browser has settled on.
MARKS = """() => {
    const plot = document.querySelector('.plot'), of = (selector, name) =>
        getComputedStyle(plot.querySelector(selector))[name];
    return {
        ground: getComputedStyle(document.body).backgroundColor, gap: of('path.gap', 'fill'),
        worse: of('path.worse-off', 'stroke'), better: of('path.better-off', 'stroke'),
        start: of('line.start', 'stroke'),
        circle: of('circle.worse-off', 'fill'), square: of('rect.better-off', 'stroke'),
        dashes: [of('path.worse-off', 'strokeDasharray'), of('path.better-off', 'strokeDasharray')],
    };
}"""


def read_colour(text: str) -> str:
    """Return a browser's rgb(…) as #rrggbb."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", text)[:3])


def test_the_finding_is_on_a_phones_first_screen(opened: Opened) -> None:
    page = opened("index.html", viewport=PHONE)
    assert page.locator("h1").count() == 1
    finding = page.locator("h1").bounding_box()
    assert finding["y"] + finding["height"] <= PHONE["height"]
    assert page.locator(".answer").bounding_box()["y"] < PHONE["height"], "the answer begins on it"


@pytest.mark.parametrize("forced", [False, True])
def test_the_marks_of_a_picture_stand_out_without_colour(opened: Opened, forced: bool) -> None:
    page = opened("index.html")
    page.emulate_media(forced_colors="active" if forced else "none", color_scheme="dark" if forced else "light")
    marks: dict[str, Any] = page.evaluate(MARKS)
    # Contrast is of lightness alone, and so is the same in grey.
    for name in ("worse", "better", "start", "circle", "square"):
        assert contrast(read_colour(marks[name]), read_colour(marks["ground"])) >= LEAST_CONTRAST, name
        if not forced:
            assert contrast(read_colour(marks[name]), read_colour(marks["gap"])) >= LEAST_CONTRAST, name
    solid, dashed = marks["dashes"]
    assert solid == "none"
    assert dashed != "none"


def test_rows_of_gaps_become_cards_where_text_is_large(opened: Opened) -> None:
    page = opened("index.html")
    words, size = page.locator(".gap-words").first, page.locator(".gap-size").first
    assert words.bounding_box()["x"] > size.bounding_box()["x"]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert words.bounding_box()["x"] == size.bounding_box()["x"]


def test_what_is_folded_away_is_in_order_too(opened: Opened) -> None:
    page = opened("index.html", viewport=NARROW)
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    assert page.locator("table.glance").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.set_viewport_size(WIDE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"], "with text twice as large"
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert violations(page) == []
