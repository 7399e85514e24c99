"""Hidden answers: what a census says of each area, estimated as if nobody knew it, and compared."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from fairer_stockton.definitions.modelled_estimates import HiddenAnswers
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.statistics.estimate import Z_95, Floats
from fairer_stockton.statistics.synthetic_estimates import estimate_share, measure_departures, measure_spread

FEWEST_TESTED_AREAS = 30  # below which areas do not show how far areas depart from an estimate
WARDS, MSOAS = "lsoa21_wd24", "lsoa_msoa"
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

    title: str
    level: AreaType
    synthetic: bool
    is_by_age: bool
    actual: Floats
    by_rate: Floats
    by_age: Floats

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
        return float(np.median(np.abs(estimates - self.actual) / self.actual))

    def compute_coverage(self, spread: float) -> float:
        """Return the part of areas whose true share lies within 95 % limits of a spread."""
        return float(np.nanmean(np.abs(self.departures) <= Z_95 * spread))


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
    tables = {*(question.table for question in held), *(name for name in (WARDS, MSOAS) if name in synthetic)}
    with engine.open_staged_tables(staged, tables) as connection:
        return [
            checked
            for question in held
            for level, column in COLUMN_OF_LEVEL.items()
            for checked in _check_question(
                question,
                level,
                engine.run_query(connection, _write_sums(question, column)).to_pandas(),
                synthetic[question.table],
            )
        ]


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
    """Yield the question with its estimates; nothing where there are too few areas to learn from."""
    if sums["area"].nunique() < FEWEST_TESTED_AREAS:
        return
    yes, everyone = (
        sums.pivot(index="area", columns="age", values=name).fillna(0).to_numpy(float) for name in ("yes", "everyone")
    )
    rates = yes.sum(axis=0) / np.maximum(everyone.sum(axis=0), 1)
    yield CheckedQuestion(
        question.title,
        level,
        synthetic,
        bool(question.age),
        yes.sum(axis=1) / everyone.sum(axis=1),
        np.full(len(yes), yes.sum() / everyone.sum()),
        estimate_share(everyone, rates),
    )


def find_widest_spread(checked: Sequence[CheckedQuestion], level: AreaType, without: str = "") -> float:
    """Return the widest spread of areas of a level about their estimates: that of the least predictable question.

    Where too few councils are held, wards count, whose spread is wider; nan where nothing could be tested.

    Args:
        checked: the questions.
        level: wards or the borough.
        without: the title of a question that is left out.
    """
    others = [question for question in checked if question.title != without]
    there = [question.spread for question in others if question.level == level] or [
        question.spread for question in others
    ]
    return max(there, default=float("nan"))
