"""English Indices of Deprivation, File 10: the summaries of each index by council, and a recount of those of 2015."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, workbook_bytes
from fairer_stockton.sample.model import SampleAreas

Rows = list[Sequence[object]]
TENTH = "roportion of LSOAs in most deprived 10% nationally"


@dataclass(frozen=True)
class SummarisedIndex:
    """One sheet: its name, its index's name in the headers, pull of need on it, and a usual score and its spread."""

    sheet: str
    name: str
    pull: float
    score: float
    spread: float


INDEXES = (
    SummarisedIndex("IMD", "IMD", 0.95, 22.0, 6.0),
    SummarisedIndex("Income", "Income", 0.95, 0.13, 0.04),
    SummarisedIndex("Employment", "Employment", 0.93, 0.1, 0.03),
    SummarisedIndex("Education", "Education, Skills and Training", 0.88, 22.0, 6.0),
    SummarisedIndex("Health", "Health Deprivation and Disability", 0.88, 0.1, 0.6),
    SummarisedIndex("Crime", "Crime", 0.75, 0.0, 0.5),
    SummarisedIndex("Barriers", "Barriers to Housing and Services", -0.25, 20.0, 5.0),
    SummarisedIndex("Living", "Living Environment", 0.3, 20.0, 6.0),
    SummarisedIndex("IDACI", "IDACI", 0.9, 0.17, 0.05),
    SummarisedIndex("IDAOPI", "IDAOPI", 0.85, 0.14, 0.05),
)


@dataclass(frozen=True)
class SummariesWorkbook:
    """One workbook: its period, the year of its councils, how it names the whole index, its file and its draws."""

    period: str
    councils: str
    whole: str
    name: str
    draws: str


EDITIONS = (
    SummariesWorkbook(
        "2019",
        "2019",
        "IMD 2019",
        "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
        "summaries of deprivation",
    ),
    SummariesWorkbook(
        "2025",
        "2024",
        "IMD25",
        "File_10_-_IoD2025_Local_Authority_District_Summaries__lower-tier__v2.xlsx",
        "summaries of deprivation 2025",
    ),
)
RECOUNTED = (
    "Index of Multiple Deprivation", "Income", "Employment", "Education, Skills and Training",
    "Health and Disability", "Crime", "Barriers to Housing and Services", "Living Environment",
    "Income Deprivation Affecting Children", "Income Deprivation Affecting Older People",
)  # fmt: skip


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the recount of 2015, then each workbook: an empty sheet of notes, then one for each index."""
    yield GeneratedExtract(
        "iod_summaries",
        "2015",
        "IoD2015_LAD_ranks_and_proportions.csv",
        csv_bytes(_generate_recounted_summaries_of_2015(sample_areas)),
    )
    for edition in EDITIONS:
        draw = RandomDraws(edition.draws)
        sheets: dict[str, Rows] = {"Notes": []}
        sheets |= {index.sheet: _make_index_sheet(index, edition, sample_areas, draw) for index in INDEXES}
        yield GeneratedExtract("iod_summaries", edition.period, edition.name, workbook_bytes(sheets))


def _generate_recounted_summaries_of_2015(sample_areas: SampleAreas) -> Rows:
    """Return the ranks and shares of 2015 index by index, a row a council."""
    draw = RandomDraws("summaries of deprivation 2015")
    rows: Rows = [["lad19cd", "lad19nm", "index_domain", "rank_average_score", "proportion_bottom_decile", "year"]]
    for title, index in zip(RECOUNTED, INDEXES, strict=True):
        councils, level, _ = _draw_deprivation_levels_of_councils(index, sample_areas, draw)
        shares = np.clip(0.12 + 0.12 * level, 0, 1).round(4).tolist()
        ranks = [1 + int((level > council_level).sum()) for council_level in level]
        rows += [
            [code, name, title, rank, share, 2015]
            for (code, name), rank, share in zip(councils, ranks, shares, strict=True)
        ]
    return rows


def _draw_deprivation_levels_of_councils(
    index: SummarisedIndex, sample_areas: SampleAreas, draw: RandomDraws
) -> tuple[list[tuple[str, str]], np.ndarray, np.ndarray]:
    """Draw how deprived each council is; with their codes, names and people."""
    areas = sample_areas.english11.groupby("ladcd")
    councils = [(str(code), str(name)) for code, name in areas["ladnm"].first().items()]
    codes = [code for code, _ in councils]
    need = areas["need"].mean().loc[codes].to_numpy()
    people = areas["residents"].sum().loc[codes].to_numpy()
    return councils, index.pull * need + draw.normal(0, 0.3, len(codes)), people


def _make_index_sheet(
    index: SummarisedIndex, workbook: SummariesWorkbook, sample_areas: SampleAreas, draw: RandomDraws
) -> Rows:
    councils, level, people = _draw_deprivation_levels_of_councils(index, sample_areas, draw)
    columns: list[list[object]] = [
        [f"Local Authority District code ({workbook.councils})", *(code for code, _ in councils)],
        [f"Local Authority District name ({workbook.councils})", *(name for _, name in councils)],
    ]
    for label, rank, values in _generate_summary_columns(index, workbook, level, people):
        ranks_of_values = [1 + int((values > value).sum()) for value in values]
        columns += [[label, *values.tolist()], [rank, *ranks_of_values]]
    return [*map(list, zip(*columns, strict=True))]


def _generate_summary_columns(
    index: SummarisedIndex, workbook: SummariesWorkbook, deprivation_levels: np.ndarray, residents: np.ndarray
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield header, header of its rank, and values; nearly every header ends with a space, as published."""
    end = "" if index.sheet == "Education" else " "
    average = np.clip(16_500 + 6_000 * deprivation_levels, 400, 32_500).round(2)
    yield f"{index.name} - Average rank ", f"{index.name} - Rank of average rank ", average
    score = (index.score + index.spread * deprivation_levels).round(3)
    yield f"{index.name} - Average score ", f"{index.name} - Rank of average score ", score
    tenth = np.clip(0.12 + 0.12 * deprivation_levels, 0, 1).round(4)
    yield f"{index.name} - P{TENTH}{end}", f"{index.name} - Rank of p{TENTH}{end}", tenth
    if index.sheet == "IMD":
        extent = np.clip(0.24 + 0.15 * deprivation_levels, 0, 1).round(4)
        yield f"{workbook.whole} - Extent ", f"{workbook.whole} - Rank of extent ", extent
        local = np.clip(31_000 + 1_500 * deprivation_levels, 10_000, 32_800).round(2)
        yield f"{workbook.whole} - Local concentration ", f"{workbook.whole} - Rank of local concentration ", local
    if index.sheet == "Income":
        yield "Income scale", "Rank of Income Scale", np.rint(residents * score)
    if index.sheet == "Employment":
        yield "Employment scale ", "Rank of Employment Scale", np.rint(0.6 * residents * score * 4) / 4
