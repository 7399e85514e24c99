"""The first page: the finding first, each gap with its number, sign and words, and what is invented marked."""

import re

import pytest

from fairer_stockton.report.pages.all_pages import make_index_page
from fairer_stockton.report.pages.first_page import SIGNS, FirstPage, make_first_page
from fairer_stockton.report.pages.views import PageViews, make_page_views
from fairer_stockton.run.vocabulary import Fairness
from tests.unit.report.conftest import make_edition
from tests.unit.report.test_headlines import edition_with

FAIRER = {"direction": "moved_closer", "change": -1.0, "relative_change": 0.9}
UNCLEAR = {"direction": "little_changed", "change": 0.1, "relative_change": 1.0}
EDITION = edition_with(
    ("cold", {"framework": "Warm homes", "title": "Cold homes"}, 9.0, {}),
    ("damp", {"framework": "Dry homes", "title": "Damp homes"}, 1.5, FAIRER),
    ("unsafe", {"framework": "Safe homes", "title": "Unsafe homes"}, 4.0, {**UNCLEAR, "synthetic": True}),
)


@pytest.fixture(scope="module")
def views() -> PageViews:
    return make_page_views(make_edition())


@pytest.fixture(scope="module")
def first(views: PageViews) -> FirstPage:
    return make_first_page(EDITION, views)


@pytest.fixture(scope="module")
def page(views: PageViews) -> str:
    return make_index_page(EDITION, views)


def test_every_way_has_a_sign_of_its_own() -> None:
    assert SIGNS.keys() == set(Fairness)
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_gap_is_in_the_box_of_its_way(first: FirstPage) -> None:
    assert [(box.fairness, [card.gap.title for card in box.cards]) for box in first.boxes] == [
        (Fairness.FAIRER, ["Damp homes"]),
        (Fairness.LESS_FAIR, ["Cold homes"]),
        (Fairness.MIXED, ["Unsafe homes"]),
    ]


def test_a_size_is_written_with_its_unit_once(first: FirstPage) -> None:
    card = first.cards[0]
    assert (card.number, card.unit, card.way) == ("9.0", "percentage points", "more than England")
    assert [(size.label, size.period, card.write_without_unit(size)) for size in card.sizes] == [
        ("At the start", "2021", "2.0"),
        ("Now", "2023", "9.0"),
    ]
    assert card.change == "from 2.0 to 9.0 percentage points more than England"


def test_no_gap_has_neither_a_way_nor_a_unit(views: PageViews) -> None:
    edition = edition_with(("cold", {}, 0.01, {**FAIRER, "change": -1.99}))
    (card,) = make_first_page(edition, views).cards
    assert (card.number, card.unit, card.way) == ("no gap", "", "")
    assert card.change == "from 2.0 percentage points to no gap"


def test_published_figures_come_first_and_invented_ones_are_marked_wherever_they_are(page: str) -> None:
    assert page.index("Damp homes</a>") < page.index("Unsafe homes</a>")
    box = page[page.index('<div class="boxes">') : page.index('class="box your-area"')]
    assert re.findall(r"<li><a[^>]*>([^<]*)</a> <span class=\"sample\">", box) == ["Unsafe homes"]
    assert re.findall(r"<h3 id=\"gap-[^>]*>([^<]*) <span class=\"sample\">", page) == ["Unsafe homes"]
    h1 = re.search(r"<h1[^>]*>(.*?)</h1>", page)
    assert h1
    assert "cold homes" in h1[1]
    assert "unsafe" not in h1[1]


def test_an_invented_finding_says_so_in_the_headline(views: PageViews) -> None:
    invented = edition_with(("cold", {"title": "Cold homes"}, 9.0, {"synthetic": True}))
    assert "gaps have grown in cold homes [sample]</h1>" in make_index_page(invented, views)


def test_a_picture_has_words_for_those_who_do_not_see_it(page: str) -> None:
    pictures = re.findall(r'<svg class="plot" role="img" aria-labelledby="(\S+) (\S+)">(.*?)</desc>', page, re.S)
    assert len(pictures) == 3
    for title, description, inside in pictures:
        assert f'<title id="{title}">' in inside
        assert re.search(rf'<desc id="{description}">.*England: 10\.0% in 2021, 10\.0% in 2023\.', inside)


def test_without_a_gap_to_follow_the_page_says_so(views: PageViews) -> None:
    text = make_index_page(edition_with(("cold", {"polarity": "neutral"}, 9.0, {})), views)
    assert "We cannot yet follow any gap since 2021</h1>" in text
    assert 'id="headlines"' not in text
