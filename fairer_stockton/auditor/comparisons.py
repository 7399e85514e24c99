"""What is told of a hidden figure by comparing it: gaps, standings and communities."""

from collections.abc import Iterator

import pandas as pd

from fairer_stockton.auditor.files import iterate_rows, label_figure
from fairer_stockton.auditor.forms import SUPPRESSED
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.run.vocabulary import AreaType, Comparison, GapType
from fairer_stockton.schemas.results.communities import COMMUNITY_NUMBERS
from fairer_stockton.schemas.results.gaps import GAP_NUMBERS
from fairer_stockton.schemas.results.standings import STANDING_NUMBERS


def find_comparisons_revealing_hidden_figures(edition: PublishedEdition, figures: pd.DataFrame) -> Iterator[str]:
    """Yield the gaps, communities and standings that give a hidden figure away."""
    hidden = figures[figures["status"] == SUPPRESSED]
    if hidden.empty:
        return
    named = pd.MultiIndex.from_frame
    gaps = edition.table("gaps")
    gaps = gaps[gaps[list(GAP_NUMBERS)].notna().any(axis=1)]
    of_borough = hidden[hidden["area_type"] == AreaType.BOROUGH]
    split = ["measure", "period", "breakdown", "category"]
    groups = named(of_borough.loc[of_borough["breakdown"] != "all", split])
    whole = named(of_borough.loc[of_borough["breakdown"] == "all", ["measure", "period"]])
    fifths = named(of_borough.loc[of_borough["breakdown"] == "deprivation_fifth", ["measure", "period"]])
    targets = hidden["area_type"] == AreaType.TARGET_AREA
    rest = of_borough["breakdown"].str.startswith("target-")
    sides = [
        named(hidden.loc[targets, ["measure", "period", "area_code"]]),
        named(of_borough.loc[rest, ["measure", "period", "breakdown"]]),
    ]
    # A range names its two ends and not their codes, and two maps share names of wards: the end is hidden only where a
    # hidden ward has the name and no shown one does.
    wards = named(hidden.loc[hidden["area_type"] == AreaType.WARD, ["measure", "period", "area_name"]])
    own = named(figures.loc[figures["area_type"] == AreaType.WARD, ["measure", "period", "area_name"]])
    shown = named(figures.loc[(figures["area_type"] == AreaType.WARD) & (figures["status"] != SUPPRESSED),
                              ["measure", "period", "area_name"]])  # fmt: skip
    reveals = pd.Series(data=False, index=gaps.index)
    of_people = gaps["gap_type"].isin([GapType.BREAKDOWN, GapType.COMMUNITY])
    for group in ("group_a", "group_b"):
        reveals |= of_people & named(gaps[["measure", "period", "breakdown", group]]).isin(groups)
        ward = named(gaps[["measure", "period", group]])
        reveals |= (gaps["gap_type"] == GapType.AREA_RANGE) & ward.isin(wards) & ward.isin(own) & ~ward.isin(shown)
    pair = named(gaps[["measure", "period"]])
    reveals |= gaps["gap_type"].isin(
        [GapType.MOST_V_LEAST_FIFTH, GapType.SLOPE_INDEX, GapType.RELATIVE_INDEX]
    ) & pair.isin(fifths)
    reveals |= (gaps["gap_type"] == GapType.BOROUGH_V_ENGLAND) & pair.isin(whole)
    target = named(gaps[["measure", "period", "area_code"]])
    reveals |= (gaps["gap_type"] == GapType.TARGET_AREA_V_REST) & (target.isin(sides[0]) | target.isin(sides[1]))
    yield from (
        f"csv/gaps.csv tells a hidden side: {row['measure']}, {row['gap_type']}, {row['group_a']} and {row['group_b']},"
        f" {row['period']}"
        for row in iterate_rows(gaps[reveals])
    )
    yield from _find_hidden_figures_in_standings_and_communities(edition, hidden)


def _find_hidden_figures_in_standings_and_communities(
    edition: PublishedEdition, hidden_figures: pd.DataFrame
) -> Iterator[str]:
    """Yield the hidden figures that stand in the tables of standings and communities."""
    standings = edition.table("standings")
    areas = ["measure", "area_type", "area_code", "vintage", "period"]
    of_all = pd.MultiIndex.from_frame(hidden_figures.loc[hidden_figures["breakdown"] == "all", areas])
    revealing = standings[pd.MultiIndex.from_frame(standings[areas]).isin(of_all)]
    revealing = revealing[
        revealing[list(STANDING_NUMBERS)].notna().any(axis=1)
        | (revealing["against_borough"] != Comparison.NOT_COMPARED)
    ]
    yield from (f"csv/standings.csv gives a hidden figure: {label_figure(row)}" for row in iterate_rows(revealing))
    communities = edition.table("communities")
    groups = pd.MultiIndex.from_frame(hidden_figures[["measure", "period", "category"]])
    has_numbers = communities[list(COMMUNITY_NUMBERS)].notna().any(axis=1)
    own = pd.MultiIndex.from_frame(communities[["measure", "period", "title"]]).isin(groups)
    yield from (
        f"csv/communities.csv gives a hidden figure: {row['title']}, {row['measure']}, {row['period']}"
        for row in iterate_rows(communities[has_numbers & own])
    )
