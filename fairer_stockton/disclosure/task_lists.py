"""Lists of tasks: which figures are protected together, with all that each task has to be given."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import MeasureOfSums, SurveyMeasure
from fairer_stockton.disclosure import counts
from fairer_stockton.disclosure.answer_cells import link_cells_of_survey_measure
from fairer_stockton.disclosure.count_cells import link_cells_of_count_measures
from fairer_stockton.disclosure.inputs import ProtectionInputs, group_measures_by_closed_table, list_measure_names
from fairer_stockton.disclosure.tasks import ProtectionTask, renumber_rows
from fairer_stockton.disclosure.versions import EarlierFigures
from fairer_stockton.run.vocabulary import Statistic

GROUP_KEY = ["measure", "period", *counts.GROUP]
LabelledTask = tuple[
    "pd.Index[Any]", ProtectionTask
]  # the labels of a task's rows, in the order in which it numbers them


def mark_figures_of_near_duplicate_groups(
    rows: pd.DataFrame,
    surveys: list[counts.Survey],
    measures: Mapping[str, SurveyMeasure],
    inputs: ProtectionInputs,
) -> "pd.Series[bool]":
    """Mark the figures of groups that are all but a few of another characteristic's group.

    No table shows the difference of two characteristics, so the linked cells cannot guard it: one of the two is hidden.

    Args:
        rows: figures of confidential measures.
        surveys: as `surveyed.read_survey_answers` returns them.
        measures: the survey measures, by name.
        inputs: what decides what is hidden.
    """
    fewest = max(rules.fewest_respondents for rules in inputs.list_all_rules())
    pools = {name: measure.pool for name, measure in measures.items()}
    near_duplicate_groups = counts.find_near_duplicate_groups(surveys, pools, fewest)
    key = pd.MultiIndex.from_frame
    return pd.Series(key(rows[GROUP_KEY]).isin(key(near_duplicate_groups[GROUP_KEY])), index=rows.index)


def list_survey_tasks(
    rows: pd.DataFrame,
    surveys: list[counts.Survey],
    measures: Mapping[str, SurveyMeasure],
    is_already_hidden: "pd.Series[bool]",
    inputs: ProtectionInputs,
    earlier: EarlierFigures,
) -> Iterator[LabelledTask]:
    """Yield a task for each survey measure: one a wave, or one in all where waves are pooled and so overlap.

    Args:
        rows: figures of confidential measures.
        surveys: as `surveyed.read_survey_answers` returns them.
        measures: the survey measures, by name.
        is_already_hidden: by the labels of `rows`, those that are hidden in any case.
        inputs: what decides what is hidden.
        earlier: what was published before.
    """
    respondents = counts.count_respondents(surveys)
    if respondents.empty:  # the staged tables that say where respondents live may be absent too
        return
    membership = counts.read_respondent_membership(inputs.connection)
    nested_groups = counts.find_nested_groups(surveys)
    for name, measure in measures.items():
        rules = inputs.find_strictest_rules([measure])
        base, figures = respondents[respondents["measure"] == name], rows[rows["measure"] == name]
        for period in figures["period"].unique() if measure.pool == 1 else [None]:
            together = figures if period is None else figures[figures["period"] == period]
            waves = base if period is None else base[base["period"] == period]
            already_hidden = pd.Index(np.flatnonzero(is_already_hidden.loc[together.index]))
            # A partial and not a closure: a task is pickled, for its key in the cache and on its way to a process.
            link = partial(
                link_cells_of_survey_measure,
                renumber_rows(together),
                renumber_rows(waves),
                membership,
                nested_groups,
                rules,
                already_hidden,
                earlier.of(together),
            )
            yield together.index, ProtectionTask((link,), rules)


def list_count_tasks(
    rows: pd.DataFrame, measures: Mapping[str, MeasureOfSums], inputs: ProtectionInputs, earlier: EarlierFigures
) -> Iterator[LabelledTask]:
    """Yield a task for each confidential table and period.

    Each measure is linked by itself first, and then all of the table together: small programs choose most of what must
    be hidden, and the large one has little left to choose.

    Args:
        rows: figures of confidential measures.
        measures: those made of counts or sums, by name.
        inputs: what decides what is hidden.
        earlier: what was published before.
    """
    smallest = counts.sum_closed_tables_by_smallest_area(
        inputs.connection, measures.values(), inputs.supplied, inputs.maps
    )
    membership = counts.read_area_membership(inputs.connection)
    means = [measure for measure in measures.values() if measure.statistic == Statistic.WEIGHTED_MEAN]
    how_many = max(2, *(rules.dominant for rules in inputs.list_all_rules()))  # the p % rule needs two
    largest = counts.find_largest_contributions(inputs.connection, means, how_many)
    for together in group_measures_by_closed_table(measures.values(), inputs.supplied):
        rules = inputs.find_strictest_rules(together)
        # Without their words, so that a title that is reworded leaves the task the same, and its answer in the cache.
        bare = [measure.copy_without_words() for measure in together]
        steps = [[measure] for measure in bare] + ([bare] if len(bare) > 1 else [])
        for period, figures in _select_rows_of_measures(together, rows).groupby("period", sort=True):
            numbered, amounts = renumber_rows(figures), smallest[smallest["period"] == period]
            yield (
                figures.index,
                ProtectionTask(
                    tuple(
                        partial(
                            link_cells_of_count_measures,
                            step,
                            _select_rows_of_measures(step, numbered),
                            renumber_rows(_select_rows_of_measures(step, amounts)),
                            membership,
                            renumber_rows(_select_rows_of_measures(step, largest)),
                            rules,
                            earlier.of(
                                _select_rows_of_measures(step, numbered), _select_rows_of_measures(step, amounts)
                            ),
                        )
                        for step in steps
                    ),
                    rules,
                ),
            )


def _select_rows_of_measures(measures: Iterable[MeasureOfSums], rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["measure"].isin(list_measure_names(measures))]
