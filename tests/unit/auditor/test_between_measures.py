"""What lies between two measures of one base is no figure, and is told by the two together."""

from dataclasses import replace

import pandas as pd
import pytest

from fairer_stockton.definitions.measures import CountedAnswer
from tests.unit.auditor.test_wave_and_versions import LONELY, faults, table
from tests.unit.disclosure.frames import measure

OFTEN = replace(LONELY, answer=CountedAnswer("residents_survey", "lonely = 'often'", "lonely is not null"))
EVER = replace(
    LONELY,
    name="ever",
    answer=CountedAnswer("residents_survey", "lonely in ('often', 'at_times')", "lonely is not null"),
)
BEST, GOOD = (measure(name, f"band in ({bands})") for name, bands in (("best", "'A'"), ("good", "'A', 'B'")))


@pytest.mark.parametrize(("ever", "is_told"), [(22.0, True), (20.0, False), (40.0, False)])
def test_those_who_are_lonely_at_times_are_told_by_who_often_is_and_who_ever_is(ever: float, is_told: bool) -> None:
    """Of 100 in the borough 20 are often lonely, and 22 ever. That nobody is at times may be told."""
    both = pd.concat([table(OFTEN, B=(20.0, 100)), table(EVER, B=(ever, 100))], ignore_index=True)
    told = faults(both, OFTEN, EVER)
    assert any("less than a wider measure's" in fault for fault in told) == is_told
    # Two questions of which neither is part of the other tell nothing of each other.
    other = replace(EVER, answer=CountedAnswer("residents_survey", "lonely in ('at_times')", "lonely is not null"))
    assert not faults(both, OFTEN, other)


@pytest.mark.parametrize(("good", "is_told"), [(12, True), (10, False), (40, False)])
def test_homes_of_the_second_band_are_told_by_the_best_and_the_two_best(good: int, is_told: bool) -> None:
    both = pd.concat([table(BEST, B=(10, 100)), table(GOOD, B=(good, 100))], ignore_index=True)
    told = [fault.split(" can be")[0] for fault in faults(both, BEST, GOOD)]
    assert ("best, borough B, all, 2025, less than a wider measure's" in told) == bool(told) == is_told
