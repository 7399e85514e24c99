"""A tiny edition: two domains with figures, one without, and a map of four square neighbourhoods."""

import dataclasses
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.actions import Action
from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import KINDS, Breakdown, CountedAnswer, Measure, MeasureSum, PublishedValue
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.definitions.story import FocusArea, Stage, Story
from fairer_stockton.editions.sums import InputFile
from fairer_stockton.measure.communities import compare_communities
from fairer_stockton.report import build
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.place_rows import StandingRow
from fairer_stockton.report.rows import GapRow, ObservationRow, read_rows
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.vocabulary import ActionStatus
from fairer_stockton.schemas.results.claims import CLAIM_COLUMNS
from fairer_stockton.schemas.results.comparators import COMPARATOR_COLUMNS
from fairer_stockton.schemas.results.gaps import CHANGE_NUMBERS, GAP_COLUMNS
from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS
from fairer_stockton.schemas.results.suppression import SUPPRESSION_COLUMNS
from fairer_stockton.schemas.staged.open_space import Staged as OpenSpace
from tests.conftest import DEFINITIONS, QUIET, definitions_with
from tests.unit.report.place_tables import make_place_tables

NONE = float("nan")
sys.modules["fairer_stockton.schemas.staged.homes"] = SimpleNamespace(Staged=OpenSpace)  # type: ignore[assignment]
PLACES = {
    "borough": ("E06000004", "Stockton-on-Tees"),
    "england": ("E92000001", "England"),
    "region": ("E12000001", "North East"),
}


def observation(area_type: str = "borough", **given: Any) -> dict[str, Any]:
    """Make one row of observations; what is not given is plain."""
    code, name = PLACES.get(area_type, ("X01", "Somewhere"))
    row = {
        **{"measure": "cold_homes", "domain": "housing", "area_type": area_type, "area_code": code, "area_name": name},
        **{
            "vintage": "2024",
            "converted_from": "",
            "period": "2022",
            "breakdown": "all",
            "category": "all",
            "numerator": NONE,
            "denominator": NONE,
        },
        **{"value": NONE, "lower_95": NONE, "upper_95": NONE, "lower_998": NONE, "upper_998": NONE, "unit": "percent"},
        **{"statistic": "proportion", "comparison": "not_compared", "trend": "not_calculated", "status": "published"},
        **{"note": "", "synthetic": False, "sources": "homes", "base": NONE, "rounded_to": NONE, "apportioned": False},
        **{"left_out": NONE, "leaves_out": "none", "as_first_published": "", **given},
    }
    return {column: row[column] for column in OBSERVATION_COLUMNS}


def gap(gap_type: str = "borough_v_england", **given: Any) -> dict[str, Any]:
    """Make one row of gaps; what is not given is plain."""
    row = {
        **{"measure": "cold_homes", "gap_type": gap_type, "area_code": "E06000004", "group_a": "Stockton-on-Tees"},
        **{"group_b": "England", "period": "2022", "value": NONE, "lower_95": NONE, "upper_95": NONE},
        **{
            "unit": "percentage_points",
            "people": NONE,
            "direction": "one_period",
            "status": "published",
            "note": "",
            "periods": 1,
        },
        **dict.fromkeys(("first_period", "baseline_period", "previous_period", "change_from"), ""),
        **dict.fromkeys(CHANGE_NUMBERS, NONE),
        **{"synthetic": False, "sources": "homes", "breakdown": "all", "category": "all", **given},
    }
    return {column: row[column] for column in GAP_COLUMNS}


STORY = Story(
    source="https://example.org/framework",
    note="To be confirmed.",
    stages=(Stage("causes", "Causes", "How it begins.", ("work",)), Stage("outcomes", "Outcomes", "How it ends.")),
    focus=(
        FocusArea("borough", "The borough", "All of it.", domains=("housing", "work")),
        FocusArea(
            "council", "The council", "As employer.", measures=("pay", "savings"), cannot_count=("Its spending.",)
        ),
        FocusArea("few", "The few", "Those few.", communities=("Acute need",)),
    ),
)
ACTIONS = (
    Action(
        "warm",
        "Warm homes",
        "Boilers.",
        "Housing",
        ActionStatus.DONE,
        "2022",
        ("borough",),
        ("Ward 0",),
        ("cold_homes",),
    ),
    Action("pay", "Fair pay", "Pay.", "People", ActionStatus.PLANNED, "2027", you_said="Pay more.", we_did="We will."),
)
PARTS = {
    "numerator": MeasureSum("homes", "cold"),
    "denominator": MeasureSum("homes", "1"),
    "value": PublishedValue("homes", "value"),
    "answer": CountedAnswer("homes", "cold"),
}


def observation_row(area_type: str = "borough", **given: Any) -> ObservationRow:
    """Make the value that such a row of observations is read as."""
    (row,) = read_rows(pd.DataFrame([observation(area_type, **given)]), ObservationRow)
    return row


