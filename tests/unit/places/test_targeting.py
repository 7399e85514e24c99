"""Whom lists of places reach, on four neighbourhoods whose answers are counted by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from fairer_stockton.places.targeting import CHOSEN_BY_INCOME, WORKED_OUT, compare_lists_of_places
from fairer_stockton.report.pages.targeting import TargetingView, make_targeting_view
from fairer_stockton.schemas.results.targeting import Targeting
from tests.databases import open_empty_database

# The oldest two were one neighbourhood until 2021: "L12" of 1,000 residents became L1 and L2, half of its people each.
MEMBERSHIPS = [
    *(("L12", "2011", "lsoa", code, "2021", 0.5) for code in ("L1", "L2")),
    *((code, vintage, "lsoa", code, "2021", 1.0) for code in ("L3", "L4") for vintage in ("2011", "2021")),
    *((code, "2021", "lsoa", code, "2021", 1.0) for code in ("L1", "L2")),
    *((code, "2021", "borough", "B", "2022", 1.0) for code in ("L1", "L2", "L3", "L4")),
    *((code, "2011", "borough", "B", "2022", 1.0) for code in ("L12", "L3", "L4")),
    ("L1", "2021", "target_area", "target-old-town", "2021", 1.0),
]
# Edition, code of 2011, of 2021, tenth, rates of all, children and older people, and how many of each there are.
INDICES = [
    ("2019", "L12", None, 1, 0.5, 0.6, 0.2, 1000, 200, 100),
    ("2019", "L3", None, 3, 0.2, 0.1, 0.8, 1000, 100, 500),
    ("2019", "L4", None, 9, 0.1, 0.0, 0.1, 1000, 100, 100),
    ("2025", None, "L1", 1, 0.5, None, None, None, None, None),
    ("2025", None, "L2", 2, 0.4, None, None, None, None, None),
    ("2025", None, "L3", 3, 0.7, None, None, None, None, None),
    ("2025", None, "L4", 9, 0.1, None, None, None, None, None),
]
PRIORITIES = pd.DataFrame(
    {"kind": ["neighbourhood"] * 2 + ["group"], "area_code": ["L1", "L2", "group-L1"], "rank": [2, 1, 1]}
)


def compare(
    memberships: list[tuple[object, ...]] = MEMBERSHIPS, indices: list[tuple[object, ...]] = INDICES
) -> pd.DataFrame:
    members = pd.DataFrame(
        memberships, columns=["lsoacd", "lsoa_vintage", "area_type", "area_code", "vintage", "share"]
    ).assign(breakdown="all", area_name="Old Town")
    rows_of_indices = pd.DataFrame(
        indices,
        columns=[
            "period", "lsoa11cd", "lsoa21cd", "imd_decile", "income_score", "idaci_score", "idaopi_score", "population",
            "population_0_15", "population_60_plus",
        ],
    )  # fmt: skip
    counts = pd.DataFrame(
        {"lsoa21cd": ["L1", "L2", "L3", "L4"], "income_deprived": [300, 160, 420, 100], "period": "2025"}
    )
    with open_empty_database() as connection:
        for name, rows in (
            ("memberships", members),
            ("indices_of_deprivation", rows_of_indices),
            ("iod_underlying", counts),
        ):
            connection.register(name, rows)
        found = compare_lists_of_places(connection, PRIORITIES, 1, synthetic=False)
    return Targeting.validate(found, lazy=True)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return compare()


def row_of(table: pd.DataFrame, code: str, people: str) -> pd.Series:
    (row,) = (row for _, row in table.iterrows() if (row["list_code"], row["people_group"]) == (code, people))
    return row


def test_each_kind_of_people_is_of_the_latest_edition_that_counts_them(table: pd.DataFrame) -> None:
    assert dict(zip(table["people_group"], table["period"], strict=True)) == {
        "residents": "2025", "children": "2019", "older_people": "2019",
    }  # fmt: skip
    assert table["note"].str.contains(WORKED_OUT, regex=False).eq(table["people_group"] == "residents").all()
    assert table["note"].str.contains(CHOSEN_BY_INCOME).eq(table["kind"].isin(["deprivation", "priority_list"])).all()


def test_residents_inside_and_in_the_best_list_of_that_size(table: pd.DataFrame) -> None:
    row = row_of(table, "target_area", "residents")
    # L1: 300 of 300 + 160 + 420 + 100, and 300 / 0.5 residents; L3 has 420 / 0.7, as many, and 420.
    assert row[["residents", "income_deprived_inside", "income_deprived"]].tolist() == [600, 300, 980]
    assert row["reached_percent"] == pytest.approx(100 * 300 / 980)
    assert (row["best_neighbourhoods"], row["best_income_deprived_inside"]) == ("L3", 420)


def test_an_earlier_edition_is_counted_on_the_map_of_2021(table: pd.DataFrame) -> None:
    children = row_of(table, "target_area", "children")
    # Half of L12: 500 residents, 100 children, of whom 60 are poor, of 120 + 10 + 0 in the borough.
    assert children[["residents", "people_inside", "income_deprived_inside", "income_deprived"]].tolist() == [
        500, 100, 60, 130,
    ]  # fmt: skip
    older = row_of(table, "most-deprived-fifth", "older_people")
    # L1 and L2, which are L12: 20 of 20 + 400 + 10; L3, with 1,000 residents too, has 400.
    assert older[["neighbourhoods", "income_deprived_inside", "best_income_deprived_inside"]].tolist() == [2, 20, 400]


def test_lists(table: pd.DataFrame) -> None:
    assert list(dict.fromkeys(table["list_code"])) == [
        "target_area", "first-priorities", "most-deprived-tenth", "most-deprived-fifth",
    ]  # fmt: skip
    assert row_of(table, "first-priorities", "residents")["income_deprived_inside"] == pytest.approx(160)  # L2


def test_the_page_says_who_is_missed_and_what_another_list_would_change(table: pd.DataFrame) -> None:
    class Look:
        targeting = table
        memberships = pd.DataFrame(MEMBERSHIPS, columns=[
            "lsoacd", "lsoa_vintage", "area_type", "area_code", "vintage", "share",
        ]).assign(area_name=lambda rows: "Square " + rows["area_code"])  # fmt: skip

    view = make_targeting_view(Look())
    assert view is not None
    assert "69% of people of all ages" in view.lead  # 680 of 980
    said = " ".join(view.sentences)
    assert "These places miss older people most. Of those on a low income, 2% live there; of children, 46% do" in said
    assert "Other places of the same size could reach more: 43% of people of all ages in place of 31%" in said
    assert "Of people of all ages who live in these places, 50% are on a low income." in said
    assert view.better == ("Square L3",)


def test_no_page_without_lists() -> None:
    class Nothing:
        targeting = pd.DataFrame(columns=list(Targeting.to_schema().columns))
        memberships = pd.DataFrame()

    assert make_targeting_view(Nothing()) is None


def test_a_list_that_holds_no_neighbourhood_is_no_list() -> None:
    """Of 296 councils 104 have none in England's most deprived tenth: nothing is concluded from an empty list."""
    elsewhere = [row for row in MEMBERSHIPS if row[2] != "target_area"]
    least = [(*row[:3], 10, *row[4:]) for row in INDICES]
    assert set(compare(elsewhere, least)["list_code"]) == {"first-priorities"}


