"""What is possible but unlikely is asked by name: of an extract in itself, and beside the one before it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import raw_folder
from fairer_stockton.run.errors import QuestionedError
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.stage import supply
from tests.conftest import DEFINITIONS

QUIET = Progress(quiet=True)
HOMES = 120


def homes(year: str, rows: int = HOMES) -> pd.DataFrame:
    """Return a survey of homes as the council would supply it: the same every time, its answers in no order."""
    draws = np.random.default_rng(int(year)).permutation(rows)
    return pd.DataFrame(
        {
            "home_id": [f"H{year}-{number}" for number in range(rows)],
            "lsoa21cd": [f"E010{12187 + draw % 40}" for draw in draws],
            "tenure": np.array(["Owns", "Rents socially", "Rents privately"])[draws % 3],
            "decent": np.where(draws % 10 < 3, "no", "yes"),
            "weight": 1 + draws / rows,
        }
    )


def contacts(year: int, rows: int = 200) -> pd.DataFrame:
    draws = np.random.default_rng(year).integers(0, 40, size=(4, rows))
    return pd.DataFrame(
        {
            "contact_id": [f"C{year}-{number}" for number in range(rows)],
            "date": f"{year}-06-01",
            "lsoa21cd": [f"E010{12187 + draw}" for draw in draws[0]],
            "channel": np.array(["phone", "digital"])[draws[1] % 2],
            "service": np.array(["waste", "housing", "council_tax"])[draws[2] % 3],
            "satisfied": np.where(draws[3] % 10 < 3, "no", "yes"),
            "resolved_first_time": "yes",
            "waiting_minutes": draws[1],
        }
    )


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Supply a table as a file, without lookups: only what is asked of it matters here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)

    def brought(rows: pd.DataFrame, source: str, period: str, confirm: str = "") -> None:
        file = tmp_path / "from the desk.csv"
        rows.to_csv(file, index=False)
        supply(Settings(raw=tmp_path / "raw", processed=tmp_path / "processed"), QUIET, source, period, file, confirm)

    return brought


def asked(bring: Callable[..., None], rows: pd.DataFrame, source: str, period: str) -> str:
    with pytest.raises(QuestionedError) as caught:
        bring(rows, source, period)
    assert "to do     correct the file and supply it again; or, if it is right, say why:" in str(caught.value)
    assert f"make supply SOURCE={source} PERIOD={period} FILE=" in str(caught.value)
    return str(caught.value)


def test_extract_like_the_one_before_is_not_questioned(bring: Callable[..., None]) -> None:
    bring(homes("2020"), "stock_condition", "2020")
    bring(homes("2025", 140), "stock_condition", "2025")
    bring(homes("2025", 150), "stock_condition", "2025")
    bring(contacts(2023), "customer_contacts", "2023-24")
    bring(contacts(2024), "customer_contacts", "2024-25")


def twice(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([rows, rows.assign(home_id=rows["home_id"] + "b")], ignore_index=True)


BY_THEMSELVES = {
    "one row": (lambda rows: rows[:1], "one row and no more"),
    "all rows twice under new ids": (twice, "every row 2 times over, but for its number"),
    "all rows twice, in another order": (lambda rows: twice(rows).sample(frac=1, random_state=1), "2 times over"),
    "a block pasted twice": (
        lambda rows: pd.concat([rows, twice(rows)[HOMES + 20 : HOMES + 50]]),
        "row 122\nfound     30 rows that repeat rows above them",
    ),
    "one weight beyond all others": (
        lambda rows: rows.assign(weight=rows["weight"].where(rows.index != 5, 80_000)),
        "row 7, column weight\nfound     1 row with a weight far above the others",
    ),
    "one weight of next to nothing": (
        lambda rows: rows.assign(weight=rows["weight"].where(rows.index != 5, 1e-9)),
        "row 7, column weight\nfound     1 row with a weight far below the others",
    ),
}


@pytest.mark.parametrize("name", BY_THEMSELVES)
def test_extract_that_is_unlikely_in_itself(bring: Callable[..., None], name: str) -> None:
    change, said = BY_THEMSELVES[name]
    assert said in asked(bring, change(homes("2020")), "stock_condition", "2020")


BESIDE = {
    "half the rows": (lambda rows: rows[:100], "the whole file\nfound     100 rows\nexpected  about as many .*: 200"),
    "twice the rows": (lambda _: contacts(2024, 400), "found     400 rows"),
    "a column suddenly empty": (
        lambda rows: rows.assign(satisfied=""),
        "column satisfied\nfound     no value in any row\nexpected  values, as 100% of the extract of 2023-24 has",
    ),
    "a column suddenly the same": (
        lambda rows: rows.assign(channel="phone"),
        "column channel\nfound     'phone' wherever there is a value\nexpected  several, as in .*: 2",
    ),
    "shares that moved": (
        lambda rows: rows.assign(satisfied=np.where(rows.index % 10 < 7, "no", "yes")),
        "column satisfied\nfound     'no' in 70% of the rows\nexpected  about 3.%",
    ),
    "shares of what is no answer of a list, which is not named": (
        lambda rows: rows.assign(service=np.where(rows.index % 10 < 8, "falconry", rows["service"])),
        "column service\nfound     the value that moved most in 8.% of the rows\nexpected  about 0%",
    ),
    "a column suddenly of one value that is in no list": (
        lambda rows: rows.assign(service="falconry"),
        "column service\nfound     the same value wherever there is a value",
    ),
    "waits three times as long": (
        lambda rows: rows.assign(waiting_minutes=3 * rows["waiting_minutes"]),
        "column waiting_minutes\nfound     .* on average\nexpected  about ",
    ),
    "neighbourhoods that were lost": (
        lambda rows: rows.assign(lsoa21cd=rows["lsoa21cd"].str[:-1] + "0"),
        "column lsoa21cd\nfound     5 areas",
    ),
    "the extract of another year": (
        lambda _: contacts(2023).assign(contact_id=lambda rows: "D" + rows["contact_id"], date="2024-06-01"),
        "200 rows that stand in the extract of 2023-24 just so",
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_extract_that_is_unlikely_beside_the_one_before(bring: Callable[..., None], name: str) -> None:
    change, said = BESIDE[name]
    bring(contacts(2023), "customer_contacts", "2023-24")
    message = asked(bring, change(contacts(2024)), "customer_contacts", "2024-25")
    assert re.search(said, message)
    assert message.count("question") == 1


def test_correction_is_compared_with_what_it_replaces(bring: Callable[..., None]) -> None:
    bring(contacts(2023, 400), "customer_contacts", "2023-24")
    bring(contacts(2024, 210), "customer_contacts", "2024-25", "the switchboard closed")
    bring(contacts(2024, 200), "customer_contacts", "2024-25")


def test_reason_is_recorded_with_what_was_asked(bring: Callable[..., None], tmp_path: Path) -> None:
    bring(homes("2020", 1), "stock_condition", "2020", " only one home was let in ")
    (file,) = raw_folder.find_raw_files(tmp_path / "raw", DEFINITIONS.sources["stock_condition"])
    assert file.confirmed["why"] == "only one home was let in"
    assert [question["found"] for question in file.confirmed["questions"]] == ["one row and no more"]
    bring(homes("2025"), "stock_condition", "2020", "half of them then")
    assert "stands" not in str(
        raw_folder.find_raw_files(tmp_path / "raw", DEFINITIONS.sources["stock_condition"])[0].confirmed
    )


def test_sample_is_nothing_to_compare_with(bring: Callable[..., None], tmp_path: Path) -> None:
    folder = tmp_path / "raw/sample/stock_condition/2025"
    folder.mkdir(parents=True)
    (folder / "stock_condition_2025.csv").write_text("invented")
    bring(homes("2020", 30), "stock_condition", "2020")
