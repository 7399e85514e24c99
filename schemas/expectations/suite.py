"""What an expectation file is made of: the facts it may know, and suites of Great Expectations over prepared tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import great_expectations.expectations as gxe
import pandas as pd

# How many neighbourhoods and MSOAs the publisher says there are in England.
AREAS_OF_ENGLAND = {"lsoa11cd": 32_844, "lsoa21cd": 33_755, "msoa11cd": 6_791, "msoa21cd": 6_856}
CENSUS_RESIDENTS = 59_597_542  # of England and Wales on census day 2021
PERTURBED = 100  # residents that the perturbation of counts may add or take in so large a sum


@dataclass(frozen=True)
class AreaFacts:
    """What is known besides the table itself: every code of each kind, the authority that holds each area, and more."""

    authority: str
    synthetic: bool
    codes: Mapping[str, frozenset[str]]
    parents: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, int] = field(default_factory=dict)  # of the authority's areas, where they are known
    name: str = ""  # of the authority

    def england(self, column: str) -> int:
        """How many neighbourhoods England has: the publisher's count, or in a sample those that it has itself."""
        if self.synthetic:
            return sum(code.startswith("E") for code in self.codes[column])
        return AREAS_OF_ENGLAND[column]

    def count_areas_of_authority(self, column: str) -> int | None:
        """How many areas of a kind the authority has, where that is known."""
        return self.counts.get(column)


# Which lookup is the authority on each kind of code.
REGISTERS = {
    "lsoa11cd": "lsoa11_lsoa21",
    "lsoa21cd": "lsoa11_lsoa21",
    "lad22cd": "lsoa11_lsoa21",
    "wd19cd": "lsoa11_wd19",
    "wd24cd": "lsoa21_wd24",
}


def gather_area_codes(lookups: Mapping[str, pd.DataFrame]) -> dict[str, frozenset[str]]:
    """Collect every code of each kind from the lookup that is the authority on it."""
    return {column: frozenset(lookups[register][column].unique()) for column, register in REGISTERS.items()}


def map_areas_to_authorities(lookups: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """Map each neighbourhood and ward to the authority it lies in."""
    holders = {
        "lsoa21cd": ("lsoa11_lsoa21", "lad22cd"),
        "lsoa11cd": ("lsoa11_lsoa21", "lad22cd"),
        "wd24cd": ("lsoa21_wd24", "lad24cd"),
        "la_number": ("free_school_meals", "utlacd"),
    }
    return {
        part: dict(zip(lookups[lookup][part].tolist(), lookups[lookup][holder].tolist(), strict=True))
        for part, (lookup, holder) in holders.items()
    }


@dataclass(frozen=True)
class ExpectationSuite:
    """Expectations over the rows that `prepare` makes of the staged table."""

    name: str
    expectations: Sequence[Any]
    prepare: Callable[[pd.DataFrame], pd.DataFrame] = field(default=lambda rows: rows)
    words: str = ""  # what is expected, where the expectation's own settings do not say it plainly


def expect_row_count(
    suite_name: str, expected_count: int, select_rows: Callable[[pd.DataFrame], pd.DataFrame]
) -> ExpectationSuite:
    """Expect exactly so many rows."""
    return ExpectationSuite(suite_name, [gxe.ExpectTableRowCountToEqual(value=expected_count)], select_rows)


def expect_every_english_neighbourhood(column: str, facts: AreaFacts, period: str | None = None) -> ExpectationSuite:
    """Expect every neighbourhood of England, once."""

    def neighbourhoods(rows: pd.DataFrame) -> pd.DataFrame:
        selected = rows if period is None else rows[rows["period"] == period]
        return selected[selected[column].str.startswith("E", na=False)].drop_duplicates(column)

    when = f" in {period}" if period else ""
    if facts.synthetic:  # a sample beside fetched lookups holds some of their neighbourhoods
        between = gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=facts.england(column))
        return ExpectationSuite(f"English {column}{when}, as many as the sample has", [between], neighbourhoods)
    return expect_row_count(f"every English {column}{when}", facts.england(column), neighbourhoods)


