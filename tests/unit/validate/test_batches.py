"""A table of many rows gets the verdict that its rows would get together, whatever is at fault."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from fairer_stockton.schemas.expectations.suite import AreaFacts
from fairer_stockton.validate import batches
from fairer_stockton.validate.dataset import check_dataset
from fairer_stockton.validate.rows import check_rows
from fairer_stockton.validate.stage import read_staged
from tests.conftest import DEFINITIONS, empty_table

OURS, THEIRS = "E01012187", "E01000001"
FACTS = AreaFacts(
    "E06000004",
    False,
    {"lsoa21cd": frozenset([OURS, THEIRS])},
    {"lsoa21cd": {OURS: "E06000004", THEIRS: "E06000001"}},
)
NUMBERS = range(1, 81)


def certificates() -> pd.DataFrame:
    rows = empty_table("epc_certificates").reindex(NUMBERS)
    columns = {"period": "2025", "lsoa21cd": OURS, "source_file": "epc_certificates_2025.csv", "property_type": "Flat"}
    columns |= {"energy_efficiency_band": "D", "energy_efficiency_score": 60.0, "certificates": 1}
    columns |= {"registration_date": "2020-05-01", "source_row": [number + 1 for number in NUMBERS]}
    numbers = {"certificate_number": [f"0000-0000-0000-0000-{number:04d}" for number in NUMBERS]}
    return rows.assign(**columns, **numbers, uprn=[f"{number:012d}" for number in NUMBERS])


def respondents() -> pd.DataFrame:
    rows = empty_table("residents_survey").reindex(NUMBERS)
    columns = {"period": "2025", "lsoa21cd": OURS, "source_file": "residents_survey_2025.csv", "weight": 1.0}
    columns |= {"source_row": [number + 1 for number in NUMBERS], "stratum": [f"S{number % 9}" for number in NUMBERS]}
    stated = {"age_band": "16 to 24", "sex": "Male", "ethnic_group": "White", "disability": "Disabled"}
    stated |= {"tenure": "Owns", "working_status": "In work"}
    return rows.assign(**columns, **stated, respondent=[f"R{number}" for number in NUMBERS])


FAULTS: dict[str, tuple[str, dict[int, dict[str, Any]]]] = {
    "nothing": ("epc_certificates", {}),
    "cells of several rules, and a row twice": (
        "epc_certificates",
        {60: {"uprn": "12,3"}, 7: {"energy_efficiency_score": 1.5}, 61: {"property_type": "Boat"}, 5: {"uprn": "x"}}
        | {70: {"certificate_number": "0000-0000-0000-0000-0004"}},
    ),
    "a home twice, places, bands and days": (
        "epc_certificates",
        {70: {"uprn": "000000000004"}, 71: {"uprn": None}, 72: {"uprn": None}}
        | {number: {"lsoa21cd": THEIRS if number % 9 else None} for number in range(3, 40, 3)}
        | {number: {"energy_efficiency_band": "A", "registration_date": "2031-01-01"} for number in (1, 2, 50)},
    ),
    "too few respondents, a weight, a stratum of one and answers that are missing": (
        "residents_survey",
        {9: {"weight": 9000.0, "stratum": "alone"}} | {number: {"sex": None} for number in range(10, 60)},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_verdict_is_the_same(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 33)
    name, changes = FAULTS[fault]
    source, rows = (
        DEFINITIONS.sources[name],
        {"epc_certificates": certificates, "residents_survey": respondents}[name](),
    )
    for number, cells in changes.items():
        rows.loc[number, [*cells]] = [*cells.values()]
    file = tmp_path / f"{name}.parquet"
    schema = pa.Schema.from_pandas(empty_table(name), preserve_index=False)
    parquet.write_table(pa.Table.from_pandas(rows, schema, preserve_index=False), file)
    whole = read_staged(tmp_path, name)
    checks, faults = check_rows(source, whole)
    assert batches.check_rows_in_batches(source, file) == (checks, faults)
    if not faults:
        assert batches.check_dataset_in_batches(source, file, FACTS) == check_dataset(source, whole, FACTS)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
