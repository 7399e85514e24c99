"""Decompositions: why two figures differ, split into who the people are and how each group of them does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.decompositions import Decomposition
from fairer_stockton.definitions.measures import LifeExpectancy, MeasureOfSums, PublishedMeasure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.fifths_of_local_areas import assign_local_areas_to_fifths
from fairer_stockton.measure.gaps import ENDS, find_gaps
from fairer_stockton.observe.by_age import BAND
from fairer_stockton.observe.scanning import sum_for_areas
from fairer_stockton.observe.sums import group_sums_by_table
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType, Component, GapType, Statistic, Status
from fairer_stockton.schemas.results.decompositions import DECOMPOSITION_COLUMNS, SUMS
from fairer_stockton.statistics.decomposition import (
    AverageSplit,
    LifeExpectancySplit,
    split_averages_of_counts,
    split_life_expectancy_of_deaths,
    split_published_averages,
)
from fairer_stockton.statistics.estimate import Estimate, Floats
from fairer_stockton.statistics.life_expectancy import compute_life_expectancy

if TYPE_CHECKING:
    from fairer_stockton.measure.figures import MeasuringInputs

AREA_OF_SUMS = ["area_type", "area_code", "breakdown", "category", "period"]
PARTS = ("numerator", "denominator")
FIFTH, MOST, LEAST = "deprivation_fifth", "1", "5"
ENDS_OF_LOCAL_AREAS = tuple(f"{end} of local areas" for end in ENDS)
AS_NEAR = 1e-9  # of an amount: how far the groups' sums may be from the measure's own


@dataclass(frozen=True)
class _ComparedSums:
    """Pairs that are compared, a row each, and the sums of both sides: numerators and denominators, pairs × groups."""

    pairs: pd.DataFrame
    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats]


def find_and_split_gaps(inputs: "MeasuringInputs", observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of gaps and of why some of them are there."""
    return {
        "gaps": find_gaps(observations, inputs.definitions),
        "decompositions": decompose_gaps(inputs, observations),
    }


def decompose_gaps(inputs: "MeasuringInputs", observations: pd.DataFrame) -> pd.DataFrame:
    """Split every difference that decompositions.toml names and the sources allow.

    Nothing here rests on an extract that is not open: the definitions refuse it, so no row needs to be hidden.

    Args:
        inputs: the staged tables with `memberships` and `placed`.
        observations: as they are published.

    Returns:
        Rows as `Decompositions` has them: in the order of the definitions, pairs, periods, parts and groups.

    Raises:
        CatalogueError: the groups of a measure do not add up to it.
    """
    measured = inputs.definitions.measures_with_sources
    known = set(observations.loc[observations["area_type"] == AreaType.BOROUGH, "measure"])
    tables = []
    for entry in inputs.definitions.decompositions.values():
        if entry.measure not in measured or entry.measure not in known:
            continue
        measure = measured[entry.measure]
        own = observations[observations["measure"] == entry.measure]
        if isinstance(measure, PublishedMeasure):
            rows = _split_published_measure(entry, measure, own)
        elif isinstance(measure, MeasureOfSums):
            rows = _split_measure_of_sums(inputs, entry, measure, own)
        else:
            continue
        unit = measure.unit.replace("percent", "percentage_points")
        tables.append(rows.assign(decomposition=entry.name, measure=entry.measure, unit=unit))
    filled = [table for table in tables if len(table)]
    if not filled:
        return pd.DataFrame(columns=list(DECOMPOSITION_COLUMNS))
    every = pd.concat(filled, ignore_index=True)
    every["area_code"] = inputs.settings.authority
    every["status"] = np.where(every["value"].notna(), Status.PUBLISHED, Status.NOT_AVAILABLE)
    every["synthetic"] = every["synthetic"].astype(bool)
    if not inputs.settings.sample:
        every = every[~every["synthetic"]].reset_index(drop=True)
    words = every.select_dtypes(exclude=["number", "bool"]).columns
    return every[list(DECOMPOSITION_COLUMNS)].astype({word: "str" for word in words})


