"""Gaps: the framework's question, asked of every measure: who fares worse than whom, by how much, and is it closing?"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.communities import EVERYONE_ELSE, Community
from fairer_stockton.definitions.framework import Characteristic
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.geography.areas import FIFTHS, LARGER, REST
from fairer_stockton.measure.gap_directions import add_changes_and_directions, look_up_measure_field
from fairer_stockton.measure.gap_ranges import find_ranges_between_areas, mark_measures_of_council
from fairer_stockton.measure.gap_rows import (
    VALUE_AND_LIMITS,
    divide_figures,
    make_gap_rows,
    read_estimate_from_columns,
)
from fairer_stockton.measure.survey_digits import round_gaps_of_surveys
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.councils import ONE_COUNCIL, SHARED, OneCouncil
from fairer_stockton.observe.unplaced import mark_figures_leaving_rows_out
from fairer_stockton.run.vocabulary import AreaType, GapType, Polarity, Statistic, Status
from fairer_stockton.schemas.results.gaps import GAP_COLUMNS
from fairer_stockton.statistics.attributable import count_people_in_gap
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import compute_absolute_gap
from fairer_stockton.statistics.slope_regression import Scale, SlopeIndex, compute_standard_error_from_limits
from fairer_stockton.statistics.slopes import compute_slope_index_with_reliable_limits

RATES_OF_COUNTS = (Statistic.PROPORTION, Statistic.RATE)
# On which scale chance moves a figure evenly; the rest as they are.
SCALES: dict[str, Scale] = {
    Statistic.PROPORTION: "logit",
    Statistic.SURVEY_SHARE: "logit",
    Statistic.RATE: "log",
    Statistic.STANDARDISED_RATE: "log",
}
BETWEEN_AREAS = (
    GapType.SLOPE_INDEX,
    GapType.RELATIVE_INDEX,
    GapType.MOST_V_LEAST_FIFTH,
    GapType.TARGET_AREA_V_REST,
    GapType.AREA_RANGE,
)  # between areas
UNTESTED = "both figures rest on a model of their publisher's, so the difference is not tested"
COMPARED_GROUPS = ("compared", "compared_with")
OTHER_SUFFIX = "_other"  # marks the numbers of the group that a row is set against

ENDS = "Most deprived fifth", "Least deprived fifth"
Finder = Callable[[pd.DataFrame], Iterator[pd.DataFrame]]


def find_gaps(observations: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Compute every gap that a measure's file asks for and its observations allow, and how each has changed."""
    return judge_gaps(compute_gaps(observations, definitions), definitions)


def compute_gaps(
    observations: pd.DataFrame, definitions: Definitions, councils: OneCouncil = ONE_COUNCIL
) -> pd.DataFrame:
    """Compute every gap that a measure's file asks for and its observations allow.

    Args:
        observations: as `schemas.results.observations.Observations` has them, of any measures.
        definitions: those in force.
        councils: whose areas they are of.

    Returns:
        Rows with most of the columns of `schemas.results.gaps.Gaps`: `judge_gaps` adds the others.
    """
    measures = definitions.measures_with_sources
    observations = observations.assign(council=councils.find_councils(observations))
    unlike = look_up_measure_field(observations, measures, "unlike_england") != ""
    observations = observations[~(unlike & observations["area_type"].isin(LARGER))]
    boroughs = observations.loc[observations["area_type"] == AreaType.BOROUGH, "area_code"]
    finer = observations["area_type"].isin([AreaType.WARD, AreaType.LSOA]) & (observations["breakdown"] == "all")
    comes_finer = mark_measures_of_council(observations, observations[finer])
    # A council goes by the code of its borough.
    only = boroughs.iloc[0] if len(boroughs) else SHARED
    rows = observations.assign(
        polarity=look_up_measure_field(observations, measures, "polarity"),
        per=look_up_measure_field(observations, measures, "per"),
        interval=look_up_measure_field(observations, measures, "chance_interval").astype(bool),
        comes_finer=comes_finer,
        borough_code=observations["council"].mask(observations["council"] == SHARED, only),
        **_look_up_groups_to_compare(observations, measures),
    )
    rows = rows[rows["area_type"] != AreaType.LSOA]  # a range between neighbourhoods would be chance for the most part
    rows["estimated"] = look_up_measure_field(rows, measures, "estimated").astype(bool)
    rows.loc[rows["estimated"], list(LEVELS)] = np.nan  # how two figures of one model go together is not published
    parts: list[pd.DataFrame] = []
    for kinds, find in _list_gap_finders(definitions):
        asked = [name for name, measure in measures.items() if not set(kinds).isdisjoint(measure.gaps)]
        parts += find(rows[rows["measure"].isin(asked)])
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame()
    gaps = pd.concat(parts)
    wanted = pd.MultiIndex.from_tuples([(name, kind) for name, measure in measures.items() for kind in measure.gaps])
    gaps = gaps[pd.MultiIndex.from_frame(gaps[["measure", "gap_type"]]).isin(wanted)]
    if not len(gaps):
        return pd.DataFrame()
    gaps = round_gaps_of_surveys(_sort_gaps_and_add_sources(gaps, measures, observations, councils), measures)
    leaving_out = observations.loc[mark_figures_leaving_rows_out(observations), "measure"]
    england = observations.loc[observations["area_type"] == AreaType.ENGLAND, "area_code"].unique()
    return gaps.assign(
        within_england=gaps["area_code"].isin(england),
        never_compared=gaps["gap_type"].isin(BETWEEN_AREAS) & gaps["measure"].isin(leaving_out),
    )


