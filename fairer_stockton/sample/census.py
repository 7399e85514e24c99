"""Census 2021 bulk zips: tenure (TS054), socio-economic classification (TS062), qualifications (TS067)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, make_uncompressed_zip
from fairer_stockton.sample.model import SampleAreas


@dataclass(frozen=True)
class CensusTopic:
    """One topic summary: what is counted, and its columns.

    A column is (label, share at average need, pull of need); a sub-total is (label, how many of the columns after it it
    adds up), with no share of its own.
    """

    table: str
    title: str
    prefix: str
    total: str
    metadata: str
    columns: tuple[tuple[str, float, float] | tuple[str, int], ...]


TOPICS = (
    CensusTopic(
        "ts054",
        "Tenure",
        "Tenure of household",
        "All households",
        "ts054-2021-2.txt",
        (
            ("Owned", 2),
            ("Owned: Owns outright", 0.29, -0.35),
            ("Owned: Owns with a mortgage or loan", 0.27, -0.25),
            ("Shared ownership", 1),
            ("Shared ownership: Shared ownership", 0.006, 0.0),
            ("Social rented", 2),
            ("Social rented: Rents from council or Local Authority", 0.12, 0.6),
            ("Social rented: Other social rented", 0.13, 0.5),
            ("Private rented", 2),
            ("Private rented: Private landlord or letting agency", 0.16, 0.3),
            ("Private rented: Other private rented", 0.022, 0.1),
            ("Lives rent free", 0.002, 0.0),
        ),
    ),
    CensusTopic(
        "ts062",
        "NS-SeC",
        "National Statistics Socio-economic Classification (NS-SEC)",
        "All usual residents aged 16 years and over",
        "ts062-2021-1.txt",
        (
            ("L1, L2 and L3 Higher managerial, administrative and professional occupations", 0.1, -0.5),
            ("L4, L5 and L6 Lower managerial, administrative and professional occupations", 0.2, -0.3),
            ("L7 Intermediate occupations", 0.12, -0.1),
            ("L8 and L9 Small employers and own account workers", 0.1, -0.1),
            ("L10 and L11 Lower supervisory and technical occupations", 0.06, 0.05),
            ("L12 Semi-routine occupations", 0.13, 0.2),
            ("L13 Routine occupations", 0.13, 0.3),
            ("L14.1 and L14.2 Never worked and long-term unemployed", 0.09, 0.55),
            ("L15 Full-time students", 0.07, 0.1),
        ),
    ),
    CensusTopic(
        "ts067",
        "Highest level of qualification",
        "Highest level of qualification",
        "All usual residents aged 16 years and over",
        "ts067-2021-1.txt",
        (
            ("No qualifications", 0.22, 0.35),
            ("Level 1 and entry level qualifications", 0.1, 0.1),
            ("Level 2 qualifications", 0.14, 0.02),
            ("Apprenticeship", 0.06, -0.05),
            ("Level 3 qualifications", 0.18, -0.05),
            ("Level 4 qualifications and above", 0.27, -0.35),
            ("Other qualifications", 0.03, 0.1),
        ),
    ),
)
METADATA = """Title: {title}
Description: A generated sample in the layout of the Census 2021 bulk downloads. Its counts are invented.
Issued: not issued
Unit of measure: {unit}
Usage Notes: Counts of larger areas are nudged a little, as the published ones are: parts do not add exactly to wholes.
"""


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield one zip for each topic, with its LSOA, local authority, region and country members."""
    for topic in TOPICS:
        members = {
            f"census2021-{topic.table}-{level}.csv": csv_bytes(rows)
            for level, rows in _generate_rows_by_area_level(topic, sample_areas)
        }
        text = METADATA.format(title=topic.title, unit=topic.total).replace("\n", "\r\n")
        members[f"metadata/{topic.metadata}"] = text.encode()
        yield GeneratedExtract(
            f"census_{topic.table}", "2021", f"census2021-{topic.table}.zip", make_uncompressed_zip(members)
        )


def _generate_rows_by_area_level(
    topic: CensusTopic, sample_areas: SampleAreas
) -> Iterator[tuple[str, list[list[object]]]]:
    draw = RandomDraws(f"census {topic.table}")
    areas = sample_areas.lsoa21
    adults = areas["residents"] - areas["children"]
    units = (areas["households"] if topic.table == "ts054" else adults).to_numpy()
    counts = draw.multinomial(units, _compute_shares_by_need(topic, areas["need"].to_numpy()))
    in_england = areas["rgncd"].str.startswith("E")
    countries = pd.concat(
        [
            _add_random_errors_to_sums(counts[in_england].sum(axis=0)[None, :], ["England"], ["E92000001"], draw),
            _add_random_errors_to_sums(counts.sum(axis=0)[None, :], ["England and Wales"], ["K04000001"], draw),
            _add_random_errors_to_sums(counts[~in_england].sum(axis=0)[None, :], ["Wales"], ["W92000004"], draw),
        ]
    )
    yield "ctry", _make_census_rows(topic, countries)
    yield "lsoa", _make_census_rows(topic, pd.DataFrame(counts, index=[areas["name"], areas["code"]]))
    yield (
        "ltla",
        _make_census_rows(topic, _sum_by_area_with_random_errors(counts, areas["ladnm"], areas["ladcd"], draw)),
    )
    yield "rgn", _make_census_rows(topic, _sum_by_area_with_random_errors(counts, areas["rgnnm"], areas["rgncd"], draw))


def _compute_shares_by_need(topic: CensusTopic, need: np.ndarray) -> np.ndarray:
    parts = [column for column in topic.columns if len(column) == 3]
    weight = np.exp([[np.log(share) + pull * score for _, share, pull in parts] for score in need])
    return weight / weight.sum(axis=1, keepdims=True)


def _sum_by_area_with_random_errors(
    counts: np.ndarray, area_names: pd.Series, area_codes: pd.Series, draw: RandomDraws
) -> pd.DataFrame:
    sums = pd.DataFrame(counts).groupby([area_codes.to_numpy(), area_names.to_numpy()]).sum()
    return _add_random_errors_to_sums(
        sums.to_numpy(), [name for _, name in sums.index], [code for code, _ in sums.index], draw
    )


def _add_random_errors_to_sums(
    sums: np.ndarray, area_names: list[str], area_codes: list[str], draw: RandomDraws
) -> pd.DataFrame:
    nudged = np.maximum(sums + draw.integers(-4, 5, sums.shape), 0)
    return pd.DataFrame(nudged, index=[area_names, area_codes])


def _make_census_rows(topic: CensusTopic, areas: pd.DataFrame) -> list[list[object]]:
    headers = [
        f"{topic.prefix}: {label}" for label in (f"Total: {topic.total}", *(column[0] for column in topic.columns))
    ]
    rows: list[list[object]] = [["date", "geography", "geography code", *headers]]
    for (name, code), counts in zip(areas.index, areas.to_numpy().tolist(), strict=True):
        rows.append(["2021", name, code, sum(counts), *_insert_sub_totals(topic, counts)])
    return rows


def _insert_sub_totals(topic: CensusTopic, counts: list[int]) -> Iterator[int]:
    position = 0
    for column in topic.columns:
        if len(column) == 2:
            yield sum(counts[position : position + column[1]])
        else:
            yield counts[position]
            position += 1