def _split_published_measure(entry: Decomposition, measure: PublishedMeasure, own: pd.DataFrame) -> pd.DataFrame:
    """Split the difference between borough and England by the two groups that a measure's file compares."""
    groups = measure.breakdown.compare if measure.breakdown else ()
    rows = own[own["category"].isin([SUMS, *groups]) & (own["period"] >= entry.starts) & own["value"].notna()]
    figures = {
        kind: rows[rows["area_type"] == kind].pivot(index="period", columns="category", values="value")
        for kind in (AreaType.BOROUGH, AreaType.ENGLAND)
    }
    sides = [table.reindex(columns=[SUMS, *groups]).dropna() for table in figures.values()]
    periods = sides[0].index.intersection(sides[1].index)
    if periods.empty:
        return pd.DataFrame()
    here, there = (side.loc[periods].to_numpy(dtype=np.float64) for side in sides)
    split, shares, reach = split_published_averages(
        here[:, 0], here[:, 1:], there[:, 0], there[:, 1:], rounded_to=entry.rounded_to
    )
    pairs = pd.DataFrame({"gap_type": GapType.BOROUGH_V_ENGLAND, "group_a": _name_borough(own), "group_b": "England",
                          "period": periods, "sources": " ".join(measure.tables)})  # fmt: skip
    synthetic = rows.groupby("period")["synthetic"].any().reindex(periods).to_numpy()
    notes = [f"the publisher rounds its figures, so this can be off by up to {_write_reach(far)}" for far in reach]
    sides_of_groups = [np.stack([share, 1.0 - share], axis=-1) for share in (shares[..., 0], shares[..., 1])]
    table = _make_rows_of_average_split(
        pairs.assign(synthetic=synthetic), split, groups,
        (*sides_of_groups, here[:, 1:], there[:, 1:]), (here[:, 0], there[:, 0]),
    )  # fmt: skip
    is_part = (table["category"] == SUMS) & (table["component"] != Component.TOTAL) & (table["note"] == "")
    return table.assign(note=table["note"].mask(is_part, table["period"].map(dict(zip(periods, notes, strict=True)))))


def _write_reach(reach: float) -> str:
    return f"{reach:.2f}".rstrip("0") if reach >= 0.1 else f"{reach:.2f}"


def _split_measure_of_sums(
    inputs: "MeasuringInputs", entry: Decomposition, measure: MeasureOfSums, own: pd.DataFrame
) -> pd.DataFrame:
    """Split the differences of a measure by its groups, or of a life expectancy by age."""
    sums = _sum_by_group(inputs, entry, measure)
    _refuse_groups_that_are_not_the_whole(entry, sums, own)
    tables = []
    for kind in entry.between:
        for compared in _compare_sides(inputs, measure, sums, kind, _name_borough(own)):
            is_synthetic = any(inputs.synthetic[name] for name in compared.pairs["sources"].iloc[0].split())
            pairs = compared.pairs.assign(synthetic=is_synthetic)
            tables.append(
                _split_life_expectancy(pairs, compared, sums)
                if isinstance(measure, LifeExpectancy)
                else _split_counts(pairs, compared, entry, measure)
            )
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _sum_by_group(inputs: "MeasuringInputs", entry: Decomposition, measure: MeasureOfSums) -> pd.DataFrame:
    """Return both sums of every group, a row an area and period, the columns (part, group); nan where one is missing.

    Areas are the borough, its fifths and England; and where tables come by MSOA or ward, those areas too.
    """
    by_group: list[MeasureOfSums] = [measure]
    keys: tuple[str, ...] = (BAND,)
    if not isinstance(measure, LifeExpectancy):
        keys = ()
        by_group = [
            replace(
                measure, name=f"{measure.name}:{number}", breakdowns=(),
                numerator=replace(measure.numerator, sum=group.numerator),
                denominator=replace(measure.denominator, sum=group.denominator),
            )
            for number, group in enumerate(entry.group)
        ]  # fmt: skip
    maps, frames = inputs.definitions.national.maps, []
    for table, sums_of_table in group_sums_by_table(by_group).items():
        areas = maps.smallest_areas_in(engine.list_columns(inputs.connection, table))
        frames.append(sum_for_areas(inputs.connection, table, sums_of_table, areas, keys, scanner=inputs.scanner))
    rows = pd.concat(frames, ignore_index=True)
    rows["group"] = (
        rows[BAND].str.extract(r"^(\d+)")[0] if keys else rows["measure"].str.rpartition(":")[2]
    ).astype(int)  # fmt: skip
    smallest = [area_map for area_map in maps.maps if area_map.whole in set(rows["lsoa_vintage"])]
    local = [(area_map.area_type, area_map.vintage) for area_map in smallest]
    is_local = pd.MultiIndex.from_frame(rows[["area_type", "vintage"]]).isin(local)
    larger = rows["area_type"].isin([AreaType.BOROUGH, AreaType.ENGLAND]) & rows["breakdown"].isin([SUMS, FIFTH])
    rows = rows[larger | is_local]
    amounts = rows["amount"].where(rows["missing"] == 0)
    sums = rows.assign(amount=amounts).pivot(index=AREA_OF_SUMS, columns=["part", "group"], values="amount")
    # A group that one of the tables lacks is missing there, not nobody.
    columns = pd.MultiIndex.from_product([PARTS, sorted(rows["group"].unique())], names=["part", "group"])
    return sums.reindex(columns=columns).sort_index()


