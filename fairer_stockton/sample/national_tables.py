"""Councils and regions in tables that reach beyond the authorities whose neighbourhoods the sample has."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from fairer_stockton.run.package import PACKAGE

TableFacts = Sequence[Mapping[str, Any]]


@cache
def load_tables() -> Mapping[str, Any]:
    """Read the facts of each kind of table, as `national_tables.toml` explains them."""
    return tomllib.loads((PACKAGE / "sample" / "national_tables.toml").read_text(encoding="utf-8"))


def list_regions() -> dict[str, str]:
    """Return the name of each region of the lookup, by code."""
    return dict(load_tables()["regions"])


def list_districts() -> TableFacts:
    """Return `code`, `name` and `region` (a code) of each authority of the lookup of regions."""
    return list(load_tables()["district"])


def list_published_areas() -> TableFacts:
    """Return `group`, `code`, `name`, `geography`, `level` and more of each area of the local statistics."""
    return list(load_tables()["published_area"])


def list_education_authorities() -> TableFacts:
    """Return `name`, `number` and `region` of each authority of the interactive tool, and which years are `missing`."""
    return list(load_tables()["education_authority"])


def list_school_meals_authorities() -> TableFacts:
    """Return `number`, `name`, `code` and `region` (a code) of each authority of the series of free school meals."""
    return list(load_tables()["school_meals_authority"])


def list_low_income_authorities() -> TableFacts:
    """Return `name` and `code` of authorities whose children in low income are drawn without neighbourhoods."""
    return list(load_tables()["low_income_authority"])
