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
    assert "gives 215 of 296 councils the publisher’s rank, and none a rank more than 2 places away" in page
    assert "no rank" not in page


def test_an_index_that_is_not_published_is_named(edition: Edition) -> None:
    page = view(edition, published_among=NONE)
    assert "leave out Index of Multiple Deprivation: these have no rank" in page.approximate


def test_a_rank_recounted_for_other_councils_says_so(edition: Edition) -> None:
    facts = {"published": "rank_of_average_score proportion", "published_among": 317.0, "rank_of_average_score": 87.0}
    page = view(edition, period="2015", **facts)
    assert cells(page, "Average score")[-1] == "about 0.50 (87th of 317)"
    assert "for the 317 councils of 2019: 87th here, and 88th of 326 as first published" in page.approximate
    assert "first published" not in view(edition, period="2015", synthetic=True, **facts).approximate
    other = replace(edition, deprivation=edition.deprivation.replace("E06000004", "E06000002"), authority="E06000002")
    assert "; when first published it was among 326." in view(other, period="2015", **facts).approximate
