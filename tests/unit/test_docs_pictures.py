"""The pictures of the docs: each row of the page of what can be made has one that a command takes."""

import re

from docs_generator.pictures import PAGE, PICTURES, show_pictures

OTHERS = {"paper-1.png", "make-residents.png"}  # of papers


def test_every_row_of_what_can_be_made_has_a_picture_that_the_command_takes() -> None:
    shown = show_pictures(PAGE.read_text(encoding="utf-8"), {each.file: "" for each in PICTURES})
    assert "| | **" not in shown
    assert {*re.findall(r"\(pictures/([\w-]+\.png)\)", shown)} == {each.file for each in PICTURES} | OTHERS
    assert show_pictures(shown, {each.file: "" for each in PICTURES}) == shown, "a picture is put in once"


def test_a_row_without_a_picture_stays_as_it_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert show_pictures(text, {}) == text
