"""A measure that is published for regions alone: its region's figure is shown as that, and never as the borough's."""

from types import SimpleNamespace
from typing import Any

from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.missing import explain_missing_figure
from tests.conftest import DEFINITIONS

MEASURE = DEFINITIONS.measures["low_income_by_ethnic_group"]
DOMAIN = DEFINITIONS.framework[MEASURE.domain]
AREAS = {"region": "North East", "england": "England"}


def row(area_type: str, category: str, period: str, value: float) -> ObservationRow:
    cells: dict[str, Any] = dict.fromkeys(ObservationRow.__dataclass_fields__)
    facts = {"area_type": area_type, "area_name": AREAS[area_type], "category": category, "period": period}
    return ObservationRow(**{**cells, **facts, "value": value, "unit": "percent"})


def explained(*rows: ObservationRow) -> str:
    def select(name: str, area_type: str, period: str = "") -> list[ObservationRow]:
        return [row for row in rows if row.area_type == area_type and period in ("", row.period)]

    edition: Any = SimpleNamespace(
        definitions=DEFINITIONS, select_observations=select, explain_missing_figure=lambda *_: "nothing is known"
    )
    return explain_missing_figure(edition, DOMAIN, MEASURE.title)


def test_the_latest_figures_of_the_region_are_said_with_englands_of_the_same_period() -> None:
    assert explained(
        row("region", "all", "2017 to 2019", 23.0),
        row("region", "White", "2020 to 2022", 20.0),
        row("region", "all", "2020 to 2022", 21.5),
        row("england", "all", "2020 to 2022", 22.0),
        row("england", "all", "2021 to 2023", 30.0),
    ) == (
        "Published for regions, not for councils. North East, 2020 to 2022: everybody 21.5%; white 20.0%. "
        "England: 22.0%."
    )


def test_without_a_figure_of_the_region_the_reason_is_said() -> None:
    assert explained(row("england", "all", "2020 to 2022", 22.0)) == "Not measured here: nothing is known."
