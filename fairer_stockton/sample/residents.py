"""Residents by disability and ethnic group (census 2021) and by single year of age (mid-2020); loneliness by age."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, gzip_bytes
from fairer_stockton.sample.model import SampleAreas

# Group → share at average need, pull of need.
DISABILITY = {
    "Disabled under the Equality Act": (0.19, 0.2),
    "Not disabled under the Equality Act": (0.81, 0.0),
}
ETHNICITY = {
    "Asian, Asian British or Asian Welsh": (0.05, 0.4),
    "Black, Black British, Black Welsh, Caribbean or African": (0.012, 0.6),
    "Mixed or Multiple ethnic groups": (0.014, 0.3),
    "White": (0.91, 0.0),
    "Other ethnic group": (0.014, 0.5),
}
# Age band → share of England that is lonely often or always, in percent: invented, as all of the sample.
LONELY = {"16 to 24": 9.0, "25 to 34": 8.0, "35 to 49": 7.0, "50 to 64": 6.5, "65 to 74": 4.5, "75 and over": 5.5}
AGE_COLUMNS = (*map(str, range(90)), "90+")
# Where each of the sample's three ages of people starts: children, those between, and those of 60 and over.
CUTS = (0, 16, 60, len(AGE_COLUMNS))


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the three tables, as the mirror holds them."""
    areas = sample_areas.lsoa21
    disability = [
        [code, group, number, total, number / total]
        for code, total, group, number in _generate_residents_by_group(areas, DISABILITY)
    ]
    yield _make_gzipped_extract(
        "census_disability",
        "2021",
        "census_disability21_lsoa21_ew_long.csv",
        [["lsoa21_code", "disability", "n", "total_residents", "prop"], *disability],
    )
    ethnicity = [
        [code, total, group, number, number / total]
        for code, total, group, number in _generate_residents_by_group(areas, ETHNICITY)
    ]
    yield _make_gzipped_extract(
        "census_ethnicity",
        "2021",
        "census_ethnicity21_lsoa21_long.csv",
        [["lsoa21_code", "total_residents", "ethnic_group", "n", "prop"], *ethnicity],
    )
    for year, name in (("2017", "population17_lsoa11.csv"), ("2020", "population_mid2020_single_year_lsoa11.csv")):
        yield _make_gzipped_extract(
            "population_by_age", year, name, [*_generate_residents_by_age(sample_areas.lsoa11, year)]
        )
    yield GeneratedExtract(
        "loneliness_by_age",
        "2023-24",
        "loneliness_by_age_2023-24.csv",
        csv_bytes(
            [
                ["age_band", "percent", "lower_95", "upper_95", "respondents"],
                *([band, percent, percent - 0.8, percent + 0.8, 4000] for band, percent in LONELY.items()),
            ]
        ),
    )


def _make_gzipped_extract(source: str, period: str, file_name: str, rows: list[list[object]]) -> GeneratedExtract:
    return GeneratedExtract(source, period, f"{file_name}.gz", gzip_bytes(csv_bytes(rows)), published_as=file_name)


def _generate_residents_by_group(
    areas: pd.DataFrame, share_and_need_effect_by_group: Mapping[str, tuple[float, float]]
) -> Iterator[tuple[str, float, str, float]]:
    """Yield each area's code, residents, a group and its number; the groups add up to the residents."""
    draw = RandomDraws(f"residents: {', '.join(share_and_need_effect_by_group)}")
    weight = np.stack(
        [share * np.exp(pull * areas["need"].to_numpy()) for share, pull in share_and_need_effect_by_group.values()],
        axis=1,
    )
    residents = areas["residents"].to_numpy()
    counts = draw.multinomial(residents, weight / weight.sum(axis=1, keepdims=True))
    for code, total, numbers in zip(areas["code"], residents.tolist(), counts.tolist(), strict=True):
        for group, number in zip(share_and_need_effect_by_group, numbers, strict=True):
            yield code, float(total), group, float(number)


def _generate_residents_by_age(areas: pd.DataFrame, year: str) -> Iterator[list[object]]:
    """Yield rows: as many of each of the sample's three ages as it has, moved a little to a year before the census."""
    draw = RandomDraws(f"residents by single year of age {year}")
    yield ["lsoa11_name", "lsoa11_code", "total_population", *AGE_COLUMNS]
    middle = areas["residents"] - areas["children"] - areas["older"]
    people = np.stack([areas["children"], middle, areas["older"]], axis=1)
    people = np.rint(people * draw.normal(1.0, 0.01, people.shape)).astype(int)
    # About as many of each age up to 60, then fewer and fewer; all of 90 and over stand in the last column.
    shape = np.minimum(1.0, np.exp((62 - np.arange(len(AGE_COLUMNS))) / 14))
    shape[-1] *= 4
    parts = [shape[first:last] / shape[first:last].sum() for first, last in zip(CUTS, CUTS[1:], strict=False)]
    counts = np.hstack([draw.multinomial(people[:, position], part) for position, part in enumerate(parts)])
    ordered = areas.assign(position=np.arange(len(areas))).sort_values(["ladcd", "code"])
    for name, code, position in ordered[["name", "code", "position"]].itertuples(index=False):
        yield [name, code, float(counts[position].sum()), *map(float, counts[position])]
