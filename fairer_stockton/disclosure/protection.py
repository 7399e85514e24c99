"""Disclosure control between the observations and everything that leaves: no small number, by any subtraction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.disclosure_rules import Rules
from fairer_stockton.definitions.maps import WARD_MAP
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.disclosure import counts
from fairer_stockton.disclosure.answer_cells import of_answers
from fairer_stockton.disclosure.count_cells import of_counts
from fairer_stockton.disclosure.counts import plain
from fairer_stockton.disclosure.earlier import rounded_before, said_before
from fairer_stockton.disclosure.rounding import rounded, to_be_rounded
from fairer_stockton.disclosure.tasks import Task, numbered, settle
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.summed import in_whole_numbers
from fairer_stockton.observe.surveyed import answers_of
from fairer_stockton.run.cache import Answers
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY, OBSERVATION_NUMBERS

if TYPE_CHECKING:
    import duckdb

FIGURE = [*OBSERVATION_KEY, "numerator", "denominator", "base", "statistic", "synthetic"]
KEY = list(OBSERVATION_KEY)
# What is counted, by statistic, as the report says it.
KINDS = {
    "survey_share": "Answers to surveys",
    "rate": "Counts of people, homes and cases",
    "weighted_mean": "Sums of amounts",
}
# Decimal places of figures made by age.
DIGITS = {"life_expectancy": 2, "standardised_rate": 1}
NOTE = "not shown, so that nobody can be recognised"


@dataclass(frozen=True)
class Protector:
    """Hides, of the figures that rest on extracts that are not open, what is small and what would give it away.

    Attributes:
        connection: staged tables, with `memberships`.
        measures: the catalogue.
        supplied: the sources that are not open.
        rules: those in force.
        kept: the file of choices made in runs before, if any.
        earlier: the folders of editions that were published before.
        inputs: the sums of the files that each source was read from.
        processes: how many may choose beside this one, which then waits.
    """

    connection: "duckdb.DuckDBPyConnection"
    measures: Mapping[str, Measure]
    supplied: Collection[str]
    rules: Rules
    kept: Path | None = None
    earlier: Sequence[Path] = ()
    inputs: Mapping[str, Collection[str]] = field(default_factory=dict)
    processes: int = 0
    sample: bool = True  # whether figures of the generated sample are published
    tally: list[dict[str, Any]] = field(default_factory=list, init=False)  # filled by the call: as `SUPPRESSION` has it

    def __call__(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Give observations, their numbers taken out where they are hidden, or rounded.

        Raises:
            DisclosureError: what an earlier edition shows gives a figure away, whatever is hidden now.
        """
        own = {name: one for name, one in self.measures.items() if set(one.tables) & set(self.supplied)}
        rows = _no_finer_than_meant(in_whole_numbers(rows, own, self.supplied), own)
        every = own
        rows, own = self._rounded(rows, own)
        shown = rows["measure"].isin(every) & (rows["breakdown"] != UNPLACED)
        shown &= True if self.sample else ~rows["synthetic"]
        counted = plain(rows.loc[shown, ["statistic"]])
        ours = plain(rows[rows["measure"].isin(own)].reindex(columns=FIGURE)).sort_values(KEY)
        if ours.empty:
            return rows
        before = said_before(ours, self.earlier, self.inputs, self.supplied, self.rules)
        hidden = before["revised"].reindex(rows.index, fill_value=False)
        known = before["known"].reindex(rows.index, fill_value=False)
        primary = hidden.copy()
        weight = _importance(rows, self.rules)
        answers = Answers(self.kept, Path(__file__).parent)
        tasks = list(self._tasks(ours, own, hidden))
        state = pd.DataFrame({"primary": primary, "hidden": hidden, "known": known, "weight": weight})
        questions = [(task, numbered(state.loc[labels])) for labels, task in tasks]
        for (labels, _), settled in zip(tasks, answers.find(settle, questions, self.processes), strict=True):
            if told_before := settled["told_before"]:
                raise self._told_before(rows.loc[labels[told_before]])
            primary.loc[labels[settled["primary"]]] = True
            hidden.loc[labels[settled["hidden"]]] = True
        answers.save()
        self._count(counted, primary, hidden)
        return _without(rows, hidden)

    def _rounded(self, rows: pd.DataFrame, own: Mapping[str, Measure]) -> tuple[pd.DataFrame, dict[str, Measure]]:
        """Round the counts that are rounded and not hidden, and give the measures that figures are hidden of."""
        result, measures = rows.copy(), to_be_rounded(own.values(), self.supplied, self.rules)
        for together in _groups(measures, self.supplied):
            chosen = rows[rows["measure"].isin([one.name for one in together])]
            rules = self.rules.of({table for one in together for table in one.tables} & set(self.supplied))
            before = rounded_before(chosen, self.earlier, self.inputs, self.supplied)
            found = rounded(self.connection, chosen, together, self.supplied, rules, before)
            result.loc[found.index] = found
            result = result.drop(index=chosen.index.difference(found.index))
        return result, {name: one for name, one in own.items() if one not in measures}

    def _count(self, rows: pd.DataFrame, primary: "pd.Series[bool]", hidden: "pd.Series[bool]") -> None:
        """Say how many figures of each kind are hidden for themselves, and how many for others' sake."""
        kinds = rows["statistic"].map(KINDS).fillna(KINDS["rate"])
        for kind in dict.fromkeys(KINDS.values()):
            chosen = rows.index[kinds == kind]
            first, all_ = int(primary[chosen].sum()), int(hidden[chosen].sum())
            self.tally.append({"kind": kind, "figures": len(chosen), "primary": first, "secondary": all_ - first})

    def _all_rules(self) -> list[Rules]:
        return [self.rules, *self.rules.sources.values()]

    def _told_before(self, rows: pd.DataFrame) -> DisclosureError:
        editions = ", ".join(path.name for path in self.earlier)
        return DisclosureError(
            f"measures  {', '.join(rows['measure'].unique())}\nperiod    {rows['period'].iloc[0]}\n"
            f"found     figures that are hidden now, and can be told from what an earlier edition shows ({editions})\n"
            "expected  that what was shown once is shown again\n"
            "to do     keep the rules under which it was published, or take the earlier edition out of the reports"
        )

    def _tasks(
        self, rows: pd.DataFrame, own: Mapping[str, Measure], hidden: "pd.Series[bool]"
    ) -> Iterator[tuple["pd.Index[Any]", "Task"]]:
        """Give what there is to choose from, with the rows that each task numbers from nought."""
        yield from self._of_answers(rows, {name: one for name, one in own.items() if one.answer}, hidden)
        yield from self._of_counts(rows, {name: one for name, one in own.items() if one.numerator})

    def _of_answers(
        self, rows: pd.DataFrame, own: Mapping[str, Measure], hidden: "pd.Series[bool]"
    ) -> Iterator[tuple["pd.Index[Any]", "Task"]]:
        surveys = list(answers_of(self.connection, own.values()))
        answered = counts.answered(surveys)
        if answered.empty:
            return
        held, kin = counts.respondents_in(self.connection), counts.kin(surveys)
        fewest = max(one.fewest_respondents for one in self._all_rules())
        nearly = counts.nearly_all(surveys, {name: one.pool for name, one in own.items()}, fewest)
        group = ["measure", "period", *counts.GROUP]
        telling = pd.MultiIndex.from_frame(rows[group]).isin(pd.MultiIndex.from_frame(nearly[group]))
        hidden.loc[rows.index[telling]] = True
        for name, measure in own.items():
            rules = self.rules.of(set(measure.tables) & set(self.supplied))
            base, figures = answered[answered["measure"] == name], rows[rows["measure"] == name]
            for period in figures["period"].unique() if measure.pool == 1 else [None]:
                chosen = figures if period is None else figures[figures["period"] == period]
                waves = base if period is None else base[base["period"] == period]
                told = pd.Index(np.flatnonzero(hidden.loc[chosen.index]))
                make = partial(of_answers, numbered(chosen), numbered(waves), held, kin, rules, told)
                yield chosen.index, Task((make,), rules)

    def _of_counts(self, rows: pd.DataFrame, own: Mapping[str, Measure]) -> Iterator[tuple["pd.Index[Any]", "Task"]]:
        """Link each measure by itself, and then all of the same tables together: what they tell of each other."""
        found = counts.summed(self.connection, own.values(), self.supplied)
        held = counts.holdings(self.connection)
        means = [one for one in own.values() if one.statistic == "weighted_mean"]
        largest = counts.largest(self.connection, means, max(2, *(one.dominant for one in self._all_rules())))
        for together in _groups(own.values(), self.supplied):
            rules = self.rules.of({table for one in together for table in one.tables} & set(self.supplied))
            bare = [one.without_words() for one in together]
            steps = [[one] for one in bare] + ([bare] if len(bare) > 1 else [])
            for period, figures in _of(together, rows).groupby("period", sort=True):
                mine, amounts = numbered(figures), found[found["period"] == period]
                given = [
                    (one, _of(one, mine), numbered(_of(one, amounts)), held, numbered(_of(one, largest)), rules)
                    for one in steps
                ]
                yield figures.index, Task(tuple(partial(of_counts, *one) for one in given), rules)


