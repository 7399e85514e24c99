"""The kinds of column that staged tables are made of, each with its check, its unit and its words."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa

Whole = pd.Int64Dtype
Decimal = pd.Float64Dtype

# What an area code of each kind looks like; a column's name is the kind, the year of its map and `cd`.
CODES = {
    "lsoa": r"[EW]01\d{6}",
    "wd": r"[EWSN](05|13|08)\d{6}",
    "utla": r"E(0[6-9]|10)\d{6}",
    "lad": r"[EW]0[6-9]\d{6}",
    "ltla": r"[EW]0[6-9]\d{6}",
    "rgn": r"E12\d{6}",
    "area": r"[EWSNK]\d{8}|TL[A-Z0-9]*|UK[A-Z0-9]*",
}


class StagedTable(pa.DataFrameModel):
    """What every staged row carries: its period and the row of the file it was read from."""

    period: str = pa.Field(
        description="The time a figure is for, as people write it: 2022, 2024/25, 2022 to 2024, 2025-04."
    )
    source_file: str = pa.Field(description="The publisher's file, and its member or sheet.")
    source_row: Whole = pa.Field(ge=1, description="The row of that file, as a spreadsheet numbers it.")

    class Config:
        """No column may be missing or unknown, and nothing is coerced."""

        strict = True


def code(column: str, description: str, **rules: Any) -> Any:
    """Declare a column of ONS area codes."""
    kind = re.sub(r"\d*cd$", "", column)
    return pa.Field(str_matches=rf"^({CODES[kind]})$", description=description, **rules)


def text(description: str, **rules: Any) -> Any:
    """Declare a column of words."""
    return pa.Field(description=description, **rules)


def count(description: str, unit: str, **rules: Any) -> Any:
    """Declare a column of whole numbers of 0 or more."""
    return pa.Field(ge=0, description=description, metadata={"unit": unit}, **rules)


def number(description: str, unit: str, **rules: Any) -> Any:
    """Declare a column of numbers."""
    return pa.Field(description=description, metadata={"unit": unit}, **rules)


def percent(description: str, **rules: Any) -> Any:
    """Declare a column of percentages."""
    return pa.Field(ge=0, le=100, description=description, metadata={"unit": "percent"}, **rules)


def answer(allowed: Sequence[str], description: str, **rules: Any) -> Any:
    """Declare a column of answers out of a closed list."""
    return pa.Field(isin=list(allowed), description=description, **rules)


def weight(description: str, **rules: Any) -> Any:
    """Declare a column of survey weights: how many people of the population a row stands for, up to a scale."""
    return pa.Field(gt=0, description=description, metadata={"unit": "weight"}, **rules)


def decile(description: str, **rules: Any) -> Any:
    """Declare a column of tenths of England."""
    return pa.Field(
        in_range={"min_value": 1, "max_value": 10}, description=description, metadata={"unit": "decile"}, **rules
    )
