"""Free school meal eligibility time series, in the layout of Explore Education Statistics."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes
from fairer_stockton.sample.model import SampleAreas
from fairer_stockton.sample.national_tables import list_regions, list_school_meals_authorities

HEADERS = [
    *("time_period", "time_identifier", "geographic_level"),
    *("country_code", "country_name", "region_name", "region_code", "old_la_code", "la_name", "new_la_code"),
    *("phase", "fsm_eligible", "headcount", "fsm_eligible_percent"),
]
SPRINGS = ("201920", "201819", "201718", "201617", "201516")
AUTUMN = "202021"
# Share of pupils, and odds of eligibility beside the whole area's.
PHASES = {
    "State-funded primary": (0.56, 1.05),
    "State-funded secondary": (0.42, 0.9),
    "Pupil referral unit": (0.002, 2.6),
    "Special school": (0.018, 2.2),
}


@dataclass(frozen=True)
class SchoolMealsArea:
    """One area of the table: its level, its codes, and about how many pupils it has."""

    level: str
    region: tuple[str, str]
    authority: tuple[str, str, str]
    pupils: int = 30_000


NO_AUTHORITY = ("", "", "")


def list_areas() -> list[SchoolMealsArea]:
    """Return every area of the table: the country, its regions that the sample has, and authorities."""
    regions = [(name, code) for code, name in list_regions().items()]
    names = {code: (name, code) for name, code in regions}
    return [
        SchoolMealsArea("National", ("", ""), NO_AUTHORITY, 4_000_000),
        *(SchoolMealsArea("Regional", region, NO_AUTHORITY, 500_000) for region in regions),
        *(
            SchoolMealsArea("Local authority", names[entry["region"]], (entry["number"], entry["name"], entry["code"]))
            for entry in list_school_meals_authorities()
        ),
    ]


def generate_extracts(_: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the one table: autumn of the last year, then the springs before it, latest first."""
    draw = RandomDraws("free school meals")
    areas = list_areas()
    sizes = [area.pupils * draw.uniform(0.7, 1.3) for area in areas]
    shares = draw.uniform(0.12, 0.26, len(areas)).tolist()
    rows = [HEADERS]
    for year in (AUTUMN, *SPRINGS):
        growth = (int(year[:4]) - 2015) * 0.008
        for area, size, share in zip(areas, sizes, shares, strict=True):
            rows += _generate_rows_by_school_phase(area, year, size, share + growth, draw)
    content = csv_bytes(rows, with_byte_order_mark=True, newline="\r\n")
    yield GeneratedExtract("free_school_meals", "2021", "fsm_time_series.csv", content)


def _generate_rows_by_school_phase(
    area: SchoolMealsArea, year: str, pupil_count: float, eligible_share: float, draw: RandomDraws
) -> Iterator[list[str]]:
    term = "Autumn term" if year == AUTUMN else "Spring term"
    keys = [year, term, area.level, "E92000001", "England", *area.region, *area.authority]
    total = np.zeros(2, dtype=int)
    for phase, (part, odds) in PHASES.items():
        pupils = round(pupil_count * part * draw.uniform(0.99, 1.01))
        eligible = int(draw.binomial(pupils, min(eligible_share * odds, 0.9)))
        total += (eligible, pupils)
        # Special schools are named in two ways.
        name = "State-funded special school" if phase == "Special school" and year != AUTUMN else phase
        yield [*keys, name, *_write_eligible_pupils_and_share(eligible, pupils)]
    if area.authority[0] == "341" and year == "201920":
        # Published so where an authority has no such school: the count and the headcount have changed places.
        yield [*keys, "Non-maintained special school", "0", "#DIV/0!", "0"]
    yield [*keys, "Total", *_write_eligible_pupils_and_share(*total.tolist())]


def _write_eligible_pupils_and_share(eligible: int, pupils: int) -> list[str]:
    return [str(eligible), str(pupils), f"{100 * eligible / pupils:.10g}"]
