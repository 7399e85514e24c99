"""Rows of nobody: which rows there are says nothing of who is counted where."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.disclosure.categories import list_declared_categories
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.presence import add_counts_of_nobody
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.run.vocabulary import Reason
from tests.conftest import DEFINITIONS, definitions_with
from tests.databases import open_empty_database
from tests.unit.council import HOMES, Council
from tests.unit.disclosure.frames import counts, figures, membership

CONTACTS, SURVEYED = "customer_contacts", "stock_condition"
SATISFIED, RATE, WAIT, DECENT = "customers_satisfied", "contacts_per_1000", "minutes_waiting", "decent_homes"
YEARS = ("2023/24", "2024/25")
KEY = ["measure", "area_type", "area_code", "vintage", "breakdown", "category", "period"]
SHARED = "W3"  # a ward of an older map, that holds a part of two neighbourhoods and the whole of a third
TENURES = {"Owns", "Rents socially", "Rents privately", "Other"}


@pytest.fixture
def council() -> Iterator[Council]:
    with open_empty_database() as connection:
        made = Council(connection)
        parts = ", ".join(
            f"('{place}', '2021', 'ward', '{SHARED}', '{SHARED}', '2019', 'all', 'all', {share}, '2021')"
            for place, share in (("L2", 0.5), ("L3", 0.5), ("L4", 1.0))
        )
        connection.execute(f"insert into memberships values {parts}")
        connection.execute("insert into areas values ('ward', 'W3', 'W3', '2019')")
        yield made


def draw_contacts(seed: int, places: list[str | None]) -> list[dict[str, object]]:
    """Contacts of one borough at random: of few in most places, and of nobody in many."""
    random = np.random.default_rng(seed)
    return [
        {"lsoa21cd": place, "period": year, "satisfied": random.choice(["yes", "no"]), "channel": "phone",
         "waiting_minutes": int(random.integers(2, 60))}
        for year in YEARS for place in places for _ in range(random.choice([0, 1, 3, 20]))
    ] + [
        {"lsoa21cd": "L1", "period": year, "satisfied": "yes", "channel": "phone", "waiting_minutes": 9}
        for year in YEARS
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_which_rows_there_are_follows_from_areas_periods_and_categories_alone(council: Council, seed: int) -> None:
    council.table(CONTACTS, draw_contacts(seed, [*HOMES, None]))
    found = council.observe(SATISFIED, WAIT, RATE)
    areas = {"lsoa": 4, "ward": 3, "borough": 1}
    assert found.groupby(["measure", "period", "area_type"]).size().to_dict() == {
        (name, year, kind): number
        for name in (SATISFIED, WAIT, RATE)
        for year in YEARS
        for kind, number in areas.items()
    }


def test_a_row_of_nobody_bears_what_a_row_of_a_few_bears(council: Council) -> None:
    rows = [row for row in draw_contacts(1, ["L1", "L4"]) if row["lsoa21cd"] == "L1"]
    few = [{**rows[0], "lsoa21cd": "L4", "period": YEARS[0]} for _ in range(3)]
    council.table(CONTACTS, rows + few)
    found = council.observe(SATISFIED, WAIT)
    of_year = found[(found["period"] == YEARS[0]) & (found["area_type"] == "lsoa")]
    nobody, some = (
        of_year[of_year["area_code"] == place].drop(columns=["area_code", "area_name"]) for place in ("L2", "L4")
    )
    assert set(some["status"]) == {"suppressed"}
    pd.testing.assert_frame_equal(nobody.reset_index(drop=True), some.reset_index(drop=True))
    assert set(nobody["note"]) == {Reason.HIDDEN}
    assert found["area_code"].isin([*HOMES, "W1", "W2", SHARED, "B"]).all()
    assert (found.loc[found["status"] == "suppressed", "leaves_out"] == "none").all()


def test_an_area_is_called_apportioned_whoever_lives_in_the_neighbourhoods_that_it_shares(council: Council) -> None:
    found = []
    for place in ("L3", "L4", "L1"):  # one that it shares, one that is its own, and one beyond it
        council.table(
            CONTACTS, [{**row, "lsoa21cd": place, "satisfied": "yes"} for row in draw_contacts(2, ["L1"] * 9)]
        )
        found.append(council.observe(SATISFIED))
    for rows in found:
        assert (rows["apportioned"] == (rows["area_code"] == SHARED)).all()
    same = ["area_code", "period", "apportioned", "sources", "converted_from"]
    assert all(rows[same].equals(found[0][same]) for rows in found)


def test_an_extract_that_lists_noughts_tells_no_more_than_one_that_leaves_them_out(council: Council) -> None:
    council.own = "open_space"
    listed = [
        {"lsoa21cd": place, "period": "2025", "addresses": homes, "addresses_within_300m": homes}
        for place, homes in (("L1", 300), ("L2", 0), ("L3", 200), ("L4", 90))
    ]
    council.table("open_space", listed)
    found = council.observe("open_space_within_300m")
    council.table("open_space", [row for row in listed if row["addresses"]])
    pd.testing.assert_frame_equal(council.observe("open_space_within_300m"), found)
    assert found.set_index("area_code").loc["L2", "status"] == "suppressed"


def test_the_table_of_hidden_figures_counts_rows_of_nobody_as_hidden_for_others_sake(council: Council) -> None:
    council.table(CONTACTS, [
        {"lsoa21cd": place, "period": YEARS[0], "satisfied": answer, "channel": "phone", "waiting_minutes": 9}
        for place in ("L1", "L3", "L4") for answer in ("yes", "no") for _ in range(30)
    ])  # fmt: skip
    definitions = definitions_with({SATISFIED: DEFINITIONS.measures[SATISFIED]}, {CONTACTS})
    inputs = ProtectionInputs(council.connection, definitions)
    protected = protect_observations(compute_observations(council.connection, definitions, {}), inputs)
    of_counts = protected.suppression.set_index("kind").loc["Counts of people, homes and cases"]
    # Every published row is counted, so that no count less another tells how many are of nobody.
    assert of_counts["figures"] == len(
        complete_observations(council.connection, protected.observations, definitions, {})
    )
    assert (of_counts["primary"], of_counts["secondary"]) == (0, 1)


def answers(homes: dict[str, list[str]]) -> list[dict[str, object]]:
    return [
        {"home": f"{tenure}{place}{number}", "lsoa21cd": place, "period": "2025", "weight": 1.0, "tenure": tenure,
         "decent": "yes" if number % 2 else "no"}
        for tenure, places in homes.items() for place in places for number in range(40)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "homes",
    [
        {"Owns": ["L1", "L2", "L3", "L4"], "Rents socially": ["L1", "L2"], "Rents privately": ["L3"], "Other": ["L1"]},
        {"Owns": ["L1", "L2"], "Rents socially": ["L1"]},
    ],
)
def test_a_survey_has_a_row_of_every_area_and_declared_group(council: Council, homes: dict[str, list[str]]) -> None:
    council.own = SURVEYED
    council.table(SURVEYED, answers(homes))
    found = council.observe(DECENT)
    assert set(found.loc[found["area_type"] == "ward", "area_code"]) == {"W1", "W2", SHARED}
    assert set(found.loc[found["breakdown"] == "tenure", "category"]) == TENURES
    assert not found.duplicated(KEY).any()
    nobody = found[~found["category"].isin(["all", *homes])]
    assert (nobody["status"] == "suppressed").all()


def test_categories_are_those_of_the_codebooks_else_of_the_contract() -> None:
    assert set(list_declared_categories(SURVEYED, "tenure", DEFINITIONS)) == TENURES
    assert set(list_declared_categories("residents_survey", "sex", DEFINITIONS)) == {"Female", "Male"}
    community = next(iter(DEFINITIONS.communities.values()))
    assert community.title in list_declared_categories("residents_survey", community.name, DEFINITIONS)
    assert list_declared_categories(CONTACTS, "service", DEFINITIONS) == []  # free of any list
    no_books = replace(DEFINITIONS.sources["residents_survey"], codebook_folder=None)
    bare = replace(DEFINITIONS, sources={**DEFINITIONS.sources, "residents_survey": no_books})
    assert set(list_declared_categories("residents_survey", "age_band", bare)) == set(
        list_declared_categories("residents_survey", "age_band", DEFINITIONS)
    )


def test_noughts_are_counted_in_every_place_and_group() -> None:
    amounts = pd.concat([
        counts("damp", "numerator", all={"L1": 2}),
        counts("damp", "numerator", "tenure", owned={"L1": 2}),
    ])  # fmt: skip
    rows = figures("B", breakdown="tenure", categories="owned rented")
    whole = add_counts_of_nobody(amounts, rows, membership())
    assert whole["amount"].sum() == amounts["amount"].sum()
    by_group = whole.groupby(["breakdown", "category"])["place"].agg(list).to_dict()
    every = ["L1", "L2", "L3"]
    assert by_group == {("all", "all"): every, ("tenure", "owned"): every, ("tenure", "rented"): every}