def _refuse_groups_that_are_not_the_whole(entry: Decomposition, sums: pd.DataFrame, own: pd.DataFrame) -> None:
    """Raise a refusal where the groups of the borough or England do not add up to the measure's own sums."""
    whole = own[own["area_type"].isin([AreaType.BOROUGH, AreaType.ENGLAND]) & (own["breakdown"] == SUMS)]
    whole = whole.set_index(AREA_OF_SUMS)[list(PARTS)]
    added = sums.T.groupby(level="part").sum(min_count=1).T.reindex(index=whole.index, columns=list(PARTS))
    wrong = ((added - whole).abs() > AS_NEAR * whole.abs()).any(axis=1)
    if wrong.any():
        first = whole[wrong].index[0]
        raise CatalogueError(
            file="decompositions.toml",
            found=f"{entry.name}: groups that add up to {added.loc[first].to_dict()} in {first[1]}, {first[-1]}",
            expected=f"{whole.loc[first].to_dict()}, the sums of {entry.measure}",
            remedy="see that the groups hold everyone whom the measure counts, once",
        )  # fmt: skip


def _compare_sides(
    inputs: "MeasuringInputs", measure: MeasureOfSums, sums: pd.DataFrame, gap_type: GapType, borough: str
) -> Iterator[_ComparedSums]:
    """Yield the two sides of a gap in every period that both have."""
    tables = set(measure.tables)
    kinds = sums.index.get_level_values("area_type")
    parts = sums.index.get_level_values("breakdown")
    if gap_type == GapType.BOROUGH_V_ENGLAND:
        names: Sequence[str] = (borough, "England")
        sides = [sums[(kinds == kind) & (parts == SUMS)] for kind in (AreaType.BOROUGH, AreaType.ENGLAND)]
    elif (parts == FIFTH).any():
        names, tables = ENDS, tables | {"indices_of_deprivation"}
        categories = sums.index.get_level_values("category")
        sides = [sums[(parts == FIFTH) & (categories == end)] for end in (MOST, LEAST)]
    else:
        names, tables = ENDS_OF_LOCAL_AREAS, tables | {"indices_of_deprivation"}
        fifths = _assign_areas_of_sums_to_fifths(inputs, sums)
        codes = sums.index.get_level_values("area_code")
        own = [[code for code, fifth in fifths.items() if str(fifth) == end] for end in (MOST, LEAST)]
        sides = [sums[codes.isin(listed)].groupby(level="period").sum(min_count=len(listed)) for listed in own]
    sides = [side.droplevel([name for name in side.index.names if name != "period"]) for side in sides]
    periods = sides[0].index.intersection(sides[1].index)
    if len(periods):
        pairs = pd.DataFrame({"gap_type": gap_type, "group_a": names[0], "group_b": names[1], "period": periods,
                              "sources": " ".join(sorted(tables))})  # fmt: skip
        amounts = [tuple(side.loc[periods, part].to_numpy(np.float64) for part in PARTS) for side in sides]
        yield _ComparedSums(pairs, *amounts)


def _assign_areas_of_sums_to_fifths(inputs: "MeasuringInputs", sums: pd.DataFrame) -> dict[str, int]:
    """Return the fifths of the local areas that sums are of; none where they are of neighbourhoods."""
    held = set(sums.index.get_level_values("area_code"))
    for area_map in inputs.definitions.national.maps.maps:
        fifths = assign_local_areas_to_fifths(inputs.connection, area_map)
        if fifths and held >= set(fifths):
            return fifths
    return {}


