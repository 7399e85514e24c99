"""Figures that answer questions are those of the published files, also while the edition is being made."""

from dataclasses import replace

from fairer_stockton.report.asking.published_figures import PublishedFigures
from fairer_stockton.report.edition import Edition


def test_a_half_is_rounded_in_the_page_as_it_is_from_the_files(edition: Edition) -> None:
    with_noise = edition.observations.assign(value=63.75 - 1e-12)
    figures = PublishedFigures(replace(edition, observations=with_noise), edition.definitions)
    row = next(row for row in figures.observations["cold_homes"] if row.has_value)
    assert row.value == 63.75
