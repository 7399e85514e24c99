"""Which of many values may be direct identifiers: a quick look at all of them, before a closer one at the few.

No value is passed over in which `identifier_kinds` would find one: the patterns here are the same without what a linear
search cannot do. Millions of numbers of records are passed over so.
"""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.ingest.identifier_kinds import LEAST_DIGITS, NOT_AFTER, NOT_BEFORE, PATTERNS_OF_IDENTIFIERS

FEW = 50  # values: to look closely at so many takes no longer than to make the patterns of a quick look ready
# Groups of digits that are ten together: where a value has just ten, they can be checked all at once.
_TEN_DIGITS = r"(?:^|\D)\d(?:[-./_| ]{0,3}\d){9}(?:\D|$)"
# What may not be next to a number, as signs that may.
_BOUNDARIES = {NOT_AFTER: "(?:^|[^A-Za-z0-9.])", NOT_BEFORE: "(?:[^A-Za-z0-9]|$)", r"(?!\d)": r"(?:\D|$)"}
# A look at what comes before or after, with groups of one level in it.
_LOOKAROUND = re.compile(r"\(\?<?[!=](?:[^()\[\]]|\[[^\]]*\]|\((?:[^()\[\]]|\[[^\]]*\])*\))*\)")


def select_possible_identifiers(values: pa.Array) -> pa.Array:
    """Return the values that may hold an identifier: all of a few; of a column of numbers of records mostly none."""
    if len(values) <= FEW:
        return values.drop_null()
    unlike = pc.invert(pc.match_substring_regex(values, _QUICK_PATTERN, ignore_case=True))
    return values.filter(
        pc.invert(pc.and_(pc.string_is_ascii(values), pc.and_(unlike, _mark_values_without_nhs_number(values))))
    )


def _mark_values_without_nhs_number(values: pa.Array) -> pa.Array:
    """Mark values without ten digits in groups close together, or with just ten that do not check."""
    safe = pc.invert(pc.match_substring_regex(values, _TEN_DIGITS)).to_numpy(zero_copy_only=False)
    digits = pc.replace_substring_regex(values.filter(pa.array(~safe)), r"\D", "")
    just_ten = pc.equal(pc.binary_length(digits), LEAST_DIGITS).to_numpy(zero_copy_only=False)
    ten = digits.filter(pa.array(just_ten)).cast(pa.int64()).to_numpy()
    places = np.flatnonzero(~safe)[just_ten]
    safe[places] = ~_are_nhs_numbers(ten)
    return pa.array(safe)


def _are_nhs_numbers(numbers: "np.ndarray[Any, np.dtype[np.int64]]") -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Return whether the last digits check: 11 less the rest of Σ digit × (10 … 2) over 11, where 11 counts as 0."""
    digits = numbers[:, None] // 10 ** np.arange(LEAST_DIGITS - 1, -1, -1) % 10
    expected = (11 - digits[:, :-1] @ np.arange(LEAST_DIGITS, 1, -1) % 11) % 11
    return np.asarray((expected == digits[:, -1]) & (digits != digits[:, :1]).any(axis=1))


def _relax(pattern: str) -> str:
    """Return a pattern that a linear search knows, and that matches wherever this one does."""
    for boundary, signs in _BOUNDARIES.items():
        pattern = pattern.replace(boundary, signs)
    pattern = _LOOKAROUND.sub("", pattern)
    pattern = re.sub(r"(?<!\\)\$$", r"\\n?$", pattern)  # a search in Python takes a last end of line for the end too
    return re.sub(r"\\[1-9]", "[-./ ]", pattern)  # the sign that parted the digits before parts them again


_QUICK_PATTERN = "|".join(f"(?:{_relax(pattern)})" for pattern in PATTERNS_OF_IDENTIFIERS)
