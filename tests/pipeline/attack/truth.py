"""What only a test knows: the true counts behind every unknown, from the extracts themselves."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd

from fairer_stockton.definitions.measures import SurveyMeasure
from fairer_stockton.definitions.project import Definitions
from tests.pipeline.attack.counts import EVERYONE, Unknown
from tests.pipeline.attack.published import NOWHERE
from tests.pipeline.attack.puzzle import Finding
from tests.pipeline.attack.surveys import NOT_KNOWN, Answers

YEARS = r"^(\d{4}/)\d\d(\d\d)$"  # a year that extracts write as 2022/23 is published as 2022/2023
Truth = Callable[[Unknown], float]


def read_truth(connection: "duckdb.DuckDBPyConnection") -> Truth:
    """Return a function that counts what an unknown stands for, in the staged tables of a connection."""
    cache: dict[object, Mapping[tuple[str, str, object], float]] = {}

    def count(unknown: Unknown) -> float:
        (table, summed, where), (breakdown, category) = unknown.quantity, unknown.group
        key = (unknown.quantity, breakdown)
        if key not in cache:
            column = "null" if breakdown == EVERYONE[0] else breakdown
            rows = connection.execute(
                f"select period, coalesce(lsoa21cd, '{NOWHERE}'), {column}, sum({summed})"
                f" from {table} where {where} group by all"
            ).fetchall()
            cache[key] = {(period, place, group): float(amount or 0) for period, place, group, amount in rows}
        group = None if unknown.group == EVERYONE else category
        period = re.sub(YEARS, r"\1\2", unknown.period)
        return cache[key].get((period, unknown.place, group), 0.0)

    return count


def read_contributions(connection: "duckdb.DuckDBPyConnection") -> Callable[[Unknown], list[float]]:
    """Return a function that lists the single amounts behind an unknown sum."""
    cache: dict[object, dict[tuple[str, str], list[float]]] = {}

    def list_amounts(unknown: Unknown) -> list[float]:
        if unknown.quantity not in cache:
            table, summed, where = unknown.quantity
            rows = connection.execute(
                f"select coalesce(lsoa21cd, '{NOWHERE}'), period, {summed} from {table} where ({where})"
            ).fetchall()
            amounts = cache.setdefault(unknown.quantity, {})
            for place, period, amount in rows:
                amounts.setdefault((place, period), []).append(float(amount))
        return cache[unknown.quantity].get((unknown.place, re.sub(YEARS, r"\1\2", unknown.period)), [])

    return list_amounts


def check_against_truth(findings: list[Finding], truth: Callable[[Any], float]) -> list[Finding]:
    """Return the findings.

    Raises:
        AssertionError: one of them is not true, so the attacker reasons wrongly.
    """
    for finding in findings:
        number = sum(share * truth(unknown) for unknown, share in finding.target.terms.items())
        assert finding.low - 1e-6 <= number <= finding.high + 1e-6, f"{finding}, and in truth {number:g}"
    return findings


@dataclass(frozen=True)
class Respondents:
    """The respondents of a survey, a row each: wave, neighbourhood, weight, answers, and what they are asked for."""

    rows: pd.DataFrame
    counted: dict[tuple[str, str, bool], dict[tuple[str, str], float]] = field(default_factory=dict)

    @property
    def by_wave(self) -> dict[str, int]:
        """How many took part in each wave."""
        return {str(wave): int(number) for wave, number in self.rows["period"].value_counts().items()}

    @property
    def unique_weights(self) -> list[float]:
        """The weights that only one respondent of a wave has."""
        number = self.rows.groupby(["period", "weight"])["weight"].transform("size")
        return sorted(set(self.rows.loc[number == 1, "weight"].astype(float)))

    def count(self, unknown: Answers) -> float:
        """Return how many respondents an unknown stands for."""
        numbers = self._count_by_part(unknown.split, unknown.measure, unknown.yes)
        return float(sum(numbers.get((unknown.wave, part), 0.0) for part in unknown.among))

    def _count_by_part(self, split: str, measure: str, yes: bool) -> dict[tuple[str, str], float]:
        """Count respondents by wave and neighbourhood, or by wave and group; each count is made once."""
        key = (split, measure, yes)
        if key not in self.counted:
            parts = self.rows["lsoa21cd"] if split == "all" else self.rows[split].fillna(NOT_KNOWN)
            answers = self.rows[measure] if measure else pd.Series(1.0, self.rows.index)
            said = answers.fillna(0.0).astype(float) if yes else answers.notna().astype(float)
            self.counted[key] = said.groupby([self.rows["period"], parts]).sum().to_dict()
        return self.counted[key]


def read_respondents(connection: "duckdb.DuckDBPyConnection", source: str, definitions: Definitions) -> Respondents:
    """Read a survey's respondents from its staged table: each question 1, 0 or nothing, by the catalogue's words."""
    columns = {row[0] for row in connection.execute(f"describe {source}").fetchall()}
    asked = [of for of in definitions.measures.values() if isinstance(of, SurveyMeasure) and of.answer.table == source]
    questions = [f"case when {of.answer.of} then cast(({of.answer.yes}) as integer) end as {of.name}" for of in asked]
    splits = {name: name for name in definitions.breakdowns if name in columns}
    if source == "residents_survey":
        splits |= {community.name: community.member for community in definitions.communities.values()}
    groups = [f"cast({expression} as varchar) as {name}" for name, expression in splits.items()]
    rows = connection.sql(
        f"select period, coalesce(lsoa21cd, '{NOWHERE}') as lsoa21cd, weight, {', '.join([*questions, *groups])}"
        f" from {source}"
    ).df()
    return Respondents(rows)
