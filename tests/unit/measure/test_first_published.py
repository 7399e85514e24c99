"""A revised extract beside the one that was published: few people apart, it is not shown; many, it is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.disclosure.revisions import count_cells_of_extract, judge_revision_of_periods
from fairer_stockton.editions.record import EXTRACT_FILES, RECORD, read_record
from fairer_stockton.measure.first_published import (
    describe_first_published,
)
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.vocabulary import Revision
from tests.conftest import DEFINITIONS, definitions_with
from tests.databases import open_empty_database
from tests.unit.council import Council
from tests.unit.measure.office import CONTACTS, DIGITAL, MANY, YEAR, Office, extract


@pytest.fixture(scope="module")
def first_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that has published once; nobody may change it."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.supply(extract({**MANY, "L3": 3, "L4": 31}))
    found, taken, _ = office.measure()
    assert not taken
    office.publish(found)
    return office


@pytest.fixture
def office(first_office: Office, tmp_path: Path) -> Office:
    return first_office.copy_to(tmp_path)


def as_published(found: pd.DataFrame) -> pd.DataFrame:
    return found.drop(columns=["as_first_published", "note"])


def test_a_contact_added_leaves_every_figure_as_first_published(office: Office) -> None:
    first, taken, sums = office.measure()
    assert not taken
    office.supply(extract({**MANY, "L3": 3, "L4": 32}))
    found, (extract_taken,), sums_now = office.measure()
    pd.testing.assert_frame_equal(as_published(found), as_published(first))
    assert sums_now[CONTACTS] & sums[CONTACTS], "the manifest names the file that the figures are made from"
    assert set(found["as_first_published"]) == {"2026"}
    shown = found[found["value"].notna()]
    assert shown["note"].str.endswith("shown as first published, in the edition of 2026").all()
    assert set(found.loc[found["value"].isna(), "note"]) == set(first.loc[first["value"].isna(), "note"])
    assert extract_taken.periods == (YEAR,)
    (line,) = describe_first_published([extract_taken])
    assert line.startswith("customer_contacts 2024-25: shown as first published, in edition 2026; ")


def test_small_changes_add_up_against_the_first_publication(office: Office) -> None:
    words = []
    for more in (2, 4, 6):
        office.supply(extract({**MANY, "L3": 3, "L4": 31 + more}))
        found, taken, _ = office.measure()
        words.append(bool(taken))
        if taken:
            office.publish(found)
    assert words == [True, True, False]
    borough = found[(found["area_code"] == "B") & (found["measure"] == DIGITAL)]
    assert borough["numerator"].tolist() == [280]
    assert set(found["as_first_published"]) == {""}


def test_a_file_that_tells_the_same_is_taken_for_the_same(office: Office) -> None:
    first, _, _ = office.measure()
    office.supply(extract({**MANY, "L3": 3, "L4": 31}) + b"\n")
    found, (taken,), _ = office.measure()
    pd.testing.assert_frame_equal(found, first)
    assert taken.edition == ""
    assert not list(describe_first_published([taken]))


def test_an_amount_that_changes_for_one_contact_is_few(office: Office) -> None:
    office.supply(extract({**MANY, "L3": 3, "L4": 31}, first_wait=500))
    found, (taken,), _ = office.measure()
    assert taken.edition == "2026"
    assert set(found["as_first_published"]) == {"2026"}


def test_bytes_that_are_lost_are_refused(office: Office) -> None:
    office.supply(extract({**MANY, "L3": 3, "L4": 32}))
    for file in (office.settings.raw / RECORD / EXTRACT_FILES).rglob("*.csv"):
        file.write_bytes(b"other bytes")
    with pytest.raises(DisclosureError, match="put the record back from your backup"):
        office.measure()


def test_a_record_written_anew_without_the_bytes_refuses_the_revised_file(office: Office) -> None:
    (version,) = read_record(office.settings.raw)
    facts = json.loads((version.folder / "extracts.json").read_text())
    (version.folder / "extracts.json").write_text(json.dumps({**facts, "extracts": []}))
    (office.settings.raw / RECORD / "versions.json").unlink()
    found, taken, _ = office.measure()  # the file that it was made from lies there still
    assert not taken
    office.supply(extract({**MANY, "L3": 3, "L4": 32}))
    with pytest.raises(DisclosureError, match="supply the earlier file again"):
        office.measure()


@pytest.fixture
def council() -> Iterator[Council]:
    with open_empty_database() as connection:
        yield Council(connection)


def judge(council: Council, table: str, measure: str, *files: list[dict[str, object]]) -> str:
    definitions = definitions_with({measure: DEFINITIONS.measures[measure]}, {table})
    cells = []
    for rows in files:
        council.table(table, rows)
        cells.append(count_cells_of_extract(council.connection, table, definitions))
    words = judge_revision_of_periods(council.connection, table, definitions, cells[1], cells[0])
    return str(words.max())


def digital(**places: int) -> list[dict[str, object]]:
    return [
        {"lsoa21cd": place if place != "nowhere" else None, "period": YEAR, "channel": channel}
        for place, many in places.items()
        for channel, number in (("digital", many), ("phone", 40))
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ({"L1": 9, "L2": 9}, {"L1": 9, "L2": 9}, Revision.NONE),
        ({"L1": 9, "L2": 9}, {"L1": 8, "L2": 9}, Revision.FEW),
        ({"L1": 9, "L2": 9}, {"L1": 16, "L2": 2}, Revision.MANY),
        ({"L1": 9, "L2": 9}, {"L1": 16, "L2": 4}, Revision.FEW),  # seven more less five: two in the ward
        ({"L1": 9, "L3": 9}, {"L1": 16, "L3": 4}, Revision.FEW),  # and here in the borough alone
        ({"L1": 9, "nowhere": 1}, {"L1": 9, "nowhere": 2}, Revision.FEW),
    ],
)
def test_every_area_that_the_smallest_make_up_is_looked_at(
    council: Council, before: dict[str, int], after: dict[str, int], word: str
) -> None:
    assert judge(council, CONTACTS, DIGITAL, digital(**before), digital(**after)) == word


def respondents(yes: int, every: int = 200, weight: float = 1.0) -> list[dict[str, object]]:
    return [
        {"lsoa21cd": f"L{n % 4 + 1}", "period": "2025", "weight": weight if n == 0 else 1.0, "stratum": "S",
         "respondent": f"P{n}", "permanent_contract": "yes" if n < yes else "no"}
        for n in range(every)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "word"),
    [
        (respondents(100), Revision.NONE),
        (respondents(101), Revision.FEW),  # an answer
        (respondents(100, every=204), Revision.FEW),  # four respondents
        (respondents(100, weight=1.5), Revision.FEW),  # a weight
        (respondents(220, every=440), Revision.MANY),
    ],
)
def test_of_surveys_respondents_answers_and_weights_are_compared(
    council: Council, now: list[dict[str, object]], word: str
) -> None:
    council.own = "residents_survey"
    assert judge(council, "residents_survey", "permanent_contract", respondents(100), now) == word
