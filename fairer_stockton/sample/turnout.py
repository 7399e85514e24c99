"""Turnout at local elections: wards and districts by name alone, as the publisher writes them."""

from collections.abc import Iterator, Sequence

import numpy as np

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes
from fairer_stockton.sample.model import SampleAreas, logistic


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the one table of wards."""
    content = csv_bytes(_generate_turnout_by_ward(sample_areas))
    yield GeneratedExtract("turnout", "2023", "LEH-Candidates-2023_Ward_Level.csv", content)


def _generate_turnout_by_ward(sample_areas: SampleAreas) -> Iterator[Sequence[object]]:
    """Yield a row for each English ward; the publisher writes an ampersand for "and"."""
    draw = RandomDraws("turnout")
    wards = (
        sample_areas.english21.groupby(["ladnm", "wdcd", "wdnm"], as_index=False)
        .agg({"residents": "sum", "children": "sum", "need": "mean"})
        .sort_values("wdcd")
    )
    electorate = np.rint((wards["residents"] - wards["children"]) * 0.92).astype(int)
    share = logistic(-0.75 - 0.3 * wards["need"].to_numpy() + draw.normal(0, 0.1, len(wards)))
    yield ["COUNTYNAME", "DISTRICTNAME", "WARDNAME", "VACS", "TYPE", "ELECT", "TURNOUT"]
    yield from zip(
        [""] * len(wards),
        wards["ladnm"],
        wards["wdnm"].str.replace(" and ", " & "),
        [2] * len(wards),
        ["UAA"] * len(wards),
        electorate.tolist(),
        np.round(100 * share, 1).tolist(),
        strict=True,
    )
