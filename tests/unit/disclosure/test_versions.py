"""What was published before is known by which neighbourhoods an area holds, and not by its code."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from fairer_stockton.disclosure.counts import read_area_membership
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.disclosure.versions import GONE, read_earlier_figures
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.observe.notes import COUNTED_FOR_BOROUGH
from fairer_stockton.run.errors import DisclosureError
from tests.conftest import DEFINITIONS, definitions_with
from tests.databases import open_empty_database
from tests.unit.council import Council, of, write_version

CONTACTS, YEAR, DIGITAL = "customer_contacts", "2024/25", "digital_contacts"
PLACES = ("L1", "L2", "L3", "L4", "L5", "L6")
WARDS = {"L1": "W1", "L2": "W1", "L3": "W2", "L4": "W2", "L5": "W3", "L6": "W3"}
SUMS = {CONTACTS: "f" * 64}


def contacts(digital: Mapping[str, int], others: int = 40) -> list[dict[str, object]]:
    return [
        {"lsoa21cd": place, "period": YEAR, "satisfied": "yes", "channel": channel}
        for place, many in digital.items()
        for channel, number in (("digital", many), ("phone", others))
        for _ in range(number)
    ]


class Report:
    """A council's figures of digital contacts, published after what was published before."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, rows: list[dict[str, object]], *target: str, **more: str):
        self.council = Council(connection, homes={**WARDS, **more}, target=target)
        self.council.table(CONTACTS, rows)
        self.definitions = definitions_with({DIGITAL: DEFINITIONS.measures[DIGITAL]}, {CONTACTS})

    def figures(self, *before: Path) -> pd.DataFrame:
        inputs = ProtectionInputs(self.council.connection, self.definitions, before, {CONTACTS: {SUMS[CONTACTS]}})
        observed = compute_observations(self.council.connection, self.definitions, {})
        rows = protect_observations(observed, inputs).observations
        return complete_observations(self.council.connection, rows, self.definitions, {})

    def inside(self) -> dict[str, set[str]]:
        """Return the neighbourhoods of each area, and of the rest of the borough beside the target area."""
        rows = self.council.published_memberships()
        name = rows["area_code"].where(rows["breakdown"] == "all", rows["area_code"] + rows["category"])
        return rows.groupby(name)["lsoacd"].agg(set).to_dict()


@pytest.fixture
def connections() -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    with open_empty_database() as first, open_empty_database() as second:
        yield first, second


def equations(found: pd.DataFrame, inside: dict[str, set[str]]) -> Iterator[tuple[np.ndarray, float]]:
    """Yield each count that a set of figures shows, as a sum over neighbourhoods."""
    for _, row in found[found["numerator"].notna()].iterrows():
        name = row["area_code"] if row["breakdown"] == "all" else f"{row['area_code']}{row['category']}"
        yield np.array([float(place in inside[name]) for place in PLACES]), row["numerator"]


def width(told: list[tuple[np.ndarray, float]], place: str) -> float:
    """Return how wide the range of a neighbourhood's count is, by all that was told."""
    matrix, values = np.array([row for row, _ in told]), np.array([value for _, value in told])
    aim = np.array([float(name == place) for name in PLACES])
    ends = [linprog(sign * aim, A_eq=matrix, b_eq=values, bounds=(0, 500)).fun * sign for sign in (1, -1)]
    return float(ends[1] - ends[0])


DIGITAL_CONTACTS = {"L1": 30, "L2": 25, "L3": 3, "L4": 28, "L5": 33, "L6": 4}


def test_a_target_area_that_loses_a_neighbourhood_tells_nothing_of_it(
    connections: tuple[duckdb.DuckDBPyConnection, ...], tmp_path: Path
) -> None:
    first = Report(connections[0], contacts(DIGITAL_CONTACTS), "L1", "L2", "L3", "L5")
    then = first.figures()
    assert of(then, DIGITAL, "T")["numerator"] == 91
    version = write_version(tmp_path / "2025-a", then, first.council, **SUMS)

    second = Report(connections[1], contacts(DIGITAL_CONTACTS), "L1", "L2", "L5")
    alone, now = second.figures(), second.figures(version)
    told_then = list(equations(then, first.inside()))
    careless = [*told_then, *equations(alone, second.inside())]
    told = [*told_then, *equations(now, second.inside())]
    assert min(width(careless, place) for place in ("L3", "L6")) < 1e-6, "else this shows nothing"
    for place in ("L3", "L6"):
        assert width(told, place) >= 5, place
    for area in (*PLACES, "W1", "W2", "W3", "B"):  # what was shown is shown again, and what was hidden is not
        assert of(now, DIGITAL, area)["status"] == of(then, DIGITAL, area)["status"], area