def _split_counts(
    pairs: pd.DataFrame, compared: _ComparedSums, entry: Decomposition, measure: MeasureOfSums
) -> pd.DataFrame:
    split = split_averages_of_counts(
        *compared.first, *compared.second,
        of_people=measure.statistic == Statistic.PROPORTION,
        per=measure.per,
        with_limits=(entry.interval or measure.chance_interval) and not measure.estimated,
    )  # fmt: skip
    sides = (compared.first, compared.second)
    shares = [people / people.sum(axis=1, keepdims=True) for _, people in sides]
    figures = [measure.per * count / people for count, people in sides]
    averages = [measure.per * count.sum(axis=1) / people.sum(axis=1) for count, people in sides]
    names = [group.name for group in entry.group]
    return _make_rows_of_average_split(pairs, split, names, (*shares, *figures), averages)


def _split_life_expectancy(pairs: pd.DataFrame, compared: _ComparedSums, sums: pd.DataFrame) -> pd.DataFrame:
    starts = tuple(int(age) for age in sums[PARTS[0]].columns)
    split = split_life_expectancy_of_deaths(*compared.first, *compared.second, age_starts=starts)
    years = [compute_life_expectancy(*side, starts).expectancy.value for side in (compared.first, compared.second)]
    return _make_rows_of_life_expectancy_split(pairs, split, _name_age_bands(starts), years)


def _name_age_bands(starts: Sequence[int]) -> list[str]:
    """Return the ages of each band in words."""
    pairs = zip(starts, [*(start - 1 for start in starts[1:]), None], strict=True)
    return [
        f"{low} and over" if high is None else "under 1" if high == 0 else f"{low} to {high}" for low, high in pairs
    ]


def _make_rows_of_average_split(
    pairs: pd.DataFrame,
    split: AverageSplit,
    groups: Sequence[str],
    shares_and_figures: Sequence[Floats],
    averages: Sequence[Floats],
) -> pd.DataFrame:
    """Return a row for the difference, its two parts, and each group of either."""
    tables = [
        _make_part_rows(pairs, Component.TOTAL, SUMS, split.total, figure_a=averages[0], figure_b=averages[1]),
        _make_part_rows(pairs, Component.COMPOSITION, SUMS, split.composition),
        _make_part_rows(pairs, Component.RATES, SUMS, split.rates),
    ]
    by_group = {Component.COMPOSITION: split.composition_by_group, Component.RATES: split.rates_by_group}
    for component, estimate in by_group.items():
        for number, group in enumerate(groups):
            share_a, share_b, figure_a, figure_b = (values[:, number] for values in shares_and_figures)
            tables.append(
                _make_part_rows(
                    pairs, component, group, _select_group(estimate, number),
                    share_a=100 * share_a, share_b=100 * share_b, figure_a=figure_a, figure_b=figure_b,
                )
            )  # fmt: skip
    return _put_parts_of_each_pair_together(tables)


def _make_rows_of_life_expectancy_split(
    pairs: pd.DataFrame, split: LifeExpectancySplit, bands: Sequence[str], years: Sequence[Floats]
) -> pd.DataFrame:
    """Return a row for the difference, all of which comes of death rates, and each age."""
    ends = {"figure_a": years[0][:, 0], "figure_b": years[1][:, 0]}
    tables = [
        _make_part_rows(pairs, Component.TOTAL, SUMS, split.total, **ends),
        _make_part_rows(pairs, Component.RATES, SUMS, split.total),
    ]
    for number, band in enumerate(bands):
        expected = {"figure_a": years[0][:, number], "figure_b": years[1][:, number]}
        part = _select_group(split.by_age, number)
        tables.append(_make_part_rows(pairs, Component.RATES, band, part, **expected))
    return _put_parts_of_each_pair_together(tables)


def _select_group(estimate: Estimate, number: int) -> Estimate:
    parts = (part[:, number] for part in estimate.value_and_limits)
    return Estimate.of(parts, estimate.reason[:, number])


def _make_part_rows(
    pairs: pd.DataFrame, component: Component, category: str, estimate: Estimate, **facts: Any
) -> pd.DataFrame:
    plain = dict.fromkeys(("share_a", "share_b", "figure_a", "figure_b"), np.nan)
    return pairs.assign(
        component=component, category=category, value=estimate.value, lower_95=estimate.lower_95,
        upper_95=estimate.upper_95, note=estimate.reason, **{**plain, **facts},
    )  # fmt: skip


def _put_parts_of_each_pair_together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts, those of a period together and in the order of the parts."""
    return pd.concat(tables, ignore_index=True).sort_values("period", kind="stable", ignore_index=True)


def _name_borough(own: pd.DataFrame) -> str:
    return str(own.loc[own["area_type"] == AreaType.BOROUGH, "area_name"].iloc[0])
