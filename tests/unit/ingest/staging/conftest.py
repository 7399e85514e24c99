"""A tiny extract of any source, staged."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from pyarrow import parquet

from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import build_staged_table
from fairer_stockton.validate.stage import read_staged
from tests.conftest import DEFINITIONS

Rows = Sequence[Mapping[str, str]]


@pytest.fixture
def staged(tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """Return a function that stages rows of one source, a cell a column by our names; a column not given is empty."""

    def make(name: str, rows: Rows, period: str = "") -> pd.DataFrame:
        source = DEFINITIONS.sources[name]
        extract = next(one for one in source.extracts if period in ("", one.period))
        path = tmp_path / Path(extract.name).with_suffix(".csv").name
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow([column.header for column in extract.columns])
            lines.writerows([[row.get(column.name, "") for column in extract.columns] for row in rows])
        table = build_staged_table(source, [raw_folder.RawFile(extract, path, synthetic=False)])
        parquet.write_table(table, tmp_path / f"{name}.parquet")
        return read_staged(tmp_path, name)

    return make