def test_an_area_is_matched_by_what_it_holds(
    connections: tuple[duckdb.DuckDBPyConnection, ...], tmp_path: Path
) -> None:
    first = Report(connections[0], contacts(dict.fromkeys(PLACES, 30)))
    version = write_version(tmp_path / "2025-a", first.figures(), first.council, **SUMS)
    swapped = {"L1": "W2", "L2": "W2", "L3": "W1", "L5": "W1", "L4": "W9", "L6": "W9"}  # W2 is now what W1 was
    second = Report(connections[1], contacts(dict.fromkeys(PLACES, 30)), **swapped)
    second.council.connection.execute(  # an area is a part of itself too, where a source counts by it
        "insert into memberships select distinct area_code, 'ward_2024', area_type, area_code, area_name, vintage,"
        " breakdown, category, share, '' from memberships where area_type = 'ward'"
    )
    membership = read_area_membership(second.council.connection)
    earlier = read_earlier_figures([version, version], {CONTACTS: {SUMS[CONTACTS]}}, {CONTACTS}, membership)
    figures = earlier.figures[earlier.figures["area_type"].isin(["ward", GONE])]
    wards = figures[figures["area_type"] == "ward"].set_index("area_code")["numerator"].to_dict()
    assert wards == {"W2": 60}
    gone = figures.loc[figures["area_type"] == GONE, "area_code"]
    assert len(gone) == 2, "each once, though two versions showed it"
    assert set(earlier.membership["area_code"]) == set(gone)
    assert earlier.membership.groupby("area_code")["place"].agg(set).tolist() in (
        [{"L3", "L4"}, {"L5", "L6"}],
        [{"L5", "L6"}, {"L3", "L4"}],
    )


def test_what_was_shown_of_other_files_is_no_equation(
    connections: tuple[duckdb.DuckDBPyConnection, ...], tmp_path: Path
) -> None:
    first = Report(connections[0], contacts(DIGITAL_CONTACTS), "L1", "L2", "L3", "L5")
    version = write_version(tmp_path / "2025-a", first.figures(), first.council, **{CONTACTS: "0" * 64})
    membership = read_area_membership(first.council.connection)
    earlier = read_earlier_figures([version], {CONTACTS: {SUMS[CONTACTS]}}, {CONTACTS}, membership)
    assert not earlier.figures["same"].any()
    assert earlier.of(first.figures()).figures.empty


def test_what_gives_a_figure_away_whatever_is_hidden_is_refused(
    connections: tuple[duckdb.DuckDBPyConnection, ...], tmp_path: Path
) -> None:
    """Once the wards of then were told, and all but one of their neighbourhoods too."""
    first = Report(connections[0], contacts(DIGITAL_CONTACTS))
    observed = compute_observations(first.council.connection, first.definitions, {})
    then = complete_observations(first.council.connection, observed, first.definitions, {})
    version = write_version(tmp_path / "2025-a", then[then["area_code"] != "L3"], first.council, **SUMS)
    with pytest.raises(DisclosureError, match="keep the rules and the areas under which it was published"):
        first.figures(version)


def test_rows_without_a_neighbourhood_that_were_counted_are_known(
    connections: tuple[duckdb.DuckDBPyConnection, ...], tmp_path: Path
) -> None:
    rows = [*contacts(DIGITAL_CONTACTS), *contacts({None: 22})]  # type: ignore[dict-item]
    first = Report(connections[0], rows)
    then = first.figures()
    assert of(then, DIGITAL, "W1")["note"] == f"62 of 425 rows {COUNTED_FOR_BOROUGH}"
    version = write_version(tmp_path / "2025-a", then, first.council, **SUMS)
    pd.testing.assert_frame_equal(first.figures(version), then)
