"""Breaks in a series: declared by a measure or its source, a caveat of every such measure, and seen in its chart."""

from dataclasses import replace

from fairer_stockton.definitions.project import _add_breaks_in_series
from fairer_stockton.definitions.sources import SeriesBreak
from tests.conftest import DEFINITIONS

MEASURE = replace(DEFINITIONS.measures["employment_rate"], caveats=("A survey.",))
SURVEY_CHANGED = SeriesBreak("2020", "the survey moved to the telephone.")
WEIGHTS_CHANGED = SeriesBreak("2022", "the weights changed.")


def test_a_measure_has_its_own_breaks_and_those_of_its_sources() -> None:
    sources = {"ons_els": replace(DEFINITIONS.sources["ons_els"], breaks=(WEIGHTS_CHANGED,))}
    measure = _add_breaks_in_series(replace(MEASURE, breaks=(SURVEY_CHANGED,)), sources)
    assert measure.breaks == (SURVEY_CHANGED, WEIGHTS_CHANGED)
    assert measure.caveats == (
        "A survey.",
        "Figures from 2020 on are not compared with earlier ones: the survey moved to the telephone.",
        "Figures from 2022 on are not compared with earlier ones: the weights changed.",
    )
    assert measure.latest_break == "2022"
    assert [measure.count_breaks_before(period) for period in ("2019", "2020", "2021", "2022")] == [0, 1, 1, 2]


def test_a_measure_without_a_break_is_left_as_it_is() -> None:
    assert _add_breaks_in_series(MEASURE, DEFINITIONS.sources) == MEASURE
    assert MEASURE.latest_break == ""


def test_a_break_is_read_from_the_file_of_a_measure() -> None:
    assert [change.starts for change in DEFINITIONS.measures["attainment_8"].breaks] == ["2020", "2022"]
