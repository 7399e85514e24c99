"""English Indices of Deprivation: File 7 of 2015 (overall index only), 2019 and 2025."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes
from fairer_stockton.sample.model import SampleAreas, logistic

RANK = "Rank (where 1 is most deprived)"
DECILE = "Decile (where 1 is most deprived 10% of LSOAs)"
IMD = "Index of Multiple Deprivation (IMD)"
# The published 2025 file cuts one header short.
CUT_SHORT = {f"Children and Young People Sub-domain {DECILE}": -4}

POPULATIONS_2019 = (
    "Total population: mid 2015 (excluding prisoners)",
    "Dependent Children aged 0-15: mid 2015 (excluding prisoners)",
    "Population aged 16-59: mid 2015 (excluding prisoners)",
    "Older population aged 60 and over: mid 2015 (excluding prisoners)",
    "Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners) ",
)
POPULATIONS_2025 = (
    "Total population: mid 2022",
    "Dependent Children aged 0-15: mid 2022",
    "Older population aged 60 and over: mid 2022",
    "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022",
)


@dataclass(frozen=True)
class DeprivationDomain:
    """A domain or sub-domain: its name in headers, weight in the index, pull of need on it, and what its score is."""

    name: str
    weight: float
    pull: float
    score: str
    centre: float = 0.0
    spread: float = 1.0

    @property
    def headers(self) -> list[str]:
        """The three column headers."""
        suffix = " (rate)" if self.score == "rate" and "Sub-domain" not in self.name else ""
        return [f"{self.name} Score{suffix}", f"{self.name} {RANK}", f"{self.name} {DECILE}"]


DOMAINS = (
    DeprivationDomain("Income", 0.225, 0.95, "rate", -2.0, 0.8),
    DeprivationDomain("Employment", 0.225, 0.93, "rate", -2.2, 0.7),
    DeprivationDomain("Education, Skills and Training", 0.135, 0.88, "transformed"),
    DeprivationDomain("Health Deprivation and Disability", 0.135, 0.88, "standard", 0.0, 0.9),
    DeprivationDomain("Crime", 0.093, 0.75, "standard", 0.0, 0.8),
    DeprivationDomain("Barriers to Housing and Services", 0.093, -0.25, "transformed"),
    DeprivationDomain("Living Environment", 0.093, 0.3, "transformed"),
    DeprivationDomain("Income Deprivation Affecting Children Index (IDACI)", 0, 0.9, "rate", -1.7, 0.8),
    DeprivationDomain("Income Deprivation Affecting Older People (IDAOPI)", 0, 0.85, "rate", -1.6, 0.7),
    DeprivationDomain("Children and Young People Sub-domain", 0, 0.85, "standard", 0.0, 0.9),
    DeprivationDomain("Adult Skills Sub-domain", 0, 0.88, "rate", -1.2, 0.5),
    DeprivationDomain("Geographical Barriers Sub-domain", 0, -0.4, "standard", 0.0, 0.9),
    DeprivationDomain("Wider Barriers Sub-domain", 0, 0.5, "standard", 0.0, 3.0),
    DeprivationDomain("Indoors Sub-domain", 0, 0.35, "standard", 0.0, 0.6),
    DeprivationDomain("Outdoors Sub-domain", 0, 0.25, "standard", 0.0, 0.8),
)


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield File 7 of each edition."""
    source = "indices_of_deprivation"
    yield GeneratedExtract(
        source,
        "2015",
        "File_7_ID_2015_IMD_columns_only.csv",
        csv_bytes(_make_edition_table(sample_areas.english11, "2015", 2011, 2013, with_domains=False)),
        published_as="File_7_ID_2015_All_ranks__deciles_and_scores_for_the_Indices_of_Deprivation__"
        "and_population_denominators.csv",
    )
    yield GeneratedExtract(
        source,
        "2019",
        "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv",
        csv_bytes(_make_edition_table(sample_areas.english11, "2019", 2011, 2019)),
    )
    yield GeneratedExtract(
        source,
        "2025",
        "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
        csv_bytes(_make_edition_table(sample_areas.english21, "2025", 2021, 2024)),
    )


