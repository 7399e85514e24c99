"""Hidden answers: what a census says of each area, estimated as if nobody knew it, and compared."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fairer_stockton.definitions.modelled_estimates import HIDDEN_ANSWERS, HiddenAnswers
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.statistics.estimate import Z_95, Floats
from fairer_stockton.statistics.synthetic_estimates import estimate_share, measure_departures, measure_spread

FEWEST_TESTED_AREAS = 30  # below which areas do not show how far areas depart from an estimate
FEWEST_QUESTIONS = 2  # a margin is tested on answers to a question that it was not made from
AIM = 0.95  # the part of true answers to such a question that lie inside
ROUNDING = 1e-9
TABLES_OF_LARGER_AREAS = WARDS, MSOAS = "lsoa21_wd24", "lsoa_msoa"
# By the column of an area's code, the small area and the council that it lies in. What is as large as a ward is one.
LARGER_AREAS = {
    "lsoa21cd": f"select lsoa21cd as code, wd24cd as ward, lad24cd as council from {WARDS} where lsoa21cd like 'E%'",
    "msoa21cd": "select msoas.msoa21cd as code, msoas.msoa21cd as ward, min(wards.lad24cd) as council"
    f" from {MSOAS} as msoas inner join {WARDS} as wards on msoas.lsoa21cd = wards.lsoa21cd"
    " where msoas.msoa21cd like 'E%' group by msoas.msoa21cd",
    "ltla21cd": "select code, null as ward, code as council from codes where code like 'E%'",
}
COLUMN_OF_LEVEL = {AreaType.WARD: "ward", AreaType.BOROUGH: "council"}


class CheckedQuestion(NamedTuple):
    """A question with the areas' true shares, and those estimated by the national rate alone and by age.

    Where the table has no ages, both estimates are the same, and `is_by_age` is false.
    """

    name: str
    title: str
    level: AreaType
    synthetic: bool
    is_by_age: bool
    actual: Floats
    by_rate: Floats
    by_age: Floats

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return len(self.actual)

    @property
    def departures(self) -> Floats:
        """How far each area is from its best estimate, in log odds."""
        return measure_departures(self.actual, self.by_age)

    @property
    def spread(self) -> float:
        """How far areas are from their best estimate, in log odds."""
        return measure_spread(self.departures)

    def compute_typical_error(self, estimates: Floats) -> float:
        """Return the error that half the areas exceed, as a part of the true share."""
        asked = self.actual > 0
        return float(np.median(np.abs(estimates - self.actual)[asked] / self.actual[asked]))

    def compute_coverage(self, spread: float) -> float:
        """Return the part of areas whose true share lies within the limits of a spread."""
        departures = np.abs(self.departures)
        return float(np.mean(departures[np.isfinite(departures)] <= Z_95 * spread * (1 + ROUNDING)))

    def find_spread_that_holds(self) -> float:
        """Return the least spread within whose limits as many true shares lie as is the aim."""
        departures = np.abs(self.departures)
        return float(np.quantile(departures[np.isfinite(departures)], AIM, method="higher")) / Z_95


def estimate_hidden_answers(
    staged: Path, questions: Sequence[HiddenAnswers], synthetic: Mapping[str, bool]
) -> list[CheckedQuestion]:
    """Return each question that is held, its answers estimated for wards and for councils.

    Args:
        staged: the folder of staged tables.
        questions: those that are declared; one whose table is not held is left out.
        synthetic: of each staged table that is held, whether it rests on the generated sample.
    """
    held = [question for question in questions if question.table in synthetic]
    tables = {*(question.table for question in held), *(name for name in TABLES_OF_LARGER_AREAS if name in synthetic)}
    with engine.open_staged_tables(staged, tables) as connection:
        return [
            checked
            for question in held
            for level, column in COLUMN_OF_LEVEL.items()
            for checked in _check_question(
                question, level, _sum_answers(connection, question, column), synthetic[question.table]
            )
        ]


def _sum_answers(connection: Any, question: HiddenAnswers, column: str) -> pd.DataFrame:
    """Return a question's answers by larger area and age.

    Raises:
        CatalogueError: what is declared is no sum of columns of the table.
    """
    try:
        return engine.run_query(connection, _write_sums(question, column)).to_pandas()
    except engine.WRONG_STATEMENT as wrong:
        raise CatalogueError(
            file=HIDDEN_ANSWERS, part=f"[{question.name}] area, age, yes, of", found=str(wrong).splitlines()[0],
            expected=f"columns of {question.table}: {', '.join(engine.list_columns(connection, question.table))}",
            remedy="correct the key that names another",
        ) from None  # fmt: skip


def _write_sums(question: HiddenAnswers, column: str) -> str:
    """Write the statement that sums a question's answers by larger area and age."""
    age = question.age or "'all'"
    return (
        f"with codes as (select distinct {question.area} as code from {question.table}),"
        f" larger as ({LARGER_AREAS[question.area]})"
        f" select larger.{column} as area, {age} as age, sum({question.yes}) as yes, sum({question.of}) as everyone"
        f" from {question.table} as answers inner join larger on answers.{question.area} = larger.code"
        f" where larger.{column} is not null group by all order by area, age"
    )


