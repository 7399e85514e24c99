"""You said, we did: what the report hides stays hidden, and each theme has the register's actions."""

from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.actions import Action
from fairer_stockton.disclosure import parts_of_total
from fairer_stockton.report.papers.document import BulletList, TableWithWidths
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import VIEW_THEMES, ActionStatus, AreaType, Statistic, Status, ViewOutcome
from fairer_stockton.uses.packs.figures import HIDDEN, NOT_IN_REPORT
from fairer_stockton.uses.packs.you_said import (
    OUTCOME_TITLES,
    add_outcomes,
    make_you_said_pack,
    read_residents_views,
)
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
        authority="E06000004", definitions=replace(DEFINITIONS, actions=actions), select_observations=select,
        at_home=True,
        title="A report",
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


def read_page(rows: list[ObservationRow], actions: tuple[Action, ...] = (), **parts: Any) -> tuple[str, list[Any]]:
    """Return the sentences of a page, and its blocks."""
    edition = make_edition(rows, actions)
    views = read_residents_views(edition)._replace(**parts)
    blocks = [*make_you_said_pack(edition, views).document.blocks]
    items = [item for block in blocks if isinstance(block, BulletList) for item in block.items]
    return " ".join([*items, *(getattr(block, "text", "") for block in blocks)]), blocks


def test_themes_are_said_to_be_the_largest_as_far_as_they_are_shown() -> None:
    assert "Of the themes whose numbers are shown, most views were about housing: 146." in read_page(ROWS)[0]
    tied = [ROWS[0], ROWS[3], replace(ROWS[3], category="other")]
    assert "Most views were about housing and something else: 146 each." in read_page(tied)[0]
    assert "most views" not in read_page(ROWS[:2])[0].lower()


def test_sentences_claim_no_more_than_is_there() -> None:
    known = [replace(ROWS[0], note="", synthetic=True), ROWS[3], ROWS[5]]
    text, _ = read_page(known)
    assert not any(words in text for words in (" .", "neighbourhood", "0 wards", "not shown, so"))
    assert "on none of the 1 themes" not in text.split("[sample]")[0] and "action on none of the 1 themes." in text
    text, _ = read_page(ROWS)
    assert "1 ward has numbers that are not shown" in text and "72 of 620 rows have no neighbourhood." in text
    hidden = replace(ROWS[4], area_type=AreaType.BOROUGH, period="2025/26")
    assert "These are views of 2024/25. The figures of 2025/26 are not shown" in read_page([*ROWS, hidden])[0]


def test_a_theme_without_a_row_keeps_its_action() -> None:
    text, blocks = read_page([ROWS[0], ROWS[2], ROWS[5]], (ADVICE,))
    assert "an action on 1 of the 2 themes." in text
    (line,) = [line for block in blocks if isinstance(block, TableWithWidths) for line in block.table.rows][1:2]
    assert line[:2] == ("Housing", NOT_IN_REPORT)


def write_views(folder: Path, monkeypatch: pytest.MonkeyPatch, recorded: tuple[str, ...] = ("1",)) -> Any:
    """Write 620 views whose totals are the edition's, and what the record holds of them."""
    numbers = {"done": 250, "planned": 150, "not_possible": 24, "no_answer_yet": 196}
    views = pd.DataFrame({"outcome": [name for name, number in numbers.items() for _ in range(number)]})
    views.assign(period="2024/25").to_parquet(folder / "residents_views.parquet")
    extracts = [SimpleNamespace(source="residents_views", period="2024-25", sha256=each) for each in recorded]
    monkeypatch.setattr(parts_of_total, "read_record", lambda raw: [SimpleNamespace(extracts=extracts)])
    monkeypatch.setattr(parts_of_total, "read_stamp", lambda path: {"inputs": [["a.csv", "2024-25", "1", False]]})
    return SimpleNamespace(staged=folder, raw=folder, definitions=DEFINITIONS)


def test_outcomes_are_counted_for_the_borough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, edition = write_views(tmp_path, monkeypatch), make_edition(ROWS)
    views = add_outcomes(settings, edition, read_residents_views(edition))
    text, blocks = read_page(ROWS, outcomes=views.outcomes)
    assert (
        "something was done, 250; something is planned, 150; found not to be possible, 24; no answer yet, 196" in text
    )
    table = next(block.table for block in blocks if isinstance(block, TableWithWidths))
    assert table.rows[2] == ("Found not to be possible", "24", "3.9%")
    assert views.figures[-4:] == views.outcomes and "is not shown" in read_page(ROWS)[0]


@pytest.mark.parametrize("recorded", [(), ("1", "2"), ("2",)])
def test_outcomes_of_a_corrected_record_are_not_shown(
    recorded: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, edition = write_views(tmp_path, monkeypatch, recorded), make_edition(ROWS)
    assert add_outcomes(settings, edition, read_residents_views(edition)).outcomes == ()


def test_themes_of_the_contract_are_those_that_have_words() -> None:
    assert list(DEFINITIONS.breakdowns["theme"].groups) == list(VIEW_THEMES)
    assert {*OUTCOME_TITLES} == {*ViewOutcome}


def test_without_views_nothing_is_written() -> None:
    with pytest.raises(CatalogueError, match="no figure of residents' views"):
        read_residents_views(make_edition([]))