def gap_row(gap_type: str = "borough_v_england", **given: Any) -> GapRow:
    """Make the value that such a row of gaps is read as."""
    (row,) = read_rows(pd.DataFrame([gap(gap_type, **given)]), GapRow)
    return row


def standing_row(**given: Any) -> StandingRow:
    """Make the standing of a ward below a borough of 10; what is not given is plain."""
    plain = {
        **{"measure": "cold_homes", "area_type": "ward", "area_code": "W1", "vintage": "2024", "period": "2022"},
        **{"borough_value": 10.0, "against_borough": "worse", "distance": -2.0, "rank": 3.0, "areas": 3.0},
        **{"rank_lower_95": NONE, "rank_upper_95": NONE, "ranked_with_interval": NONE},
        **{"among_ten_worst": "not_judged"},
    }
    (row,) = read_rows(pd.DataFrame([{**plain, **given}]), StandingRow)
    return row


def measure(name: str = "cold_homes", **given: Any) -> Measure:
    """Make a measure; what is not given is plain."""
    plain: dict[str, Any] = {
        "domain": "housing",
        "title": "Cold homes",
        "question": "Who cannot keep warm?",
        "framework": "Warm homes",
        "statistic": "proportion",
        "polarity": "lower_is_better",
        "unit": "percent",
        "caveats": ("Invented <for> a test.",),
        "examples": (),
    }
    plain |= given
    plain.setdefault("least_difference", DEFINITIONS.least_differences[plain["unit"]])
    fields = {field.name for field in dataclasses.fields(KINDS[plain["statistic"]])}
    parts = {key: part for key, part in PARTS.items() if key in fields}
    return KINDS[plain["statistic"]](name=name, **{**parts, **plain})


def limits(value: float, width: float) -> dict[str, float]:
    """Give a value with an interval of this half-width."""
    return {"value": value, "lower_95": value - width, "upper_95": value + width}


def _observations(synthetic: bool) -> pd.DataFrame:
    fifths = [20.0, 15.0, 12.0, 8.0, 5.0]
    rows = [
        observation("england", **limits(10.04, 0.1), numerator=1004, denominator=10000),
        observation("region", **limits(12.5, 0.5), numerator=125, denominator=1000),
        observation(**limits(12.06, 1.0), numerator=1206, denominator=10000, comparison="worse", synthetic=synthetic),
    ]
    rows += [
        observation(
            breakdown="deprivation_fifth", category=str(place), **limits(value, 0.9), numerator=value, denominator=100
        )
        for place, value in enumerate(fifths, start=1)
    ]
    rows += [
        observation(
            "ward", area_code=f"W{place}", area_name=name, **limits(value, 2.0), numerator=value, denominator=100
        )
        for place, (name, value) in enumerate({"Highward": 30.0, "Midward": 11.0, "Lowward": 3.0}.items())
    ]
    pay = {"measure": "pay", "domain": "work", "unit": "gbp", "statistic": "published"}
    for year, here, there in ((2021, 500.0, 550.0), (2022, 510.5, 560.0), (2023, 520.0, 575.0)):
        rows.append(observation("england", period=f"{year}-04", **pay, **limits(there, 5.0)))
        rows.append(observation(period=f"{year}-04", comparison="worse", **pay, **limits(here, 20.0)))
    score = {"measure": "score", "domain": "work", "unit": "score", "statistic": "published", "breakdown": "meals"}
    rows += [
        observation(period="2023", category=word, value=value, **score)
        for word, value in (("Eligible", 34.5), ("Not eligible", 49.0))
    ]
    tenth = {"measure": "most_deprived_tenth", "domain": "places"}
    for period, inside in (("2019", 1), ("2025", 2)):
        rows.append(observation(period=period, value=25.0 * inside, numerator=inside, denominator=4, **tenth))
        rows += [
            observation(
                "lsoa",
                area_code=f"L{place}",
                area_name=f"Square {place}",
                vintage="2021",
                period=period,
                value=100.0 * (place < inside),
                **tenth,
            )
            for place in range(4)
        ]
    return pd.DataFrame(rows)


def _gaps() -> pd.DataFrame:
    ends = {"group_a": "Most deprived fifth", "group_b": "Least deprived fifth", "breakdown": "deprivation_fifth"}
    rows = [
        gap("most_v_least_fifth", **ends, **limits(15.0, 1.2), people=706.0),
        gap("slope_index", **ends, **limits(18.0, 1.5)),
        gap("relative_index", **ends, **limits(4.0, 0.5), unit="ratio"),
        gap(**limits(2.02, 1.01), people=202.0),
        gap("area_range", group_a="Highward", group_b="Lowward", **limits(27.0, 3.0)),
    ]
    for year, value in ((2021, -50.0), (2022, -49.5), (2023, -55.0)):
        moved = {"direction": "no_clear_change", "change_from": "2021-04", "periods": 2, "detectable_change": 41.6}
        moved |= {"change": 5.0, "change_lower_95": -24.1, "change_upper_95": 34.1}
        change = moved if year == 2023 else {}
        rows.append(gap(measure="pay", period=f"{year}-04", unit="gbp", **change, **limits(value, 20.6)))
    groups = {"group_a": "Eligible", "group_b": "Not eligible", "unit": "score"}
    groups |= {"breakdown": "meals", "category": "Eligible"}
    rows.append(gap("breakdown", measure="score", period="2023", value=-14.5, **groups))
    return pd.DataFrame(rows)