def expect_every_english_neighbourhood_each_period(column: str, facts: AreaFacts) -> ExpectationSuite:
    """Expect every neighbourhood of England, once, in each period that has any of that map; the periods may be any."""

    def count(rows: pd.DataFrame) -> pd.DataFrame:
        english = rows[rows[column].str.startswith("E", na=False)]
        return english.groupby("period", as_index=False, observed=True).agg(neighbourhoods=(column, "nunique"))

    fewest, most = (1 if facts.synthetic else facts.england(column)), facts.england(column)
    each = gxe.ExpectColumnValuesToBeBetween(column="neighbourhoods", min_value=fewest, max_value=most)
    return ExpectationSuite(f"every English {column} in each period", [each], count)


def expect_every_area_of_authority(
    column: str,
    facts: AreaFacts,
    authority_column: str = "",
    period: str = "",
    authority_by_area: Mapping[str, str] | None = None,
) -> list[ExpectationSuite]:
    """Expect every area of the authority, once; nothing where the authority's count is not known.

    Args:
        column: the areas to count.
        facts: what is known besides the table.
        authority_column: the column of the authority's code; without it all rows are the authority's.
        period: only rows of this period.
        authority_by_area: which authority each area lies in, where no column says so.
    """
    expected = facts.count_areas_of_authority(column)
    if expected is None:
        return []

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        selected = rows[rows["period"] == period] if period else rows
        if authority_by_area:
            selected = selected[selected[column].map(authority_by_area) == facts.authority]
        elif authority_column:
            selected = selected[selected[authority_column] == facts.authority]
        return selected.dropna(subset=[column]).drop_duplicates(column)

    return [expect_row_count(f"every {column} of the authority {period}".strip(), expected, ours)]


def expect_known_codes(
    column: str, facts: AreaFacts, code_prefix: str = "", share_that_must_pass: float = 1.0
) -> ExpectationSuite:
    """Expect every code to be one of the lookups'; `code_prefix` limits this to codes that start with it."""
    return ExpectationSuite(
        f"{column} known to the lookups",
        [gxe.ExpectColumnValuesToBeInSet(column="known", value_set=["yes"], mostly=share_that_must_pass)],
        lambda rows: _mark_known_codes(rows, column, facts.codes[column], code_prefix),
        f"a code that exists: one of the lookup {REGISTERS.get(column, '')}",
    )


def _mark_known_codes(rows: pd.DataFrame, column: str, known_codes: frozenset[str], code_prefix: str) -> pd.DataFrame:
    there = rows[rows[column].str.startswith(code_prefix, na=False)]
    return there.assign(known=there[column].where(~there[column].isin(known_codes), "yes"))


def expect_only_areas_of_authority(column: str, facts: AreaFacts) -> ExpectationSuite:
    """Expect every area to lie in the authority; rows without an area are let be."""

    def with_authority(rows: pd.DataFrame) -> pd.DataFrame:
        there = rows.dropna(subset=[column])
        return there.assign(
            holder=there[column].map(facts.parents[column]).fillna("an area of no council that is known")
        )

    ours = gxe.ExpectColumnValuesToBeInSet(column="holder", value_set=[facts.authority])
    return ExpectationSuite(f"every {column} in the authority", [ours], with_authority)


