"""Small tables by authority, and two by neighbourhood: overcrowded homes and indicators under the Indices."""

import io
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, gzip_bytes, workbook_bytes
from fairer_stockton.sample.local_datasets import StatisticsArea, list_areas
from fairer_stockton.sample.model import SampleAreas

GEOGRAPHY_KINDS = {"Nation": "Country", "Region": "Region"}
# Variable → its rate per 10,000 adults in England's last year, spread between areas, first year.
SCHEMES = {
    "Total insolvencies": (25.0, -4.0, 2012),
    "Debt relief orders": (5.0, -1.5, 2012),
    "Breathing spaces": (15.0, -3.0, 2021),
}
UNDERLYING = (
    "lsoa21_code",
    "income_domain_numerator",
    "income_deprivation_affecting_children_index_idaci_numerator",
    "income_deprivation_affecting_older_people_index_idaopi_numerator",
    "employment_domain_numerator",
    "adult_skills_and_english_language_proficiency_indicator",
    "entry_to_higher_education_indicator",
    "acute_morbidity_indicator",
    "comparative_illness_and_disability_ratio_indicator",
    "mental_health_indicator",
    "years_of_potential_life_lost_indicator",
    "violence_with_injury_rate_per_1_000_at_risk_population",
    "violence_without_injury_rate_per_1_000_at_risk_population",
    "stalking_and_harassment_rate_per_1_000_at_risk_population",
    "burglary_rate_per_1_000_at_risk_properties",
    "theft_rate_per_1_000_at_risk_population",
    "criminal_damage_rate_per_1_000_at_risk_population",
    "public_order_and_possession_of_weapons_rate_per_1_000_at_risk_population",
    "anti_social_behaviour_rate_per_1_000_at_risk_population",
    "connectivity_score",
    "owner_occupation_affordability_component_of_housing_affordability_indicator",
    "private_rental_affordability_component_of_housing_affordability_indicator",
    "housing_affordability_indicator",
    "digital_connectivity_broadband_download_and_upload_speeds",
    "core_homelessness_rate_percent_of_households",
    "patient_to_gp_ratio",
    "homelessness_indicator_rate_per_1_000_households",
    "household_overcrowding_indicator_rooms",
    "household_overcrowding_indicator_bedrooms",
)
# Rating → share at average need, pull of need.
RATINGS = {
    "+2 or more (under-occupied)": (0.36, -0.3),
    "+1 (under-occupied)": (0.34, 0.0),
    "0 (ideal)": (0.27, 0.2),
    "-1 (overcrowded)": (0.025, 0.5),
    "-2 or less (overcrowded)": (0.004, 0.6),
}


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield a file for each table."""
    yield GeneratedExtract("insolvencies", "2022", "insolvencies.parquet", _write_insolvencies_parquet())
    yield from _generate_life_expectancy_extracts()
    yield GeneratedExtract(
        "garden_space", "2020", "garden-space-2020.xlsx", workbook_bytes({"LAD gardens": _generate_garden_rows()})
    )
    yield GeneratedExtract("patients_per_gp", "2024", "england_underdoctored_areas.csv", _write_patients_per_gp_csv())
    yield GeneratedExtract("jobs_below_living_wage", "2022", "jobs-below-living-wage.csv", _write_low_pay_csv())
    name = "census_household_overcrowding21_lsoa21_long.csv"
    underlying = "iod2025_underlying_indicators_lsoa21.csv"
    content = gzip_bytes(csv_bytes(_generate_underlying_indicator_rows(sample_areas)))
    yield GeneratedExtract("iod_underlying", "2025", f"{underlying}.gz", content, published_as=underlying)
    yield GeneratedExtract(
        "census_overcrowding",
        "2021",
        f"{name}.gz",
        gzip_bytes(csv_bytes(_generate_overcrowding_rows(sample_areas))),
        published_as=name,
    )


def _unitary_authorities() -> list[StatisticsArea]:
    return [area for area in list_areas("local") if area.code.startswith("E06")]


def _write_insolvencies_parquet() -> bytes:
    draw = RandomDraws("insolvencies")
    rows = []
    for variable, (level, spread, first) in SCHEMES.items():
        for area in list_areas("england", "local"):
            kind = GEOGRAPHY_KINDS.get(area.geography, "Unitary Authority")
            adults = 150_000 if kind == "Unitary Authority" else 45_000_000
            for year in range(2012, 2023):
                rate = (level + spread * area.level) * (1 + 0.03 * (year - 2022)) + draw.normal(0, 0.5)
                count = float(round(max(rate, 0.5) * adults / 10_000))
                known = year >= first
                area_columns = (
                    str(year),
                    area.code,
                    area.name.upper() if kind != "Unitary Authority" else area.name,
                    kind,
                )
                rows.append((*area_columns, variable, count if known else None))
                rows.append(
                    (*area_columns, f"{variable} rate per 10,000 adults", count / adults * 10_000 if known else None)
                )
    names = ("date", "geography_code", "geography_name", "geography_type", "variable", "value")
    table = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    packed = io.BytesIO()
    pq.write_table(table, packed, compression="none")
    return packed.getvalue()


def _generate_life_expectancy_extracts() -> Iterator[GeneratedExtract]:
    draw = RandomDraws("life expectancy")
    header: list[object] = ["area_code", "area_name", "area_type", "period", "indicator", "measure", "unit", "value"]
    header += ["compared_to_England", "inequality"]
    files = {
        "life_expectancy": ("Life expectancy at birth", "Life expectancy", {"Male": 80.0, "Female": 84.0}, 1.2, 2024),
        "inequality_life_expectancy": (
            "Inequality in life expectancy at birth",
            "Slope Index of Inequality",
            {"Male": 10.0, "Female": 8.0},
            -2.0,
            2023,
        ),
    }
    for name, (indicator, measure, levels, spread, last) in files.items():
        rows: list[list[object]] = [header]
        for first in range(2015, last):
            for sex, level in levels.items():
                for area in (*list_areas("england"), *_unitary_authorities()):
                    kind = "Country" if area.group == "england" else "UA"
                    value = round(level + spread * area.level + draw.normal(0, 0.2) * area.width, 1)
                    period = f"{first} - {str(first + 2)[2:]}"
                    rows.append(
                        [area.code, area.name, kind, period, indicator, measure, "Years", value, "Not compared", sex]
                    )
        yield GeneratedExtract("fingertips_life_expectancy", "2026", f"{name}.csv", csv_bytes(rows))


def _generate_garden_rows() -> list[list[object]]:
    draw = RandomDraws("garden space")
    header: list[object] = ["LAD code", "LAD name", "Address count", "Adress with private outdoor space count"]
    header += ["Private outdoor space total area (m2)", "Percentage of adresses with private outdoor space"]
    header += ["Average size of private outdoor space (m2)"]
    rows: list[list[object]] = [header]
    for area in _unitary_authorities():
        addresses = int(draw.integers(40_000, 90_000))
        own = round(addresses * (0.93 + 0.01 * area.level))
        rows.append([area.code, area.name, addresses, own, own * 215.5, round(own / addresses, 3), 215.5])
    return rows


def _write_patients_per_gp_csv() -> bytes:
    draw = RandomDraws("patients per general practitioner")
    rows: list[list[object]] = [["ltla24_code", "total_patients", "total_gp_fte", "patients_per_gp"]]
    for area in _unitary_authorities():
        patients, posts = int(draw.integers(90_000, 220_000)), round(float(draw.uniform(60, 130)), 3)
        rows.append([area.code, patients, posts, patients / posts])
    return csv_bytes(rows)


def _write_low_pay_csv() -> bytes:
    draw = RandomDraws("jobs below the living wage")
    rows: list[list[object]] = [
        ["date", "geography_name", "geography_code", "sex", "hours", "variable_name", "value"],
    ]
    for area in list_areas("local"):
        name = area.name if area.code.startswith("E12") else f"{area.name} UA"
        for sex, extra in (("All", 0.0), ("Female", 3.0), ("Male", -3.0)):
            share = round(14.0 - 1.5 * area.level + extra + float(draw.normal(0, 0.5)), 1)
            hidden = sex != "All" and draw.random() < 0.3
            rows.append([2022, name, area.code, sex, "All", "number_of_jobs_000s", "NA" if hidden else round(share)])
            rows.append([2022, name, area.code, sex, "All", "percent", "NA" if hidden else share])
    return csv_bytes(rows)


def _generate_underlying_indicator_rows(sample_areas: SampleAreas) -> Iterator[list[object]]:
    """Yield the file's own columns, all empty but the one that is staged: the publisher leaves many so."""
    draw = RandomDraws("underlying indicators")
    yield list(UNDERLYING)
    scores = 65 - 2 * sample_areas.lsoa21["need"].to_numpy() + draw.normal(0, 9, len(sample_areas.lsoa21))
    english = sample_areas.lsoa21["code"].str.startswith("E")
    for code, score in zip(sample_areas.lsoa21.loc[english, "code"], scores[english].clip(3, 99).round(3), strict=True):
        yield [code, *(float(score) if name == "connectivity_score" else "" for name in UNDERLYING[1:])]


def _generate_overcrowding_rows(sample_areas: SampleAreas) -> Iterator[list[object]]:
    draw = RandomDraws("overcrowding")
    yield ["lsoa21_code", "total_households", "occupancy_rating", "n", "prop"]
    areas: pd.DataFrame = sample_areas.lsoa21
    shares = np.stack([share * np.exp(pull * areas["need"].to_numpy()) for share, pull in RATINGS.values()], axis=1)
    shares /= shares.sum(axis=1, keepdims=True)
    homes = np.rint(areas["residents"].to_numpy() / 2.3).astype(int)
    counts = draw.multinomial(homes, shares)
    for code, total, row in zip(areas["code"], homes.tolist(), counts.tolist(), strict=True):
        for rating, number in zip(RATINGS, row, strict=True):
            yield [code, float(total), rating, float(number), number / total]
