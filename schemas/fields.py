"""The kinds of column that staged tables are made of, each with its check, its unit and its words.

What a check expects is its `error`, in the words of the person who supplies the file. A column says what an empty cell
of it means by `unknown`; one that does not say so refuses empty cells.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa

Whole = pd.Int64Dtype
Decimal = pd.Float64Dtype

# What an area code of each kind looks like, and in words; a column's name is the kind, the year of its map and `cd`.
CODES = {
    "lsoa": (r"[EW]01\d{6}", "the code of a neighbourhood (LSOA), as E01012345"),
    "msoa": (r"[EW]02\d{6}", "the code of a local area (MSOA), as E02012345"),
    "wd": (r"[EWSN](05|13|08)\d{6}", "the code of a ward, as E05012345"),
    "utla": (r"E(0[6-9]|10)\d{6}", "the code of a county or unitary authority, as E06000004"),
    "lad": (r"[EW]0[6-9]\d{6}", "the code of a local authority, as E06000004"),
    "ltla": (r"[EW]0[6-9]\d{6}", "the code of a local authority, as E06000004"),
    "rgn": (r"E12\d{6}", "the code of a region, as E12000001"),
    "area": (r"[EWSNK]\d{8}|TL[A-Z0-9]*|UK[A-Z0-9]*", "the code of an area, as E06000004"),
}
# What a spreadsheet makes of an identifier that it takes for a number: 1.2E+15, 123.0 and 1,234,567.
SPOILT = r"(?!\d+(\.\d*)?[eE]\+\d+$)(?!\d+\.0+$)(?!\d{1,3}(,\d{3})+$)"
AS_TEXT = "1.2E+15, 123.0 or 1,234 is what a spreadsheet made of it: format the column as text before pasting it again"

CODES_BELONG = "a code for no answer is listed under [no_answer] in the source's file or the wave's codebook"
GREATEST_WEIGHT = 1_000_000  # people or homes that a row of a survey may stand for: more than any council has of either

# Sums are exact to six places of decimals, in 18 digits: one beyond this would end the measuring, not the checking.
GREATEST_NUMBER = 999_999_999_999
TOO_GREAT = f"a number of at most {GREATEST_NUMBER:,}: a greater one is a slip, or two numbers run together"


class StagedTable(pa.DataFrameModel):
    """What every staged row carries: its period and the row of the file it was read from."""

    period: str = pa.Field(
        description="The time a figure is for, as people write it: 2022, 2024/25, 2022 to 2024, 2025-04."
    )
    source_file: str = pa.Field(description="The publisher's file, and its member or sheet.")
    source_row: Whole = pa.Field(
        ge={"min_value": 1, "error": "a row of 1 or more"},
        description="The row of that file, as a spreadsheet numbers it.",
    )

    class Config:
        """No column may be missing or unknown, and nothing is coerced."""

        strict = True


def declare_area_code(column_name: str, description: str, **pandera_options: Any) -> Any:
    """Declare a column of ONS area codes."""
    pattern, words = CODES[re.sub(r"\d*cd$", "", column_name)]
    return _declare_column(description, str_matches={"pattern": f"^({pattern})$", "error": words}, **pandera_options)


def declare_identifier(description: str, **pandera_options: Any) -> Any:
    """Declare a column of numbers that a record was given: any text but a number that a spreadsheet has rewritten."""
    words = f"the record's own number ({AS_TEXT})"
    return _declare_column(description, str_matches={"pattern": f"^{SPOILT}", "error": words}, **pandera_options)


def declare_patterned_text(description: str, pattern: str, pattern_in_words: str, **pandera_options: Any) -> Any:
    """Declare a column of words that follow a pattern, with what it is in plain words."""
    return _declare_column(description, str_matches={"pattern": pattern, "error": pattern_in_words}, **pandera_options)


def declare_text(description: str, **pandera_options: Any) -> Any:
    """Declare a column of words."""
    return _declare_column(description, **pandera_options)


def declare_count(description: str, unit: str, least: int = 0, most: int | None = None, **pandera_options: Any) -> Any:
    """Declare a column of whole numbers from the least possible to the most."""
    return _declare_column(
        description, unit=unit, **_make_range_checks("a whole number", least, most, pandera_options), **pandera_options
    )


def declare_number(
    description: str, unit: str, least: float | None = None, most: float | None = None, **pandera_options: Any
) -> Any:
    """Declare a column of numbers, from the least possible to the most."""
    return _declare_column(
        description, unit=unit, **_make_range_checks("a number", least, most, pandera_options), **pandera_options
    )


def declare_percentage(description: str, **pandera_options: Any) -> Any:
    """Declare a column of percentages."""
    return _declare_column(
        description, unit="percent", **_make_range_checks("a percentage", 0, 100, pandera_options), **pandera_options
    )


def declare_answer(allowed_answers: Sequence[str], description: str, **pandera_options: Any) -> Any:
    """Declare a column of answers out of a closed list."""
    words = f"one of {', '.join(allowed_answers)}"
    return _declare_column(
        description, isin={"allowed_values": list(allowed_answers), "error": words}, **pandera_options
    )


def declare_survey_weight(description: str, **pandera_options: Any) -> Any:
    """Declare a column of survey weights: how many people of the population a row stands for, up to a scale."""
    above = {"min_value": 0, "error": "a number above 0; a survey without weights has 1 in every row"}
    below = {"max_value": GREATEST_WEIGHT, "error": f"a number of {GREATEST_WEIGHT:,} at most"}
    return _declare_column(description, unit="weight", gt=above, le=below, **pandera_options)


def declare_decile(description: str, **pandera_options: Any) -> Any:
    """Declare a column of tenths of England."""
    return _declare_column(
        description, unit="decile", **_make_range_checks("a whole number", 1, 10, pandera_options), **pandera_options
    )


def describe_rule_for_missing_values(column: Any) -> str:
    """Return what an empty cell of a column means, as its declaration has it."""
    facts = column.metadata or {}
    return f"unknown: {facts['unknown']}" if "unknown" in facts else "unknown" if column.nullable else "refused"


def _make_range_checks(
    kind_in_words: str, least: float | None, most: float | None, pandera_options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the checks of a possible range, each in the words of the whole of it; no number is without an end."""
    words = kind_in_words if least is None else f"{kind_in_words} of {least:,} or more"
    if most is not None:
        words = f"{kind_in_words} from {least:,} to {most:,}"
    words += f"; {CODES_BELONG}" if pandera_options.get("unknown") else ""
    lowest = (-GREATEST_NUMBER, TOO_GREAT) if least is None else (least, words)
    highest = (GREATEST_NUMBER, TOO_GREAT) if most is None else (most, words)
    checks = {
        "ge": dict(zip(("min_value", "error"), lowest, strict=True)),
        "le": dict(zip(("max_value", "error"), highest, strict=True)),
    }
    return {name: check for name, check in checks.items() if name not in pandera_options}


def _declare_column(
    description: str,
    *,
    unit: str = "",
    unknown: str = "",
    usual: tuple[float, float] | None = None,
    usually_known: float | None = None,
    **pandera_options: Any,
) -> Any:
    """Declare a column.

    Args:
        description: what it holds.
        unit: of its figures.
        unknown: what follows from an empty cell; without it, and without `nullable`, an empty cell is refused.
        usual: the range in which nearly all its figures lie; those outside are questioned when a file is supplied.
        usually_known: the share of rows that usually have a value; fewer are questioned.
        pandera_options: pandera's own.
    """
    facts = {"unit": unit, "unknown": unknown, "usual": usual, "usually_known": usually_known}
    metadata = {name: fact for name, fact in facts.items() if fact not in ("", None)}
    nullable = bool(unknown) or pandera_options.pop("nullable", False)
    return pa.Field(description=description, metadata=metadata or None, nullable=nullable, **pandera_options)
