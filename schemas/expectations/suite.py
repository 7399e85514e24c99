"""What an expectation file is made of: the facts it may know, and suites of Great Expectations over prepared tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import great_expectations.expectations as gxe
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.run.vocabulary import NO_KNOWN_COUNCIL

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
    "msoa11cd": "lsoa_msoa",
    "msoa21cd": "lsoa_msoa",
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
    """Expectations over the rows that `prepare` makes of the staged table.

    A table of many rows is judged batch by batch, as far as a suite says that it may be.
    """

    name: str
    expectations: Sequence[Any]
    prepare: Callable[[pd.DataFrame], pd.DataFrame] = field(default=lambda rows: rows)
    words: str = ""  # what is expected, where the expectation's own settings do not say it plainly
    of_each_row: bool = False  # whether each row is judged by itself, whichever others there are
    columns: Sequence[str] = ()  # all that rows are judged by together: every column where none is named
    repeated: Sequence[str] = ()  # what no two rows may share, where all of it is known


def expect_row_count(
    suite_name: str, expected_count: int, select_rows: Callable[[pd.DataFrame], pd.DataFrame]
) -> ExpectationSuite:
    """Expect exactly so many rows."""
    return ExpectationSuite(suite_name, [gxe.ExpectTableRowCountToEqual(value=expected_count)], select_rows)


def expect_every_english_neighbourhood(
    column: str, facts: AreaFacts, period: str | None = None, may_be_absent: bool = False
) -> ExpectationSuite:
    """Expect every neighbourhood of England, once in each period.

    Args:
        column: the neighbourhoods to count; a period that has none of this kind at all is let be.
        facts: what is known besides the table.
        period: only this period, which must be there.
        may_be_absent: whether the table may hold no period with neighbourhoods of this kind.
    """

    def counted(rows: pd.DataFrame) -> pd.DataFrame:
        selected = rows if period is None else rows[rows["period"] == period]
        english = selected[column].str.startswith("E", na=False)
        return _count_areas_by_period(selected, column, english, least, facts.england(column))

    when = f" in {period}" if period else ""
    least = 1 if facts.synthetic else facts.england(column)  # a sample beside fetched lookups holds some of them
    name = f"English {column}{when}, as many as the sample has" if facts.synthetic else f"every English {column}{when}"
    words = f"{facts.england(column):,} {column} of England in each period"
    return ExpectationSuite(name, _expect_all_areas(may_be_absent), counted, words)


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
    may_be_absent: bool = False,
) -> list[ExpectationSuite]:
    """Expect every area of the authority, once in each period; nothing where the authority's count is not known.

    Args:
        column: the areas to count; a period that has none of this kind at all is let be.
        facts: what is known besides the table.
        authority_column: the column of the authority's code; without it all rows are the authority's.
        period: only this period, which must be there.
        authority_by_area: which authority each area lies in, where no column says so.
        may_be_absent: whether the table may hold no period with areas of this kind.
    """
    expected = facts.count_areas_of_authority(column)
    if expected is None:
        return []

    def counted(rows: pd.DataFrame) -> pd.DataFrame:
        selected = rows[rows["period"] == period] if period else rows
        ours = selected[column].notna()
        if authority_by_area:
            ours &= selected[column].map(authority_by_area) == facts.authority
        elif authority_column:
            ours &= selected[authority_column] == facts.authority
        return _count_areas_by_period(selected, column, ours, expected, expected)

    return [
        ExpectationSuite(
            f"every {column} of the authority {period}".strip(),
            _expect_all_areas(may_be_absent),
            counted,
            f"{expected:,} {column} of the authority in each period",
        )
    ]


def _expect_all_areas(may_be_absent: bool) -> list[Any]:
    agrees = gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"])
    return [agrees] if may_be_absent else [gxe.ExpectTableRowCountToBeBetween(min_value=1), agrees]


def _count_areas_by_period(
    rows: pd.DataFrame, column: str, is_counted: "pd.Series[bool]", least: int, most: int
) -> pd.DataFrame:
    """Count the different areas of each period that has any, and say whether they are as many as there should be."""
    periods = rows.dropna(subset=[column])["period"].unique()
    areas = rows[is_counted].groupby("period")[column].nunique().reindex(periods, fill_value=0)
    agrees = (areas.astype(str) + f" {column}").where(~areas.between(least, most), "yes")
    return agrees.rename("agrees").rename_axis("period").reset_index()


def expect_known_codes(
    column: str, facts: AreaFacts, code_prefix: str = "", share_that_must_pass: float = 1.0
) -> ExpectationSuite:
    """Expect every code to be one of the lookups'; `code_prefix` limits this to codes that start with it."""
    return ExpectationSuite(
        f"{column} known to the lookups",
        [gxe.ExpectColumnValuesToBeInSet(column="known", value_set=["yes"], mostly=share_that_must_pass)],
        lambda rows: _mark_known_codes(rows, column, facts.codes[column], code_prefix),
        f"a code that exists: one of the lookup {REGISTERS.get(column, '')}",
        of_each_row=True,
    )


