"""A revised extract that is published anew, and protected together with what was published before."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from tests.unit.measure.office import DIGITAL, FIVE_WARDS, FORTY, MANY, Office, extract


def list_equations(found: pd.DataFrame, held: pd.DataFrame) -> Iterator[tuple[np.ndarray, float]]:
    """Yield each count of digital contacts that figures show, as a sum over neighbourhoods."""
    inside = held.groupby("area_code")["lsoacd"].agg(set)
    for _, row in found[(found["measure"] == DIGITAL) & found["numerator"].notna()].iterrows():
        yield np.array([float(place in inside[row["area_code"]]) for place in FIVE_WARDS]), row["numerator"]


def find_narrowest_range(
    office: Office, then: pd.DataFrame, now: pd.DataFrame, changed: set[str], few: set[str]
) -> float:
    """Return the narrowest range of a few contacts, then or now, where all but the changed are taken to be as then."""
    size = len(FIVE_WARDS)
    rows = [(np.concatenate([row, np.zeros(size)]), value) for row, value in list_equations(then, office.held)]
    rows += [(np.concatenate([np.zeros(size), row]), value) for row, value in list_equations(now, office.held)]
    one = np.eye(size)
    rows += [
        (np.concatenate([one[number], -one[number]]), 0.0)
        for number, place in enumerate(FIVE_WARDS)
        if place not in changed
    ]
    matrix, values = np.array([row for row, _ in rows]), np.array([value for _, value in rows])
    widths = []
    for name in few:
        place, end = name.split()
        aim = np.zeros(2 * size)
        aim[[*FIVE_WARDS].index(place) + size * (end == "now")] = 1.0
        least, most = (
            sign * linprog(sign * aim, A_eq=matrix, b_eq=values, bounds=(0, 1000)).fun for sign in (1.0, -1.0)
        )
        widths.append(most - least)
    return min(widths)


@pytest.mark.parametrize(
    ("counts", "after"),
    [
        ([35, 29, 26, 19, 20, 3, 4, 2, 16, 34], {"L6": 41, "L10": 58}),
        ([35, 19, 15, 20, 23, 34, 24, 4, 21, 28], {"L8": 21, "L10": 54}),
    ],
)
def test_a_revision_by_many_is_published_and_protected_together_with_what_was(
    tmp_path: Path, counts: list[int], after: dict[str, int]
) -> None:
    office, before = Office(tmp_path), dict(zip(FIVE_WARDS, counts, strict=True))
    office.supply(extract(before))
    then, _, _ = office.measure()
    office.publish(then)
    office.supply(extract({**before, **after}))
    now, taken, _ = office.measure()
    assert not taken
    few = {f"{place} then" for place, many in before.items() if many < 5}
    few |= {f"{place} now" for place, many in {**before, **after}.items() if many < 5}
    alone = Office(tmp_path / "alone")
    alone.supply(extract({**before, **after}))
    careless, _, _ = alone.measure()
    assert find_narrowest_range(office, then, careless, {*after}, few) < 5, "else this shows nothing"
    assert find_narrowest_range(office, then, now, {*after}, few) >= 5


def test_a_declared_correction_is_published_and_its_differences_stay_open(tmp_path: Path) -> None:
    before = dict(zip(FIVE_WARDS, [35, 29, 26, 19, 20, 31, 24, 22, 16, 34], strict=True))
    after = {"L6": 33, "L9": 13}
    office = Office(tmp_path)
    office.supply(extract(before))
    then, _, _ = office.measure()
    office.publish(then)
    office.supply(extract({**before, **after}))
    frozen, (taken,), _ = office.measure()
    assert taken.edition == "2026"
    office.declare("letters")
    now, taken_then, _ = office.measure()
    assert not taken_then
    assert set(now["as_first_published"]) == {""}
    shown = then[(then["measure"] == DIGITAL) & then["value"].notna()]
    assert len(shown) == 16, "so that every difference is a count of now less one that is known"
    widths = find_ranges_of_figures(office, then, now, {*after})
    differences = {"L6": 2, "W3": 2, "L9": -3, "W5": -3, "B": -1}
    assert all(widths[area] >= 5 for area in differences)
    assert (now["value"].notna() & (now["measure"] == DIGITAL)).sum() >= 4, "not everything is hidden"

    office.publish(now)
    office.supply(extract({**before, **after, "L1": 36}))
    _, (taken,), _ = office.measure()
    assert taken.edition == "2027", "a correction is of one file"


def test_few_more_of_the_rest_stay_open_where_both_counts_change_by_many(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.supply(extract(MANY))
    then, _, _ = office.measure()
    office.publish(then)
    office.supply(extract({**MANY, "L6": 40}, {**FORTY, "L6": 42}))
    office.declare("letters")
    now, taken, _ = office.measure()
    assert not taken
    rest = [rows.assign(numerator=rows["denominator"] - rows["numerator"]) for rows in (then, now)]
    widths = find_ranges_of_figures(office, *rest, {"L6"})
    assert all(widths[area] >= 5 for area in ("L6", "W3", "B")), "two contacts more that were not digital"
    assert (now["value"].notna() & (now["measure"] == DIGITAL)).sum() >= 4, "not everything is hidden"


def test_a_third_file_tells_nothing_of_few_between_the_first_two(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.supply(extract(MANY))
    first, _, _ = office.measure()
    office.publish(first)
    office.declare("letters")
    office.supply(extract({**MANY, "L5": 40, "L6": 32}))
    second, _, _ = office.measure()
    office.publish(second)
    shown = set(second.loc[(second["measure"] == DIGITAL) & second["value"].notna(), "area_code"])
    assert "W3" in shown and not {"L5", "L6"} & shown, "so that whoever knows one of the two knows the other"
    office.supply(extract({**MANY, "L5": 40, "L6": 52}))
    third, taken, _ = office.measure()
    assert not taken
    alone = Office(tmp_path / "alone")
    alone.supply(extract({**MANY, "L5": 40, "L6": 52}))
    careless, _, _ = alone.measure()
    assert find_narrowest_range(office, second, careless, {"L6"}, {"L6 then"}) < 5, "else this shows nothing"
    assert find_narrowest_range(office, second, third, {"L6"}, {"L6 then"}) >= 5


def find_ranges_of_figures(
    office: Office, then: pd.DataFrame, now: pd.DataFrame, changed: set[str]
) -> dict[str, float]:
    """Return how wide the range of each area's count of now is, by both editions."""
    one = np.eye(len(FIVE_WARDS))
    told = list(list_equations(now, office.held))
    counts_then = dict(then[then["measure"] == DIGITAL].set_index("area_code")["numerator"])
    told += [(one[number], counts_then[place]) for number, place in enumerate(FIVE_WARDS) if place not in changed]
    matrix, values = np.array([row for row, _ in told]), np.array([value for _, value in told])
    inside = office.held.groupby("area_code")["lsoacd"].agg(set)
    widths = {}
    for area, places in inside.items():
        aim = np.array([float(place in places) for place in FIVE_WARDS])
        least, most = (
            sign * linprog(sign * aim, A_eq=matrix, b_eq=values, bounds=(0, 1000)).fun for sign in (1.0, -1.0)
        )
        widths[str(area)] = most - least
    return widths
