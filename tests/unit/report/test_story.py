"""The page of the framework's story: figures of the tables, what officers record, an invitation where nothing is."""

import html
import re
from dataclasses import replace

import pytest

from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.actions import INVITATION, list_actions_in_area
from fairer_stockton.report.pages.all_pages import make_story_page
from fairer_stockton.report.pages.site import list_page_groups
from fairer_stockton.report.pages.story import make_story_view
from fairer_stockton.report.questions import find_borough_figure
from fairer_stockton.report.words.figures import write_figure

from .conftest import STORY


def sections(page: str) -> dict[str, str]:
    parts = re.findall(r'<section[^>]* aria-labelledby="([^"]+)">(.*?)</section>', page, re.DOTALL)
    return {name: html.unescape(re.sub("<[^>]+>", " ", part)) for name, part in parts}


def test_stages_lead_to_their_domains_and_say_where_there_is_no_figure(edition: Edition) -> None:
    page = make_story_page(edition)
    assert '<a href="work.html">Work</a>' in page
    assert sections(page)["chain"].count("This edition has no figure for it yet.") == 1


def test_each_focus_area_has_its_measures_actions_and_what_cannot_be_counted(edition: Edition) -> None:
    parts = sections(make_story_page(edition))
    measure = edition.measures["pay"]
    figure = find_borough_figure(edition, measure, "all")
    assert figure is not None
    assert write_figure(figure) in parts["focus-council"]
    assert "Its spending." in parts["focus-council"]
    assert "Done since 2022. Owner: Housing. Meant to move: Cold homes ." in " ".join(parts["focus-borough"].split())
    assert f"No action is recorded yet. {INVITATION}" in parts["focus-council"]
    assert "none of 6" in parts["focus-few"]
    assert "You said: Pay more." in parts["answers"]


def test_a_measure_without_a_figure_is_left_out_of_the_table(edition: Edition) -> None:
    view = make_story_view(edition, STORY)
    council = next(focus for focus in view.focus if focus.focus.name == "council")
    assert council.table is not None
    assert [row[0] for row in council.table.rows] == ["Weekly pay"]


def test_nothing_recorded_invites(edition: Edition) -> None:
    bare = replace(edition, definitions=replace(edition.definitions, actions=()))
    parts = sections(make_story_page(bare))
    assert all(INVITATION in text for name, text in parts.items() if name.startswith(("focus", "answers")))


def test_a_council_without_a_story_has_no_page(edition: Edition) -> None:
    bare = replace(edition, definitions=replace(edition.definitions, story=None))
    for without in (bare, replace(edition, at_home=False)):
        assert "story.html" not in [name for group in list_page_groups(without) for name, _ in group.pages]
    assert "story.html" in [name for group in list_page_groups(edition) for name, _ in group.pages]
    with pytest.raises(LookupError, match=r"story\.toml"):
        make_story_page(bare)


def test_an_action_reaches_the_area_and_those_within_it(edition: Edition) -> None:
    ward, other, inside, around = (
        ProfiledArea("ward", "Ward 0", "A", "2024", ("L0", "L1")),
        ProfiledArea("ward", "Ward 1", "B", "2024", ("L2", "L3")),
        ProfiledArea("lsoa", "L1", "C", "2021", ("L1",)),
        ProfiledArea("community_partnership", "P", "D", "2019", ("L0", "L1", "L2")),
    )
    areas = [ward, other, inside, around]
    reached = [bool(list_actions_in_area(edition, area, areas)) for area in areas]
    assert reached == [True, False, True, False]
