"""The metadata of the CSV files: a validator reads every file by them, and refuses one that they do not fit."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings


def fits(metadata: Path) -> bool:
    """Say whether a validator accepts a file with its metadata, without a word of warning."""
    from csvw import CSVW

    try:
        read = CSVW(str(metadata), validate=True)
        return bool(read.is_valid) and not read.warnings
    except ValueError:  # of two rows with one key
        return False


@pytest.fixture
def folder(part: Settings) -> Path:
    return (part.reports / part.edition).resolve() / "csv"


def test_every_file_fits_what_is_said_of_it(folder: Path) -> None:
    files = sorted(folder.glob("*.csv"))
    assert len(files) > 20
    small = [path for path in files if path.name != "observations.csv"]  # whose rows the domains' files hold as well
    assert all(fits(path.with_name(f"{path.name}-metadata.json")) for path in small)


def test_every_column_is_described_in_the_order_of_the_file(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        columns = json.loads(path.with_name(f"{path.name}-metadata.json").read_text())["tableSchema"]["columns"]
        assert [one["name"] for one in columns] == list(pd.read_csv(path, nrows=0).columns)
        assert all(one["dc:description"] for one in columns)


@pytest.mark.parametrize(("column", "cell"), [("value", "many"), ("synthetic", "perhaps"), ("period", None)])
def test_a_file_that_does_not_fit_is_told(folder: Path, tmp_path: Path, column: str, cell: str | None) -> None:
    for name in ("gaps.csv", "gaps.csv-metadata.json"):
        shutil.copyfile(folder / name, tmp_path / name)
    table = pd.read_csv(tmp_path / "gaps.csv", dtype=str, keep_default_na=False)
    if cell is None:
        table = table.rename(columns={column: "when"})
    else:
        table.loc[0, column] = cell
    table.to_csv(tmp_path / "gaps.csv", index=False, lineterminator="\n")
    assert fits(folder / "gaps.csv-metadata.json")
    assert not fits(tmp_path / "gaps.csv-metadata.json")


def test_a_sample_is_said_to_be_one(folder: Path) -> None:
    said = json.loads((folder / "gaps.csv-metadata.json").read_text())
    assert "SAMPLE" in said["dc:description"]
    assert "dc:license" not in said  # the council's own extracts are not open data
    assert all("Generated sample" in line and "Licence" not in line for line in said["dc:rights"])
