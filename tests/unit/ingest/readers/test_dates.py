"""Dates: of the extract's own period, and never guessed."""

from datetime import date
from pathlib import Path

import pytest

from fairer_stockton.definitions.sources import Column
from fairer_stockton.ingest.readers.dates import find_first_and_last_day
from tests.conftest import DEFINITIONS
from tests.unit.ingest.readers.reading import CODE, SEEN, read, refusal

WITHIN = Column("seen", "Seen", "date_within_period")


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-25", "2024-04-01", "2025-03-31"),
        ("1999-00", "1999-04-01", "2000-03-31"),
        ("2021-2025", "2021-01-01", "2025-12-31"),
    ],
)
def test_first_and_last_day_of_a_period(tmp_path: Path, period: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in find_first_and_last_day(period)] == [first, last]
    rows = read(tmp_path, f"Area code,Seen\nE01,{first}\nE02,{last}\n", CODE, WITHIN, period=period)
    assert [str(row["seen"]) for row in rows] == [first, last]


@pytest.mark.parametrize("day", ["2014-06-01", "2024-03-31", "2025-04-01", "01/06/2014", ""])
def test_day_of_another_period_is_refused_by_its_row(tmp_path: Path, day: str) -> None:
    wrong = refusal(
        tmp_path, f"Area code,Seen\nE01000001,2024-06-01\n\nE01000002,{day}\n", CODE, WITHIN, period="2024-25"
    )
    assert (wrong.row, wrong.column) == (4, "Seen")
    assert wrong.expected == "a day of 2024-25: 2024-04-01 to 2025-03-31"


def test_registers_may_be_of_any_year(tmp_path: Path) -> None:
    assert read(tmp_path, "Area code,Seen\nE01,2014-06-01\n", CODE, SEEN)[0]["seen"] == date(2014, 6, 1)


def test_sources_of_a_year_that_hold_days_keep_to_it() -> None:
    kinds = {
        name: column.kind
        for name, source in DEFINITIONS.sources.items()
        for column in source.extracts[0].columns
        if column.kind.startswith("date")
    }
    assert kinds == {
        "consumer_prices": "date",
        "council_tax_support": "date",
        "customer_contacts": "date_within_period",
        "debt_advice": "date_within_period",
        "energy_certificates_lodged": "date",
        "epc_certificates": "date",
        "house_prices": "date",
        "private_rented_inspections": "date_within_period",
        "residents_views": "date_within_period",
    }


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("03/05/24", "a year of four digits"),
        ("3-5-24", "a year of four digits"),
        ("45415", "a date"),
        ("45415.6", "a date"),
        ("13/25/2024", "the day before the month"),
        ("05/13/2024", "the day before the month"),
    ],
)
def test_date_that_would_have_to_be_guessed(tmp_path: Path, cell: str, expected: str) -> None:
    wrong = refusal(tmp_path, f"Area code,Seen\nE01,{cell}\n", CODE, SEEN)
    assert expected in wrong.expected
    assert wrong.found.startswith(repr(cell))
