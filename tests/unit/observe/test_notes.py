"""The note of a figure: what its columns say, in words, and of a hidden figure nothing but that it is hidden."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.observe.notes import APPORTIONED, COUNTED_FOR_BOROUGH, ESTIMATED, write_design, write_notes
from fairer_stockton.run.vocabulary import Reason
from tests.conftest import DEFINITIONS

HOMES, SURVEY = "overcrowded_homes", "in_work"
MEASURES = {name: DEFINITIONS.measures[name] for name in (HOMES, SURVEY)}
MEASURES["estimated"] = replace(MEASURES[HOMES], name="estimated", estimated=True)
ROUNDED = "counts are rounded to multiples of 5, so that nobody can be recognised"
FIT = "made up of whole neighbourhoods, which in mid-2017 held 5.0 % {} residents than the council counted in this area"
ANSWERS = {"measure": SURVEY, "value": 50.0, "base": 1864.0}


def note(**facts: Any) -> str:
    rows = pd.DataFrame([{"measure": HOMES, "value": 20.0, **facts}])
    return str(write_notes(rows, MEASURES).iloc[0])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"value": np.nan, "reason": Reason.DENOMINATOR_ZERO}, "the denominator is zero"),
        ({"withheld": 1119.0, "reason": Reason.NUMERATOR_MISSING},
         "the publisher withholds 1,119 of the figures it is summed from"),
        ({"apportioned": True}, APPORTIONED),
        ({"apportioned": True, "rounded_to": 5.0}, f"{APPORTIONED}; {ROUNDED}"),
        ({"rounded_to": 5.0}, ROUNDED),
        ({"fit_percent": 5.02, "fit_year": "2017"}, FIT.format("more")),
        ({"fit_percent": -5.02, "fit_year": "2017"}, FIT.format("fewer")),
        ({"fit_percent": 5.02, "fit_year": "2017", "value": np.nan, "reason": Reason.UNRELIABLE}, Reason.UNRELIABLE),
        ({"leaves_out": "hidden"}, "any rows without a neighbourhood are counted for the borough alone"),
        ({"leaves_out": "counted", "left_out": 30.0, "left_out_of": 2268.0}, f"30 of 2,268 rows {COUNTED_FOR_BOROUGH}"),
        ({"leaves_out": "counted", "left_out": 30.0}, f"30 rows {COUNTED_FOR_BOROUGH}"),
        ({"measure": "estimated"}, ESTIMATED),
        ({"measure": "estimated", "value": np.nan}, ""),
        ({"measure": SURVEY, "model_weight": 12.0, "model_waves": 3.0},
         "modelled from 3 waves of the survey and deprivation, and adjusted to the borough's figure; in this wave the "
         "ward's own answers weigh 12 %"),
        ({"measure": SURVEY, "model_weight": 62.4},
         "modelled from the survey and deprivation; the ward's own answers weigh 62 %"),
        (ANSWERS, "1,864 residents answered"),
        ({**ANSWERS, "design": "drawn otherwise", "leaves_out": "counted", "left_out": 40.0, "left_out_of": 1864.0},
         f"1,864 residents answered; drawn otherwise; 40 of 1,864 respondents {COUNTED_FOR_BOROUGH}"),
        ({**ANSWERS, "reason": Reason.HIDDEN, "design": "drawn otherwise", "leaves_out": "hidden"}, Reason.HIDDEN),
    ],
)  # fmt: skip
def test_a_note_says_what_the_columns_say(facts: dict[str, Any], words: str) -> None:
    assert note(**facts) == words


def test_a_design_is_described_where_it_is_not_plain() -> None:
    assert write_design(1, {}) == ""
    assert write_design(2, {"2025": 1200}) == (
        "the weights of each wave are scaled to one mean; "
        "1,200 of 2025 with no sampling point, each taken as a point alone"
    )
