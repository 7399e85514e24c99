"""Questions of private extracts are cut once: two measures that take different answers of one column are refused.

A measure's cut is what its numerator asks for besides its denominator. One that counts who is often lonely, and one
that counts who ever is, tell together who is lonely at times, which no figure shows and nothing guards. So do often and
never. Which sets of answers tell what of each other is a puzzle of its own; a single line through each question has no
such puzzle.
"""

import re
from collections.abc import Collection, Mapping
from itertools import combinations

from fairer_stockton.definitions.measures import Measure, MeasureSum, SurveyMeasure
from fairer_stockton.run.errors import CatalogueError

COLUMN = re.compile(r"[A-Za-z_]\w*")
QUOTED = re.compile(r"'(?:[^']|'')*'")
SQL_WORDS = frozenset(
    (*("and", "or", "not", "in", "is", "null", "between", "like", "case"),
     *("when", "then", "else", "end", "true", "false", "cast", "as"))
)  # fmt: skip
ANY_ANSWER = re.compile(r"\w+ is not null", re.IGNORECASE)
Cut = frozenset[str]


def refuse_questions_cut_twice(measures: Mapping[str, Measure], supplied: Collection[str]) -> None:
    """Refuse measures that take different answers of one column of a source that the council supplies.

    Args:
        measures: the catalogue.
        supplied: the sources that the council supplies itself.

    Raises:
        CatalogueError: two measures do; the message names both, the column and their answers.
    """
    cuts: dict[tuple[str, str], dict[Cut, Measure]] = {}
    for measure in measures.values():
        table, condition, base = _find_counted(measure)
        cut = _list_singles(condition) - _list_singles(base)
        for column in sorted(set().union(*map(_list_columns, cut))) if table in supplied else ():
            cuts.setdefault((table, column), {}).setdefault(cut, measure)
    for (_, column), by_cut in sorted(cuts.items()):
        for (cut, measure), (other_cut, other) in combinations(by_cut.items(), 2):
            raise CatalogueError(
                file=measure.path,
                part=f"the answers to {column!r}",
                found=f"{_write(cut)}; but {_write(other_cut)} in {other.path.name}",
                expected="the same answers in every measure that counts them, since two lines through one question "
                "tell of the few between them",
                remedy=f"keep one of the two measures, {measure.name} or {other.name}, or give both the same answers",
            )


def _find_counted(measure: Measure) -> tuple[str, str, str]:
    """Return the table, the condition of what is counted above the line, and that of all; empty where no rows are."""
    if isinstance(measure, SurveyMeasure):
        return measure.answer.table, measure.answer.yes, measure.answer.of
    counted, every = measure.parts.get("numerator"), measure.parts.get("denominator")
    if not isinstance(counted, MeasureSum):
        return "", "", ""
    is_part = isinstance(every, MeasureSum) and every.table == counted.table
    return counted.table, counted.where, every.where if is_part and isinstance(every, MeasureSum) else ""


def _list_singles(condition: str) -> Cut:
    """Return the single conditions that one asks for; that there is any answer at all is none."""
    singles = (single.strip() for single in re.split(r"\s+and\s+", condition, flags=re.IGNORECASE))
    return frozenset(_normalise(single) for single in singles if single and not ANY_ANSWER.fullmatch(single))


def _list_columns(single: str) -> set[str]:
    return set(COLUMN.findall(QUOTED.sub("", single))) - SQL_WORDS


def _normalise(single: str) -> str:
    """Return a condition in one way of writing: its answers in order, so that `= 'a'` and `in ('a')` are the same."""
    answers = sorted(QUOTED.findall(single))
    words = re.sub(r"\s+", " ", QUOTED.sub("?", single)).strip().lower()
    listed = re.fullmatch(r"(\w+) ?(?:= ?\?|in ?\( ?\?(?: ?, ?\?)* ?\))", words)
    return f"{listed[1]} in ({', '.join(answers)})" if listed else re.sub(r"\s+", " ", single).strip()


def _write(cut: Cut) -> str:
    return " and ".join(sorted(cut))
