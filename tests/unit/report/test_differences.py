"""Differences between editions: parts that add up, reasons that the records show, and no more than chance allows."""

import dataclasses
import math

import pytest

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.causes import (
    CHANGED_BOUNDARY,
    CHANGED_DEFINITION,
    REVISED_SOURCE,
    RevisionCauses,
)
from fairer_stockton.report.pages.changes.words import (
    MAY_BE_CHANCE,
    NOT_CLEAR,
    POPULATION,
    REAL,
    SURVEY_WAVE,
    classify_change_over_time,
    explain_difference,
    list_parts_of_change,
)

from .conftest import measure, observation
from .following import Pair, cold, of_files, share, sizes, with_rows


def test_a_difference_is_split_into_revision_real_change_and_population(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("homes.csv", "2022", "a" * 64))
    now = of_files(
        with_rows(edition, share(2400, 10000), share(3600, 12000, period="2023")), ("homes.csv", "2022", "b" * 64)
    )
    difference = cold(after(then, now))
    # Revised by 4 points, all in the count. Then 100·1200·(1/10000 + 1/12000)/2 = 11 by the count, 5 less by people.
    assert sizes(difference) == pytest.approx({REVISED_SOURCE: 4.0, REAL: 11.0, POPULATION: -5.0})
    assert sum(sizes(difference).values()) == pytest.approx(difference.total) == pytest.approx(10.0)
    revised, since = explain_difference(difference)
    assert revised == (
        "For 2022 we gave 20.0%; now it is 24.0%: 4.0 percentage points more. The reason is a revised source: a file "
        "that it comes from is not the one that the last edition was made from."
    )
    assert since.startswith("2023 against 2022: a real change, 6.0 percentage points more (95% interval 4.8 to")
    assert since.endswith(
        "Of this, the count alone makes 11.0 percentage points more, and the population that it is out of "
        "5.0 percentage points less."
    )


def test_a_revised_population_is_named_so(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("homes.csv", "2022", "a" * 64))
    now = of_files(with_rows(edition, share(2000, 8000)), ("homes.csv", "2022", "b" * 64))
    assert sizes(cold(after(then, now))) == pytest.approx({f"{POPULATION}, revised": 5.0})


def test_a_count_and_population_revised_alike_are_not_called_unrevised(edition: Edition, after: Pair) -> None:
    difference = cold(after(with_rows(edition, share(2000, 10000)), with_rows(edition, share(2400, 12000))))
    assert difference.total == 0
    assert not difference.unchanged
    assert sum(sizes(difference).values()) == pytest.approx(0.0)
    assert len(sizes(difference)) == 2
    assert explain_difference(difference)[0].startswith("For 2022 we gave 20.0%; now it is 20.0%: no difference.")


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({}, ()),
        ({"file"}, (REVISED_SOURCE,)),
        ({"map"}, (CHANGED_BOUNDARY,)),
        ({"conversion"}, (CHANGED_BOUNDARY,)),
        ({"definition"}, (CHANGED_DEFINITION,)),
        ({"file", "definition"}, (REVISED_SOURCE, CHANGED_DEFINITION)),
        ({"file", "map", "definition"}, (REVISED_SOURCE, CHANGED_BOUNDARY, CHANGED_DEFINITION)),
    ],
)
def test_reasons_are_those_that_the_records_show(
    edition: Edition, after: Pair, changed: set[str], reasons: tuple[str, ...]
) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("homes.csv", "2022", "a" * 64))
    columns = {"vintage": "2025"} if "map" in changed else {}
    columns |= {"converted_from": "2011"} if "conversion" in changed else {}
    now = of_files(
        with_rows(edition, share(2400, 10000, **columns)), ("homes.csv", "2022", "ab"["file" in changed] * 64)
    )
    difference = cold(after(then, now, "0" * 64) if "definition" in changed else after(then, now))
    assert difference.causes == RevisionCauses(reasons, recorded=True)
    (sentence,) = explain_difference(difference)
    if not reasons:
        assert "these records do not say why" in sentence
    elif len(reasons) == 1:
        assert f"The reason is a {reasons[0]}: " in sentence
    else:
        assert f"and {reasons[-1]} together: we do not know how much comes from each." in sentence
    assert all(reason in sentence for reason in reasons)
    assert len(list_parts_of_change(difference)) == 1


def test_another_periods_file_is_no_reason_unless_nothing_is_nearer(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("a.csv", "2022", "a" * 64), ("b.csv", "2021", "b" * 64))
    changed = of_files(with_rows(edition, share(2400, 10000)), ("a.csv", "2022", "a" * 64), ("b.csv", "2021", "c" * 64))
    assert cold(after(then, changed, "0" * 64)).causes.names == (CHANGED_DEFINITION,)
    assert cold(after(then, changed)).causes.names == (REVISED_SOURCE,)


@pytest.mark.parametrize(
    ("period", "revised", "reasons"),
    [
        ("2022/23", "2022-23", (REVISED_SOURCE, CHANGED_DEFINITION)),
        ("2022/23", "2021-22", (CHANGED_DEFINITION,)),
        ("2019 and 2025", "2019", (REVISED_SOURCE, CHANGED_DEFINITION)),
        ("2019 and 2025", "2015", (CHANGED_DEFINITION,)),
        ("2020", "2015", (REVISED_SOURCE, CHANGED_DEFINITION)),  # no file is of that time, so it may rest on any
    ],
)
def test_files_are_known_by_the_figures_period(
    edition: Edition, after: Pair, period: str, revised: str, reasons: tuple[str, ...]
) -> None:
    periods = ("2015", "2019", "2021-22", "2022-23", "2025")
    files = [(f"{when}.csv", when, f"{position}" * 64) for position, when in enumerate(periods)]
    others = [(name, when, "b" * 64 if when == revised else total) for name, when, total in files]
    then = of_files(with_rows(edition, share(2000, 10000, period=period)), *files)
    now = of_files(with_rows(edition, share(2400, 10000, period=period)), *others)
    assert cold(after(then, now, "0" * 64)).causes.names == reasons


