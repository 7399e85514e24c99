"""Sub-regional fuel poverty workbook of 2017 (low income high costs): the sheet of authorities."""

from collections.abc import Iterator, Sequence

import numpy as np

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, workbook_bytes
from fairer_stockton.sample.model import SampleAreas

LIHC_HEADER = (
    "LA Code",
    "LA Name",
    "Region",
    "Estimated number of households",
    "Estimated number of fuel poor households",
    "Proportion of households fuel poor (%)",
)


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the workbook."""
    sheets: dict[str, list[Sequence[object]]] = {
        "Title": [["Generated sample: its numbers are invented"]],
        "Table 2": [*_generate_lihc_sheet_rows(sample_areas)],
    }
    yield GeneratedExtract("fuel_poverty_lihc", "2017", "2017_Sub-Regional-Data-LIHC.xlsx", workbook_bytes(sheets))


def _generate_lihc_sheet_rows(sample_areas: SampleAreas) -> Iterator[Sequence[object]]:
    """Yield the rows of the sheet: the title above them, and the publisher's stray cell and footnote below."""
    draw = RandomDraws("fuel poverty by low income and high costs")
    yield ["Table 2: Fuel Poverty by Local Authority1, 2017"]
    yield []
    yield LIHC_HEADER
    sums = sample_areas.english11.groupby(["ladcd", "ladnm", "rgnnm"], as_index=False)["households"].sum()
    households = np.rint(sums["households"] * draw.uniform(0.93, 0.97, len(sums))).astype(int)
    poor = draw.binomial(households, draw.uniform(0.09, 0.14, len(sums)))
    share = np.round(100 * poor / households, 1)
    names = (sums[column].tolist() for column in ("ladcd", "ladnm", "rgnnm"))
    yield from zip(*names, households.tolist(), poor.tolist(), share.tolist(), strict=True)
    yield ["", "", "", "", "", "England"]
    yield []
    yield ["1 Codes of authorities are those of 2017"]
