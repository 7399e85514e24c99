"""The tables as parquet: the CSV files again, typed and described, stamped where they hold the sample."""

from pathlib import Path

import pandas as pd
import pytest
from pyarrow import parquet

from fairer_stockton.report.edition import STAMP
from fairer_stockton.report.tables.csv_files import TABLE_WORDS, write_csv_files
from fairer_stockton.report.tables.parquet_files import write_parquet_files
from fairer_stockton.schemas.results.contracts import CONTRACTS

from .conftest import make_edition


@pytest.fixture(scope="module", params=[False, True], ids=["real", "sample"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    edition, folder = make_edition(request.param), tmp_path_factory.mktemp("tables")
    write_csv_files(edition, folder / "csv")
    write_parquet_files(edition, folder / "csv", folder / "parquet")
    return folder


def sampled(folder: Path) -> bool:
    return STAMP in (folder / "csv/README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLE_WORDS)
def test_a_file_has_the_rows_and_columns_of_the_csv(folder: Path, name: str) -> None:
    packed = parquet.read_table(folder / "parquet" / f"{name}.parquet").to_pandas()
    words = [column for column in packed if packed[column].dtype == "str"]
    plain = pd.read_csv(
        folder / "csv" / f"{name}.csv",
        dtype=dict.fromkeys(words, "str"),
        keep_default_na=False,
        na_values=dict.fromkeys(set(packed) - set(words), [""]),
    )
    pd.testing.assert_frame_equal(packed, plain, check_dtype=False, check_exact=True)


def test_each_table_of_results_has_a_file_and_no_other(folder: Path) -> None:
    assert {path.name for path in (folder / "parquet").iterdir()} == {f"{name}.parquet" for name in CONTRACTS}


@pytest.mark.parametrize("name", TABLE_WORDS)
def test_each_column_has_the_kind_and_the_words_of_its_contract(folder: Path, name: str) -> None:
    schema = parquet.read_schema(folder / "parquet" / f"{name}.parquet")
    kinds = {"string[pyarrow]": "string", "bool": "bool", "int64": "int64", "float64": "double"}
    for column, declared in CONTRACTS[name].to_schema().columns.items():
        if column in schema.names:
            assert str(schema.field(column).type) == kinds[str(declared.dtype)]
            assert schema.field(column).metadata[b"description"].decode() == declared.description


def test_a_sample_is_stamped_and_a_real_edition_is_not(folder: Path) -> None:
    for path in (folder / "parquet").iterdir():
        about = parquet.read_schema(path).metadata
        assert about[b"title"].decode().startswith("A Fairer Stockton-on-Tees, edition 2026: ")
        assert about.get(b"stamp", b"").decode() == (STAMP if sampled(folder) else "")
        assert (b"SAMPLE" in path.read_bytes()) == sampled(folder)


def test_no_number_has_more_digits_than_the_csv(folder: Path) -> None:
    values = parquet.read_table(folder / "parquet/observations.parquet")["value"].drop_null().to_pylist()
    assert all(value == float(f"{value:.12g}") for value in values)


def test_an_empty_cell_is_null_of_a_number_and_no_words_of_a_text(folder: Path) -> None:
    table = parquet.read_table(folder / "parquet/observations.parquet")
    assert table["value"].null_count == int(table.to_pandas()["value"].isna().sum())
    assert all(column.null_count == 0 for column in table.columns if str(column.type) == "string")


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_parquet_files(make_edition(sampled(folder)), folder / "csv", tmp_path)
    for path in (folder / "parquet").iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
