"""You said, we did: what the report hides stays hidden, and each theme has the register's actions."""

from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any

import pytest

from fairer_stockton.definitions.actions import Action
from fairer_stockton.report.papers.document import BulletList, TableWithWidths
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import ActionStatus, AreaType, Statistic, Status
from fairer_stockton.uses.packs.figures import HIDDEN
from fairer_stockton.uses.packs.you_said import make_you_said_pack, read_residents_views
from tests.conftest import DEFINITIONS

NAN = float("nan")
ADVICE = Action(
    "a", "Advice in libraries", "An adviser comes.", "Head of X", ActionStatus.DONE, "May", themes=("housing",)
)


def row(area_type: str, name: str, views: float, answered: float, **cells: str) -> ObservationRow:
    every: dict[str, Any] = {field.name: "" for field in fields(ObservationRow)}
    every |= {"area_type": area_type, "area_name": name, "area_code": "E1", "period": "2024/25", "synthetic": False}
    every |= {"denominator": views, "numerator": answered, "value": 100 * answered / views, "lower_95": NAN}
    status = Status.PUBLISHED if views == views else Status.SUPPRESSED
    facts = {"upper_95": NAN, "unit": "percent", "statistic": Statistic.PROPORTION, "status": status}
    return ObservationRow(**{**every, **facts, "breakdown": "all", **cells})


def make_edition(rows: list[ObservationRow], actions: tuple[Action, ...] = (ADVICE,)) -> Any:
    def select(measure: str, **cells: str) -> list[ObservationRow]:
        assert measure == "views_answered"
        wanted = {name: cell for name, cell in cells.items() if name != "vintage"}
        return [each for each in rows if all(getattr(each, name) == cell for name, cell in wanted.items())]

    return SimpleNamespace(
        definitions=replace(DEFINITIONS, actions=actions), select_observations=select, at_home=True, title="A report",
        borough_name="Stockton", ward_vintage="2024", name="2026", stamp="", council=SimpleNamespace(contact="us"),
        created=None, look=SimpleNamespace(heading=""),
    )  # fmt: skip


ROWS = [
    row(AreaType.BOROUGH, "Stockton", 620, 424, note="72 of 620 rows have no neighbourhood"),
    row(AreaType.BOROUGH, "Stockton", NAN, NAN, breakdown="theme", category="other"),
    row(AreaType.BOROUGH, "Stockton", 33, 18, breakdown="theme", category="council_services"),
    row(AreaType.BOROUGH, "Stockton", 146, 104, breakdown="theme", category="housing"),
    row(AreaType.WARD, "Yarm", NAN, NAN),
    row(AreaType.WARD, "Hartburn", 30, 21),
]


def test_what_is_hidden_in_the_report_is_hidden_here() -> None:
    edition = make_edition(ROWS)
    views = read_residents_views(edition)
    pack = make_you_said_pack(edition, views)
    tables = [block.table for block in pack.document.blocks if isinstance(block, TableWithWidths)]
    assert [line[:2] for line in tables[0].rows] == [
        ("Housing", "146"),
        ("The council’s own services", "33"),
        ("Something else", HIDDEN),
    ]
    assert tables[-1].rows == (("Hartburn", "30", "21", "70.0%"), ("Yarm", HIDDEN, "–", "–"))
    assert sum(figure.missing == HIDDEN for figure in pack.figures) == 2
    (in_short,) = [block for block in pack.document.blocks if isinstance(block, BulletList)][:1]
    assert "620 views reached the council in 2024/25; 424 of them (68.4%) have an answer." in in_short.items[0]


def test_each_theme_has_the_actions_that_answer_it_and_claims_no_more() -> None:
    said = replace(ADVICE, you_said="Forms are hard.", we_did="An adviser helps.")
    for actions, answers in (((ADVICE,), ()), ((said,), ("You said: Forms are hard. We did: An adviser helps.",))):
        edition = make_edition(ROWS, actions)
        views = read_residents_views(edition)
        assert [len(theme.actions) for theme in views.themes] == [1, 0, 0]
        blocks = make_you_said_pack(edition, views).document.blocks
        tables = [block.table for block in blocks if isinstance(block, TableWithWidths)]
        assert tables[1].rows == (("Advice in libraries\nAn adviser comes.", "Done", "May", "Head of X"),)
        assert "whether or not these views led to them" in tables[1].caption
        assert tuple(item for block in blocks if isinstance(block, BulletList) for item in block.items)[3:] == answers


def test_without_views_nothing_is_written() -> None:
    with pytest.raises(CatalogueError, match="no figure of residents' views"):
        read_residents_views(make_edition([]))
