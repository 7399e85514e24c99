"""Modelled figures: England's rates applied to local people, with limits that allow for how areas differ."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.modelled_estimates import MODELLED_ESTIMATES, HiddenAnswers, ModelledEstimate
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.statistics.estimate import Z_95, Floats
from fairer_stockton.statistics.synthetic_estimates import (
    compute_sampling_error,
    compute_share_limits,
    estimate_share,
)
from fairer_stockton.uses.packs.figures import PackFigure, start_figure
from fairer_stockton.uses.packs.hidden_answers import TABLES_OF_LARGER_AREAS, CheckedQuestion, find_safe_spread

ABOUT_MODELLED = "modelled, not measured"
VERDICT_OF_MODELLED = "modelled: not compared or ranked"
MODELLED_AREAS = (AreaType.BOROUGH, AreaType.WARD)
VINTAGES = {"lsoa11cd": "2011", "lsoa21cd": "2021"}
COLUMNS_OF_RATES = ("age_band", "period", "percent", "lower_95", "upper_95")
RESIDENTS_NOT_KNOWN = "of some neighbourhood the residents of these ages are not known"
NOBODY_OF_THESE_AGES = "nobody of these ages lives there"


class NationalRates(NamedTuple):
    """England's rates, a part of 1 for each age band, with their standard errors, and when and where they are from."""

    rates: Floats
    errors: Floats
    is_by_age: bool
    period: str
    source: str
    synthetic: bool


@dataclass(frozen=True)
class ModelledMeasure:
    """A measure with its modelled figures, or why there are none.

    Attributes:
        figures: one for the borough, then one for each ward by its name.
        rates: what they are made from.
        period_of_residents: the year of the residents.
        measured: titles of measures of the same subject that the edition has measured here.
        why_none: why nothing is modelled; empty where something is.
    """

    estimate: ModelledEstimate
    measure: Measure
    figures: tuple[PackFigure, ...] = ()
    rates: NationalRates | None = None
    period_of_residents: str = ""
    measured: tuple[str, ...] = ()
    why_none: str = ""


def model_measures(
    edition: Edition,
    staged: Path,
    synthetic: Mapping[str, bool],
    estimates: Sequence[ModelledEstimate],
    checked: Sequence[CheckedQuestion],
) -> list[ModelledMeasure]:
    """Return each declared measure with its modelled figures.

    Args:
        edition: the edition in force.
        staged: the folder of staged tables.
        synthetic: of each staged table that is held, whether it rests on the generated sample.
        estimates: what is declared.
        checked: the questions by which such estimates were tested.

    Raises:
        CatalogueError: the age bands of a table are not those that are declared for it.
    """
    return [_model_measure(edition, staged, synthetic, estimate, checked) for estimate in estimates]


def list_tables_read(
    edition: Edition, estimates: Sequence[ModelledEstimate], questions: Sequence[HiddenAnswers], held: Collection[str]
) -> list[str]:
    """Return the names of the staged tables, of those held, that modelled figures and their test rest on."""
    of_estimates = {
        table
        for estimate in estimates
        for table in (estimate.residents, estimate.rates, *edition.definitions.measures[estimate.measure].tables)
    }
    return sorted({*of_estimates, *(question.table for question in questions), *TABLES_OF_LARGER_AREAS} & {*held})


def _model_measure(
    edition: Edition,
    staged: Path,
    synthetic: Mapping[str, bool],
    estimate: ModelledEstimate,
    checked: Sequence[CheckedQuestion],
) -> ModelledMeasure:
    measure = edition.definitions.measures[estimate.measure]
    measured = tuple(
        edition.definitions.measures[name].title for name in estimate.measured if _has_local_figure(edition, name)
    )
    if why := _find_why_not_modelled(edition, synthetic, estimate, checked):
        return ModelledMeasure(estimate, measure, measured=measured, why_none=why)
    rates = _read_rates_by_age(staged, synthetic, estimate) or _read_national_rate(edition, estimate)
    if rates is None:
        source = edition.definitions.source_titles.get(estimate.rates or measure.tables[0], "")
        return ModelledMeasure(estimate, measure, measured=measured, why_none=f"no national rate is held: {source}")
    if not 0 < rates.rates.sum() < len(rates.rates):
        why = "the national rate is 0 or 100%, which has no margin"
        return ModelledMeasure(estimate, measure, measured=measured, why_none=why)
    residents, period = _sum_residents(edition, staged, estimate)
    figures = [
        figure
        for area_type in MODELLED_AREAS
        for figure in _make_figures(
            measure,
            residents[residents["area_type"] == area_type],
            rates,
            find_safe_spread(checked, area_type),
            synthetic=rates.synthetic or synthetic[estimate.residents] or any(each.synthetic for each in checked),
            estimate=estimate,
        )
    ]
    if not figures or not figures[0].has_value:
        return ModelledMeasure(estimate, measure, measured=measured, why_none=RESIDENTS_NOT_KNOWN)
    return ModelledMeasure(estimate, measure, tuple(figures), rates, period, measured)


def _has_local_figure(edition: Edition, measure_name: str) -> bool:
    rows = edition.select_observations(measure_name, area_type=AreaType.BOROUGH, breakdown="all")
    return any(row.has_value for row in rows)


def _find_why_not_modelled(
    edition: Edition,
    synthetic: Mapping[str, bool],
    estimate: ModelledEstimate,
    checked: Sequence[CheckedQuestion],
) -> str:
    if _has_local_figure(edition, estimate.measure):
        return "it is measured: see its figure in the report"
    if estimate.residents not in synthetic:
        return f"residents by age are not held: {edition.definitions.source_titles[estimate.residents]}"
    if any(np.isnan(find_safe_spread(checked, area_type)) for area_type in MODELLED_AREAS):
        return "too few census tables are held that show how far off an estimate may be"
    return ""


