"""Asking: from a registered file to the figures that answer it, with a refusal wherever something is lacking."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.decision_briefs import DecisionBrief
from fairer_stockton.definitions.evaluations import Evaluation
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.uses.evaluations.judging import judge_evaluation, list_needs_of_panel
from fairer_stockton.uses.evaluations.needs import refuse_for_needs, refuse_what_cannot_be_judged
from fairer_stockton.uses.evaluations.panel import make_panel
from fairer_stockton.uses.evaluations.paper import EvaluationPaper
from fairer_stockton.uses.evaluations.periods import list_needs_of_periods, split_periods
from fairer_stockton.uses.packs.chosen import find_what_is_named

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Question:
    """A registered evaluation with what it names found in an edition, and the file that it was read from."""

    evaluation: Evaluation
    areas: tuple[ProfiledArea, ...]
    measure: Measure
    file_name: str
    file_sum: str


def find_areas_and_outcome(edition: Edition, evaluation: Evaluation, file_name: str, file_sum: str) -> Question:
    """Find the areas and the measure that an evaluation names.

    Raises:
        CatalogueError: a name is none of the edition's, or is that of several areas or measures.
    """
    brief = DecisionBrief(
        evaluation.title, evaluation.what_was_done, areas=evaluation.areas, measures=(evaluation.outcome,)
    )
    choice = find_what_is_named(edition, brief)
    measure = [*choice.measures, *(measure for measure, _ in choice.without_figure)][0]
    return Question(evaluation, choice.areas, measure, file_name, file_sum)


def refuse_for_file(edition: Edition, question: Question, settings: Settings) -> None:
    """Refuse a question for what can be known before any figure is looked at.

    Raises:
        CatalogueError: something is lacking; the message lists all of it.
    """
    refuse_what_cannot_be_judged(
        question.evaluation, question.measure, settings.national_definitions, edition.created.date(), question.file_name
    )


def judge_question(edition: Edition, question: Question, observations: "pd.DataFrame", staged: Path) -> EvaluationPaper:
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
    neighbourhoods = list_neighbourhoods(edition, question.areas)
    start = evaluation.first_day
    panel = make_panel(of_areas, periods.used, neighbourhoods, start.year if start else 0, staged)
    if needs := list_needs_of_panel(panel):
        refuse_for_needs(needs, question.file_name)
    judged = judge_evaluation(evaluation, panel, periods.before, measure.polarity)
    return EvaluationPaper(evaluation, measure, question.areas, panel, periods, judged, question.file_sum)


def list_neighbourhoods(edition: Edition, areas: tuple[ProfiledArea, ...]) -> set[str]:
    """Return the codes of the neighbourhoods that areas hold, on each map of neighbourhoods."""
    table = edition.memberships
    codes = [area.code for area in areas]
    return set(table.loc[table["area_code"].isin(codes), "lsoacd"]) | {
        code for area in areas for code in area.neighbourhoods
    }
