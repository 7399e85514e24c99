"""Lists of tasks: which figures are protected together, with all that each task has to be given."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from fairer_stockton.definitions.measures import MeasureByAge, MeasureOfSums, SurveyMeasure
from fairer_stockton.disclosure import counts
from fairer_stockton.disclosure.answer_cells import link_cells_of_survey
from fairer_stockton.disclosure.answer_tables import (
    count_answers_of_categories,
    count_answers_of_places,
    find_linked_populations,
    list_characteristics,
    make_table_of_areas,
    make_table_of_groups,
)
from fairer_stockton.disclosure.count_cells import link_cells_of_count_measures
from fairer_stockton.disclosure.inputs import ProtectionInputs, group_measures_by_closed_table, list_measure_names
from fairer_stockton.disclosure.presence import add_counts_of_nobody
from fairer_stockton.disclosure.tasks import ProtectionTask, renumber_rows
from fairer_stockton.disclosure.versions import EarlierFigures
from fairer_stockton.run.vocabulary import Statistic, Zeros

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
    inputs: ProtectionInputs,
    earlier: EarlierFigures,
) -> Iterator[LabelledTask]:
    """Yield a task for all measures of a survey's wave, or for all waves in one where some are pooled and so overlap.

    Args:
        rows: figures of confidential measures.
        surveys: as `surveyed.read_survey_answers` returns them.
        measures: the survey measures, by name.
        inputs: what decides what is hidden.
        earlier: what was published before.
    """
    if not surveys:  # the staged tables that say where respondents live may be absent too
        return
    membership = counts.read_respondent_membership(inputs.connection)
    nested_groups = counts.find_nested_groups(surveys)
    for respondents, names, splits in _join_surveys_of_one_table(surveys, measures):
        rules = inputs.find_strictest_rules([measures[name] for name in names])
        # That nobody answered, or that nobody said yes, is as telling of a survey's few as that one did.
        rules = replace(rules, zeros=Zeros.HIDDEN)
        figures = rows[rows["measure"].isin(names)]
        pooled = any(measures[name].pool > 1 for name in names)
        for period in [None] if pooled else figures["period"].unique():
            together = figures if period is None else figures[figures["period"] == period]
            asked = respondents if period is None else respondents[respondents["period"] == period]
            if together.empty or asked.empty:
                continue
            numbered = renumber_rows(together)
            tables = [
                make_table_of_areas(
                    numbered,
                    names,
                    count_answers_of_places(asked, names, membership),
                    membership,
                    earlier.of(together),
                ),
                *(
                    make_table_of_groups(
                        numbered,
                        names,
                        count_answers_of_categories(asked, names, name, numbered),
                        name,
                        nested_groups,
                    )
                    for name in list_characteristics(numbered, asked, splits)
                ),
            ]
            populations = find_linked_populations(asked[names].to_numpy(float), 2 * rules.fewest_respondents)
            # A partial and not a closure: a task is pickled, for its key in the cache and on its way to a process.
            link = partial(link_cells_of_survey, tables, populations, rules)
            yield together.index, ProtectionTask((), rules, (link,))


def _join_surveys_of_one_table(
    surveys: list[counts.Survey], measures: Mapping[str, SurveyMeasure]
) -> Iterator[counts.Survey]:
    """Yield the surveys, those of one table as one: they have the same respondents, in the same order."""
    by_table: dict[str, counts.Survey] = {}
    for respondents, names, splits in surveys:
        table = measures[names[0]].answer.table
        if table in by_table:
            before, others, _ = by_table[table]
            by_table[table] = (pd.concat([before, respondents[names]], axis=1), [*others, *names], splits)
        else:
            by_table[table] = (respondents, names, splits)
    yield from by_table.values()


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
    membership = counts.read_area_membership(inputs.connection)
    smallest = add_counts_of_nobody(
        counts.sum_closed_tables_by_smallest_area(inputs.connection, measures.values(), inputs.supplied, inputs.maps),
        rows,
        membership,
        [name for name, measure in measures.items() if isinstance(measure, MeasureByAge)],
    )
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
