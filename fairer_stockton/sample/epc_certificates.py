"""Energy certificates of homes in the register's open layout, with the neighbourhood that the council joins to them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, gzip_bytes
from fairer_stockton.sample.model import SampleAreas

SOURCE, PERIOD = "epc_certificates", "2025"
CERTIFIED_HOMES, SECOND = 3500, 500  # homes, and certificates that a later one supersedes
CERTIFICATE_HEADER = (
    "certificateNumber",
    "addressLine1",
    "postTown",
    "postcode",
    "uprn",
    "propertyType",
    "currentEnergyEfficiencyBand",
    "currentEnergyEfficiency",
    "registrationDate",
    "lsoa21cd",
)
ENERGY_BANDS = ((92, "A"), (81, "B"), (69, "C"), (55, "D"), (39, "E"), (21, "F"), (1, "G"))
FIRST_DAY = date(2009, 1, 1)


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the one file."""
    name = f"{SOURCE}_{PERIOD}.csv"
    content = gzip_bytes(
        csv_bytes(
            [CERTIFICATE_HEADER, *sorted(_generate_energy_certificates(sample_areas), key=lambda row: str(row[0]))]
        )
    )
    yield GeneratedExtract(SOURCE, PERIOD, f"{name}.gz", content, published_as=name)


def _generate_energy_certificates(sample_areas: SampleAreas) -> Iterator[Sequence[object]]:
    """Yield certificates; a superseded one is older and scores lower. One home in fifty has no number of its own."""
    draw = RandomDraws(SOURCE)
    areas = sample_areas.own21.reset_index(drop=True)
    size = areas["households"].to_numpy()
    area_of_home = draw.choice(len(areas), CERTIFIED_HOMES, probabilities=size / size.sum())
    need = areas["need"].to_numpy()[area_of_home]
    score = np.clip(np.rint(draw.normal(66 - 3 * need, 11)), 5, 98).astype(int)
    kind = draw.choice(
        ("House", "Flat", "Bungalow", "Maisonette"), CERTIFIED_HOMES, probabilities=(0.68, 0.18, 0.12, 0.02)
    )
    day = draw.integers(2500, 6000, CERTIFIED_HOMES)
    numbered = draw.random(CERTIFIED_HOMES) >= 0.02
    known = draw.random(CERTIFIED_HOMES) >= 0.01
    for home in range(CERTIFIED_HOMES):
        address = [f"{home % 90 + 1} Sample Street {home // 90 + 1}", "SAMPLETOWN", f"ZZ{home // 90 + 1} 1AA"]
        uprn = f"99{home:010d}" if numbered[home] else ""
        area = areas["code"].iloc[area_of_home[home]] if known[home] else ""
        editions = [(int(score[home]), int(day[home]))]
        if home < SECOND:
            editions.append((max(1, int(score[home]) - 8), int(day[home]) - 2400))
        for edition, (points, on) in enumerate(editions):
            band = next(letter for least, letter in ENERGY_BANDS if points >= least)
            number = f"{home:04d}-0000-{edition:04d}-0000-2026"
            facts = [str(kind[home]), band, points, (FIRST_DAY + timedelta(days=on)).isoformat(), area]
            yield [number, *address, uprn, *facts]