def judge_gaps(gaps: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Add to the gaps of all measures how each has changed, allowing for how many are looked at together.

    Args:
        gaps: as `compute_gaps` returns them.
        definitions: those in force.

    Returns:
        Rows as `schemas.results.gaps.Gaps` has them.
    """
    if not len(gaps):
        return pd.DataFrame(columns=list(GAP_COLUMNS))
    measures, england = definitions.measures_with_sources, gaps.loc[gaps["within_england"], "area_code"].unique()
    never = gaps["never_compared"]
    gaps = add_changes_and_directions(gaps, measures, definitions.gap_changes, england, is_never_compared=never)
    gaps = round_gaps_of_surveys(gaps, measures)
    gaps = gaps[list(GAP_COLUMNS)]
    words = gaps.select_dtypes(exclude=["number", "bool"]).columns
    return gaps.astype({word: "str" for word in words})


def _look_up_groups_to_compare(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> dict[str, "pd.Series[Any]"]:
    """Return each row the two groups of people that the file of its measure sets against each other, if any."""
    named = {name: split.compare for name, measure in measures.items() if (split := measure.own_breakdown)}
    return {
        column: rows["measure"].map({name: pair[side] for name, pair in named.items()})
        for side, column in enumerate(COMPARED_GROUPS)
    }


def _sort_gaps_and_add_sources(
    gaps: pd.DataFrame, measures: Mapping[str, Measure], observations: pd.DataFrame, councils: OneCouncil
) -> pd.DataFrame:
    """Sort the gaps in the order of the observations, and add what they rest on."""
    by_measure = observations.groupby("measure", sort=False)
    order = {name: position for position, name in enumerate(by_measure.groups)}
    gaps = gaps.sort_values("measure", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    facts = councils.list_facts(observations, ["measure", "sources"]).groupby(["council", "measure"])["sources"]
    sources = facts.agg(lambda names: " ".join(sorted({*" ".join(names).split()})))
    unit = look_up_measure_field(gaps, measures, "unit")
    return gaps.assign(
        unit=np.where(
            gaps["gap_type"] == GapType.RELATIVE_INDEX, "ratio", unit.replace("percent", "percentage_points")
        ),
        status=np.where(gaps["value"].notna(), Status.PUBLISHED, Status.NOT_AVAILABLE),
        note=gaps["note"].mask(
            look_up_measure_field(gaps, measures, "estimated").astype(bool) & (gaps["note"] == ""), UNTESTED
        ),
        synthetic=gaps["measure"].map(by_measure["synthetic"].any()).astype(bool),
        sources=sources.reindex(pd.MultiIndex.from_frame(gaps[["council", "measure"]])).to_numpy(),
    )


def _find_gaps_between_fifths(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare each borough's fifths: most with least deprived, and along the whole gradient."""
    same = ["measure", "area_code", "period"]
    fifths = rows[rows["breakdown"] == "deprivation_fifth"].sort_values([*same, "category"])
    fifths = fifths[(fifths.groupby(same)["value"].transform("count") == FIFTHS) & fifths["value"].notna()]
    first = fifths[fifths["category"] == "1"]
    stacked = Estimate.of(
        (fifths[column].to_numpy().reshape(-1, FIFTHS) for column in VALUE_AND_LIMITS),
        np.full((len(first), FIFTHS), "", dtype=object),
    )
    # A survey publishes no sum of weights; as many neighbourhoods lie in each fifth, and about as many residents.
    of_survey = fifths["statistic"] == Statistic.SURVEY_SHARE
    population = fifths["denominator"].mask(of_survey, 1.0).to_numpy().reshape(-1, FIFTHS)
    ends = [Estimate.of((part[:, end] for part in stacked.value_and_limits), stacked.reason[:, end]) for end in (0, -1)]
    people = _count_people_at_best_fifths_rate(first, stacked, population)
    split = {"breakdown": "deprivation_fifth"}
    ratio = divide_figures(*(end.value for end in ends))
    yield make_gap_rows(
        GapType.MOST_V_LEAST_FIFTH, first, ENDS, compute_absolute_gap(*ends), people, ratio=ratio, **split
    )
    first = first.reset_index(drop=True)
    sloping = first[(first["polarity"] != Polarity.NEUTRAL) & ~first["estimated"]]
    alike = [sloping["statistic"].map(SCALES).fillna("raw").rename("scale"), sloping["per"], sloping["polarity"]]
    for (scale, per, polarity), some in sloping.groupby(alike):
        own = Estimate.of((part[some.index] for part in stacked.value_and_limits), stacked.reason[some.index])
        index = _fit_social_gradient(own, population[some.index], scale, per, polarity)  # type: ignore[arg-type]
        for kind, gap in ((GapType.SLOPE_INDEX, index.slope), (GapType.RELATIVE_INDEX, index.relative)):
            yield make_gap_rows(kind, some, ENDS, gap, ratio=index.relative.value, **split)


def _fit_social_gradient(
    fifths: Estimate, population: "np.ndarray[Any, Any]", scale: Scale, per: float, polarity: Polarity
) -> SlopeIndex:
    """Fit the social gradient: a share on the logit scale, where a line cannot leave 0 to 100; the rest as they are."""
    size = per if scale == "logit" else 1.0
    return compute_slope_index_with_reliable_limits(
        fifths.value / size,
        compute_standard_error_from_limits(fifths.lower_95 / size, fifths.upper_95 / size, scale),
        population,
        polarity=polarity,
        multiplier=size,
        scale=scale,
        fit_on_scale=scale == "logit",
    )


def _count_people_at_best_fifths_rate(
    first_fifths: pd.DataFrame, fifths: Estimate, population: "np.ndarray[Any, Any]"
) -> Any:
    """Return how many residents fewer (or more) the count would hold if every fifth had the rate of the best."""
    per_head = population / first_fifths[["per"]].to_numpy()
    every = np.stack([count_people_in_gap(fifths, per_head, fifth, 1.0).value for fifth in range(FIFTHS)], axis=-1)
    lower = (first_fifths["polarity"] == Polarity.LOWER_IS_BETTER).to_numpy()
    best = np.where(lower, np.argmin(fifths.value, axis=-1), np.argmax(fifths.value, axis=-1))
    people = np.abs(np.take_along_axis(every, best[:, None], axis=-1)[:, 0])
    return np.where(
        first_fifths["statistic"].isin(RATES_OF_COUNTS) & (first_fifths["polarity"] != Polarity.NEUTRAL), people, np.nan
    )


def _find_gaps_to_england(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare the borough with England, in each category that both have."""
    same = ["measure", "period", "breakdown", "category"]
    here, england = (
        rows[(rows["area_type"] == kind) & rows["value"].notna()].sort_values(same)
        for kind in (AreaType.BOROUGH, AreaType.ENGLAND)
    )
    both = here.merge(england[[*same, *VALUE_AND_LIMITS]], on=same, suffixes=("", OTHER_SUFFIX), validate="m:1")
    suffix = (", " + both["category"]).where(both["category"] != "all", "")
    gap, people = (
        compute_absolute_gap(read_estimate_from_columns(both), read_estimate_from_columns(both, OTHER_SUFFIX)),
        _count_people_at_other_areas_rate(both),
    )
    groups = both["area_name"] + suffix, "England" + suffix
    split = {name: both[name] for name in ("breakdown", "category")}
    ratio = divide_figures(both["value"], both[f"value{OTHER_SUFFIX}"])
    yield make_gap_rows(GapType.BOROUGH_V_ENGLAND, both, groups, gap, people, ratio=ratio, **split)


def _find_gaps_between_groups(rows: pd.DataFrame, breakdowns: Mapping[str, Characteristic]) -> Iterator[pd.DataFrame]:
    """Compare groups of people: the two that a measure's file names, or each with its characteristic's reference."""
    whole_areas = rows[rows["area_type"].isin([AreaType.BOROUGH, AreaType.ENGLAND]) & rows["value"].notna()]
    first, second = (whole_areas[column] for column in COMPARED_GROUPS)
    reference = {name: breakdown.reference for name, breakdown in breakdowns.items() if breakdown.reference}
    against = second.where(whole_areas["category"] == first)
    yield _compare_with_other_group(
        GapType.BREAKDOWN, whole_areas, against.where(first.notna(), whole_areas["breakdown"].map(reference))
    )


def _find_gaps_of_communities(rows: pd.DataFrame, communities: Mapping[str, Community]) -> Iterator[pd.DataFrame]:
    """Compare each community with everyone else in the borough."""
    titles = {name: community.title for name, community in communities.items()}
    of_communities = rows[
        (rows["area_type"] == AreaType.BOROUGH) & rows["value"].notna() & rows["breakdown"].isin(titles)
    ]
    named = of_communities["category"] == of_communities["breakdown"].map(titles)
    yield _compare_with_other_group(GapType.COMMUNITY, of_communities, named.map({True: EVERYONE_ELSE}))


def _compare_with_other_group(gap_type: str, rows: pd.DataFrame, other_groups: "pd.Series[Any]") -> pd.DataFrame:
    """Compare each row with the row of the same breakdown, area and period for the group that it is set against."""
    same = ["measure", "breakdown", "area_code", "period"]
    first = rows.assign(against=other_groups)[other_groups.notna() & (other_groups != rows["category"])]
    first = first.astype({"against": "str"})  # no words at all would be numbers
    second = rows[[*same, "category", *VALUE_AND_LIMITS]].rename(columns={"category": "against"})
    both = first[[*same, "category", "against", "council", *VALUE_AND_LIMITS]].merge(
        second, on=[*same, "against"], suffixes=("", OTHER_SUFFIX), validate="m:1"
    )
    both = both.sort_values(["measure", "breakdown", "category", "area_code", "period"], ignore_index=True)
    gap = compute_absolute_gap(read_estimate_from_columns(both), read_estimate_from_columns(both, OTHER_SUFFIX))
    groups = both["category"], both["against"]
    split = {name: both[name] for name in ("breakdown", "category")}
    ratio = divide_figures(both["value"], both[f"value{OTHER_SUFFIX}"])
    return make_gap_rows(gap_type, both, groups, gap, ratio=ratio, **split)


def _find_gaps_of_target_areas(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare each target area with the rest of the borough."""
    same = ["measure", "area_code", "period"]
    targets = rows[(rows["area_type"] == AreaType.TARGET_AREA) & (rows["breakdown"] == "all") & rows["value"].notna()]
    rest = rows[(rows["category"] == REST) & rows["value"].notna()]
    rest = rest.drop(columns="area_code").rename(columns={"breakdown": "area_code"})
    both = targets.sort_values(same).merge(
        rest[[*same, *VALUE_AND_LIMITS]], on=same, suffixes=("", OTHER_SUFFIX), validate="m:1"
    )
    gap = compute_absolute_gap(read_estimate_from_columns(both), read_estimate_from_columns(both, OTHER_SUFFIX))
    people = _count_people_at_other_areas_rate(both)
    ratio = divide_figures(both["value"], both[f"value{OTHER_SUFFIX}"])
    yield make_gap_rows(GapType.TARGET_AREA_V_REST, both, (both["area_name"], REST), gap, people, ratio=ratio)


def _count_people_at_other_areas_rate(paired_rows: pd.DataFrame) -> Any:
    """Return how many residents fewer (or more) each area's count would hold at the rate beside it."""
    own, other = read_estimate_from_columns(paired_rows), read_estimate_from_columns(paired_rows, OTHER_SUFFIX)
    column = Estimate.of((part[:, None] for part in own.value_and_limits), own.reason[:, None])
    difference = count_people_in_gap(
        column, paired_rows[["denominator"]].to_numpy() / paired_rows[["per"]].to_numpy(), other, 1.0
    )
    counted = (
        paired_rows["statistic"].isin(RATES_OF_COUNTS)
        & (paired_rows["polarity"] != Polarity.NEUTRAL)
        & paired_rows["interval"]
    )
    return np.where(counted, np.abs(difference.value), np.nan)


def _list_gap_finders(definitions: Definitions) -> list[tuple[tuple[str, ...], Finder]]:
    """List which kinds of gap are found by which function."""
    wards = definitions.national.maps.ward_vintage
    return [
        ((GapType.MOST_V_LEAST_FIFTH, GapType.SLOPE_INDEX, GapType.RELATIVE_INDEX), _find_gaps_between_fifths),
        ((GapType.BOROUGH_V_ENGLAND,), _find_gaps_to_england),
        ((GapType.BREAKDOWN,), partial(_find_gaps_between_groups, breakdowns=definitions.breakdowns)),
        ((GapType.COMMUNITY,), partial(_find_gaps_of_communities, communities=definitions.communities)),
        ((GapType.TARGET_AREA_V_REST,), _find_gaps_of_target_areas),
        ((GapType.AREA_RANGE,), partial(find_ranges_between_areas, ward_vintage=wards)),
    ]