def _of(measures: Iterable[Measure], rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["measure"].isin([one.name for one in measures])]


def _groups(measures: Iterable[Measure], own: Collection[str]) -> list[list[Measure]]:
    """Put together the measures that count the same table of the council's own."""
    groups: dict[str, list[Measure]] = {}
    for measure in measures:
        groups.setdefault(min(set(measure.tables) & set(own)), []).append(measure)
    return list(groups.values())


def _no_finer_than_meant(rows: pd.DataFrame, own: Mapping[str, Measure]) -> pd.DataFrame:
    """Round figures made by age: all their digits together would tell which deaths they are made of."""
    result = rows.copy()
    columns = ["value", *LEVELS]
    for statistic, digits in DIGITS.items():
        by_age = rows["measure"].isin([name for name, one in own.items() if one.statistic == statistic])
        result.loc[by_age, columns] = result.loc[by_age, columns].round(digits)
        result.loc[by_age, "numerator"] = result.loc[by_age, "numerator"].round()
    return result


def _importance(rows: pd.DataFrame, rules: Rules) -> "pd.Series[float]":
    """Say how many times as much is lost with each figure as with one of its size for a neighbourhood."""
    kind = rows["area_type"].where(rows["breakdown"] == "all", "group").mask(rows["breakdown"] == UNPLACED, UNPLACED)
    kind = kind.where(~((kind == "ward") & (rows["vintage"] != WARD_MAP)), "older_ward")
    return kind.map(rules.importance).astype(float).fillna(1.0)


def _without(rows: pd.DataFrame, hidden: "pd.Series[bool]") -> pd.DataFrame:
    """Take the numbers of hidden rows out, and everything that would say why."""
    result = rows.copy()
    result.loc[hidden, result.columns.intersection([*OBSERVATION_NUMBERS, "standard_error"])] = np.nan
    result.loc[hidden, "status"] = "suppressed"
    result.loc[hidden, "note"] = NOTE
    return result