def _read_rates_by_age(staged: Path, synthetic: Mapping[str, bool], estimate: ModelledEstimate) -> NationalRates | None:
    """Return the latest rates by age, in the order of the declared bands; nothing where they are not held."""
    if estimate.rates not in synthetic:
        return None
    table = pd.read_parquet(staged / f"{estimate.rates}.parquet")
    _refuse_missing_columns(estimate, "rates", estimate.rates, table, COLUMNS_OF_RATES)
    latest = table[table["period"] == table["period"].max()].set_index("age_band")
    if set(latest.index) != set(estimate.bands):
        raise CatalogueError(
            file=MODELLED_ESTIMATES, part=f"[{estimate.name}.bands]",
            found=f"in {estimate.rates}: {', '.join(latest.index)}", expected=", ".join(estimate.bands),
            remedy="write the publisher's bands, each with the columns that it is",
        )  # fmt: skip
    ordered = latest.loc[list(estimate.bands)]
    errors = (ordered["upper_95"] - ordered["lower_95"]).to_numpy(float) / (2 * Z_95)
    return NationalRates(
        ordered["percent"].to_numpy(float) / 100,
        errors / 100,
        True,
        str(table["period"].max()),
        estimate.rates,
        synthetic[estimate.rates],
    )


def _refuse_missing_columns(
    estimate: ModelledEstimate, key: str, table_name: str, table: pd.DataFrame, columns: Sequence[str]
) -> None:
    if missing := [column for column in columns if column not in table]:
        raise CatalogueError(
            file=MODELLED_ESTIMATES, part=f"[{estimate.name}] {key}", found=f"{table_name} without {missing[0]!r}",
            expected=f"of its columns: {', '.join(table.columns)}", remedy="correct it, or name another source",
        )  # fmt: skip


def _read_national_rate(edition: Edition, estimate: ModelledEstimate) -> NationalRates | None:
    """Return England's latest figure as the rate of every age; nothing where the edition has none with limits."""
    rows = edition.select_observations(estimate.measure, area_type=AreaType.ENGLAND, breakdown="all")
    row: ObservationRow | None = find_latest_row_with_value(rows)
    if row is None or not row.has_value or not row.has_interval:
        return None
    error = (row.upper_95 - row.lower_95) / (2 * Z_95)
    every = np.ones(len(estimate.bands))
    return NationalRates(row.value / 100 * every, error / 100 * every, False, row.period, row.sources, row.synthetic)


def _sum_residents(edition: Edition, staged: Path, estimate: ModelledEstimate) -> tuple[pd.DataFrame, str]:
    """Return the latest residents of the borough and its wards, a column for each age band, and of when they are.

    A place has nan where the residents of one of its neighbourhoods are not known.
    """
    table = pd.read_parquet(staged / f"{estimate.residents}.parquet")
    columns = ["period", *(column for columns in estimate.bands.values() for column in columns)]
    _refuse_missing_columns(estimate, "residents, bands", estimate.residents, table, columns)
    code = next((name for name in VINTAGES if name in table), " or ".join(VINTAGES))
    _refuse_missing_columns(estimate, "residents", estimate.residents, table, [code])
    latest = table[table["period"] == table["period"].max()]
    held = edition.memberships[edition.memberships["lsoa_vintage"] == VINTAGES[code]]
    is_wanted = (held["area_type"] == AreaType.BOROUGH) | (
        (held["area_type"] == AreaType.WARD) & (held["vintage"] == edition.ward_vintage)
    )
    placed = held[is_wanted].merge(latest, how="left", left_on="lsoacd", right_on=code, validate="many_to_one")
    counted = {band: placed[list(columns)].to_numpy(float).sum(axis=1) for band, columns in estimate.bands.items()}
    parts = placed[["area_type", "area_code", "area_name"]].assign(
        **{band: people * placed["share"].to_numpy(float) for band, people in counted.items()}
    )
    by_area = parts.groupby(["area_type", "area_code", "area_name"], sort=True)[list(counted)]
    summed = by_area.sum().where(by_area.count().eq(by_area.size(), axis=0)).reset_index()
    return summed.sort_values(["area_type", "area_name"], ignore_index=True), str(table["period"].max())


def _make_figures(
    measure: Measure,
    residents: pd.DataFrame,
    rates: NationalRates,
    spread: float,
    *,
    synthetic: bool,
    estimate: ModelledEstimate,
) -> list[PackFigure]:
    """Return a figure for each area: the share and the people that it would be, with limits."""
    people = residents[list(estimate.bands)].to_numpy(float)
    everyone = people.sum(axis=1)
    people = np.where(everyone[:, None] > 0, people, np.nan)
    share = estimate_share(people, rates.rates)
    # One national figure stands for every age: its error is shared, and does not shrink with the number of bands.
    error = compute_sampling_error(people, rates.errors) if rates.is_by_age else np.full(len(share), rates.errors[0])
    low, high = compute_share_limits(share, error, spread)
    columns = (residents["area_name"], residents["area_code"], share, low, high, everyone)
    return [
        replace(
            start_figure(measure, ABOUT_MODELLED, name, code),
            value=of * 100,
            lower_95=least * 100,
            upper_95=most * 100,
            period=rates.period,
            people=of * number,
            out_of=number,
            missing=RESIDENTS_NOT_KNOWN if np.isnan(number) else "" if number > 0 else NOBODY_OF_THESE_AGES,
            verdict=VERDICT_OF_MODELLED,
            synthetic=synthetic,
            sources=f"{rates.source}, {estimate.residents}",
        )
        for name, code, of, least, most, number in zip(*columns, strict=True)
    ]