def test_two_areas_are_listed_together_and_each_alone() -> None:
    codes = set(compare([*MEMBERSHIPS, ("L4", "2021", "target_area", "target-mill", "2021", 1.0)])["list_code"])
    assert {"target_area", "target-old-town", "target-mill"} <= codes


def view_of(reached: dict[str, tuple[float, float]], kind: str = "named_areas") -> TargetingView:
    """Return the view of one list, by the share that it and the best list reach of each kind of people."""
    rows = pd.DataFrame([
        {
            "kind": kind, "list_code": "target_area", "people_group": people, "list_name": "First 10 of the list",
            "period": "2025", "neighbourhoods": 2, "residents": 1000.0, "people_inside": 1000.0,
            "income_deprived_inside": inside * 10, "reached_percent": inside, "people_counted": 5000.0,
            "income_deprived": 1000.0, "best_income_deprived_inside": best * 10, "best_reached_percent": best,
            "best_neighbourhoods": "", "note": "", "synthetic": False,
        }
        for people, (inside, best) in reached.items()
    ])  # fmt: skip
    columns = ["lsoacd", "lsoa_vintage", "area_type", "area_code", "vintage", "area_name"]
    view = make_targeting_view(SimpleNamespace(targeting=rows, memberships=pd.DataFrame(columns=columns)))
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (100.0, "Nearly all people on a low income live in the Targeted Action Areas (Indices of 2025)."),
        (60.0, "Some people on a low income live outside the Targeted Action Areas: 40% of people of all ages, 400"),
        (20.0, "Most people on a low income live outside the Targeted Action Areas: 80% of people of all ages, 800"),
    ],
)
def test_the_lead_fits_how_many_live_outside(inside: float, words: str) -> None:
    assert words in view_of({"residents": (inside, 100.0)}).lead


def test_a_list_is_named_within_a_sentence() -> None:
    lead = view_of({"residents": (20.0, 30.0)}, "priority_list").lead
    assert "live outside the first 10 of the list: 80%" in lead


def test_nothing_is_made_of_a_difference_below_a_percentage_point() -> None:
    said = " ".join(view_of({"residents": (66.0, 66.2), "children": (66.4, 66.4)}).sentences)
    assert "miss" not in said
    assert "would reach more than 66% of people of all ages and 66% of children." in said
    assert "Most live elsewhere" not in said
