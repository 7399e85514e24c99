"""By which rule headline gaps are chosen: the package's own is read, and a file that is wrong says where."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.headlines import load_headline_rules
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.vocabulary import Certainty, GapType

OWN = PACKAGE / "definitions/headlines.toml"


def test_the_package_has_ten_headlines_and_a_weight_for_each_certainty() -> None:
    rules = load_headline_rules(OWN)
    assert rules.number == 10
    assert rules.gaps == (GapType.MOST_V_LEAST_FIFTH, GapType.BREAKDOWN, GapType.BOROUGH_V_ENGLAND)
    weights = [getattr(rules.certainty, certainty) for certainty in Certainty]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("number = 10", "", "expected the keys number, gaps, without_breakdowns, certainty, found gaps"),
        ("clear_gap", "clear_gaps", "certainty: expected the keys clear_change, .*found clear_change, .*clear_gaps"),
        ("clear_gap = 1.0", "clear_gap = 0", "clear_gap must be a number above zero, found 0"),
        ("number = 10", "number = true", "number must be a number above zero, found True"),
        ('"breakdown"', '"groups"', "gap 'groups' is not one of slope_index"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = OWN.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "headlines.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        load_headline_rules(path)
