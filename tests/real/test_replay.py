"""Every open summed figure of the published extracts, recomputed from the counts that pages ship: all are the same.

Python adds them up in decimals here, and shares nothing with the page's script, which `tests/browser` lets do the same.
"""

import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from fairer_stockton.definitions.measures import SummedMeasure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.pages.explorer.script import Explorer
from fairer_stockton.report.pages.replay.scripts import make_replay_scripts
from fairer_stockton.run.vocabulary import AreaType
from tests.conftest import ON_PUBLISHED, with_measures

pytestmark = pytest.mark.real

MILLIONTH = Decimal("0.000001")
OUTSIDE = (AreaType.REGION, AreaType.ENGLAND, AreaType.AUTHORITY)  # whose neighbourhoods are not the borough's own


@pytest.fixture(scope="module")
def edition(real: Settings) -> Edition:
    """The edition of the published extracts."""
    return load_edition(with_measures(real, ON_PUBLISHED)).copy_without_suppressed_numbers()


@pytest.fixture(scope="module")
def scripts(edition: Edition) -> dict[str, Any]:
    """What the page's scripts of counts hold, by name."""
    every = make_replay_scripts(edition, Explorer(edition).counts)
    return {name: json.loads(f"[{text.partition('(')[2].removesuffix(');' + chr(10))}]")[-1] for name, text in every}


def add_up(counts: list[float], holdings: list[tuple[int, int]]) -> Decimal:
    """Add up the parts of counts that an area holds, each to the nearest millionth."""
    parts = (Decimal(repr(counts[place])) * millionths / 1_000_000 for place, millionths in holdings)
    return sum((part.quantize(MILLIONTH, ROUND_HALF_UP) for part in parts), Decimal(0))


def key_of(row: Any) -> tuple[str, str]:
    """Return the kind and the key by which the explorer knows a row's area."""
    if row.breakdown.startswith("target-"):
        return "target_area", f"{row.breakdown}-rest"
    if row.breakdown != "all":
        return "borough", f"{row.area_code}-{row.breakdown}-{row.category}"
    several = row.area_type in (AreaType.WARD, AreaType.MSOA, AreaType.LSOA)
    return (f"{row.area_type}-{row.vintage}" if several else row.area_type), row.area_code


def test_all_open_summed_figures_within_the_borough_are_those_that_the_counts_give(
    edition: Edition, scripts: dict[str, Any]
) -> None:
    weights, outcomes = scripts["weights.js"], Counter[str]()
    open_ones = {
        name
        for name, measure in edition.measures.items()
        if isinstance(measure, SummedMeasure) and not set(measure.tables) & edition.definitions.supplied
    }
    rows = edition.observations
    for row in rows[rows["measure"].isin(open_ones) & ~rows["area_type"].isin(OUTSIDE)].itertuples():
        kind, key = key_of(row)
        script = scripts[f"{row.measure}.js"]
        computed = None
        for series in script["series"]:
            area = weights[series["map"]]["areas"].get(kind, {}).get(key)
            if series["period"] == row.period and area:
                holdings = [*((place, 1_000_000) for place in area[0]), *area[1]]
                computed = [add_up(series[part], holdings) for part in ("above", "below")]
        if computed is None:
            outcomes["no counts"] += 1
            assert row.measure.startswith("fuel_poverty") and row.area_type == AreaType.BOROUGH
            continue
        assert [float(number) for number in computed] == pytest.approx([row.numerator, row.denominator], rel=1e-13)
        assert float(computed[0] / computed[1]) * script["per"] == pytest.approx(row.value, rel=1e-11)
        outcomes["the same"] += 1
    # Small areas have the latest period alone of fuel poverty, as its publisher asks: earlier years have no counts.
    assert outcomes["the same"] > 19_000
    assert outcomes["no counts"] < 60


def test_no_count_of_a_source_that_is_not_open_is_shipped(edition: Edition, scripts: dict[str, Any]) -> None:
    shipped = {name.removesuffix(".js") for name in scripts} - {"weights"}
    assert shipped
    assert not {name for name in shipped if set(edition.measures[name].tables) & edition.definitions.supplied}