def _check_question(
    question: HiddenAnswers, level: AreaType, sums: pd.DataFrame, synthetic: bool
) -> Iterator[CheckedQuestion]:
    """Yield the question with its estimates; nothing where there are too few areas to learn from.

    Raises:
        CatalogueError: nobody answers so, or everybody, or more than there are: the table has other words.
    """
    if sums["area"].nunique() < FEWEST_TESTED_AREAS:
        return
    _refuse_one_answer(question, sums)
    yes, everyone = (
        sums.pivot(index="area", columns="age", values=name).fillna(0).to_numpy(float) for name in ("yes", "everyone")
    )
    rates = yes.sum(axis=0) / np.maximum(everyone.sum(axis=0), 1)
    yield CheckedQuestion(
        question.name,
        question.title,
        level,
        synthetic,
        bool(question.age),
        yes.sum(axis=1) / everyone.sum(axis=1),
        np.full(len(yes), yes.sum() / everyone.sum()),
        estimate_share(everyone, rates),
    )


def _refuse_one_answer(question: HiddenAnswers, sums: pd.DataFrame) -> None:
    """Refuse a question that nobody answers so, or all: the publisher's labels are not those that are looked for."""
    yes, everyone = sums["yes"].sum(), sums["everyone"].sum()
    if not 0 < yes < everyone or (sums["yes"] > sums["everyone"]).any():
        raise CatalogueError(
            file=HIDDEN_ANSWERS, part=f"[{question.name}] yes, of", found=f"{yes:,.0f} of {everyone:,.0f}",
            expected=f"some of those in {question.table}, not all, and in no area more than there are",
            remedy=f"compare the words of the published table with staging/{question.table}.sql",
        )  # fmt: skip


def find_safe_spread(checked: Sequence[CheckedQuestion], level: AreaType) -> float:
    """Return a spread that would have held the aim of true answers to each question, had it been made without that.

    It is the widest of all questions, times what each, left out in turn, needs of the widest of the others. Nothing is
    known of a question that is less predictable than all of them. Nan where too few questions could be tested.

    Args:
        checked: the questions.
        level: wards or the borough. Where too few councils are held, wards count, whose spread is wider.
    """
    tested = list_questions_that_count(checked, level)
    if len(tested) < FEWEST_QUESTIONS:
        return float("nan")
    return compute_widening(tested) * max(question.spread for question in tested)


def compute_widening(tested: Sequence[CheckedQuestion]) -> float:
    """Return how many times wider limits must be so that each question, left out, has its aim of true answers in."""
    return max(
        1.0, *(question.find_spread_that_holds() / find_spread_of_others(tested, question) for question in tested)
    )


def find_spread_of_others(tested: Sequence[CheckedQuestion], question: CheckedQuestion) -> float:
    """Return the widest spread of the questions besides one; nan where there is no other."""
    return max((other.spread for other in tested if other.name != question.name), default=float("nan"))


def list_questions_that_count(checked: Sequence[CheckedQuestion], level: AreaType) -> list[CheckedQuestion]:
    """Return the questions that areas of a level are judged by: theirs or, where those are too few, those of wards."""
    there = [question for question in checked if question.level == level and question.spread > 0]
    wards = [question for question in checked if question.level == AreaType.WARD and question.spread > 0]
    return there if len(there) >= FEWEST_QUESTIONS else wards
