"""Disclosure control between the observations and everything that leaves: no small number, by any subtraction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.definitions.measures import Measure, MeasureOfSums, SurveyMeasure
from fairer_stockton.disclosure import counts
from fairer_stockton.disclosure.earlier import mark_known_and_revised_figures, read_earlier_rounded_counts
from fairer_stockton.disclosure.inputs import ProtectionInputs, group_measures_by_closed_table, list_measure_names
from fairer_stockton.disclosure.presence import add_rows_of_nobody
from fairer_stockton.disclosure.rounding import round_figures, select_measures_to_round
from fairer_stockton.disclosure.task_lists import (
    LabelledTask,
    list_count_tasks,
    list_survey_tasks,
    mark_figures_of_near_duplicate_groups,
)
from fairer_stockton.disclosure.tasks import ProtectionTask, choose_figures_to_hide, renumber_rows
from fairer_stockton.disclosure.versions import EarlierFigures, read_earlier_figures
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.notes import NOTE_NUMBERS, NOTE_TEXTS
from fairer_stockton.observe.summed import round_apportioned_counts
from fairer_stockton.observe.surveyed import read_survey_answers
from fairer_stockton.run.cache import AnswerCache
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.record import compute_code_checksum
from fairer_stockton.run.vocabulary import AreaType, Reason, Statistic, Status
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY, OBSERVATION_NUMBERS
from fairer_stockton.schemas.results.suppression import SUPPRESSION_COLUMNS

FIGURE = [*OBSERVATION_KEY, "numerator", "denominator", "base", "statistic", "synthetic"]
# What is counted, by statistic, as the report says it.
KINDS: dict[str, str] = {
    Statistic.SURVEY_SHARE: "Answers to surveys",
    Statistic.RATE: "Counts of people, homes and cases",
    Statistic.WEIGHTED_MEAN: "Sums of amounts",
}
# Decimal places of figures made by age.
DIGITS = {Statistic.LIFE_EXPECTANCY: 2, Statistic.STANDARDISED_RATE: 1}


@dataclass(frozen=True)
class ProtectedObservations:
    """Observations that may be published, and what protecting them cost.

    Attributes:
        observations: as they were handed in, without the numbers that are hidden, and with those rounded that are.
        suppression: rows as `schemas.results.Suppression` has them: figures, primary and secondary, by kind of count;
            none where no figure rests on counts that could be hidden.
    """

    observations: pd.DataFrame
    suppression: pd.DataFrame


def protect_observations(
    observations: pd.DataFrame, inputs: ProtectionInputs, *, cache_file: Path | None = None, processes: int = 0
) -> ProtectedObservations:
    """Hide, of the figures that rest on extracts that are not open, what is small and what would give it away.

    Args:
        observations: observations, none of them modelled, compared or followed over time yet: that would reveal what
            is hidden.
        inputs: what decides what is hidden.
        cache_file: the file of choices made in earlier runs, if any; it changes how long this takes, and nothing else.
        processes: how many may choose besides this one, which then waits.

    Raises:
        DisclosureError: what an earlier edition shows gives a figure away, whatever is hidden now.
    """
    if observations.empty:
        return ProtectedObservations(observations, _make_suppression_table([]))
    confidential = inputs.select_confidential_measures()
    observations = _round_figures_computed_by_age(
        round_apportioned_counts(observations, confidential, inputs.supplied), confidential
    )
    earlier = read_earlier_figures(
        inputs.earlier,
        inputs.file_sums,
        inputs.supplied,
        counts.read_area_membership(inputs.connection),
        inputs.counts_of_files,
    )
    observations, suppressible = _round_counts_and_select_measures_to_hide(observations, confidential, inputs, earlier)
    observations, of_nobody = add_rows_of_nobody(observations, suppressible, inputs)
    figures = counts.convert_to_python_text(
        observations[observations["measure"].isin(suppressible)].reindex(columns=FIGURE)
    ).sort_values([*OBSERVATION_KEY])
    if figures.empty:
        return ProtectedObservations(observations, _make_suppression_table([]))
    primary, hidden = _choose_primary_and_all_hidden_rows(
        observations, of_nobody, figures, suppressible, inputs, earlier, cache_file, processes
    )
    # Rows without a neighbourhood are guarded like figures, but are a note and none of those that the table counts.
    counted = observations["measure"].isin(confidential) & (observations["breakdown"] != UNPLACED)
    counted &= True if inputs.sample else ~observations["synthetic"]
    suppression = _count_hidden_figures_by_kind(
        counts.convert_to_python_text(observations.loc[counted, ["statistic"]]), primary, hidden
    )
    return ProtectedObservations(_blank_hidden_figures(observations, hidden), suppression)


def _round_counts_and_select_measures_to_hide(
    rows: pd.DataFrame,
    confidential_measures: Mapping[str, Measure],
    inputs: ProtectionInputs,
    earlier: EarlierFigures,
) -> tuple[pd.DataFrame, dict[str, Measure]]:
    """Round the counts of the sources that are rounded, and return the measures whose figures are hidden instead."""
    rounded, measures = (
        rows.copy(),
        select_measures_to_round(confidential_measures.values(), inputs.supplied, inputs.rules),
    )
    for together in group_measures_by_closed_table(measures, inputs.supplied):
        # In an order of their own: of roundings that are as good, the program takes another for rows in another order.
        exact = rows[rows["measure"].isin(list_measure_names(together))].sort_values([*OBSERVATION_KEY])
        before = read_earlier_rounded_counts(exact, earlier)
        amounts = counts.sum_closed_tables_by_smallest_area(inputs.connection, together, inputs.supplied, inputs.maps)
        membership = counts.read_area_membership(inputs.connection)
        figures = round_figures(exact, together, amounts, membership, inputs.find_strictest_rules(together), before)
        rounded.loc[figures.index] = figures
        rounded = rounded.drop(index=exact.index.difference(figures.index))
    return rounded, {name: measure for name, measure in confidential_measures.items() if measure not in measures}


def _choose_primary_and_all_hidden_rows(
    rows: pd.DataFrame,
    of_nobody: "pd.Series[bool]",
    suppressible_figures: pd.DataFrame,
    suppressible_measures: Mapping[str, Measure],
    inputs: ProtectionInputs,
    earlier: EarlierFigures,
    cache_file: Path | None,
    processes: int,
) -> tuple["pd.Series[bool]", "pd.Series[bool]"]:
    """Return which rows are hidden for themselves (primary suppression), and which at all.

    Args:
        rows: all observations, with their labels.
        of_nobody: which of them are of nobody: they are hidden in any case, and so cost nothing.
        suppressible_figures: those of them that may be hidden, in an order of their own, so that the same figures are
            the same task.
        suppressible_measures: theirs, by name.
        inputs: what decides what is hidden.
        earlier: what was published before.
        cache_file: as for `protect_observations`.
        processes: as for `protect_observations`.
    """
    before = mark_known_and_revised_figures(suppressible_figures, earlier, inputs.rules)
    revised, known = (before[name].reindex(rows.index, fill_value=False) for name in ("revised", "known"))
    of_surveys = {
        name: measure for name, measure in suppressible_measures.items() if isinstance(measure, SurveyMeasure)
    }
    surveys = list(read_survey_answers(inputs.connection, of_surveys.values(), inputs.definitions))
    near_duplicates = mark_figures_of_near_duplicate_groups(suppressible_figures, surveys, of_surveys, inputs)
    # A near duplicate is large enough itself: it is hidden for the sake of the few by whom two groups differ.
    primary = revised.copy()
    hidden = revised | of_nobody | near_duplicates.reindex(rows.index, fill_value=False)
    of_counts = {name: measure for name, measure in suppressible_measures.items() if isinstance(measure, MeasureOfSums)}
    tasks: list[LabelledTask] = [
        *list_survey_tasks(suppressible_figures, surveys, of_surveys, inputs, earlier),
        *list_count_tasks(suppressible_figures, of_counts, inputs, earlier),
    ]
    weight = _look_up_importance_of_rows(rows, inputs.rules, inputs.maps.ward_vintage)
    state = pd.DataFrame({"primary": primary, "hidden": hidden, "known": False, "weight": weight})
    cache = AnswerCache(cache_file, compute_code_checksum("disclosure"))
    # First as if nothing had been shown: mostly that hides nothing that was, and is the answer that is in the cache.
    answers = cache.find(choose_figures_to_hide, _list_questions(tasks, state), processes)
    asked = {number: task for number, task in enumerate(tasks) if _hides_known_figures(answers[number], known, task)}
    again = cache.find(choose_figures_to_hide, _list_questions(asked.values(), state.assign(known=known)), processes)
    for number, answer in zip(asked, again, strict=True):
        answers[number] = answer
    for (labels, _), answer in zip(tasks, answers, strict=True):
        if already_published := answer["already_published"]:
            raise _make_refusal_of_figures_already_published(rows.loc[labels[already_published]], inputs)
        primary.loc[labels[answer["primary"]]] = True
        hidden.loc[labels[answer["hidden"]]] = True
    cache.save()
    return primary, hidden


def _list_questions(tasks: Iterable[LabelledTask], state: pd.DataFrame) -> list[tuple[ProtectionTask, pd.DataFrame]]:
    return [(task, renumber_rows(state.loc[labels])) for labels, task in tasks]


def _hides_known_figures(answer: Mapping[str, list[int]], known: "pd.Series[bool]", task: LabelledTask) -> bool:
    """Return whether a choice hides, for the others' sake, what was shown before."""
    labels = task[0]
    return bool(known.loc[labels[sorted(set(answer["hidden"]) - set(answer["primary"]))]].any())


