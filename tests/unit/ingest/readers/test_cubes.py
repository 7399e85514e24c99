"""Answers of a table service: a row a cell, by the codes in the addresses; whatever else JSON can be is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.sources import Column
from tests.unit.ingest.readers.reading import read, refusal

AREA, MONTH, PEOPLE = (
    Column("area", "COA_CODE", "text"), Column("month", "DATE_NAME", "text"),
    Column("people", "V_F_UC_CASELOAD_FULL", "count"),
)  # fmt: skip
NAME = "answer.json"


def item(table: str, field: str, valueset: str, code: str) -> dict[str, Any]:
    address = f"str:value:UC_Monthly:{table}:{field}:{valueset}:{code}"
    return {"type": "RecodeItem", "labels": [f"A name of {code}"], "uris": [address]}


def answer(
    areas: tuple[str, ...] = ("E01000001", "E01000002"), months: tuple[str, ...] = ("202303", "202403"), **more: Any
) -> dict[str, Any]:
    """Return an answer as Stat-Xplore gives it: areas by months, a total below the areas."""
    places = [item("V_F_UC_CASELOAD_FULL", "COA_CODE", "V_C_MASTERGEOG21_LSOA_TO_MSOA", code) for code in areas]
    dates = [item("F_UC_DATE", "DATE_NAME", "C_UC_DATE", month) for month in months]
    return {
        "measures": [{"uri": "str:count:UC_Monthly:V_F_UC_CASELOAD_FULL", "label": "People on Universal Credit"}],
        "fields": [
            {
                "uri": "str:field:UC_Monthly:V_F_UC_CASELOAD_FULL:COA_CODE", "label": "National - Regional - LA - OAs",
                "items": [*places, {"type": "Total", "labels": ["Total"]}],
            },
            {"uri": "str:field:UC_Monthly:F_UC_DATE:DATE_NAME", "label": "Month", "items": dates},
        ],
        "cubes": {
            "str:count:UC_Monthly:V_F_UC_CASELOAD_FULL": {"values": [[10, 12], [0, None], [11, 12]], "precision": 0}
        },
        **more,
    }  # fmt: skip


def test_cells_are_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, json.dumps(answer()), AREA, MONTH, PEOPLE, name=NAME)
    assert [(row["area"], row["month"], row["people"], row["source_row"]) for row in rows] == [
        ("E01000001", "202303", 10, 1), ("E01000001", "202403", 12, 2),
        ("E01000002", "202303", 0, 3), ("E01000002", "202403", None, 4),
        (None, "202303", 11, 5), (None, "202403", 12, 6),
    ]  # fmt: skip


def cubes(values: Any) -> dict[str, Any]:
    return {"cubes": {"str:count:UC_Monthly:V_F_UC_CASELOAD_FULL": {"values": values}}}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("[" * 100_000, "without end"),
        ('{"fields": [', "broken JSON"),
        ("[1, 2]", "without fields and cubes"),
        ('{"errorType": "CELL_COUNT", "message": "too many cells"}', "without fields and cubes"),
        (json.dumps(answer(fields=[{"label": "no items"}])), "another form"),
        (json.dumps(answer(fields=[{"items": [{"labels": ["Total"]}]}])), "another form"),
        (json.dumps(answer(fields=[{"items": [{"uris": ["no address"]}]}])), "another form"),
        (json.dumps(answer(cubes={"str:count": 5})), "another form"),
        (json.dumps(answer(**cubes([[10, 12], [0, 1]]))), "4 figures"),
        (json.dumps(answer(**cubes([[10, 12], [0], [1, 2]]))), "no number"),
        (json.dumps(answer(**cubes([["ten", 12], [0, 1], [1, 2]]))), "no number"),
        (json.dumps(answer()).replace("COA_CODE", "WARD_CODE"), "no such column"),
    ],
    ids=range(12),
)
def test_what_is_no_such_answer_is_refused_in_words(tmp_path: Path, content: str, found: str) -> None:
    assert found in refusal(tmp_path, content, AREA, MONTH, PEOPLE, name=NAME).found
