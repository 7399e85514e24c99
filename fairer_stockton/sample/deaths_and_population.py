"""Deaths and person-years of five pooled years, by neighbourhood, sex and twenty age bands."""

from collections.abc import Iterator, Sequence

import numpy as np

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, gzip_bytes
from fairer_stockton.sample.model import SampleAreas
from fairer_stockton.schemas.staged.deaths_and_population import AGE_BANDS

SOURCE, PERIOD = "deaths_and_population", "2021-2025"
YEARS_TOGETHER = 5
STARTS = np.array([0, 1, *range(5, 95, 5)])


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the one file."""
    content = csv_bytes(
        [["lsoa21cd", "sex", "age_band", "deaths", "population"], *_generate_death_and_population_rows(sample_areas)]
    )
    name = f"{SOURCE}_{PERIOD}.csv"
    yield GeneratedExtract(SOURCE, PERIOD, f"{name}.gz", gzip_bytes(content), published_as=name)


def _generate_death_and_population_rows(sample_areas: SampleAreas) -> Iterator[Sequence[object]]:
    """Yield rows: death rates rise by a tenth with each year of age and with need, and are higher for males."""
    draw = RandomDraws(SOURCE)
    middle = np.append((STARTS[:-1] + STARTS[1:]) / 2, 94.0)
    width = np.diff(np.append(STARTS, 97))
    shape = width * 1 / (1 + np.exp((middle - 76) / 7))
    for area in sample_areas.own21.to_dict("records"):
        for sex, rate_ratio in (("Female", 1.0), ("Male", 1.4)):
            mix = shape * np.exp(draw.normal(0, 0.08, len(STARTS)) - 0.004 * area["need"] * (middle - 40))
            people = np.rint(YEARS_TOGETHER * area["residents"] / 2 * mix / mix.sum()).astype(int)
            rate = np.exp(-10.8 + 0.098 * middle) + 0.0001
            rate[0] = 0.003
            rate = np.minimum(rate * rate_ratio * np.exp(0.16 * area["need"]), 0.5)
            deaths = draw.binomial(people, rate)
            for band, dead, lived in zip(AGE_BANDS, deaths.tolist(), people.tolist(), strict=True):
                yield [area["code"], sex, band, dead, lived]
