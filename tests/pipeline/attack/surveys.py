"""Attacks on surveys: figures of few answers, weights as fingerprints, and bases told through who answered."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import SurveyMeasure
from tests.pipeline.attack.counts import FEWEST
from tests.pipeline.attack.published import Published
from tests.pipeline.attack.puzzle import Finding, Puzzle, Target, Terms

FEWEST_ANSWERS = 30.0  # a hidden base must stay open by as many
AREA = ["area_type", "area_code", "vintage", "period"]
NUMBER = re.compile(r"(?<![\d.])\d+\.\d+")
NOT_KNOWN = "not known"  # the group of those who did not say
DECIMALS = 4  # of fewer, some number of something else may be the same


@dataclass(frozen=True)
class Answers:
    """Respondents of one wave, of neighbourhoods that all areas hold alike or of one group: who answered, or said yes.

    Without a measure, all who took part.
    """

    wave: str
    split: str
    among: frozenset[str]
    measure: str = ""
    yes: bool = False


@dataclass(frozen=True)
class Survey:
    """What is published of one survey, and how many took part in each wave, which anybody may know."""

    published: Published
    source: str
    respondents: Mapping[str, int]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Every figure of the survey, with the waves that it is of."""
        rows = self.published.list_rows(self.source)
        return rows.assign(waves=rows["period"].str.split(" and "))

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The same, a dictionary each."""
        return [{str(name): cell for name, cell in row.items()} for row in self.rows.to_dict("records")]

    @cached_property
    def measures(self) -> dict[str, SurveyMeasure]:
        """The survey's measures."""
        names = self.rows["measure"].unique()
        return {name: of for name in names if isinstance(of := self.published.measures[name], SurveyMeasure)}

    @cached_property
    def splits(self) -> list[str]:
        """The areas ("all"), and each characteristic of people."""
        groups = {row["breakdown"] for row in self.records if not self.published.is_of_area(row)}
        return ["all", *sorted(groups)]

    def list_rows_of_split(self, split: str) -> Iterator[tuple[dict[str, Any], list[frozenset[str]]]]:
        """Yield each figure of areas, or of the groups of a characteristic and the borough, with its smallest parts."""
        rows = self.records
        if split == "all":
            held = [(row, set(self.published.find_parts(row, self.source))) for row in rows if self._is_of_area(row)]
            areas: dict[str, set[int]] = {}
            names: dict[frozenset[str], int] = {}
            for _, places in held:
                number = names.setdefault(frozenset(places), len(names))
                for place in places:
                    areas.setdefault(place, set()).add(number)
            alike: dict[frozenset[int], set[str]] = {}
            for place, numbers in areas.items():
                alike.setdefault(frozenset(numbers), set()).add(place)
            part_of = {place: frozenset(together) for together in alike.values() for place in together}
            for row, places in held:
                yield row, sorted({part_of[place] for place in places}, key=sorted)
            return
        groups = sorted({row["category"] for row in rows if row["breakdown"] == split})
        for row in rows:
            if row["breakdown"] == split:
                yield row, [frozenset([row["category"]])]
            elif row["area_type"] == "borough" and row["breakdown"] == "all":
                yield row, [frozenset([group]) for group in (*groups, NOT_KNOWN)]

    def _is_of_area(self, row: "dict[str, Any]") -> bool:
        return self.published.is_of_area(row)  # type: ignore[arg-type]


def attack_links(
    survey: Survey, yes_counts: Any = None, asked_of: Mapping[str, str] = MappingProxyType({})
) -> list[Finding]:
    """Return the bases, and the answers on one side, that are told too closely through who answered other questions.

    Whoever answered a question took part. So how many did in an area is known nearly from any base shown there, and
    how many of those left another question out is no more than did so in the whole borough.

    Args:
        survey: what is published.
        yes_counts: how many said yes in a figure, as far as a shown share and base tell it: its least and its most.
        asked_of: the questions that are put only to those who said yes to another, and that other: those who said no
            to it are no more than took part, less the base of the one. (Of its yes the base is no part: who was asked
            may lack something else that the other measure asks for, such as an age.)
    """
    findings = []
    for split in survey.splits:
        rows = list(survey.list_rows_of_split(split))
        took_part = _bound_who_took_part(survey, rows)
        for measure in survey.measures:
            asked = [name for name, first in asked_of.items() if first == measure]
            findings += _attack_measure(survey, split, measure, rows, took_part, yes_counts, asked)
    return findings


Rows = list[tuple[dict[str, Any], list[frozenset[str]]]]
Bounds = dict[tuple[str, frozenset[frozenset[str]]], tuple[float, float]]


def _bound_who_took_part(survey: Survey, rows: Rows) -> Bounds:
    """Return the fewest and the most respondents that each area or group can have in a wave, by all shown bases."""
    left_out = {
        (row["measure"], row["period"]): survey.respondents[row["period"]] - row["base"]
        for row, _ in rows
        if row["area_type"] == "borough" and row["breakdown"] == "all" and row["base"] >= 0 and len(row["waves"]) == 1
    }
    ends: Bounds = {}
    for row, parts in rows:
        if row["base"] >= 0 and len(row["waves"]) == 1:
            area = (row["period"], frozenset(parts))
            low, high = ends.get(area, (0.0, np.inf))
            most = row["base"] + left_out.get((row["measure"], row["period"]), np.inf)
            ends[area] = (max(low, row["base"]), min(high, most))
    return ends


