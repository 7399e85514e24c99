"""What a brief names is found once, and a name of several things is refused with the choice."""

from dataclasses import replace
from unittest.mock import Mock

import pandas as pd
import pytest

from fairer_stockton.definitions.decision_briefs import DecisionBrief
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.uses.packs.assessment import Assessment
from fairer_stockton.uses.packs.assessment_findings import list_findings
from fairer_stockton.uses.packs.chosen import find_what_is_named, split_by_figure
from fairer_stockton.uses.packs.figures import NAN, PackFigure
from tests.conftest import DEFINITIONS

BRIEF = DecisionBrief("Move", "The desk moves.", measures=("no_qualifications", "NO_QUALIFICATIONS"))
CELLS = [("ethnic_group", "Other"), ("tenure", "Other"), ("tenure", "Owns"), ("social_care", "All pupils")]
ROWS = pd.DataFrame(CELLS, columns=["breakdown", "category"]).assign(area_type="borough", measure="no_qualifications")
EDITION = Mock(definitions=DEFINITIONS, observations=ROWS, has_communities=False, absences={}, measures={})


def test_a_name_counts_once_however_its_capitals_are() -> None:
    choice = find_what_is_named(EDITION, replace(BRIEF, groups=("owns", "OWNS", "Tenure: Owns")))
    assert [group.category for group in choice.groups] == ["Owns"]
    assert [measure.name for measure in choice.measures] == ["no_qualifications"]


def test_a_group_of_several_characteristics_is_refused_with_the_choice() -> None:
    with pytest.raises(CatalogueError, match="Ethnic group: Other, Tenure: Other"):
        find_what_is_named(EDITION, replace(BRIEF, groups=("Other",)))
    (group,) = find_what_is_named(EDITION, replace(BRIEF, groups=("ethnic group: other",))).groups
    assert (group.breakdown, group.category) == ("ethnic_group", "Other")


def test_measures_without_a_figure_come_with_the_reason() -> None:
    one, other = (DEFINITIONS.measures[name] for name in ("no_qualifications", "turnout"))
    edition: Mock = Mock(observations=ROWS, absences={"turnout": "not fetched"})
    expected: tuple[list[Measure], list[tuple[Measure, str]]] = ([one], [(other, "not fetched")])
    assert split_by_figure(edition, [one, other]) == expected


def make_figure(about: str, value: float) -> PackFigure:
    cells = {"measure": "m", "title": "Measure", "who": "there", "code": "c", "period": "2021", "unit": "percent"}
    return PackFigure(value=value, lower_95=NAN, upper_95=NAN, about=about, synthetic=True, **cells)


def make_assessment(single: float) -> Assessment:
    choice = find_what_is_named(EDITION, BRIEF)
    assessment = Assessment(EDITION, replace(choice, areas=(Mock(), Mock()), measures=()))
    race = next(each.title for each in DEFINITIONS.characteristics if each.name == "race")
    vars(assessment).update(
        residents=[make_figure(race, NAN)],
        residents_of_each_place=[make_figure(race, single)],
        places=[replace(make_figure("", single), verdict="worse")],
    )
    return assessment


def test_what_is_known_place_by_place_is_not_called_unknown() -> None:
    added_up, unknown = list_findings(make_assessment(5.0))[-2:]
    assert added_up.endswith("not added up: race.") and "race" not in unknown


def test_sentences_that_count_the_sample_are_marked_and_nothing_is_said_in_words() -> None:
    findings = list_findings(make_assessment(5.0))
    assert [sentence for sentence in findings if "than in the borough" in sentence] == [
        "Measure: worse than in the borough. [sample]"
    ]
    assert "recognised" in list_findings(make_assessment(NAN))[0]
