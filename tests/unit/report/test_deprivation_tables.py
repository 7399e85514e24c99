"""The page of deprivation: whose each figure is, which has a rank among whom, and what the page says of it."""

from dataclasses import replace

import pandas as pd
import pytest

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.deprivation import DeprivationView, make_deprivation_view

NONE = float("nan")


def view(edition: Edition, period: str = "2025", **columns: object) -> DeprivationView:
    """Change what the latest edition of the Indices gives the borough."""
    table = edition.deprivation.copy()
    ours = (table["area_type"] == "authority") & (table["period"] == "2025")
    for name, value in columns.items():
        table.loc[ours, name] = value
    table.loc[ours, "period"] = period
    return make_deprivation_view(replace(edition, deprivation=table))


def cells(page: DeprivationView, summary: str) -> tuple[str, ...]:
    assert page.editions is not None
    (row,) = (row for row in page.editions.rows if row[0] == summary)
    return row[1:]


def test_a_figure_of_ours_is_marked_and_unranked_and_the_publishers_is_neither(edition: Edition) -> None:
    page = view(edition, average_score=25.83, rank_of_average_score=69.0, published_among=296.0, rank_of_extent=NONE)
    assert cells(page, "Average score") == ("0.50 (2nd of 9)", "25.83 (69th of 296)")
    assert cells(page, "Extent") == ("50.0% (2nd of 9)", "about 50.0%")
    assert cells(page, "In the most deprived tenth") == ("50.0% (2nd of 9)", "50.0% (2nd of 9)")  # exact: not marked
    assert "had the 69th highest average score of England’s 296 councils" in page.sentences[0]


def test_a_council_without_a_rank_is_given_none(edition: Edition) -> None:
    page = view(edition, rank_of_average_score=NONE, rank_of_proportion=NONE, rank_of_local_concentration=NONE)
    assert "no rank" in page.sentences[0]
    assert page.sentences[1] == "2 of its 4 neighbourhoods (50.0%) were among England’s most deprived tenth."


@pytest.mark.parametrize(("neighbourhoods", "words"), [(1.0, "1 neighbourhood"), (4.0, "4 neighbourhoods")])
def test_none_in_the_most_deprived_tenth_is_said_in_words(edition: Edition, neighbourhoods: float, words: str) -> None:
    page = view(edition, proportion=0.0, neighbourhoods=neighbourhoods, rank_of_local_concentration=NONE)
    assert page.sentences[1] == f"None of its {words} is among England’s most deprived tenth."


def test_the_page_says_by_whom_ours_are_weighted_and_how_near_they_come(edition: Edition) -> None:
    near = {
        "period": "2025", "index_name": "imd", "summary": "average_score", "weighted_by": "", "councils": 296,
        "tolerance": "", "agreeing": 1, "furthest": 0.2, "furthest_council": "", "equal_ranks": 215.0,
        "furthest_rank": 2.0, "synthetic": False,
    }  # fmt: skip
    page = view(replace(edition, agreement=pd.DataFrame([near]))).approximate
    assert "we weight 2025 by residents of the Census 2021." in page
    assert "ranks 215 of 296 councils as the publisher does, and none more than 2 places away" in page
    assert "no rank" not in page


def test_an_index_that_is_not_published_is_named(edition: Edition) -> None:
    page = view(edition, published_among=NONE)
    assert "leave out Index of Multiple Deprivation, so these have no rank" in page.approximate


def test_a_rank_recounted_for_other_councils_says_so(edition: Edition) -> None:
    facts = {"published": "rank_of_average_score proportion", "published_among": 317.0, "rank_of_average_score": 87.0}
    page = view(edition, period="2015", **facts)
    assert cells(page, "Average score")[-1] == "about 0.50 (87th of 317)"
    assert "for the 317 councils of 2019: 87th here, and 88th of 326 as first published" in page.approximate
    assert "first published" not in view(edition, period="2015", synthetic=True, **facts).approximate
    other = replace(edition, deprivation=edition.deprivation.replace("E06000004", "E06000002"), authority="E06000002")
    assert "; when first published it was among 326." in view(other, period="2015", **facts).approximate


def test_neighbourhoods_are_followed_through_every_edition(edition: Edition) -> None:
    tenths = {"L0": (1, 1, 1), "L1": (1, 2, 3), "L2": (None, 1, 4), "L3": (5, 5, 5)}
    rows = [
        {"lsoa21cd": code, "lsoanm": f"Square {code}", "period": period, "decile": tenth}
        for code, course in tenths.items()
        for period, tenth in zip(("2004", "2019", "2025"), course, strict=True)
        if tenth
    ]
    page = make_deprivation_view(replace(edition, movements=pd.DataFrame(rows)))
    assert page.movements[0] == (
        "We can follow 3 of the borough’s 4 neighbourhoods through all 3 editions, from 2004 to 2025. 1 was among "
        "England’s most deprived tenth in every edition, and 1 more in at least one."
    )
    assert page.movements[1].startswith("The 1 other was redrawn after the Census of 2001")
    assert page.courses is not None
    assert [row[1:] for row in page.courses.rows] == [
        ("1", "1", "1", "3"), ("1", "2", "3", "1"), ("not known", "1", "4", "1"),
    ]  # fmt: skip


def test_two_editions_make_no_course(edition: Edition) -> None:
    page = make_deprivation_view(edition)
    assert (page.courses, page.most_deprived) == (None, None)


def test_the_most_deprived_of_three_editions(edition: Edition) -> None:
    earlier = edition.deprivation.query("period == '2019' and area_type == 'authority'").assign(
        period="2004", average_score=NONE, published="", published_among=NONE, areas=296
    )
    page = make_deprivation_view(replace(edition, deprivation=pd.concat([earlier, edition.deprivation])))
    assert page.most_deprived is not None
    assert page.most_deprived.rows[0] == ("2004", "4", "2", "50.0%", "2nd of 296 councils", "3", "75.0%")
    assert page.editions is not None
    assert page.editions.header == ("Summary", "2019", "2025")  # of scores, which an earlier edition lacks


def test_each_index_has_its_count_in_every_edition(edition: Edition) -> None:
    crime = edition.deprivation.assign(index_name="crime").query("area_type == 'authority' and period == '2025'")
    page = make_deprivation_view(replace(edition, deprivation=pd.concat([edition.deprivation, crime])))
    assert page.most_deprived_by_index is not None
    assert page.most_deprived_by_index.rows == (
        ("Index of Multiple Deprivation", "2 of 4 (50.0%)"), ("Crime", "2 of 4 (50.0%)"),
    )  # fmt: skip
