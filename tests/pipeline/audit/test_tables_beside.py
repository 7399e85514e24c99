"""The auditor finds a hidden figure told by a gap, a standing or a community's row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.schemas.results.standings import STANDING_NUMBERS
from tests.pipeline.audit.spoiling import WARDS, first, found_in_tables, put, table


@pytest.fixture(autouse=True)
def without_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the auditor set no sheet beside the tables, which are changed in their files alone."""
    monkeypatch.setattr("fairer_stockton.auditor.forms.SHEETS_OF_TABLES", {})


OF_BOROUGH = {"status": "suppressed", "area_type": "borough"}
SIDES: dict[str, tuple[str, dict[str, Any], Callable[[dict[str, str]], dict[str, str]]]] = {
    "a group": ("breakdown", OF_BOROUGH | {"breakdown": "ethnic_group"}, lambda row: {"group_a": row["category"]}),
    "the other group": ("breakdown", OF_BOROUGH | {"breakdown": "tenure"}, lambda row: {"group_b": row["category"]}),
    "a community": ("community", OF_BOROUGH | {"breakdown": "young_carers"}, lambda row: {"group_a": row["category"]}),
    "a fifth": ("most_v_least_fifth", OF_BOROUGH | {"breakdown": "deprivation_fifth"}, lambda _: {}),
    "a fifth of a slope": ("slope_index", OF_BOROUGH | {"breakdown": "deprivation_fifth"}, lambda _: {}),
    "a fifth of a ratio": ("relative_index", OF_BOROUGH | {"breakdown": "deprivation_fifth"}, lambda _: {}),
    "a ward": (
        "area_range",
        {"status": "suppressed", "area_type": "ward", "vintage": WARDS},
        lambda row: {"group_a": row["area_name"]},
    ),
    "a target area": (
        "target_area_v_rest",
        {"status": "suppressed", "area_type": "target_area"},
        lambda row: {"group_a": row["area_name"], "area_code": row["area_code"]},
    ),
    "the rest beside a target area": (
        "target_area_v_rest",
        OF_BOROUGH | {"breakdown": lambda names: names.str.startswith("target-")},
        lambda row: {"area_code": row["breakdown"]},
    ),
}


@pytest.mark.parametrize("side", SIDES)
def test_a_gap_one_of_whose_sides_is_suppressed_is_found(
    sample: Settings, folder: Path, files_alone: None, side: str
) -> None:
    kind, wanted, group = SIDES[side]
    rows, hidden = table(folder, "gaps"), first(folder, **wanted)
    groups = {"group_a": "Most", "group_b": "Least"}
    if kind in ("breakdown", "community"):  # whose other side is a group of the same characteristic
        observed = table(folder, "observations")
        like = observed[
            (observed["measure"] == hidden["measure"])
            & (observed["period"] == hidden["period"])
            & (observed["area_type"] == "borough")
            & (observed["breakdown"] == hidden["breakdown"])
            & (observed["category"] != hidden["category"])
        ]
        groups = dict.fromkeys(groups, like["category"].iloc[0])
    same = {"measure": hidden["measure"], "period": hidden["period"], "value": "12.5"}
    same |= {"breakdown": hidden["breakdown"]}
    new = rows.iloc[0].to_dict() | {"gap_type": kind} | groups | same | group(hidden)
    put(folder, "gaps", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    faults = found_in_tables(sample, folder)
    named = f"{new['measure']}, {kind}, {new['group_a']} and {new['group_b']}, {new['period']}"
    assert faults == [f"csv/gaps.csv tells a hidden side: {named}"]


def test_the_standing_of_a_suppressed_area_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", vintage=WARDS, breakdown="all")
    rows = table(folder, "standings")
    areas = ["measure", "area_type", "area_code", "vintage", "period"]
    rows = rows[~(rows[areas] == pd.Series(hidden)[areas]).all(axis=1)]
    new = rows.iloc[0].to_dict() | {name: hidden[name] for name in areas} | {"value": "12.5"}
    put(folder, "standings", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    place = f"ward {hidden['area_code']} on the map of {WARDS}"
    named = f"{hidden['measure']}, {place}, {hidden['period']}"
    assert found_in_tables(sample, folder) == [f"csv/standings.csv gives a hidden figure: {named}"]


def test_the_figure_of_a_suppressed_community_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    rows = table(folder, "communities")
    place = rows.index[(rows["status"] == "suppressed") & (rows["group_value"] == "")][0]
    rows.loc[place, "group_value"] = "12.5"
    put(folder, "communities", rows)
    row = rows.loc[place]
    named = f"{row['title']}, {row['measure']}, {row['period']}"
    assert found_in_tables(sample, folder) == [f"csv/communities.csv gives a hidden figure: {named}"]


@pytest.mark.parametrize("column", ["lower_95", "upper_95", "people"])
def test_a_gap_of_a_suppressed_side_that_lacks_only_its_value_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    rows, hidden = table(folder, "gaps"), first(folder, **OF_BOROUGH, breakdown="ethnic_group")
    same = {"measure": hidden["measure"], "period": hidden["period"], "gap_type": "breakdown"}
    same |= {"breakdown": hidden["breakdown"]}
    groups = dict.fromkeys(("group_a", "group_b"), hidden["category"])
    empty = dict.fromkeys(("value", "lower_95", "upper_95", "people"), "")
    new = rows.iloc[0].to_dict() | same | groups | empty | {column: "12.5"}
    put(folder, "gaps", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    found_in_tables(sample, folder)


@pytest.mark.parametrize("column", ["rank", "rank_lower_95", "ranked_with_interval", "distance"])
def test_the_place_of_a_suppressed_area_among_its_like_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", vintage=WARDS, breakdown="all")
    rows = table(folder, "standings")
    areas = {name: hidden[name] for name in ("measure", "area_type", "area_code", "vintage", "period")}
    new = rows.iloc[0].to_dict() | areas | dict.fromkeys(STANDING_NUMBERS, "") | {column: "3"}
    put(folder, "standings", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    found_in_tables(sample, folder)


@pytest.mark.parametrize("column", ["value", "lower_95", "group_lower_95", "group_upper_95"])
def test_a_difference_or_a_limit_of_a_suppressed_community_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    rows = table(folder, "communities")
    hidden = (rows["status"] == "suppressed") & (rows["group_value"] == "")
    rows.loc[rows.index[hidden][0], column] = "12.5"
    put(folder, "communities", rows)
    found_in_tables(sample, folder)