def _mark_known_codes(rows: pd.DataFrame, column: str, known_codes: frozenset[str], code_prefix: str) -> pd.DataFrame:
    there = rows[rows[column].str.startswith(code_prefix, na=False)]
    # By Arrow and not by pandas, which looks at the kind of each of the many known codes again for every table.
    known = pc.is_in(pa.array(there[column], pa.large_string()), pa.array([*known_codes], pa.large_string()))
    return there.assign(known=there[column].where(~known.to_numpy(zero_copy_only=False), "yes"))


def expect_only_areas_of_authority(column: str, facts: AreaFacts) -> ExpectationSuite:
    """Expect every area to lie in the authority; rows without an area are let be."""

    def with_authority(rows: pd.DataFrame) -> pd.DataFrame:
        there = rows.dropna(subset=[column])
        return there.assign(holder=there[column].map(facts.parents[column]).fillna(NO_KNOWN_COUNCIL))

    ours = gxe.ExpectColumnValuesToBeInSet(column="holder", value_set=[facts.authority])
    return ExpectationSuite(f"every {column} in the authority", [ours], with_authority, of_each_row=True)


def expect_ranks_and_deciles(rank_column: str, decile_column: str) -> ExpectationSuite:
    """Expect ranks 1 to N in each period, where equal areas share the better one, and deciles that follow from them."""

    def with_computed(rows: pd.DataFrame) -> pd.DataFrame:
        ranks = rows.groupby("period")[rank_column]
        expected_rank = ranks.rank(method="min").astype("Int64")
        return rows.assign(place=expected_rank, tenth=-(-10 * rows[rank_column] // ranks.transform("size")))

    return ExpectationSuite(
        f"{rank_column} runs from 1 to N in each period",
        [
            gxe.ExpectColumnPairValuesToBeEqual(column_A=rank_column, column_B="place"),
            gxe.ExpectColumnPairValuesToBeEqual(column_A=decile_column, column_B="tenth"),
        ],
        with_computed,
    )


def expect_published_sum(
    column: str, publisher_total: int, facts: AreaFacts, allowed_difference: int = 0, period: str = ""
) -> list[ExpectationSuite]:
    """Expect a column to add up to the publisher's own number in a period, or in each; nothing of a sample.

    A period that the table does not hold is let be: what is known of a year is no reason that it must be there.
    """
    if facts.synthetic:
        return []

    def summed(rows: pd.DataFrame) -> pd.DataFrame:
        selected = rows[rows["period"] == period] if period else rows
        return selected.groupby("period", as_index=False).agg(total=(column, "sum"))

    near = gxe.ExpectColumnValuesToBeBetween(
        column="total", min_value=publisher_total - allowed_difference, max_value=publisher_total + allowed_difference
    )
    return [ExpectationSuite(f"{column} adds up to the publisher's number {period}".strip(), [near], summed)]


def expect_census_residents(facts: AreaFacts) -> list[ExpectationSuite]:
    """Expect every neighbourhood of England and Wales of 2021, and its residents to add up to those of the census."""
    return [
        expect_every_english_neighbourhood("lsoa21cd", facts),
        expect_known_codes("lsoa21cd", facts),
        *expect_every_area_of_authority("lsoa21cd", facts, authority_by_area=facts.parents["lsoa21cd"]),
        *expect_published_sum("residents", CENSUS_RESIDENTS, facts, PERTURBED, "2021"),
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