def _claims() -> pd.DataFrame:
    said = {
        "claim": "cold",
        "text": "Homes are cold.",
        "document": "A strategy",
        "period": "not stated",
        "unit": "percent",
    }
    rows = [
        {**said, "of": "Here", "stated": "12.1", "recomputed": 12.06, "of_period": "2022", "verdict": "reproduced"},
        {**said, "of": "There", "stated": "9.0", "recomputed": 10.04, "of_period": "2022", "verdict": "differs"},
        {
            **said,
            "of": "Everywhere",
            "stated": "8",
            "recomputed": NONE,
            "of_period": "",
            "verdict": "not_yet_checkable",
        },
    ]
    table = pd.DataFrame(rows).assign(why=["", "Another year.", ""], needs=["", "", "A count."], sources="homes")
    return table[list(CLAIM_COLUMNS)]


def _source(name: str) -> Source:
    extract = Extract("homes.csv", "2022", "0" * 64, "https://example.org/homes.csv", "extract", (), "homes.csv")
    words = (f"The {name} of a test", "An office", "https://example.org/", "OGL-3.0", "2021", ())
    return Source(name, *words, (extract,), definition=PACKAGE / "sources/homes.toml")


def _boundaries() -> pd.DataFrame:
    squares = []
    for place in range(4):
        west, south = -1.3 + 0.01 * (place % 2), 54.5 + 0.01 * (place // 2)
        ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]
        squares.append(
            {
                "lsoa11cd": None,
                "lsoa21cd": f"L{place}",
                "geometry": json.dumps({"type": "Polygon", "coordinates": [ring]}),
            }
        )
    return pd.DataFrame(squares)


def make_edition(synthetic: bool = False) -> Edition:
    measures = {
        "cold_homes": measure(proxy_for="Warm homes, which nobody counts."),
        "pay": measure(
            "pay",
            domain="work",
            title="Weekly pay",
            framework="Good jobs",
            unit="gbp",
            statistic="published",
            polarity="higher_is_better",
        ),
        "score": measure(
            "score",
            domain="work",
            title="School score",
            framework="Good jobs",
            unit="score",
            statistic="published",
            polarity="higher_is_better",
            breakdown=Breakdown("meals", "", ("Eligible", "Not eligible")),
        ),
        "most_deprived_tenth": measure(
            "most_deprived_tenth", domain="places", title="In the tenth", framework="Places", interval=False
        ),
    }
    check = {
        "suite": "each row",
        "expectation": "keeps to its contract",
        "passed": True,
        "found": "8 rows",
        "expected": "8 rows",
    }
    observations, gaps = _observations(synthetic), _gaps()
    return Edition(
        name="2026",
        authority="E06000004",
        council=Settings().council,
        definitions=dataclasses.replace(DEFINITIONS, story=STORY, actions=ACTIONS),
        observations=observations,
        gaps=gaps,
        communities=compare_communities(
            observations, gaps, pd.DataFrame(columns=list(COMPARATOR_COLUMNS)), definitions_with(measures), "E06000004"
        ),
        claims=_claims(),
        measures=measures,
        framework={
            "housing": Domain("housing", "Housing", ("Warm homes", "Open space"), "Counts of open space."),
            "power": Domain("power", "Power", ("A say in decisions",), "The residents' survey."),
            "work": Domain("work", "Work", ("Good jobs",), "Nothing."),
            "places": Domain("places", "Deprived neighbourhoods", ("Places",), "Lists.", focus=True),
        },
        sources={"homes": _source("homes")},
        inputs={"homes": (InputFile("homes.csv", "2022", "0" * 64, synthetic),)},
        verdicts={"homes": {"source": "homes", "passed": True, "rows": 8, "checks": [check]}},
        boundaries=_boundaries(),
        suppression=pd.DataFrame(columns=list(SUPPRESSION_COLUMNS)),
        **make_place_tables(synthetic),
    )


@pytest.fixture(scope="session")
def written_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny edition as one of the sample, written whole: once for all that read its pages and its papers."""
    folder = tmp_path_factory.mktemp("written-sample")
    build.write_edition(make_edition(True), folder, QUIET)
    return folder


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def sampled() -> Edition:
    return make_edition(synthetic=True)


@pytest.fixture
def after(tmp_path: Path) -> Callable[..., Edition]:
    """Publish an edition and give the next, which follows it."""
    from .following import following

    return partial(following, tmp_path)
