"""The tables of places of the tiny edition: what is known of its two wards of two squares each."""

import pandas as pd

from fairer_stockton.schemas.results.agreement import SUMMARIES
from fairer_stockton.schemas.results.contracts import CONTRACTS

NONE = float("nan")
OF_AREAS = ("memberships", "deprivation", "agreement", "movements", "comparators", "standings", "priorities",
            "decompositions", "targeting")  # fmt: skip


def make_place_tables(synthetic: bool) -> dict[str, pd.DataFrame]:
    """Two wards of two squares each, and what is known of them; no priority list."""
    squares = [f"L{place}" for place in range(4)]
    held = [
        (code, area_type, area, name, vintage)
        for place, code in enumerate(squares)
        for area_type, area, name, vintage in (
            ("lsoa", code, code, "2021"), ("ward", f"Ward {place // 2}", f"Ward {place // 2}", "2024"),
            ("borough", "E06000004", "Stockton-on-Tees", "2022"),
        )
    ]  # fmt: skip
    memberships = pd.DataFrame(held, columns=["lsoacd", "area_type", "area_code", "area_name", "vintage"])
    memberships = memberships.assign(lsoa_vintage="2021", share=1.0, converted_from="", fit=NONE)
    summed = {name: 0.5 for name in SUMMARIES} | {f"rank_of_{name}": 2.0 for name in SUMMARIES}
    deprivation = pd.DataFrame([
        {
            "period": period, "index_name": "imd", "area_type": kind, "area_code": code, "area_name": code,
            "vintage": "2024", "converted_from": "", "neighbourhoods": 4.0, **summed, "areas": 9,
            "proportion_in_fifth": 0.75,
            "weighted_by": "residents of the Census 2021", "approximate": period == "2025", "synthetic": synthetic,
            "published": "average_score rank_of_average_score" if kind == "authority" else "",
            "published_among": 9.0 if kind == "authority" else NONE, "sources": "homes",
        }
        for period in ("2019", "2025")
        for kind, code in (("authority", "E06000004"), ("ward", "Ward 0"))
    ])  # fmt: skip
    movements = pd.DataFrame([
        {
            "lsoa21cd": code, "lsoanm": f"Square {place}", "period": period, "decile": decile, "rank": decile * 9,
            "converted_from": "", "synthetic": synthetic, "sources": "homes",
        }
        for place, code in enumerate(squares)
        for period, decile in (("2019", 1 + place), ("2025", max(1, 2 * place)))
    ])  # fmt: skip
    comparators = pd.DataFrame([
        {
            "measure": "cold_homes", "comparators": "similar_areas", "area_code": "E06000004", "period": "2022",
            "breakdown": "all", "category": "all", "value": 12.0, "unit": "percent", "position": 2, "councils": 3,
            "names": "Elsewhere; Here & There",
            "lowest": 10.0, "lowest_council": "Here & There", "median": 12.0, "highest": 15.0,
            "highest_council": "Elsewhere", "tested": 2,
            "clearly_better": 1.0, "clearly_worse": 0.0, "synthetic": synthetic,
            "sources": "homes",
        }
    ])  # fmt: skip
    given = {
        "memberships": memberships,
        "deprivation": deprivation,
        "movements": movements,
        "comparators": comparators,
    }
    empty = {
        name: pd.DataFrame(columns=list(model.to_schema().columns))
        for name, model in CONTRACTS.items()
        if name in OF_AREAS
    }
    return {**empty, **given}