def _make_edition_table(
    areas: pd.DataFrame, edition: str, lsoa_year: int, district_year: int, *, with_domains: bool = True
) -> list[list[object]]:
    draw = RandomDraws(f"indices of deprivation {edition}")
    columns: dict[str, list[str]] = {
        f"LSOA code ({lsoa_year})": areas["code"].tolist(),
        f"LSOA name ({lsoa_year})": areas["name"].tolist(),
        f"Local Authority District code ({district_year})": areas["ladcd"].tolist(),
        f"Local Authority District name ({district_year})": areas["ladnm"].tolist(),
    }
    need = areas["need"].to_numpy() + draw.normal(0, 0.2, len(areas))
    levels = [domain.pull * need + draw.normal(0, 0.45, len(areas)) for domain in DOMAINS]
    ranks = [_rank_areas(level) for level in levels]
    overall = np.sum(
        [domain.weight * _transform_ranks_exponentially(rank) for domain, rank in zip(DOMAINS, ranks, strict=True)],
        axis=0,
    )
    columns |= _write_score_rank_and_decile(
        [f"{IMD} Score", f"{IMD} {RANK}", f"{IMD} {DECILE}"], overall, _rank_areas(overall)
    )
    if with_domains:
        for domain, level, rank in zip(DOMAINS, levels, ranks, strict=True):
            columns |= _write_score_rank_and_decile(domain.headers, _compute_domain_score(domain, level, rank), rank)
        columns |= (
            _generate_populations_of_edition_2019(areas, draw)
            if edition == "2019"
            else _generate_populations_of_edition_2025(areas, draw)
        )
    headers = [name[: CUT_SHORT.get(name)] if edition == "2025" else name for name in columns]
    return [headers, *map(list, zip(*columns.values(), strict=True))]


def _rank_areas(deprivation_levels: np.ndarray) -> np.ndarray:
    """Rank areas, 1 for the most deprived, no ties."""
    ranks = np.empty(len(deprivation_levels), dtype=int)
    ranks[np.argsort(-deprivation_levels, kind="stable")] = np.arange(1, len(deprivation_levels) + 1)
    return ranks


def _transform_ranks_exponentially(ranks: np.ndarray) -> np.ndarray:
    """Spread ranks over 0 to 100, stretched at the deprived end: the exponential transformation of the Indices."""
    share = 1 - (ranks - 1) / len(ranks)
    return -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))


def _compute_domain_score(domain: DeprivationDomain, deprivation_levels: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    if domain.score == "transformed":
        return _transform_ranks_exponentially(ranks)
    scaled = domain.centre + domain.spread * deprivation_levels
    return logistic(scaled) if domain.score == "rate" else scaled


def _write_score_rank_and_decile(headers: list[str], scores: np.ndarray, ranks: np.ndarray) -> dict[str, list[str]]:
    decile = -(-10 * ranks // len(ranks))
    texts = [[str(round(value, 3) + 0.0) for value in scores.tolist()], [*map(str, ranks)], [*map(str, decile)]]
    return dict(zip(headers, texts, strict=True))


def _generate_populations_of_edition_2019(areas: pd.DataFrame, draw: RandomDraws) -> dict[str, list[str]]:
    children, older = (
        _vary_population_of_census_day(areas["children"], draw),
        _vary_population_of_census_day(areas["older"], draw),
    )
    middle = _vary_population_of_census_day(areas["residents"] - areas["children"] - areas["older"], draw)
    # Published in quarters: the pension age of women was between two birthdays.
    working = np.rint(middle * draw.uniform(0.98, 1.04, len(areas)) * 4) / 4
    counts = (children + middle + older, children, middle, older)
    texts = [[str(count) for count in values] for values in counts] + [[f"{value:g}" for value in working]]
    return dict(zip(POPULATIONS_2019, texts, strict=True))


def _generate_populations_of_edition_2025(areas: pd.DataFrame, draw: RandomDraws) -> dict[str, list[str]]:
    children, older = (
        _vary_population_of_census_day(areas["children"], draw),
        _vary_population_of_census_day(areas["older"], draw),
    )
    middle = _vary_population_of_census_day(areas["residents"] - areas["children"] - areas["older"], draw)
    working = np.rint(middle * draw.uniform(1.02, 1.12, len(areas))).astype(int)
    counts = (children + middle + older, children, older, working)
    return dict(zip(POPULATIONS_2025, [[str(count) for count in values] for values in counts], strict=True))


def _vary_population_of_census_day(census_population: pd.Series, draw: RandomDraws) -> np.ndarray:
    """Move a population a little from census day to the year of the estimate."""
    return np.rint(census_population.to_numpy() * draw.normal(1.0, 0.02, len(census_population))).astype(int)
