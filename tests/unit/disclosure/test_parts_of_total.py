"""Parts of a total that is shown: all of them, or none where one is small or they are not what was shown."""

from dataclasses import replace

import pytest

from fairer_stockton.disclosure.parts_of_total import are_safe_parts
from fairer_stockton.run.vocabulary import DisclosureMethod, Zeros
from tests.unit.disclosure.frames import RULES

PARTS = {"done": 9, "planned": 5, "never": 0, "none": 7}
WHOLES = ((("done", "planned", "never"), 14), (tuple(PARTS), 21))


def test_parts_are_shown_where_none_is_small() -> None:
    assert are_safe_parts(PARTS, WHOLES, RULES)


@pytest.mark.parametrize("small", [1, 4])
def test_a_small_part_hides_all(small: int) -> None:
    assert not are_safe_parts({**PARTS, "done": 14 - small, "planned": small}, WHOLES, RULES)


@pytest.mark.parametrize("number", [13.0, 15.0, float("nan")])
def test_parts_of_another_total_than_was_shown_are_hidden(number: float) -> None:
    assert not are_safe_parts(PARTS, ((WHOLES[0][0], number), WHOLES[1]), RULES)


@pytest.mark.parametrize("change", [{"zeros": Zeros.HIDDEN}, {"method": DisclosureMethod.ROUNDING}])
def test_stricter_rules_hide_parts(change: dict[str, str]) -> None:
    assert not are_safe_parts(PARTS, WHOLES, replace(RULES, **change))
