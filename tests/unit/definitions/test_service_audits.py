"""The file of a service audit: what it must say for a list of places, and for one of users."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.service_audits import load_service_audit
from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.vocabulary_of_uses import CountedUse
from tests.conftest import DEFINITIONS

PLACES = {"title": '"A"', "service": '"B"', "kind": '"places"', "file": '"a.csv"', "reach_metres": "800"}
USERS = {"title": '"A"', "service": '"B"', "kind": '"users"', "file": '"a.csv"', "period": '"2025"'}


def write(folder: Path, keys: dict[str, str]) -> Path:
    path = folder / "audit.toml"
    path.write_text("\n".join(f"{key} = {text}" for key, text in keys.items() if text), encoding="utf-8")
    return path


def test_what_is_left_out_is_income_deprivation_and_people(tmp_path: Path) -> None:
    audit = load_service_audit(write(tmp_path, USERS))
    assert (audit.need, audit.counts) == ("income_deprivation", CountedUse.PEOPLE)
    assert load_service_audit(write(tmp_path, PLACES)).reach_metres == 800


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({**PLACES, "kind": '"points"'}, "'points', and not one of places, users"),
        ({**PLACES, "reach_metres": ""}, "'reach_metres' is missing"),
        ({**PLACES, "reach_metres": "8"}, "from 50 to 20000"),
        ({**PLACES, "reach_metres": "true"}, "whole metres"),
        ({**PLACES, "period": '"2025"'}, "the key 'period'"),
        ({**PLACES, "file": '"../a.csv"'}, "no name of a CSV file"),
        ({**PLACES, "file": '"a.xlsx"'}, "no name of a CSV file"),
        ({**PLACES, "title": '" "'}, "`title` is empty"),
        ({**PLACES, "need": "1"}, "need must be text"),
        ({**USERS, "period": ""}, "'period' is missing"),
        ({**USERS, "reach_metres": "800"}, "the key 'reach_metres'"),
        ({**USERS, "counts": '"homes"'}, "not one of people, visits"),
        ({**USERS, "names": '"all"'}, "unknown key 'names'"),
    ],
)
def test_what_is_no_audit_is_refused(keys: dict[str, str], found: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=rf"(?s)audit\.toml.*{found}"):
        load_service_audit(write(tmp_path, keys))


def test_a_command_without_a_file_says_what_is_wanted() -> None:
    for path in (None, Path(), Path("nowhere.toml")):
        with pytest.raises(InputError, match=r"service-audit\.toml"):
            load_service_audit(path)


def test_what_counts_a_gap_or_a_community_by_neighbourhood_is_a_measure() -> None:
    each = [*DEFINITIONS.six_gaps.values(), *DEFINITIONS.communities.values()]
    names = {name for one_of_them in each for name in one_of_them.counted_by_neighbourhood}
    assert len(names) > 5 and names <= set(DEFINITIONS.measures)
