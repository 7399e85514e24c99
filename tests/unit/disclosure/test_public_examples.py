"""Tables of a form that made the field's own tools fail, as their users report in public: here nothing can be found.

The reports are issues of github.com/sdcTools/UserSupport. The numbers are this project's own, only the form is theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database
from tests.pipeline.attack.amounts import attack_amounts, is_dominated
from tests.pipeline.attack.counts import SUBTRACTION, attack_counts
from tests.pipeline.attack.extracts import CONTACTS, Council
from tests.pipeline.attack.published import Published
from tests.pipeline.attack.puzzle import Finding
from tests.pipeline.attack.truth import check_against_truth, read_contributions, read_truth

SATISFIED, WAITED = DEFINITIONS.measures["customers_satisfied"], DEFINITIONS.measures["minutes_waiting"]
BY_CHANNEL = replace(SATISFIED, breakdowns=("channel",))


@contextmanager
def council(
    measure: object, maps: Mapping[str, Sequence[int]], rows: list[dict[str, object]], neighbourhoods: int
) -> Iterator[Council]:
    """Yield a council of neighbourhoods L0, L1 …, with wards of two maps, such as "2019 a", that hold some of them."""
    with open_empty_database() as connection:
        borough = Council(connection, CONTACTS, {measure.name: measure})  # type: ignore[attr-defined]
        laid = [(kind, code, year, f"L{place}", 1.0)
                for place in range(neighbourhoods)
                for kind, code, year in (("borough", "B", "2022"), ("lsoa", f"L{place}", "2021"))]  # fmt: skip
        laid += [("ward", name, name.split()[0], f"L{place}", 1.0) for name, inside in maps.items() for place in inside]
        borough.lay_maps(laid)
        borough.stage(CONTACTS, rows)
        yield borough


def contacts(counts: Sequence[int], channel: str = "phone") -> list[dict[str, object]]:
    """Return so many satisfied people in each neighbourhood."""
    return [
        {
            "lsoa21cd": f"L{place}",
            "period": "2024/25",
            "channel": channel,
            "satisfied": "yes",
            "waiting_minutes": np.nan,
        }
        for place, many in enumerate(counts)
        for _ in range(many)
    ]


def attack(borough: Council, published: Published) -> list[Finding]:
    findings = attack_counts(published, CONTACTS, SUBTRACTION)
    return check_against_truth(findings, read_truth(borough.connection))


def hide_small_counts_alone(published: Published, plain: Published) -> Published:
    """Return an edition that hides each count from 1 to 4 and nothing for another's sake."""
    rows = plain.observations.copy()
    small = rows["denominator"].between(1, 4)
    rows.loc[small, "status"] = "suppressed"
    rows.loc[small, ["numerator", "denominator", "value"]] = np.nan
    return replace(published, observations=rows)


EXAMPLES = {
    # Three single people in one row of a table: each hides the others, but any two of the three tell the third.
    "three singletons (issue 135)": (
        BY_CHANNEL, {"2024 a": (0, 1, 2, 3, 4)}, [*contacts([1, 1, 8, 1, 0], "digital"), *contacts([2, 0, 0, 3, 9])], 5
    ),
    # One cell of two tables that cut the same cells differently: what one hides is a difference of the other.
    "linked tables (issue 136)": (
        SATISFIED,
        {"2024 a": (0, 2), "2024 b": (1,), "2024 c": (3, 4), "2019 a": (0, 1), "2019 b": (2, 3, 4)},
        contacts([12, 8, 3, 10, 4]),
        5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_counts_of_public_examples_stay_hidden(
    example: tuple[object, Mapping[str, Sequence[int]], list[dict[str, object]], int],
) -> None:
    with council(*example) as borough:
        published = borough.publish()
        assert not [str(finding) for finding in attack(borough, published)]
        weak = hide_small_counts_alone(published, borough.publish(protected=False))
        assert attack(borough, weak), "the example tells a count where only what is small is hidden"


def test_a_dominated_sum_is_not_told_nearly_by_those_hidden_with_it() -> None:
    """Issue 160, approximate disclosure: who makes up most of a hidden sum makes up most of all hidden sums together.

    L0 is one person's, L1 and L2 are small, so the borough less what is shown would nearly be that one person.
    """
    waits = {"L0": [800.0], "L1": [4.0, 3.0], "L2": [5.0], "L3": [30.0] * 12, "L4": [2.0] * 12, "L5": [20.0] * 12}
    rows = [
        {"lsoa21cd": place, "period": "2024/25", "channel": "phone", "satisfied": "yes", "waiting_minutes": minutes}
        for place, amounts in waits.items()
        for minutes in amounts
    ]
    with council(WAITED, {"2024 a": range(6)}, rows, 6) as borough:
        published = borough.publish()
        contributions = read_contributions(borough.connection)
        assert attack_amounts(published, CONTACTS, contributions) == []
        rows_shown = published.observations[published.observations["status"] == "published"]
        for inside in list_sums_left_by_subtraction(rows_shown):
            assert not is_dominated([minutes for place in inside for minutes in waits[place]])
        assert attack_amounts(borough.publish(protected=False), CONTACTS, contributions), "shown, one person is told"


def list_sums_left_by_subtraction(shown: pd.DataFrame) -> list[list[str]]:
    """Return the neighbourhoods that are left of the borough, where it is shown, without those that are shown."""
    whole = shown[shown["area_type"].isin(["borough", "ward"])]
    places = set(shown.loc[shown["area_type"] == "lsoa", "area_code"])
    left = sorted({f"L{place}" for place in range(6)} - places)
    return [left] if len(whole) and left else []