def _make_refusal_of_figures_already_published(rows: pd.DataFrame, inputs: ProtectionInputs) -> DisclosureError:
    """Return the refusal of figures that an earlier edition gives away."""
    editions = ", ".join(path.name for path in inputs.earlier)
    return DisclosureError(
        measures=", ".join(rows["measure"].unique()),
        period=rows["period"].iloc[0],
        found=f"figures that are hidden now, and can be worked out from what an earlier edition shows ({editions})",
        expected="that what was shown once is shown again",
        remedy="keep the rules and the areas under which it was published",
    )


def _count_hidden_figures_by_kind(
    rows: pd.DataFrame, is_primary: "pd.Series[bool]", is_hidden: "pd.Series[bool]"
) -> pd.DataFrame:
    """Count the figures of each kind: all, those hidden for themselves, and those hidden for others' sake."""
    kind_of_row = rows["statistic"].map(KINDS).fillna(KINDS[Statistic.RATE])
    lines: list[dict[str, object]] = []
    for kind in dict.fromkeys(KINDS.values()):
        labels = rows.index[kind_of_row == kind]
        first, all_ = int(is_primary[labels].sum()), int(is_hidden[labels].sum())
        lines.append({"kind": kind, "figures": len(labels), "primary": first, "secondary": all_ - first})
    return _make_suppression_table(lines)