def _attack_measure(
    survey: Survey,
    split: str,
    measure: str,
    rows: Rows,
    took_part: Bounds,
    yes_counts: Any,
    asked_of_yes: Collection[str],
) -> list[Finding]:
    """Return the bases and counts of one measure that are told too closely."""
    puzzle, targets = Puzzle(), []
    own = [(row, parts) for row, parts in rows if row["measure"] == measure]
    waves = sorted({wave for row, _ in own for wave in row["waves"]})
    for row, parts in own:
        base, yes = (
            {Answers(wave, split, part, measure, said): 1.0 for wave in row["waves"] for part in parts}
            for said in (False, True)
        )
        no = base | dict.fromkeys(yes, -1.0)
        name = f"{measure} {row['period']} {row['area_type']} {row['area_code']} {row['breakdown']} {row['category']}"
        if row["base"] >= 0:
            puzzle.add_fact(base, row["base"], row["base"])
        if row["status"] == "suppressed":
            targets.append(Target(f"base of {name}", base, FEWEST_ANSWERS, FEWEST_ANSWERS))
            targets += [Target(f"{side} of {name}", of, FEWEST, FEWEST) for side, of in (("yes", yes), ("no", no))]
        elif yes_counts is not None and row["value"] >= 0:
            puzzle.add_fact(yes, *yes_counts(row, yes))
    for part in {part for _, parts in own for part in parts}:
        for wave in waves:
            everyone, base, yes = (
                Answers(wave, split, part),
                Answers(wave, split, part, measure),
                Answers(wave, split, part, measure, True),
            )
            puzzle.add_fact({everyone: 1.0, base: -1.0}, 0.0)
            puzzle.add_fact({base: 1.0, yes: -1.0}, 0.0)
    _write_who_was_asked_more(puzzle, split, measure, asked_of_yes, rows)
    for (wave, parts), (low, high) in took_part.items():
        if wave in waves:
            puzzle.add_fact({Answers(wave, split, part): 1.0 for part in parts}, low, high)
    for wave in waves:
        terms: Terms = {Answers(wave, split, part): 1.0 for part in {part for _, parts in own for part in parts}}
        puzzle.add_fact(terms, survey.respondents[wave], survey.respondents[wave])
    return puzzle.find_narrow_targets(targets) if targets else []


def _write_who_was_asked_more(puzzle: Puzzle, split: str, first: str, asked: Collection[str], rows: Rows) -> None:
    """Write down the shown bases of questions that are put to those who said yes to another: none of them said no."""
    for row, parts in rows:
        if row["measure"] not in asked or not row["base"] >= 0:
            continue
        base = {Answers(wave, split, part, row["measure"]): 1.0 for wave in row["waves"] for part in parts}
        puzzle.add_fact(base, row["base"], row["base"])  # type: ignore[arg-type]
        for answers in base:
            everyone, said = replace(answers, measure=""), replace(answers, measure=first)
            puzzle.add_fact({everyone: 1.0, answers: -1.0, said: -1.0, replace(said, yes=True): 1.0}, 0.0)


@dataclass(frozen=True)
class Told:
    """A hidden base that the figures of another measure tell: how many it is, and by which measure."""

    row: Mapping[str, Any]
    low: float
    high: float
    through: str


def attack_bases_by_other_measures(survey: Survey, asked_of: Mapping[str, str]) -> list[Told]:
    """Return the hidden bases that lie near so many as said yes to another question, by that question's figures.

    Those in work are asked of their contract: then share times base of the one is nearly the base of the other. How
    nearly, the areas that show both tell.

    Args:
        survey: what is published.
        asked_of: the questions that are put only to those who said yes to another, and that other.
    """
    rows = survey.rows[survey.rows["breakdown"] == "all"]
    shown, hidden = rows[rows["base"].notna()], rows[rows["status"] == "suppressed"]
    yes = shown.assign(yes=shown["base"] * shown["value"] / 100)[["measure", *AREA, "yes"]]
    told = []
    for asked, first in asked_of.items():
        yes_to_first = yes[(yes["measure"] == first) & (yes["yes"] > 0)].drop(columns="measure")
        both = shown[shown["measure"] == asked].merge(yes_to_first, on=AREA)
        times = both["base"] / both["yes"]
        near = hidden[hidden["measure"] == asked].merge(yes_to_first, on=AREA)
        told += [
            Told(row, row["yes"] * times.min(), row["yes"] * times.max(), first) for row in near.to_dict("records")
        ]
    return told


def list_figures_of_few(survey: Survey, count_answers: Callable[[Mapping[str, Any]], tuple[int, int]]) -> list[str]:
    """Return the figures that are shown though fewer than five respondents said yes, or no, as the test knows."""
    return [
        f"{row['measure']} {row['period']} {row['area_type']} {row['area_code']} {row['breakdown']} {row['category']}"
        for row in survey.rows[survey.rows["value"].notna()].to_dict("records")
        if min(count_answers(row)) < FEWEST
    ]


def find_fingerprints(folder: Path, weights: Collection[float], measures: Collection[str]) -> list[str]:
    """Return the numbers in any line of a published file about a survey's measures that are one respondent's weight.

    A weight that only one respondent has tells of that respondent wherever it stands, so no line may hold it.
    """
    digits = {f"{weight:.6f}".rstrip("0") for weight in weights}
    unmistakable = {number for number in digits if len(number.partition(".")[2]) >= DECIMALS}
    about, found = re.compile("|".join(map(re.escape, measures))), []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if about.search(line):
                found += [f"{path.name}: {number}" for number in unmistakable & set(NUMBER.findall(line))]
    return found
