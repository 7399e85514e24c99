"""English Indices of Deprivation 2019, File 10: the summaries of each index by council."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fairer_stockton.sample.areas import AUTHORITIES
from fairer_stockton.sample.draws import Draws
from fairer_stockton.sample.extracts import Extract, workbook_bytes
from fairer_stockton.sample.model import Model

Rows = list[Sequence[object]]
TENTH = "roportion of LSOAs in most deprived 10% nationally"


@dataclass(frozen=True)
class Index:
    """One sheet: its name, its index's name in the headers, pull of need on it, and a usual score and its spread."""

    sheet: str
    name: str
    pull: float
    score: float
    spread: float


INDEXES = (
    Index("IMD", "IMD", 0.95, 22.0, 6.0),
    Index("Income", "Income", 0.95, 0.13, 0.04),
    Index("Employment", "Employment", 0.93, 0.1, 0.03),
    Index("Education", "Education, Skills and Training", 0.88, 22.0, 6.0),
    Index("Health", "Health Deprivation and Disability", 0.88, 0.1, 0.6),
    Index("Crime", "Crime", 0.75, 0.0, 0.5),
    Index("Barriers", "Barriers to Housing and Services", -0.25, 20.0, 5.0),
    Index("Living", "Living Environment", 0.3, 20.0, 6.0),
    Index("IDACI", "IDACI", 0.9, 0.17, 0.05),
    Index("IDAOPI", "IDAOPI", 0.85, 0.14, 0.05),
)


def extracts(model: Model) -> Iterator[Extract]:
    """Yield the workbook: an empty sheet of notes, then one for each index."""
    draw = Draws("summaries of deprivation")
    sheets: dict[str, Rows] = {"Notes": []} | {index.sheet: _sheet(index, model, draw) for index in INDEXES}
    name = "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx"
    yield Extract("iod_summaries", "2019", name, workbook_bytes(sheets))


def _sheet(index: Index, model: Model, draw: Draws) -> Rows:
    councils = sorted((area.code, area.name) for area in AUTHORITIES if area.code.startswith("E"))
    areas = model.english11.groupby("ladcd")
    codes = [code for code, _ in councils]
    need = areas["need"].mean().loc[codes].to_numpy()
    people = areas["residents"].sum().loc[codes].to_numpy()
    level = index.pull * need + draw.normal(0, 0.3, len(codes))
    columns: list[list[object]] = [
        ["Local Authority District code (2019)", *codes],
        ["Local Authority District name (2019)", *(name for _, name in councils)],
    ]
    for label, rank, values in _summaries(index, level, people):
        place = [1 + int((values > value).sum()) for value in values]
        columns += [[label, *values.tolist()], [rank, *place]]
    return [*map(list, zip(*columns, strict=True))]


def _summaries(index: Index, level: np.ndarray, people: np.ndarray) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield header, header of its rank, and values; nearly every header ends with a space, as published."""
    end = "" if index.sheet == "Education" else " "
    average = np.clip(16_500 + 6_000 * level, 400, 32_500).round(2)
    yield f"{index.name} - Average rank ", f"{index.name} - Rank of average rank ", average
    score = (index.score + index.spread * level).round(3)
    yield f"{index.name} - Average score ", f"{index.name} - Rank of average score ", score
    tenth = np.clip(0.12 + 0.12 * level, 0, 1).round(4)
    yield f"{index.name} - P{TENTH}{end}", f"{index.name} - Rank of p{TENTH}{end}", tenth
    if index.sheet == "IMD":
        extent = np.clip(0.24 + 0.15 * level, 0, 1).round(4)
        yield "IMD 2019 - Extent ", "IMD 2019 - Rank of extent ", extent
        local = np.clip(31_000 + 1_500 * level, 10_000, 32_800).round(2)
        yield "IMD 2019 - Local concentration ", "IMD 2019 - Rank of local concentration ", local
    if index.sheet == "Income":
        yield "Income scale", "Rank of Income Scale", np.rint(people * score)
    if index.sheet == "Employment":
        yield "Employment scale ", "Rank of Employment Scale", np.rint(0.6 * people * score * 4) / 4
