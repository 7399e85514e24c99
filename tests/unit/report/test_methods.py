"""Methods and sources: every statistic is explained, every number is that of the code, every source has its licence."""

import re
from dataclasses import replace

from fairer_stockton.definitions.release_calendar import ReleaseCalendar
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.all_pages import make_methods_page, make_sources_page
from fairer_stockton.report.pages.dictionary import STATISTIC_WORDS
from fairer_stockton.report.pages.sources import make_sources_view
from fairer_stockton.report.words.methods import list_figure_and_comparison_methods


def test_every_statistic_is_explained_with_its_measures(edition: Edition) -> None:
    figures, comparisons = list_figure_and_comparison_methods(edition)
    assert len(figures) == len(STATISTIC_WORDS)
    named = [measure.name for method in figures for measure in method.measures]
    assert sorted(named) == sorted(edition.measures)
    assert all(method.words and "{" not in method.words for method in [*figures, *comparisons])


def test_numbers_of_methods_are_those_of_the_code(edition: Edition) -> None:
    page = make_methods_page(edition)
    assert "With fewer than 30 answers" in re.sub(r"\s+", " ", page)
    assert "places of\n5,000 residents or fewer" in page


def test_a_source_says_what_was_read_and_what_is_made_of_it(edition: Edition, sampled: Edition) -> None:
    (view,) = make_sources_view(edition)
    assert view.read == "1 file: 2022."
    assert "cold_homes" in {measure.name for measure in view.measures}
    assert not view.sorts
    (unused,) = make_sources_view(replace(edition, measures={}))
    assert (unused.measures, unused.sorts) == ((), True)
    assert make_sources_view(sampled)[0].read == "1 file, generated sample: 2022."
    files = (*sampled.inputs["homes"], *edition.inputs["homes"])
    assert (
        make_sources_view(replace(sampled, inputs={"homes": files}))[0].read
        == "2 files, 1 of them generated sample: 2022."
    )
    assert make_sources_view(replace(sampled, inputs={}))[0].read == "Nothing in this edition."
    page = make_sources_page(edition)
    assert "open-government-licence/version/3" in page
    assert view.source.make_attribution_line(edition.council.supplied_by) in page


def test_a_source_says_how_old_it_is_and_when_more_is_due(edition: Edition, sampled: Edition) -> None:
    assert make_sources_view(edition)[0].age == "The latest period ended in December 2022."
    assert make_sources_view(sampled)[0].age == ""
    calendar = ReleaseCalendar(every_months=12, months_after=4, basis="as before")
    sources = {"homes": replace(edition.sources["homes"], calendar=calendar)}
    dated = replace(edition, sources=sources, date="2026-11-29")
    words = (
        "ended in December 2022, 3.9 years before the date of this edition. The next release has been due since April"
    )
    words = f"{words} 2024."
    assert make_sources_view(dated)[0].age == f"The latest period {words}"
    earlier = replace(edition, sources=sources, date="2024-03-31")
    assert make_sources_view(earlier)[0].age.endswith("The next release is due in April 2024.")
    page = make_sources_page(dated)
    assert words in page
    assert f"Edition {edition.name}, of 29 November 2026." in page
