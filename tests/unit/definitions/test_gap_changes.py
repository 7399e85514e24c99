"""What is decided of changes in gaps beforehand: a file that is wrong says where."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.gap_changes import load_gap_change_rules
from fairer_stockton.run.errors import CatalogueError


def write(folder: Path, text: str) -> Path:
    path = folder / "gap_changes.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    text = (
        "baseline_year = 2021\n[usual_yearly_movement]\nunit = {percent = 1.5}\n"
        'measure = {x = 2}\ngroup = {x = {"Under 5" = 3}}'
    )
    rules = load_gap_change_rules(write(tmp_path, text))
    assert (rules.baseline_year, rules.usual_of_unit, rules.usual_of_measure, rules.usual_of_group) == (
        *(2021, {"percent": 1.5}, {"x": 2.0}),
        {"x": {"Under 5": 3.0}},
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "baseline_year must be a year such as 2021, found None"),
        ('baseline_year = "2021"', "found '2021'"),
        ("baseline_year = 21", "found 21"),
        ("baseline_year = 2021\nusual_yearly_movement = {unit = {bananas = 1}}", "unit 'bananas' is not one of"),
        ("baseline_year = 2021\nusual_yearly_movement = {measure = {x = 0}}", "usual movement of x must be above zero"),
        ("baseline_year = 2021\nusual_yearly_movement = {group = {x = {y = true}}}", "of y must be .* found True"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message) as refusal:
        load_gap_change_rules(write(tmp_path, text))
    assert "gap_changes.toml" in str(refusal.value)
