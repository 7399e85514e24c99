"""The page on how to use the data: an open measure for its examples, and only licences of what was read."""

import dataclasses

import pandas as pd

from fairer_stockton.definitions.measures import MeasureSum
from fairer_stockton.report.pages.all_pages import make_use_of_data_page
from fairer_stockton.report.pages.use_of_data import make_use_of_data_view
from fairer_stockton.report.words.use_of_data import choose_example_measure
from tests.conftest import definitions_with

from .conftest import make_edition


def test_the_examples_read_an_open_measure_where_there_is_one() -> None:
    edition = make_edition()
    measures = dict(edition.measures)
    measures["cold_homes"] = dataclasses.replace(
        measures["cold_homes"], numerator=MeasureSum("visits", "cold"), denominator=MeasureSum("visits", "1")
    )
    of_wards = edition.observations[edition.observations["area_type"] == "ward"]
    rows = pd.concat([edition.observations, of_wards.iloc[:2].assign(measure="most_deprived_tenth")])
    definitions = definitions_with(measures, ["visits"])
    edition = dataclasses.replace(edition, observations=rows, measures=measures, definitions=definitions)
    example = choose_example_measure(edition)
    assert example is not None  # it has fewer wards than the measure that rests on the council's own records
    assert (example.name, example.area_type, example.vintage) == ("most_deprived_tenth", "ward", edition.ward_vintage)


def test_a_closed_measure_is_read_only_where_no_other_has_wards() -> None:
    edition = make_edition()
    definitions = definitions_with(dict(edition.measures), ["homes"])
    example = choose_example_measure(dataclasses.replace(edition, definitions=definitions))
    assert example is not None and example.name == "cold_homes"


def test_an_edition_without_figures_has_no_example_and_a_page_nevertheless() -> None:
    edition = make_edition()
    empty = dataclasses.replace(edition, observations=edition.observations.iloc[:0])
    assert make_use_of_data_view(empty).examples == ()
    assert "Five lines" not in make_use_of_data_page(empty)


def test_the_page_names_the_licences_of_what_was_read_and_marks_the_sample() -> None:
    (licence,) = make_use_of_data_view(make_edition()).licences
    assert licence.title == "Open Government Licence v3.0"
    assert "SAMPLE" in make_use_of_data_page(make_edition(synthetic=True))
    assert "SAMPLE" not in make_use_of_data_page(make_edition())
