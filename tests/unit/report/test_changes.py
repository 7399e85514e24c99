"""The page of changes: what it says of a first edition, of the same figures, of what is hidden, new or gone."""

import dataclasses
import html
import math
import re

import pandas as pd
import pytest

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.all_pages import make_changes_page
from fairer_stockton.report.pages.changes.differences import Portion, find_differences
from fairer_stockton.report.pages.changes.earlier_edition import find_earlier_edition
from fairer_stockton.report.pages.changes.lists import list_what_is_new_or_gone
from fairer_stockton.report.pages.changes.view import make_changes_view
from fairer_stockton.report.pages.changes.words import explain_difference, list_parts_of_change
from fairer_stockton.report.words.figures import write_difference, write_difference_limits, write_value_with_unit

from .conftest import make_edition, observation
from .following import Pair, cold, of_files, share, with_rows
from .test_writing import Page

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def test_a_first_edition_says_so_and_what_comes_next_year(edition: Edition) -> None:
    page = make_changes_page(edition)
    assert "This is the first edition" in page
    assert "What this page will show next year" in page
    read = Page(page)
    assert not read.named("table")
    shelves = 4  # whose names are headings too, and which the menu unfolds
    assert [len(read.named(tag)) for tag in ("h1", "h2", "details")] == [1, 1 + shelves, 1 + shelves]


def test_an_edition_of_the_same_figures_has_no_difference(edition: Edition, after: Pair) -> None:
    now = after(edition, edition)
    view = make_changes_view(now)
    assert all(difference.unchanged for difference in find_differences(now, find_earlier_edition(now)))  # type: ignore[arg-type]
    assert all(line[3:] == ("no difference", "–") for part in view.domains for line in part.table.rows)
    assert all(not part.answers for part in view.domains)
    assert all(not difference.items for difference in view.lists)
    assert "none are newer or revised and 5 the same." in view.lead


HIDDEN = {"value": math.nan, "numerator": math.nan, "denominator": math.nan, "status": "suppressed", "note": "few"}


@pytest.mark.parametrize("state", ["then", "again", "now"])
def test_of_a_hidden_figure_no_number_is_given(edition: Edition, after: Pair, state: str) -> None:
    hidden = observation(**HIDDEN), observation(**HIDDEN, period="2023")
    rows = {"then": share(2345, 10000), "again": share(2345, 10000), "now": share(4321, 10000, period="2023")}
    states = {**rows, state: hidden[state == "now"]}
    if state == "now":  # nothing else to show
        states["again"] = hidden[0]
    now = with_rows(edition, states["again"], states["now"])
    following = after(with_rows(edition, states["then"]), now.copy_without_suppressed_numbers())
    difference = cold(following)
    assert difference.state == "hidden"
    assert list_parts_of_change(difference) == []
    line = next(line for part in make_changes_view(following).domains for line in part.table.rows if "Cold" in line[0])
    assert line == ("Cold homes (nearest available measure)", "hidden", "hidden", "not given", "–")
    assert not NUMBER.search(" ".join(explain_difference(difference)))
    page = make_changes_page(following)
    assert not re.search(r"23\.4|23\.5|43\.2|19\.[78]", page)


def test_what_is_new_or_gone_is_listed(edition: Edition, after: Pair) -> None:
    then = of_files(edition, ("a.csv", "2022", "a" * 64), ("b.csv", "2021", "b" * 64))
    table = edition.observations
    then = dataclasses.replace(
        then, observations=table[table["measure"] != "pay"], priorities=_priorities(["surely", "barely", "not"])
    )
    now = of_files(edition, ("a.csv", "2022", "c" * 64), ("d.csv", "2023", "d" * 64))
    now = dataclasses.replace(
        now, observations=table[table["measure"] != "score"], priorities=_priorities(["surely", "close", "probably"])
    )
    following = after(then, now)
    earlier = find_earlier_edition(following)
    assert earlier
    lists = {change_list.title: change_list.items for change_list in list_what_is_new_or_gone(following, earlier)}
    assert lists["Measures"] == ("New: Weekly pay.", "No longer given: School score.")
    assert lists["Sources"] == ("The homes of a test: revised a.csv; new d.csv; no longer used b.csv.",)
    assert lists["Priority neighbourhoods"] == (
        "Joined: Square 2 (L2): not among the first 10 in the last edition, probably among the first 10 in this one.",
        "Left: Square 1 (L1): among the first 10 only just in the last edition, close to the first 10 in this one.",
    )
    assert lists["Disadvantaged communities"] == ()


def _priorities(verdicts: list[str]) -> pd.DataFrame:
    rows = [
        {"kind": "neighbourhood", "area_code": f"L{position}", "area_name": f"Square {position}", "verdict": verdict}
        for position, verdict in enumerate(verdicts)
    ]
    return pd.DataFrame(rows).reindex(columns=list(make_edition().priorities.columns))


def test_every_number_on_the_page_comes_from_the_tables(edition: Edition, after: Pair) -> None:
    rows = (share(2000, 10000), share(2400, 10100), share(3600, 12000, period="2023"))
    following = after(with_rows(edition, rows[0]), with_rows(edition, *rows[1:]))
    page = make_changes_page(following)
    cells = html.unescape(
        re.sub(
            r"<[^>]+>",
            " ",
            page.partition('<section class="part"')[2].partition('<section class="part" aria-labelledby="lists"')[0],
        )
    )
    allowed = {"95", *NUMBER.findall(" ".join(following.observations["period"]))}
    for row in (*rows, *following.observations.to_dict("records")):
        allowed |= set(NUMBER.findall(write_value_with_unit(row["value"], row["unit"])))
    difference = cold(following)
    exact = {  # worked out again from the rows, by the other form of each part
        "revision": 100 * (2400 / 10100 - 2000 / 10000),
        "revised count": 100 * ((2400 - 2000) / 10000 + (2400 - 2000) / 10100) / 2,
        "revised people": 100 * (2000 + 2400) / 2 * (1 / 10100 - 1 / 10000),
        "time": 100 * (3600 / 12000 - 2400 / 10100),
        "count": 100 * ((3600 - 2400) / 10100 + (3600 - 2400) / 12000) / 2,
        "people": 100 * (2400 + 3600) / 2 * (1 / 12000 - 1 / 10100),
        "total": 100 * (3600 / 12000 - 2000 / 10000),
    }
    assert difference.revision == Portion(
        *(pytest.approx(exact[name]) for name in ("revision", "revised count", "revised people"))
    )
    assert difference.over_time == Portion(*(pytest.approx(exact[name]) for name in ("time", "count", "people")))
    for size in exact.values():
        allowed |= set(NUMBER.findall(write_difference(size, "percentage_points")))
    allowed |= set(NUMBER.findall(write_difference_limits(difference.change_over_time)))
    read = Page(page)  # every tag closed
    assert len(read.named("table")) == len(read.named("caption")) == 3
    names = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(names) == len(set(names))
    numbers = NUMBER.findall(cells.replace("edition 2025", ""))
    assert len(numbers) > 20
    assert [number for number in numbers if number not in allowed] == []


def test_the_page_is_the_same_each_time(edition: Edition, after: Pair) -> None:
    following = after(with_rows(edition, share(20, 100)), edition)
    assert make_changes_page(following) == make_changes_page(dataclasses.replace(following))
