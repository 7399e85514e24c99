"""What a page needs to recompute a figure: open counts and shares of neighbourhoods, and nothing that is hidden."""

import dataclasses
import json
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.replay.counts import ReplayCounts
from fairer_stockton.report.pages.replay.scripts import make_replay_scripts
from fairer_stockton.report.pages.replay.weights import make_json_values_of_weights
from fairer_stockton.report.words.replay import explain_why_kind_has_no_replay
from tests.conftest import DEFINITIONS, definitions_with

from .conftest import make_edition

NAME = "most_deprived_tenth"


def counted(supplied: bool = False, **changes: Any) -> Edition:
    """Return the tiny edition with counts of its four squares; changes are to the first square's rows."""
    edition = make_edition()
    measures: dict[str, Measure] = dict(edition.measures)
    edition = dataclasses.replace(edition, definitions=definitions_with(measures, ["homes"] if supplied else []))
    rows = edition.observations
    squares = (rows["area_type"] == "lsoa") & (rows["measure"] == NAME)
    rows.loc[squares, "numerator"] = rows.loc[squares, "value"] / 100
    rows.loc[squares, "denominator"] = 1.0
    for column, cell in changes.items():
        rows.loc[squares & (rows["area_code"] == "L0"), column] = cell
    return edition.copy_without_suppressed_numbers()


def contents(edition: Edition) -> dict[str, Any]:
    """Return the values of each script, by its name."""
    return {
        name: json.loads(f"[{text.partition('(')[2].removesuffix(');' + chr(10))}]")[-1]
        for name, text in make_replay_scripts(edition, ReplayCounts(edition))
    }


def test_a_script_has_the_counts_of_each_neighbourhood_and_the_files_they_came_from() -> None:
    script = contents(counted())[f"{NAME}.js"]
    assert [(part["map"], part["period"]) for part in script["series"]] == [
        ("lsoa-2021", "2019"),
        ("lsoa-2021", "2025"),
    ]
    assert script["series"][1]["above"] == [1, 1, 0, 0]
    assert script["series"][1]["below"] == [1, 1, 1, 1]
    (file,) = script["files"]
    assert (file["name"], file["sha256"], file["sample"]) == ("homes.csv", "0" * 64, 0)
    assert file["url"] == "https://example.org/homes.csv"


def test_no_script_has_a_published_figure() -> None:
    for values in contents(counted()).values():
        assert "value" not in json.dumps(values)


def test_a_source_that_is_not_open_ships_no_count() -> None:
    edition = counted(supplied=True)
    assert contents(edition) == {}
    assert "not open" in ReplayCounts(edition).explain_absence(edition.measures[NAME])


def test_a_measure_with_a_hidden_row_ships_no_count() -> None:
    edition = counted(status="suppressed")
    assert contents(edition) == {}
    assert "hidden" in ReplayCounts(edition).explain_absence(edition.measures[NAME])


def test_a_count_that_the_publisher_withholds_is_none() -> None:
    script = contents(counted(numerator=float("nan")))[f"{NAME}.js"]
    assert script["series"][0]["above"][0] is None


def test_counts_that_were_fitted_from_another_map_are_not_added_up_again() -> None:
    edition = counted()
    edition.observations.loc[edition.observations["period"] == "2019", "converted_from"] = "2011"
    assert [part["period"] for part in contents(edition)[f"{NAME}.js"]["series"]] == ["2025"]


def test_a_shared_neighbourhood_has_its_share_and_the_rest_of_the_borough_what_is_left() -> None:
    edition = counted()
    target = edition.memberships[edition.memberships["area_type"] == "ward"].query("lsoacd == 'L1'")
    target = target.assign(area_type="target_area", area_code="target-x", area_name="X", share=0.25)
    memberships = pd.concat([edition.memberships, target], ignore_index=True)
    weights = make_json_values_of_weights(dataclasses.replace(edition, memberships=memberships))["lsoa-2021"]
    assert weights["codes"] == ["L0", "L1", "L2", "L3"]
    assert weights["names"][1] == "L1"
    assert weights["areas"]["ward-2024"] == {"Ward 0": [[0, 1], []], "Ward 1": [[2, 3], []]}
    assert weights["areas"]["borough"] == {"E06000004": [[0, 1, 2, 3], []]}
    assert weights["areas"]["target_area"] == {
        "target-x": [[], [(1, 250000)]],
        "target-x-rest": [[0, 2, 3], [(1, 750000)]],
    }


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("loneliness", "not open"),
        ("employment_rate", "finished figure"),
        ("no_qualifications", ""),
        ("contacts_per_1000", "not open"),
    ],
)
def test_each_kind_of_measure_says_why_it_cannot_be_recomputed(name: str, word: str) -> None:
    reason = explain_why_kind_has_no_replay(DEFINITIONS.measures[name], DEFINITIONS.supplied)
    assert word in reason and bool(word) == bool(reason)


def test_a_survey_and_a_rate_by_age_of_open_sources_would_have_reasons_of_their_own() -> None:
    assert "survey" in explain_why_kind_has_no_replay(DEFINITIONS.measures["loneliness"], ())
    assert "by age" in explain_why_kind_has_no_replay(DEFINITIONS.measures["life_expectancy"], ())
