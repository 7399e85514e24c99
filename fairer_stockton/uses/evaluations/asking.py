"""Asking: from a registered file to the figures that answer it, with a refusal wherever something is lacking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.definitions.decision_briefs import DecisionBrief
from fairer_stockton.definitions.evaluations import Evaluation
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.run.errors import CatalogueError, RefusalFacts
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.uses.evaluations.judging import (
    judge_evaluation,
    list_needs_of_least_effect,
    list_needs_of_panel,
)
from fairer_stockton.uses.evaluations.needs import (
    list_needs_of_file,
    list_needs_of_measure,
    list_needs_of_names,
    refuse_for_needs,
)
from fairer_stockton.uses.evaluations.other_files import find_other_files
from fairer_stockton.uses.evaluations.panel import make_panel
from fairer_stockton.uses.evaluations.paper import EVALUATIONS, EvaluationPaper
from fairer_stockton.uses.evaluations.periods import (
    list_needs_of_periods,
    list_needs_without_days,
    split_periods,
)
from fairer_stockton.uses.packs.chosen import find_what_is_named

if TYPE_CHECKING:
    import pandas as pd

MOST = 0.5  # of a neighbourhood's residents: an area that holds fewer of them does not hold it


@dataclass(frozen=True)
class Question:
    """A registered evaluation with what it names found in an edition, and the file that it was read from."""

    evaluation: Evaluation
    areas: tuple[ProfiledArea, ...]
    neighbourhoods: Mapping[str, frozenset[str]]  # of each area, by its name
    measure: Measure
    file_name: str
    file_sum: str

    @property
    def named_codes(self) -> tuple[str, ...]:
        """The codes of all neighbourhoods that are named, in order."""
        return tuple(sorted(frozenset[str]().union(*self.neighbourhoods.values())))


def find_areas_and_outcome(edition: Edition, evaluation: Evaluation, file_name: str, file_sum: str) -> Question:
    """Find the areas and the measure that an evaluation names.

    Raises:
        CatalogueError: a name is none of the edition's, or is that of several areas or measures.
    """
    brief = DecisionBrief(
        evaluation.title, evaluation.what_was_done, areas=evaluation.areas, measures=(evaluation.outcome,)
    )
    try:
        choice = find_what_is_named(edition, brief)
    except CatalogueError as wrong:
        facts: RefusalFacts = {**wrong.facts, "file": file_name}
        raise CatalogueError(**facts) from None
    measure = [*choice.measures, *(measure for measure, _ in choice.without_figure)][0]
    neighbourhoods = list_neighbourhoods(edition, choice.areas)
    return Question(evaluation, choice.areas, neighbourhoods, measure, file_name, file_sum)


def list_neighbourhoods(edition: Edition, areas: tuple[ProfiledArea, ...]) -> dict[str, frozenset[str]]:
    """Return the codes of the neighbourhoods that each area holds most of, of 2021 where it has such."""
    table = edition.memberships
    table = table[table["share"] > MOST]
    by_name = {}
    for area in areas:
        own = table[table["area_code"] == area.code]
        newer = own.loc[own["lsoa_vintage"].astype(str) == "2021", "lsoacd"]
        by_name[area.name] = frozenset(newer if len(newer) else {*own["lsoacd"], *area.neighbourhoods})
    return by_name


def refuse_for_file(edition: Edition, question: Question, settings: Settings) -> None:
    """Refuse a question for what can be known before any figure is looked at.

    Raises:
        CatalogueError: something is lacking; the message lists all of it.
    """
    needs = [
        *list_needs_of_file(question.evaluation, edition.created.date()),
        *list_needs_of_measure(question.measure, settings.national_definitions),
        *_list_needs_of_known_periods(edition, question),
        *list_needs_of_names(question.named_codes),
    ]
    if needs:
        refuse_for_needs(needs, question.file_name)


def _list_needs_of_known_periods(edition: Edition, question: Question) -> list[str]:
    """Return which periods are needed, by those that the edition has of small areas."""
    evaluation, measure, rows = question.evaluation, question.measure, edition.observations
    is_small = rows["area_type"].isin([AreaType.LSOA, AreaType.MSOA])
    known = rows.loc[(rows["measure"] == measure.name) & is_small & rows["value"].notna(), "period"].unique()
    if evaluation.first_day and evaluation.registered_on and len(known):
        return list_needs_of_periods(split_periods(known, measure, evaluation), evaluation)
    is_declared = evaluation.first_day and evaluation.registered_on
    return [] if is_declared else list_needs_without_days(evaluation)


def judge_question(
    edition: Edition, question: Question, observations: "pd.DataFrame", settings: Settings
) -> EvaluationPaper:
    """Return what the figures of all England answer.

    Raises:
        CatalogueError: there are too few comparable periods, or too few areas.
    """
    evaluation, measure = question.evaluation, question.measure
    of_areas = observations[
        observations["area_type"].isin([AreaType.LSOA, AreaType.MSOA]) & observations["value"].notna()
    ]
    periods = split_periods(of_areas["period"].unique(), measure, evaluation)
    if needs := list_needs_of_periods(periods, evaluation):
        refuse_for_needs(needs, question.file_name)
    start = evaluation.first_day
    panel = make_panel(of_areas, periods.used, question.neighbourhoods, start.year if start else 0, settings.staged)
    needs = list_needs_of_panel(panel) or list_needs_of_least_effect(evaluation, measure, panel, len(periods.before))
    if needs:
        refuse_for_needs(needs, question.file_name)
    judged = judge_evaluation(evaluation, panel, periods.before, measure.polarity)
    others = find_other_files(settings.reports / EVALUATIONS, measure.name, question.named_codes, question.file_sum)
    return EvaluationPaper(
        evaluation, measure, question.areas, panel, periods, judged, question.file_sum, question.named_codes, others
    )
