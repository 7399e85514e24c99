"""Councils of areas: whose each row is, and what each council's report would show."""

import pandas as pd

from fairer_stockton.observe.councils import ONE_COUNCIL, ManyCouncils
from fairer_stockton.observe.misleading import mark_misleading_rows
from tests.conftest import DEFINITIONS

AREAS = ["council", "area_type", "area_code", "vintage"]
SHOWN = pd.DataFrame(
    [
        ("A", "borough", "A", "2022"),
        ("A", "lsoa", "L1", "2011"),
        ("A", "lsoa", "L2", "2011"),
        ("A", "england", "E", "2022"),
        ("A", "authority", "B", "2024"),
        ("B", "borough", "B", "2022"),
        ("B", "lsoa", "L2", "2011"),  # a part of it lies in B
        ("B", "england", "E", "2022"),
    ],
    columns=AREAS,
)


def rows_of(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*AREAS[1:], "period"]).assign(measure="fuel_poverty", category="all")


ROWS = rows_of(
    ("lsoa", "L1", "2011", "2021"),
    ("lsoa", "L2", "2011", "2020"),
    ("borough", "B", "2022", "2019"),
    ("authority", "B", "2024", "2022"),
    ("england", "E", "2022", "2018"),
)


def test_each_area_is_of_its_council_and_one_that_lies_in_two_of_the_first() -> None:
    assert list(ManyCouncils(SHOWN).find_councils(ROWS)) == ["A", "A", "B", "", ""]


def test_a_council_shows_its_own_areas_and_those_that_it_shares() -> None:
    facts = ManyCouncils(SHOWN).list_facts(ROWS, ["period"])
    seen = facts.groupby("council")["period"].agg(set).to_dict()
    assert seen == {"A": {"2021", "2020", "2022", "2018"}, "B": {"2019", "2018"}, "": {"2022", "2018"}}


def test_the_latest_period_is_that_of_one_council() -> None:
    """Neighbourhoods have their latest figure alone where the publisher warns of comparing them."""
    rows = rows_of(("lsoa", "L1", "2011", "2021"), ("authority", "B", "2024", "2022"), ("borough", "B", "2022", "2023"))
    rows["breakdown"] = "all"
    of_many = mark_misleading_rows(rows, DEFINITIONS.measures, ManyCouncils(SHOWN))
    assert list(of_many) == [True, False, False]  # A's report shows what B had in 2022
    assert not mark_misleading_rows(rows.iloc[:1], DEFINITIONS.measures, ONE_COUNCIL).any()
