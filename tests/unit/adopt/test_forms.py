"""Which file of before a new one continues, and which heading is which."""

import zipfile
from pathlib import Path

import pytest

from fairer_stockton.adopt.forms import fit_file_to_forms
from fairer_stockton.adopt.headings import match_headings, strip_years_and_notes
from fairer_stockton.adopt.periods import move_period, read_last_year
from fairer_stockton.definitions.sources import Column
from tests.conftest import load_source
from tests.unit.adopt.conftest import TOML


def columns(*headings: str) -> list[Column]:
    return [Column(f"column_{place}", heading, "count") for place, heading in enumerate(headings)]


def matched(wanted: list[Column], cells: list[str]) -> list[str]:
    matches, missing = match_headings(wanted, cells)
    return [match.heading for match in matches] + [f"no {column.header}" for column in missing]


@pytest.mark.parametrize(
    ("wanted", "cells", "headings"),
    [
        (["Homes"], ["Area", "homes [note 2]"], ["Homes"]),
        (["Homes"], ["Area", "Homes1"], ["Homes1"]),
        (["Homes 2024"], ["Homes 2023", "Homes 2024", "Homes 2025"], ["Homes 2025"]),
        (["Homes 2024", "Homes 2023"], ["Homes 2024", "Homes 2025"], ["Homes 2025", "Homes 2024"]),
        (["Code#2"], ["Code", "Ward", "Code"], ["Code#2"]),
        (["Number of homes"], ["Homes, number of", "Trains"], ["Homes, number of"]),
        (["Number of homes"], ["Number of cats", "Number of cars"], ["no Number of homes"]),
        (["Homes FYE {year}"], ["Homes FYE 2024", "Homes FYE 2025"], ["Homes FYE {year}"]),
    ],
)
def test_headings(wanted: list[str], cells: list[str], headings: list[str]) -> None:
    assert matched(columns(*wanted), cells) == headings


def test_what_stays_from_year_to_year() -> None:
    assert strip_years_and_notes("Number of households1 (2024)") == strip_years_and_notes("number of Households, 2025")


@pytest.mark.parametrize(
    ("period", "later", "last"),
    [
        ("2023", "2025", 2023),
        ("2024-25", "2026-27", 2025),
        ("2021-2025", "2023-2027", 2025),
        ("1998-99", "2000-01", 1999),
    ],
)
def test_periods_of_each_form(period: str, later: str, last: int) -> None:
    assert move_period(period, 2) == later
    assert read_last_year(period) == last


def test_member_of_a_zip_is_found_by_its_headings(tmp_path: Path) -> None:
    toml = TOML.format(total="0" * 64).replace('sheet  = "Table 3"', 'member = "census2021-lsoa.csv"')
    (tmp_path / "homes.toml").write_text(toml.replace("2023_homes.xlsx", "census2021.zip"), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "census2031.zip", "w") as archive:
        archive.writestr("notes.txt", "Nothing of interest\n")
        archive.writestr("census2031-msoa.csv", "Area code,People\nE06000004,1\n")
        archive.writestr("census2031-lsoa.csv", "Area code,Number of households,Number of cold homes\nE06000004,1,2\n")
    (form,) = fit_file_to_forms(load_source(tmp_path / "homes.toml"), tmp_path / "census2031.zip")
    extract = form.entries[0].make_extract(tmp_path / "census2031.zip", "2031", "1" * 64, "x")
    assert (extract.member, extract.sheet, extract.mirror) == ("census2031-lsoa.csv", "", "census2031.zip")
