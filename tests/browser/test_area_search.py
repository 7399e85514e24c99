"""The search for an area: by name, by keyboard, without script, in words where nothing matches; and areas on paper."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import NARROW, Opened, open_tab

pytestmark = pytest.mark.xdist_group("browser")


def test_a_name_is_suggested_as_it_is_typed_and_leads_to_the_page(opened: Opened) -> None:
    page = opened("areas.html", viewport=NARROW)
    field, status = page.get_by_role("combobox"), page.locator("#find-status")
    field.fill("Newtown")
    suggested = page.get_by_role("option")
    assert suggested.first.inner_text() == "Newtown Ward"
    assert all("in Newtown ward" in text for text in suggested.all_inner_texts()[1:])
    assert status.inner_text() == f"{suggested.count()} areas match."
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == suggested.first.get_attribute("id")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == suggested.last.get_attribute("id")
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.fill("hardwick AND salters")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/area-E05*.html")
    assert page.locator("h1").inner_text() == "Hardwick & Salters Lane"


def test_what_matches_nothing_is_said_in_words(opened: Opened) -> None:
    page = opened("areas.html?area=Nowhere")
    status = page.locator("#find-status")
    assert "No area of Stockton-on-Tees matches “Nowhere”" in status.inner_text()
    page.get_by_role("combobox").fill("a")
    assert "of which the first 8 are shown" in status.inner_text()
    page.get_by_role("combobox").fill(" ")
    page.get_by_role("button", name="Find").click()
    assert status.inner_text() == "Type the name of an area first."


def test_a_code_and_a_whole_name_lead_straight_to_the_page(opened: Opened) -> None:
    for words, address, heading in (
        ("E01012286", "**/area-E01012286.html", ""),
        ("Newtown", "**/area-E05*", "Newtown"),
    ):
        page = opened("areas.html")
        page.get_by_role("combobox").fill(words)
        page.get_by_role("button", name="Find").click()
        page.wait_for_url(address)
        assert heading in page.locator("h1").inner_text()


def test_without_script_the_form_leads_to_a_list_of_every_area(opened: Opened) -> None:
    page = opened("areas.html", script=False)
    page.locator("#find-area").fill("Yarm")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Yarm", exact=True).click()
    assert page.locator("h1").inner_text() == "Yarm"


@pytest.mark.parametrize("code", ["E05014882", "partnership-thornaby", "target-central-stockton"])
def test_an_area_prints_on_one_sheet(opened: Opened, code: str) -> None:
    page = opened(f"one-page-{code}.html")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_the_count_of_sheets_sees_a_second_one(opened: Opened) -> None:
    page = opened("area-E05014882.html")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf())) > 1


def test_a_postcode_and_a_point_lead_to_the_neighbourhood(browser: Any, folder: Path, tmp_path: Path) -> None:
    """Look up a small made lookup in a copy of the pages: the sample holds none."""
    for name in ("areas.html", "style.css", "find-area.js"):
        shutil.copyfile(folder / name, tmp_path / name)
    contents = {
        "borough": "Here", "outwardCodes": ["AB1"], "hasOutlines": True,
        "areas": [["Square", "Neighbourhood in A ward", "area-L0.html", "L0"], ["A", "Ward", "area-W0.html", ""]],
    }  # fmt: skip
    (tmp_path / "area-names.js").write_text(f"window.areaNames = {json.dumps(contents)};", encoding="utf-8")
    (tmp_path / "postcodes").mkdir()
    pages = "area-L0.html area-W0.html"
    called = f"window.addPostcodes('AB1', [['2CD 2CE', '{pages}']]);"
    (tmp_path / "postcodes/AB1.js").write_text(called, encoding="utf-8")
    # Longitude, latitude and so on: wider than high, with a hole in its middle.
    square, hole = [0, 0, 1000, 0, 1000, 500, 0, 500, 0, 0], [400, 200, 600, 200, 600, 300, 400, 300, 400, 200]
    drawn = f"window.addOutlines(100, [['{pages}', [{square}, {hole}]]]);"
    (tmp_path / "area-outlines.js").write_text(drawn, encoding="utf-8")
    faults: list[str] = []
    context = browser.new_context(offline=True)
    page = open_tab(context, faults)
    page.goto((tmp_path / "areas.html").as_uri())
    field, status = page.get_by_role("combobox"), page.locator("#find-status")
    said = {
        "ab1 2cd": "ab1 2cd lies in Square, A.",
        "AB12CE": "AB12CE lies in Square, A.",
        "AB1 9ZZ": "AB1 9ZZ is not a postcode of Here in our lookup.",
        "ZZ1 1ZZ": "ZZ1 1ZZ is not a postcode of Here in our lookup.",
        "2.5, 7.5": "2.5, 7.5 lies in Square, A.",
        "2.5 5.0": "The point 2.5 5.0 is not in Here. Latitude comes first.",  # in the hole
        "7.5, 2.5": "The point 7.5, 2.5 is not in Here. Latitude comes first.",
        "54.57, -1.32": "The point 54.57, -1.32 is not in Here. Latitude comes first.",
    }
    for text, answer in said.items():
        field.fill(text)
        page.wait_for_function("text => document.getElementById('find-status').textContent === text", arg=answer)
        assert page.get_by_role("option").count() == (2 if "lies in" in answer else 0), text
    field.fill("AB1 2CD")
    field.press("ArrowDown")
    assert page.get_by_role("option").first.get_attribute("data-page") == "area-L0.html"
    assert status.get_attribute("role") == "status"
    context.close()
    assert faults == []


def test_an_edition_without_a_lookup_says_so(opened: Opened) -> None:
    page = opened("areas.html")
    page.get_by_role("combobox").fill("TS18 1AB")
    assert page.locator("#find-status").inner_text().startswith("This edition cannot look up postcodes.")
