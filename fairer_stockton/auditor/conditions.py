"""What the catalogue's conditions say of each other: which rows are counted wherever others are."""

import re

Condition = frozenset[str]
EQUALS = re.compile(r"^(\w+) = ('[^']*')$")
AMONG = re.compile(r"^(\w+) in \((.*)\)$")
ANSWERED = re.compile(r"^(\w+) is not null$")


def split_condition(*where: str) -> Condition:
    """Return the single conditions that conditions of the catalogue ask for together; none for all rows."""
    return frozenset(single for text in where for single in text.split(" and ") if single != "true")


def is_part_of(part: Condition, whole: Condition) -> bool:
    """Return whether every row that satisfies the one condition surely satisfies the other."""
    return all(any(_implies(single, wanted) for single in part) for wanted in whole)


def _implies(single: str, wanted: str) -> bool:
    if single == wanted:
        return True
    column, words = _read_answers(single)
    other_column, other_words = _read_answers(wanted)
    if not column or column != other_column:
        return False
    return other_words is None or (words is not None and words <= other_words)


def _read_answers(single: str) -> tuple[str, frozenset[str] | None]:
    """Return the column of a condition and the answers it takes, none for any answer; no column where it is unclear."""
    if match := EQUALS.match(single):
        return match[1], frozenset([match[2]])
    if match := AMONG.match(single):
        return match[1], frozenset(word.strip() for word in match[2].split(","))
    if match := ANSWERED.match(single):
        return match[1], None
    return "", frozenset()