def test_an_added_file_revises_nothing(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("a.csv", "2022", "a" * 64))
    now = of_files(with_rows(edition, share(2400, 10000)), ("a.csv", "2022", "a" * 64), ("b.csv", "2023", "b" * 64))
    assert cold(after(then, now)).causes.names == ()


def test_a_definition_that_was_not_recorded_is_not_guessed(edition: Edition, after: Pair) -> None:
    then, now = with_rows(edition, share(2000, 10000)), with_rows(edition, share(2400, 10000))
    difference = cold(after(then, now, defined=None))
    assert difference.causes == RevisionCauses((), recorded=False)
    assert "the earlier edition does not record it" in explain_difference(difference)[0]


def test_a_changed_definition_that_left_the_figure_is_said(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(2000, 10000))
    now = with_rows(edition, share(2000, 10000), share(2400, 10000, period="2023"))
    assert explain_difference(cold(after(then, now, "0" * 64)))[0] == (
        "For 2022 both editions give 20.0%: nothing was revised. The file that defines the measure has changed, but "
        "not this figure."
    )


def test_no_change_is_called_real_that_chance_could_make(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(20, 100))
    difference = cold(after(then, with_rows(edition, share(20, 100), share(22, 100, period="2023"))))
    assert classify_change_over_time(difference) == NOT_CLEAR
    assert "2023 against 2022: no clear change (95% interval from 9" in explain_difference(difference)[1]
    bare = observation(value=90.0, numerator=90, denominator=100, period="2023")
    same = cold(after(then, with_rows(edition, share(20, 100), {**bare, "value": 20.0})))
    assert explain_difference(same)[1] == "2023 against 2022: no difference."
    untold = cold(after(then, with_rows(edition, share(20, 100), bare)))
    assert classify_change_over_time(untold) == MAY_BE_CHANCE
    assert "we cannot say whether that is a real change" in explain_difference(untold)[1]
    for compared in (difference, untold):
        assert REAL not in sizes(compared)
        assert "a real change, " not in explain_difference(compared)[1]


def test_a_survey_is_a_new_wave(edition: Edition, after: Pair) -> None:
    wave = {"statistic": "survey_share"}
    asked = {**edition.measures, "cold_homes": measure(statistic="survey_share")}
    plain = dataclasses.replace(edition, measures=asked)
    then = with_rows(plain, share(200, 1000, **wave))
    difference = cold(after(then, with_rows(plain, share(200, 1000, **wave), share(300, 1000, period="2023", **wave))))
    assert sizes(difference) == pytest.approx({SURVEY_WAVE: 10.0})
    assert explain_difference(difference)[1].startswith(
        "A new survey wave, 2023 against 2022: a clear change, 10.0 percentage"
    )


def test_periods_that_share_years_and_cash_are_said_with_care(edition: Edition, after: Pair) -> None:
    first, second = {"period": "2019 to 2021"}, {"period": "2020 to 2022"}
    then, now = share(2000, 10000, **first), share(3000, 10000, **second)
    assert "share years" in explain_difference(cold(after(with_rows(edition, then), with_rows(edition, then, now))))[1]
    apart = share(3000, 10000, period="2022 to 2024")
    assert (
        "share years"
        not in explain_difference(cold(after(with_rows(edition, then), with_rows(edition, then, apart))))[1]
    )
    cash = dataclasses.replace(cold(after(with_rows(edition, then), with_rows(edition, then, now))))
    cash = dataclasses.replace(cash, measure=dataclasses.replace(cash.measure, nominal=True))
    assert "the rise in prices is not taken out" in explain_difference(cash)[1]


def test_a_period_that_is_gone_leaves_the_parts_untold(edition: Edition, after: Pair) -> None:
    difference = cold(after(with_rows(edition, share(20, 100)), with_rows(edition, share(30, 100, period="2023"))))
    assert sizes(difference) == pytest.approx({"revision and change cannot be separated": 10.0})
    assert explain_difference(difference)[1].endswith("cannot be separated.")
    redefined = cold(
        after(with_rows(edition, share(20, 100)), with_rows(edition, share(30, 100, period="2023")), "0" * 64)
    )
    assert explain_difference(redefined)[1].endswith("The records show a changed definition.")


def test_an_invented_figure_is_not_compared_with_a_real_one(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(2345, 10000, synthetic=True))
    difference = cold(after(then, with_rows(edition, share(3456, 10000))))
    assert difference.state == "invented"
    assert explain_difference(difference) == [
        "One of the two figures rests on the generated sample and is invented. So they are not compared."
    ]


def test_another_unit_or_no_figure_is_no_difference(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(20, 100))
    assert cold(after(then, with_rows(edition, {**share(20, 100), "unit": "per_1000"}))).state == "unit"
    none = observation(value=math.nan, status="not_available", note="withheld")
    assert cold(after(then, with_rows(edition, none))).state == "unknown"
