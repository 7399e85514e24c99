"""The communities: definitions that say what is wrong with them, and a table that sets each against everyone else."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.communities import EVERYONE_ELSE, load_six_gaps_and_communities
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.measure.communities import compare_communities
from fairer_stockton.measure.results import check_results
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import COUNCIL
from fairer_stockton.schemas.results.comparators import COMPARATOR_COLUMNS
from fairer_stockton.schemas.results.gaps import GAP_COLUMNS
from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS
from tests.conftest import DEFINITIONS

BOROUGH = "E06000004"
NO_COUNCILS = pd.DataFrame(columns=list(COMPARATOR_COLUMNS))


def rows(*given: dict[str, object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give observations of two groups each, and the gap between them, from a few cells."""
    observations, gaps = [], []
    for one in given:
        same = {"measure": one["measure"], "period": one["period"], "sources": "residents_survey", "synthetic": False}
        here = {**same, "area_code": BOROUGH, "area_type": "borough", "breakdown": one["breakdown"], "unit": "percent"}
        status, note = one.get("status", "published"), one.get("note", "")
        sides = zip(one["groups"], one["values"], strict=True)
        observations += [
            {**here, "category": group, "value": value, "status": status, "note": note} for group, value in sides
        ]
        if "gap" in one:
            a, b = one["groups"]
            ends = {"lower_95": one["gap"] - 1, "upper_95": one["gap"] + 1, "unit": "percentage_points"}
            between = {"gap_type": one["kind"], "area_code": BOROUGH, "group_a": a, "group_b": b, "value": one["gap"]}
            between |= {"breakdown": one["breakdown"], "category": a}
            gaps.append({**same, **between, **ends, "direction": "one_period"})
    return pd.DataFrame(observations, columns=list(OBSERVATION_COLUMNS)), pd.DataFrame(gaps, columns=list(GAP_COLUMNS))


def test_a_community_is_set_against_everyone_else() -> None:
    title = DEFINITIONS.communities["young_carers"].title
    survey = {"breakdown": "young_carers", "kind": "community", "period": "2025", "groups": (title, EVERYONE_ELSE)}
    table = compare_communities(
        *rows(
            {**survey, "measure": "good_health", "values": (60.0, 75.0), "gap": -15.0},
            {**survey, "measure": "warm_dry_home", "values": (None, None), "status": "suppressed", "note": "too few"},
        ),
        NO_COUNCILS,
        DEFINITIONS,
        BOROUGH,
    )
    check_results({"communities": table})
    six, communities = (DEFINITIONS.six_gaps, DEFINITIONS.communities)
    assert set(zip(table["community"], table["gap"], strict=True)) == {(one, gap) for one in communities for gap in six}
    health = table[(table["community"] == "young_carers") & (table["gap"] == "health")].iloc[0]
    assert (health["group_value"], health["else_value"], health["value"], health["unit"]) == (
        60.0,
        75.0,
        -15.0,
        "percentage_points",
    )
    assert (health["status"], health["needs"]) == ("published", "")
    home = table[(table["community"] == "young_carers") & (table["gap"] == "housing")].iloc[0]
    assert (home["status"], home["note"], home["needs"]) == (
        "suppressed",
        "too few",
        communities["young_carers"].explain_what_would_fill("housing"),
    )
    work = table[(table["community"] == "young_carers") & (table["gap"] == "jobs")]
    assert list(work["measure"]) == [""]
    assert list(work["status"]) == ["not_available"]


def test_published_groups_fill_a_gap_where_the_definitions_say_so() -> None:
    meals = {"breakdown": "free_school_meals", "kind": "breakdown", "groups": ("Eligible", "Not eligible")}
    table = compare_communities(
        *rows({**meals, "measure": "attainment_8", "period": "2025", "values": (34.8, 49.1), "gap": -14.3}),
        NO_COUNCILS,
        DEFINITIONS,
        BOROUGH,
    )
    shown = table[table["value"].notna()]
    assert list(zip(shown["community"], shown["gap"], shown["value"], strict=True)) == [
        ("families_in_poverty", "learning", -14.3)
    ]
    assert "eligible for free school meals" in shown["note"].iloc[0]


def test_a_figure_of_the_community_alone_is_shown_with_england_and_similar_councils() -> None:
    meals = {"breakdown": "all", "groups": ("all",), "period": "2022/23"}
    observations, gaps = rows({**meals, "measure": "care_users_find_information", "values": (71.8,)})
    england = observations.assign(area_code="E92000001", area_type="england", value=67.0)
    alike = {"measure": "care_users_find_information", "comparators": "similar_areas", "period": "2022/23"}
    alike |= {"breakdown": "all", "category": "all", "median": 71.75, "councils": 8}
    councils = pd.DataFrame([alike, {**alike, "comparators": "nearby_councils", "median": 1.0}])
    both = pd.concat([observations, england], ignore_index=True)
    table = compare_communities(both, gaps, councils, DEFINITIONS, BOROUGH)
    check_results({"communities": table})
    own = table[table["measure"] == "care_users_find_information"].iloc[0]
    assert (own["community"], own["gap"], own["group_value"], own["unit"]) == (
        "adult_social_care", "services", 71.8, "percent",
    )  # fmt: skip
    assert (own["england_value"], own["median_of_councils"], own["councils"]) == (67.0, 71.75, 8.0)
    assert own[["value", "else_value"]].isna().all()
    assert (own["status"], own["needs"]) == ("not_available", "")
    assert own["note"].startswith("no figure for everyone else; ")


