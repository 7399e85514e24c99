"""The search for an area: by name, by keyboard, without script, in words where nothing matches; and areas on paper."""

import re

import pytest

from tests.browser.conftest import NARROW, Opened

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
