"""The sample's own edition, attacked by somebody who has its files and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine.duckdb import open_staged_tables
from tests.conftest import DEFINITIONS
from tests.pipeline.attack.amounts import attack_amounts
from tests.pipeline.attack.counts import PRESENCE, SUBTRACTION, attack_counts
from tests.pipeline.attack.published import Published, read_published
from tests.pipeline.attack.puzzle import Finding
from tests.pipeline.attack.surveys import (
    Answers,
    Survey,
    attack_bases_by_other_measures,
    attack_links,
    find_fingerprints,
    list_figures_of_few,
)
from tests.pipeline.attack.truth import (
    Respondents,
    check_against_truth,
    read_contributions,
    read_respondents,
    read_truth,
)

VINTAGES = {name: source.vintage for name, source in DEFINITIONS.sources.items() if source.supplied}
SURVEYS = ("residents_survey", "stock_condition")
ASKED_OF = {"permanent_contract": "in_work", "chance_to_progress": "in_work"}  # as whoever was asked knows
COUNTED = tuple(sorted(set(VINTAGES) - set(SURVEYS)))


@dataclass(frozen=True)
class Wave:
    """The latest wave of a survey as it is published, and its respondents, whom only the test knows."""

    survey: Survey
    respondents: Respondents

    def count_answers(self, row: Mapping[str, Any]) -> tuple[int, int]:
        """Return how many said yes and no in a figure."""
        survey = self.survey
        area = survey.published.is_of_area(row)
        among = frozenset(survey.published.find_parts(row, survey.source)) if area else frozenset([row["category"]])
        split = "all" if area else row["breakdown"]
        base, yes = (
            sum(self.respondents.count(Answers(wave, split, among, row["measure"], side)) for wave in row["waves"])
            for side in (False, True)
        )
        return int(yes), int(base - yes)

    def is_secret(self, finding: Finding) -> bool:
        """Return whether a number is too small to be shown: a base of many is hidden for few on one side alone."""
        terms = finding.target.terms
        number = sum(times * self.respondents.count(of) for of, times in terms.items())  # type: ignore[arg-type]
        return number < finding.target.secret


@pytest.fixture(scope="module")
def edition(sample: Settings) -> Path:
    return sample.reports / sample.edition


@pytest.fixture(scope="module")
def published(edition: Path) -> Published:
    return read_published(edition, DEFINITIONS.measures_with_sources, VINTAGES)


@pytest.fixture(scope="module", params=SURVEYS)
def wave(request: pytest.FixtureRequest, sample: Settings, published: Published) -> Iterator[Wave]:
    with open_staged_tables(sample.staged, {request.param}) as connection:
        respondents = read_respondents(connection, request.param, DEFINITIONS)
    latest = max(respondents.by_wave)
    rows = published.observations
    of_wave = replace(published, observations=rows[rows["period"] == latest])
    yield Wave(Survey(of_wave, request.param, {latest: respondents.by_wave[latest]}), respondents)


@pytest.mark.parametrize("source", COUNTED)
def test_no_count_is_found(sample: Settings, published: Published, source: str) -> None:
    """Of the latest period, the others being made alike."""
    rows = published.list_rows(source)
    latest = replace(published, observations=rows[rows["period"] == rows["period"].max()])
    with open_staged_tables(sample.staged, {source}) as connection:
        findings = attack_counts(latest, source, SUBTRACTION) + attack_counts(latest, source, PRESENCE)
        findings += attack_amounts(latest, source, read_contributions(connection))
        check_against_truth(findings, read_truth(connection))
    assert not [str(finding) for finding in findings]


def test_no_figure_of_few_answers_is_shown(wave: Wave) -> None:
    assert list_figures_of_few(wave.survey, wave.count_answers) == []


def test_no_number_is_one_respondent_s_weight(wave: Wave, edition: Path) -> None:
    assert find_fingerprints(edition, wave.respondents.unique_weights, list(wave.survey.measures)) == []


def test_no_base_is_told_by_who_answered_other_questions(wave: Wave) -> None:
    """A shown share tells its yes-count to within one, it is assumed, and how many took part is known."""

    def count(row: dict[str, Any], _: object) -> tuple[int, int]:
        yes, _no = wave.count_answers(row)
        return yes - 1, yes + 1

    findings = attack_links(wave.survey, count, ASKED_OF if wave.survey.source == SURVEYS[0] else {})
    check_against_truth(findings, wave.respondents.count)
    assert not [str(finding) for finding in findings if wave.is_secret(finding)]


def test_no_base_is_told_by_who_said_yes_to_another_question(wave: Wave) -> None:
    told = attack_bases_by_other_measures(wave.survey, ASKED_OF if wave.survey.source == SURVEYS[0] else {})
    answered = [sum(wave.count_answers(base.row)) for base in told]
    right = [base for base, many in zip(told, answered, strict=True) if base.low <= many <= base.high and many < 30]
    assert not [f"{base.row['measure']} in {base.row['area_code']}, by {base.through}" for base in right]
