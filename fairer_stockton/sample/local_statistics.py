"""Explore Local Statistics: eleven datasets, each with its own columns, line endings, periods and kind of interval."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from fairer_stockton.sample import low_income
from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes
from fairer_stockton.sample.local_datasets import (
    DATASETS,
    UNRELIABLE,
    Dataset,
    IndicatorSeries,
    StatisticsArea,
    list_areas,
)
from fairer_stockton.sample.model import SampleAreas

CHILDREN_AFTER_HOUSING = "Children in relative poverty after housing costs"
AFTER_HOUSING_PERIODS = ("2023-04-01/P1Y", "2024-04-01/P1Y")


@dataclass(frozen=True)
class ObservationRow:
    """One observation, by the names of its columns."""

    areacd: str
    areanm: str
    geography: str
    indicator: str
    period: str
    measure: str
    unit: str
    observation: str = ""
    lci_95: str = ""
    uci_95: str = ""
    status: str = ""
    notes: str = ""


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield one file for each dataset."""
    for dataset in DATASETS:
        draw = RandomDraws(f"local statistics {dataset.file}")
        rows = [
            row
            for series in dataset.series
            for area in list_areas(*dataset.groups)
            for row in _generate_series_rows(dataset, series, area, draw)
        ]
        if dataset.file == "children-in-relative-poverty":
            rows = _replace_with_low_income_shares(rows, sample_areas)
        lines = [[getattr(row, column) for column in dataset.columns] for row in rows]
        content = csv_bytes([list(dataset.columns), *lines], with_byte_order_mark=dataset.bom, newline=dataset.newline)
        yield GeneratedExtract("ons_els", "2026", f"{dataset.file}.csv", content)


def _generate_series_rows(
    dataset: Dataset, series: IndicatorSeries, area: StatisticsArea, draw: RandomDraws
) -> list[ObservationRow]:
    periods = AFTER_HOUSING_PERIODS if series.indicator == CHILDREN_AFTER_HOUSING else dataset.periods
    level = series.centre + series.spread * area.level + draw.normal(0, abs(series.spread) * 0.15)
    years = np.arange(len(periods)) - len(periods) + 1
    values = level * (1 + series.growth) ** years + draw.normal(0, series.noise, len(periods)) * area.width
    rows = [
        _make_observation_row(dataset, series, area, period, round(value, dataset.decimals))
        for period, value in zip(periods, values.tolist(), strict=True)
    ]
    # Periods stand in no order in the published files.
    return [rows[position] for position in draw.permutation(range(len(rows)))]


def _make_observation_row(
    dataset: Dataset, series: IndicatorSeries, area: StatisticsArea, period: str, value: float
) -> ObservationRow:
    row = ObservationRow(area.code, area.name, area.geography, series.indicator, period, series.measure, series.unit)
    status = area.status(period) if dataset.marks else ""
    if status:
        return replace(row, status=status, notes=UNRELIABLE if dataset.explains else "")
    lower, upper = _write_interval_limits(dataset, series, area, value)
    shown = str(int(value)) if dataset.decimals == 0 else str(value)
    notes = dataset.aggregated if area.aggregated else ""
    return replace(row, observation=shown, lci_95=lower, uci_95=upper, notes=notes)


def _write_interval_limits(
    dataset: Dataset, series: IndicatorSeries, area: StatisticsArea, value: float
) -> tuple[str, str]:
    """Return the limits as published: bare sums of floats in some files, rounded in others, none in others again."""
    half = round(series.half_width * area.width, max(dataset.decimals, 1))
    if dataset.interval == "bare":
        return str(value - half), str(value + half)
    if dataset.interval == "rounded":
        return str(round(value - half, dataset.decimals)), str(round(value + half, dataset.decimals))
    if dataset.interval == "relative":
        error = value * half / 100
        return str(value - 1.96 * error), str(value + 1.96 * error)
    return "", ""


def _replace_with_low_income_shares(rows: list[ObservationRow], sample_areas: SampleAreas) -> list[ObservationRow]:
    """Return the rows with the shares of the low income tables, which this dataset repeats to eight places."""
    authorities = low_income.count_poor_children_by_authority(sample_areas).to_dict("records")
    tables = {table["ladcd"]: table for table in authorities} | {
        "K02000001": low_income.count_poor_children_of_country(sample_areas)
    }
    poor = dict(zip(AFTER_HOUSING_PERIODS, ("poor_2024", "poor_2025"), strict=True))

    def agree(row: ObservationRow) -> ObservationRow:
        if row.areacd not in tables:
            return row
        table = tables[row.areacd]
        share = 100 * table[poor.get(row.period, "poor_2024")] / table["children"]
        if row.indicator != CHILDREN_AFTER_HOUSING:
            # Before housing costs fewer are poor; the drawn value's fraction keeps the years apart.
            share = share * 0.84 + (float(row.observation) % 1) / 2
        return replace(row, observation=str(round(share, 8)))

    return [agree(row) for row in rows]