def with_income_of_the_region(folder: Path) -> Definitions:
    """Let the low income of the North East tell ethnic minorities apart, as a council's own file may."""
    entry = "[community.ethnic_minorities.other.low_income_by_ethnic_group]"
    groups = 'groups = ["Minority ethnic groups", "White"]'
    text = (COUNCIL / "communities.toml").read_text(encoding="utf-8")
    text = text.replace('    "stays_in_learning_or_work_after_16",\n', '    "low_income_by_ethnic_group",\n', 1)
    text = re.sub(r"(?s)\[community\.\w+\.other\.stays_in_learning_or_work_after_16\].*?\n\n", "", text)
    path = folder / "communities.toml"
    path.write_text(f'{text}\n{entry}\n{groups}\nnote = ""\narea = "region"\n', encoding="utf-8")
    six_gaps, communities = load_six_gaps_and_communities(path)
    return replace(DEFINITIONS, six_gaps=six_gaps, communities=communities)


def test_a_figure_of_the_region_is_of_the_region(tmp_path: Path) -> None:
    definitions = with_income_of_the_region(tmp_path)
    income = {"breakdown": "ethnic_group", "measure": "low_income_by_ethnic_group", "period": "2020 to 2022"}
    groups = {"groups": ("Minority ethnic groups", "White"), "values": (39.3, 24.5)}
    observations, gaps = rows({**income, **groups})
    of_region = observations.assign(area_code="E12000001", area_type="region", area_name="North East")
    table = compare_communities(of_region, gaps, NO_COUNCILS, definitions, BOROUGH)
    own = table[table["measure"] == income["measure"]].iloc[0]
    assert (own["area_code"], own["area_name"], own["direction"]) == ("E12000001", "North East", "one_period")
    assert own["value"] == pytest.approx(14.8)
    # a row of the borough's would not be taken for it, nor a region's where the borough's is wanted
    table = compare_communities(observations, gaps, NO_COUNCILS, definitions, BOROUGH)
    assert income["measure"] not in set(table["measure"])
    elsewhere = of_region.assign(measure="attainment_8_ethnic_group", category=["Asian", "White"])
    table = compare_communities(elsewhere, gaps, NO_COUNCILS, definitions, BOROUGH)
    assert set(table["measure"]) == {""}


def test_a_gap_without_a_figure_says_what_would_fill_it_or_that_there_is_no_public_source() -> None:
    table = compare_communities(*rows(), NO_COUNCILS, DEFINITIONS, BOROUGH)
    needs = table.set_index(["community", "gap"])["needs"]
    assert len(needs) == len(DEFINITIONS.communities) * len(DEFINITIONS.six_gaps)
    assert (needs != "").all()
    assert needs["sex_working"].str.startswith("No public source. ").all()
    assert "living" not in needs["mental_health", "jobs"]
    assert needs["mental_health", "jobs"].startswith("Adults in touch with secondary mental health services")


def test_every_measure_of_a_gap_reaches_the_communities_or_is_told_apart_by_another_source() -> None:
    six, communities = (DEFINITIONS.six_gaps, DEFINITIONS.communities)
    others = {name for one in communities.values() for name in one.other}
    for gap in six.values():
        for name in set(gap.measures) & set(DEFINITIONS.measures):
            assert "answer" in DEFINITIONS.measures[name].parts or name in others, (
                f"{gap.name}: {name} tells no community apart"
            )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("title    = ", "titel    = "), "gap.jobs"),
        (('kind    = "Acute need"\n', ""), "community.homeless_or_domestic_abuse"),
        (
            ('groups = ["Eligible", "Not eligible"]', 'groups = ["Eligible", "Not", "Both"]'),
            "community.families_in_poverty: groups: two at most",
        ),
        (('groups = ["Asian", "White"]', 'area = "county"'), "community.ethnic_minorities"),
        (("[community.mental_health.needs_for]", "[community.mental_health.needs_for]\nwork = 'x'"), "'work' is not"),
        (('    "plans_within_20_weeks",\n', ""), "no gap names the measure 'plans_within_20_weeks'"),
        (("[gap.jobs]", "[gap.jobs"), "not TOML"),
        (("[gap.jobs]", "[rest]\n[gap.jobs]"), "unknown key 'rest'"),
    ],
)
def test_a_wrong_definition_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = tmp_path / "communities.toml"
    path.write_text((COUNCIL / "communities.toml").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_six_gaps_and_communities(path)
