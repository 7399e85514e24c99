"""Survey shares through the chain: R's own answers come out for areas and communities, and no pair tells of a few."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.communities import EVERYONE_ELSE
from fairer_stockton.disclosure import protection
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.disclosure.versions import NOTHING_EARLIER
from fairer_stockton.observe import surveyed
from fairer_stockton.observe.notes import write_notes
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.vocabulary import Reason
from tests.conftest import DEFINITIONS, definitions_with, empty_table
from tests.databases import open_empty_database

GOLDEN = Path(__file__).parents[2] / "spec/statistics/golden"
MEASURE, COMMUNITY = "permanent_contract", "physical_disability"
TITLE = DEFINITIONS.communities[COMMUNITY].title


def respondents(area: "pd.Series[int]") -> pd.DataFrame:
    """Give R's respondents as the survey's staged table has them; who lives in an area says so by disability too."""
    people = pd.read_csv(GOLDEN / "survey_respondents.csv")
    rows = empty_table("residents_survey").reindex(people.index)
    rows["respondent"] = [f"P{number}" for number in people.index]
    rows["period"] = "2025"
    rows["lsoa21cd"] = [f"E0100000{place}" for place in people["area"]]
    rows["weight"] = people["weight"]
    rows["stratum"] = people["stratum"].astype(str)
    rows["cluster"] = people["psu"].astype(str)
    rows[MEASURE] = people["q1"].map({1: "yes", 0: "no"})
    rows[COMMUNITY] = np.where(area == 0, "yes", "no")
    return rows


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_empty_database() as made:
        made.execute(
            "create table memberships as"
            " select 'E0100000' || place as lsoacd, '2021' as lsoa_vintage, kind as area_type,"
            " case kind when 'ward' then 'W' || place else 'B' end as area_code, area_code as area_name,"
            " '2024' as vintage, 'all' as breakdown, 'all' as category, 1.0 as share, '' as converted_from"
            " from (values (0), (1), (2)) as places (place), (values ('ward'), ('borough')) as kinds (kind)"
        )
        yield made


def observe(connection: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> pd.DataFrame:
    connection.register("residents_survey", rows)
    found = surveyed.compute_survey_observations(connection, [DEFINITIONS.measures[MEASURE]], DEFINITIONS)
    return found.set_index(["breakdown", "category", "area_code"]).sort_index()


def test_shares_of_wards_and_communities_are_those_of_r(connection: duckdb.DuckDBPyConnection) -> None:
    people = pd.read_csv(GOLDEN / "survey_respondents.csv")
    found = observe(connection, respondents(people["area"]))
    answers = pd.read_csv(GOLDEN / "survey_answers_r.csv").query("design == 'clustered_adjust' and question == 'q1'")
    theirs = answers.sort_values("area")[["value", "beta_lower_0.95", "beta_upper_0.95"]].to_numpy() * 100
    columns = ["value", "lower_95", "upper_95"]
    for place in range(3):
        ours = found.loc[("all", "all", f"W{place}"), columns].to_numpy(dtype=float)
        np.testing.assert_array_equal(ours, theirs[place].round(1))
    group = found.loc[(COMMUNITY, TITLE, "B"), columns].to_numpy(dtype=float)
    np.testing.assert_array_equal(group, theirs[0].round(1))
    assert found[["numerator", "denominator"]].isna().all(axis=None)


def test_everyone_else_is_all_who_are_known_not_to_belong(connection: duckdb.DuckDBPyConnection) -> None:
    people = pd.read_csv(GOLDEN / "survey_respondents.csv")
    rows = respondents(people["area"])
    rows.loc[people["area"] == 1, COMMUNITY] = None
    found = observe(connection, rows)
    known = people[(people["area"] == 2) & people["q1"].notna()]
    expected = 100 * np.average(known["q1"], weights=known["weight"])
    assert found.loc[(COMMUNITY, EVERYONE_ELSE, "B"), "value"] == round(expected, 1)


def test_one_small_group_hides_everyone_else_too(connection: duckdb.DuckDBPyConnection) -> None:
    people = pd.read_csv(GOLDEN / "survey_respondents.csv")
    rows = respondents(people["area"])
    rows[COMMUNITY] = np.where(rows.index < 20, "yes", "no")
    measures = {MEASURE: DEFINITIONS.measures[MEASURE]}
    inputs = ProtectionInputs(connection, definitions_with(measures, {"residents_survey"}))
    observed = (
        observe(connection, rows).reset_index().assign(statistic="survey_share", synthetic=False, apportioned=False)
    )
    found = protect_observations(observed, inputs).observations
    both = found[found["breakdown"] == COMMUNITY]
    assert set(both["status"]) == {"suppressed"}
    assert both[["value", "lower_95", "upper_95", "numerator", "denominator", "base"]].isna().all(axis=None)
    assert set(both["reason"]) == {Reason.HIDDEN}
    assert (found.loc[found["breakdown"] == "all", "status"] != "suppressed").all()


def test_what_an_earlier_edition_gave_and_is_small_now_is_refused_by_name(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_known(rows: pd.DataFrame, *_: object) -> pd.DataFrame:
        return pd.DataFrame({"known": True, "revised": False}, index=rows.index)

    rows = respondents(pd.read_csv(GOLDEN / "survey_respondents.csv")["area"])
    rows[COMMUNITY] = np.where(rows.index < 20, "yes", "no")
    rows["arrears"] = rows[MEASURE].where(rows.index >= 20)  # which nobody of the small group was asked
    connection.register("residents_survey", rows)
    measures = {name: DEFINITIONS.measures[name] for name in ("arrears", MEASURE)}
    found = surveyed.compute_survey_observations(connection, measures.values(), DEFINITIONS).assign(
        statistic="survey_share", synthetic=False, apportioned=False
    )
    monkeypatch.setattr(protection, "mark_known_and_revised_figures", all_known)
    kept = tmp_path / "choices.json"
    monkeypatch.setattr(protection, "read_earlier_figures", lambda *_: NOTHING_EARLIER)
    inputs = ProtectionInputs(connection, definitions_with(measures, {"residents_survey"}), [Path("2025")])
    with pytest.raises(DisclosureError) as refusal:
        protect_observations(found.set_axis(range(1000, 1000 + len(found))), inputs, cache_file=kept)
    assert f"measures  arrears, {MEASURE}\nperiod    2025\n" in str(refusal.value)  # of one wave, and so of one system
    assert "what an earlier edition shows (2025)" in str(refusal.value)
    assert not kept.exists()


def test_pooled_waves_keep_their_own_strata_and_points(connection: duckdb.DuckDBPyConnection) -> None:
    people = pd.read_csv(GOLDEN / "survey_respondents.csv")
    earlier, later = respondents(people["area"]), respondents(people["area"])
    earlier["period"], later[MEASURE] = "2019", later[MEASURE].map({"yes": "no", "no": "yes"})
    connection.register("residents_survey", pd.concat([earlier, later], ignore_index=True))
    pooled = replace(DEFINITIONS.measures[MEASURE], pool=2)
    found = surveyed.compute_survey_observations(connection, [pooled], DEFINITIONS)
    row = found.query("area_type == 'borough' and breakdown == 'all'").iloc[0]
    assert row["period"] == "2019 and 2025"
    # The same people, half of them with the answer turned round: one in two says yes, whatever the weights.
    assert row["value"] == pytest.approx(50.0, rel=1e-12)
    assert note_of(row).startswith(f"{2 * people['q1'].notna().sum():,} residents answered")
    # Waves are drawn apart, so the variance of half their sum is half the variance of one of them.
    one = surveyed.compute_survey_observations(connection, [DEFINITIONS.measures[MEASURE]], DEFINITIONS).query(
        "area_type == 'borough' and breakdown == 'all'"
    )
    assert row["standard_error"] ** 2 == pytest.approx(one.iloc[0]["standard_error"] ** 2 / 2, rel=0.02)


def note_of(row: "pd.Series[Any]") -> str:
    return str(write_notes(pd.DataFrame([row]), DEFINITIONS.measures).iloc[0])


def borough(connection: duckdb.DuckDBPyConnection, rows: pd.DataFrame, pool: int = 1) -> "pd.Series[Any]":
    connection.register("residents_survey", rows)
    found = surveyed.compute_survey_observations(
        connection, [replace(DEFINITIONS.measures[MEASURE], pool=pool)], DEFINITIONS
    )
    return found.query("area_type == 'borough' and breakdown == 'all'").iloc[-1]


def wave(period: str, yes: float, weight: float, points: bool) -> pd.DataFrame:
    """Return 500 respondents, drawn alone or at ten sampling points whose people all answer alike."""
    rows = empty_table("residents_survey").reindex(range(500))
    answers = np.where(rows.index < 500 * yes, "yes", "no")
    columns = {"period": period, "weight": weight, "lsoa21cd": "E01000000", "stratum": "S", MEASURE: answers}
    rows = rows.assign(respondent=[f"P{number}" for number in rows.index], **columns)
    return rows.assign(cluster=[f"P{number // 50}" for number in rows.index]) if points else rows


def test_pooled_waves_count_by_their_respondents_whatever_the_scale_of_their_weights(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = pd.concat([wave("2019", 0.2, 1, False), wave("2025", 0.6, 80, False)], ignore_index=True)
    found = borough(connection, rows, pool=2)
    assert found["value"] == pytest.approx(40)
    assert note_of(found).endswith("; the weights of each wave are scaled to one mean")


def test_a_wave_without_points_leaves_another_wave_its_own(connection: duckdb.DuckDBPyConnection) -> None:
    rows = pd.concat([wave("2019", 0.4, 1, True), wave("2025", 0.5, 1, False)], ignore_index=True)
    found = borough(connection, rows, pool=2)
    # Waves drawn apart: Σ of ten points that are all yes or all no, and of 500 respondents by themselves.
    variance = (10 / 9 * 0.24 / 10 + 500 / 499 * 0.25 / 500) / 4
    # About a pooled share of 45 % the deviations within each wave stay as they are.
    assert found["value"] == pytest.approx(45)
    assert found["standard_error"] == pytest.approx(100 * variance**0.5, rel=1e-9)
    assert found["upper_95"] - found["lower_95"] > 30


def test_one_blank_sampling_point_is_a_point_alone_and_the_rest_stay_clustered(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = wave("2025", 0.4, 1, True)
    whole = borough(connection, rows)
    rows.loc[7, "cluster"] = None
    found = borough(connection, rows)
    assert found["standard_error"] == pytest.approx(whole["standard_error"], rel=0.06)
    assert note_of(found).endswith("; 1 of 2025 with no sampling point, each taken as a point alone")


def test_people_drawn_inside_points_add_their_own_chance(connection: duckdb.DuckDBPyConnection) -> None:
    people = pd.read_csv(GOLDEN / "survey_respondents.csv")
    met = people.groupby(["stratum", "psu"])["weight"].transform("size")
    rows = respondents(people["area"]).assign(points_in_stratum=people["population"])
    answers = pd.read_csv(GOLDEN / "two_stage_answers_r.csv").query("design == 'people_adjust' and question == 'q1'")
    rows["people_in_point"] = met + 9 * (people["psu"] - 1)
    found = borough(connection, rows)
    assert found["standard_error"] == pytest.approx(100 * answers.query("area == -1")["se"].item(), rel=1e-9)