def expect_ranks_and_deciles(rank_column: str, decile_column: str, period: str) -> ExpectationSuite:
    """Expect ranks 1 to N, where equal areas share the better rank, and deciles that follow from them."""

    def with_computed(rows: pd.DataFrame) -> pd.DataFrame:
        selected = rows[rows["period"] == period]
        expected_rank = selected[rank_column].rank(method="min").astype("Int64")
        return selected.assign(place=expected_rank, tenth=-(-10 * selected[rank_column] // len(selected)))

    return ExpectationSuite(
        f"{rank_column} in {period} runs from 1 to N",
        [
            gxe.ExpectColumnPairValuesToBeEqual(column_A=rank_column, column_B="place"),
            gxe.ExpectColumnPairValuesToBeEqual(column_A=decile_column, column_B="tenth"),
        ],
        with_computed,
    )


def expect_published_sum(
    column: str, publisher_total: int, facts: AreaFacts, allowed_difference: int = 0, period: str = ""
) -> list[ExpectationSuite]:
    """Expect a column to add up to the publisher's own number, of all rows or of a period's; nothing of a sample."""
    if facts.synthetic:
        return []
    near = gxe.ExpectColumnSumToBeBetween(
        column=column, min_value=publisher_total - allowed_difference, max_value=publisher_total + allowed_difference
    )
    name = f"{column} adds up to the publisher's number {period}".strip()
    return [ExpectationSuite(name, [near], lambda rows: rows[rows["period"] == period] if period else rows)]


def expect_census_residents(facts: AreaFacts) -> list[ExpectationSuite]:
    """Expect every neighbourhood of England and Wales of 2021, and its residents to add up to those of the census."""
    return [
        expect_every_english_neighbourhood("lsoa21cd", facts),
        expect_known_codes("lsoa21cd", facts),
        *expect_every_area_of_authority("lsoa21cd", facts, authority_by_area=facts.parents["lsoa21cd"]),
        *expect_published_sum("residents", CENSUS_RESIDENTS, facts, PERTURBED),
    ]


def expect_lists_without_gaps(column: str, allowed_lengths: Sequence[int]) -> ExpectationSuite:
    """Expect each area's list to hold one of these numbers of places, from 1 on without a gap."""

    def counted(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.groupby(column, as_index=False).agg(listed=("place", "nunique"), last=("place", "max"))

    return ExpectationSuite(
        f"a list of each {column}, without a gap",
        [
            gxe.ExpectColumnValuesToBeInSet(column="listed", value_set=list(allowed_lengths)),
            gxe.ExpectColumnPairValuesToBeEqual(column_A="listed", column_B="last"),
        ],
        counted,
    )


def expect_published_totals(
    column: str,
    part_column: str,
    total_column: str,
    facts: AreaFacts,
    allow_difference: Callable[["pd.Series[Any]"], "pd.Series[Any]"],
    share_that_must_pass: float = 1.0,
) -> ExpectationSuite:
    """Expect the neighbourhoods of each authority to add up to the publisher's own total, within some slack."""
    expectation = gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"], mostly=share_that_must_pass)
    ours = gxe.ExpectColumnDistinctValuesToContainSet(column="holder", value_set=[facts.authority])
    return ExpectationSuite(
        f"{column} adds up to the publisher's totals",
        [expectation, ours],
        lambda rows: _compare_sums_with_totals(rows, column, part_column, total_column, facts, allow_difference),
        "sums that come to the publisher's own totals, the authority of the report among them",
    )


def _compare_sums_with_totals(
    rows: pd.DataFrame,
    column: str,
    part_column: str,
    total_column: str,
    facts: AreaFacts,
    allow_difference: Callable[["pd.Series[Any]"], "pd.Series[Any]"],
) -> pd.DataFrame:
    holder = facts.parents[part_column]
    parts = rows.dropna(subset=[part_column]).assign(holder=lambda table: table[part_column].map(holder))
    sums = parts.groupby(["holder", "period"], as_index=False)[column].sum()
    published = rows.dropna(subset=[total_column])[[total_column, "period", column, "source_file", "source_row"]]
    both = sums.merge(published, left_on=["holder", "period"], right_on=[total_column, "period"], suffixes=("_sum", ""))
    both = both[both["holder"].notna()]
    agrees = (both[f"{column}_sum"] - both[column]).abs() <= allow_difference(both[column])
    differing = both[f"{column}_sum"].astype(str) + " against " + both[column].astype(str)
    return both.assign(agrees=differing.where(~agrees, "yes"))


def allow_no_difference(published: "pd.Series[Any]") -> "pd.Series[Any]":
    """Allow no difference at all."""
    return published * 0


def allow_census_perturbation(published: "pd.Series[Any]") -> "pd.Series[Any]":
    """Allow what the perturbation of census counts makes: the largest seen in England is 60 persons, or 1 in 170."""
    return (published * 0.006).clip(lower=70)
