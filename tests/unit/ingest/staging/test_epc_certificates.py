"""Certificates: a home is known by a whole UPRN alone, and the register's marks for "none" are unknown."""

import pandas as pd
import pandera.errors
import pytest

from fairer_stockton.schemas.expectations.epc_certificates import expectations
from fairer_stockton.schemas.expectations.suite import AreaFacts
from fairer_stockton.schemas.staged.epc_certificates import Staged

GOOD = {
    "lsoa21cd": "E01012187",
    "energy_efficiency_band": "D",
    "energy_efficiency_score": "61",
    "registered_on": "2019-03-08",
}


def certificates(*uprns: str, **more: str) -> list[dict[str, str]]:
    """Return a certificate for each UPRN."""
    return [
        {**GOOD, "certificate_number": f"{place:04d}-0000-0000-0000-2026", "uprn": uprn, **more}
        for place, uprn in enumerate(uprns)
    ]


def refused(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the column and the check of each cell that the contract refuses."""
    with pytest.raises(pandera.errors.SchemaErrors) as breach:
        Staged.validate(rows, lazy=True)
    return list(breach.value.failure_cases[["column", "check"]].itertuples(index=False, name=None))


def test_latest_certificate_of_each_home_and_how_many_it_has(staged) -> None:
    rows = certificates("100", "100", "000100", "200")
    rows[1]["registered_on"] = "2024-01-01"
    rows[2]["registered_on"] = ""
    homes = staged("epc_certificates", rows)
    Staged.validate(homes, lazy=True)
    assert homes["uprn"].tolist() == ["100", "200"]
    assert homes["registration_date"].tolist() == ["2024-01-01", "2019-03-08"]
    assert homes["certificates"].tolist() == [3, 1]


@pytest.mark.parametrize("nothing", ["", "0", "000000000000", "N/A", "n/a", "unknown", "NULL", "-", "999999999999"])
def test_homes_without_a_number_are_never_merged(staged, nothing: str) -> None:
    homes = staged("epc_certificates", certificates(nothing, nothing, nothing, "100"))
    Staged.validate(homes, lazy=True)
    assert len(homes) == 4
    assert homes["uprn"].isna().sum() == 3


@pytest.mark.parametrize("spoilt", ["9.90E+11", "9.9e+11", "990000000123.0", "990,000,000,123", "9900000001234"])
def test_spoilt_number_is_refused_in_every_row_that_has_it(staged, spoilt: str) -> None:
    homes = staged("epc_certificates", certificates(spoilt, "100", spoilt))
    assert len(homes) == 3
    faults = refused(homes)
    assert [column for column, _ in faults] == ["uprn", "uprn"]
    assert all("format the column as text" in words for _, words in faults)


@pytest.mark.parametrize("mark", ["INVALID!", "invalid!", ""])
def test_band_that_the_register_does_not_give_is_unknown(staged, mark: str) -> None:
    homes = staged("epc_certificates", certificates("100", energy_efficiency_band=mark, energy_efficiency_score="0"))
    Staged.validate(homes, lazy=True)
    assert homes["energy_efficiency_band"].isna().all()
    assert homes["energy_efficiency_score"].isna().all()


@pytest.mark.parametrize(("score", "known"), [("-12", None), ("0", None), ("", None), ("INVALID!", None), ("112", 112)])
def test_score_below_one_is_unknown_and_one_above_a_hundred_is_not(staged, score: str, known: int | None) -> None:
    homes = staged("epc_certificates", certificates("100", energy_efficiency_score=score))
    Staged.validate(homes, lazy=True)
    assert (
        homes["energy_efficiency_score"].tolist() == [known] if known else homes["energy_efficiency_score"].isna().all()
    )
    assert homes["energy_efficiency_band"].tolist() == ["D"]


def test_band_that_no_register_gives_is_refused(staged) -> None:
    faults = refused(staged("epc_certificates", certificates("100", energy_efficiency_band="H")))
    assert faults == [("energy_efficiency_band", "one of A, B, C, D, E, F, G")]


def test_certificate_that_stands_twice_is_refused(staged) -> None:
    for uprn in ("100", ""):
        twice = certificates(uprn, uprn, certificate_number="0000-0000-0000-0000-2026")
        assert len(refused(staged("epc_certificates", twice))) > 0


def test_home_without_a_valid_band_is_counted_as_such_and_not_compared_with_its_score(staged) -> None:
    rows = certificates("100", "200", "300")
    rows[1] |= {"energy_efficiency_band": "INVALID!", "energy_efficiency_score": "-3"}
    rows[2] |= {"energy_efficiency_score": "0"}
    homes = staged("epc_certificates", rows)
    facts = AreaFacts("E06000004", False, {"lsoa21cd": frozenset()}, {"lsoa21cd": {}})
    suites = {suite.name: suite for suite in expectations(facts)}
    valid = suites["homes with a valid band; those without are not counted"]
    assert valid.prepare(homes)[valid.expectations[0].column].isna().tolist() == [False, True, False]
    compared = suites["the band follows from the score"].prepare(homes)
    assert compared[["uprn", "agrees"]].to_numpy().tolist() == [["100", "yes"]]