def _make_suppression_table(lines: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=list(SUPPRESSION_COLUMNS))


def _round_figures_computed_by_age(rows: pd.DataFrame, confidential_measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Round figures made by age: all their digits together would reveal which deaths they are made of."""
    rounded = rows.copy()
    columns = ["value", *LEVELS]
    for statistic, digits in DIGITS.items():
        by_age = rows["measure"].isin(
            [name for name, measure in confidential_measures.items() if measure.statistic == statistic]
        )
        rounded.loc[by_age, columns] = rounded.loc[by_age, columns].round(digits)
        rounded.loc[by_age, "numerator"] = rounded.loc[by_age, "numerator"].round()
    return rounded


def _look_up_importance_of_rows(rows: pd.DataFrame, rules: DisclosureRules, ward_vintage: str) -> "pd.Series[float]":
    """Return how many times as much information is lost with each figure as with its like for a neighbourhood."""
    kind = rows["area_type"].where(rows["breakdown"] == "all", "group").mask(rows["breakdown"] == UNPLACED, UNPLACED)
    kind = kind.where(~((kind == AreaType.WARD) & (rows["vintage"] != ward_vintage)), "older_ward")
    return kind.map(rules.importance).astype(float).fillna(1.0)


def _blank_hidden_figures(rows: pd.DataFrame, is_hidden: "pd.Series[bool]") -> pd.DataFrame:
    """Return rows without the numbers of the hidden ones, and without all that would say why they are hidden."""
    shown = rows.copy()
    numbers = shown.columns.intersection([*OBSERVATION_NUMBERS, *NOTE_NUMBERS, "standard_error"])
    shown.loc[is_hidden, numbers] = np.nan
    shown.loc[is_hidden, shown.columns.intersection([*NOTE_TEXTS])] = ""
    shown.loc[is_hidden, "status"] = Status.SUPPRESSED
    shown.loc[is_hidden, "reason"] = Reason.HIDDEN
    return shown
