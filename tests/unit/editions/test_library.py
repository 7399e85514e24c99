"""The library: a published edition as typed tables, read in two seconds; folders that are none are refused in words."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import fairer_stockton as fs
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.library import CATEGORIES, LoadedEdition
from fairer_stockton.report.tables.csv_files import TABLE_WORDS
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.schemas.results.contracts import CONTRACTS
from tests.conftest import DEFINITIONS, PROJECT

pytestmark = pytest.mark.xdist_group("library")

NOTEBOOK = PROJECT / "docs/examples/read_an_edition.ipynb"
PAGE = (PROJECT / "docs/library.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def edition(sample: Settings) -> LoadedEdition:
    return fs.load(sample.reports / "2026")


def small_edition(folder: Path, **manifest: object) -> Path:
    """Write an edition of one table of two gaps."""
    (folder / "parquet").mkdir(parents=True)
    parquet.write_table(pa.table({"measure": ["a", "b"], "value": [1.0, None]}), folder / "parquet/gaps.parquet")
    sums = {"parquet/gaps.parquet": compute_file_checksum(folder / "parquet/gaps.parquet")}
    (folder / "manifest.json").write_text(json.dumps({"edition": "2026", "outputs": sums, **manifest}))
    return folder


def test_every_table_is_offered_and_documented(edition: LoadedEdition) -> None:
    assert set(edition.tables) == set(TABLE_WORDS)
    for name in (*TABLE_WORDS, "not_shown", "measures", "inputs"):
        assert isinstance(getattr(edition, name), pd.DataFrame)
        assert getattr(LoadedEdition, name).__doc__
        assert f"| `{name}` |" in PAGE


def test_tables_are_those_that_were_published(edition: LoadedEdition) -> None:
    for name in edition.tables:
        plain = pd.read_csv(edition.folder / f"csv/{name}.csv", dtype=str, keep_default_na=False)
        assert list(edition.frame(name)) == list(plain)
        assert len(edition.frame(name)) == len(plain)
        numbers = edition.frame(name).select_dtypes("number")
        pd.testing.assert_frame_equal(numbers.astype(float), plain[list(numbers)].apply(pd.to_numeric).astype(float))


@pytest.mark.parametrize("name", TABLE_WORDS)
def test_columns_have_types(edition: LoadedEdition, name: str) -> None:
    frame, arrow = edition.frame(name), edition.arrow(name)
    declared = CONTRACTS[name].to_schema().columns
    described = edition.columns(name).set_index("column")["description"]
    for column, rule in declared.items():
        assert described[column] == rule.description
        if not str(rule.dtype).startswith(("str", "object")):
            assert frame[column].dtype.kind == str(rule.dtype)[0].lower()
            continue
        assert (frame[column].dtype == "category") == (column in CATEGORIES)
        assert pa.types.is_dictionary(arrow.schema.field(column).type) == (column in CATEGORIES)
        assert frame[column].notna().all()
        closed = any(check.name == "isin" for check in rule.checks)
        assert not closed or column in CATEGORIES, f"{column} is one of a few words: add it to CATEGORIES"
        assert "period" not in column or frame[column].dtype == "str"


def test_hidden_figure_is_missing_and_says_why(edition: LoadedEdition) -> None:
    rows = edition.observations
    shown = rows["status"].isin(["published", "low_base"])
    numbers = ["numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998"]
    assert rows.loc[rows["status"] == "suppressed", numbers].isna().all().all()
    assert rows.loc[shown, "value"].notna().all()
    assert len(edition.not_shown) == (~shown).sum() > 0
    assert set(edition.not_shown["status"]) == {"suppressed", "not_available"}
    assert (edition.not_shown["reason"] != "").all()


def test_measures_say_what_they_are(edition: LoadedEdition) -> None:
    measures = edition.measures
    assert set(measures.index) == set(edition.observations["measure"].unique())
    for name, words in measures.iterrows():
        measure = DEFINITIONS.measures[str(name)]
        wanted = (measure.title, measure.domain, measure.framework, measure.proxy_for, measure.unit, measure.polarity)
        columns = ["title", "domain", "framework_measure", "stands_in_for", "unit", "polarity"]
        assert tuple(words[columns]) == wanted
        assert words["statistic"] == measure.statistic
        assert set(measure.tables) <= set(words["sources"].split()) | {"deaths_and_population"}
        assert words["unit_in_words"]
        assert words["publishers"]
    assert measures["same_definition"].all()
    assert {entry["sha256"] for entry in edition.manifest["inputs"]} == set(edition.inputs["sha256"])
    assert edition.name == "2026"
    assert edition.synthetic


def test_polarity_of_a_measure_defined_otherwise_is_missing(edition: LoadedEdition) -> None:
    sums = {**edition.manifest["measures"], "fuel_poverty": "0" * 64}
    other = LoadedEdition(edition.folder, {**edition.manifest, "measures": sums})
    assert not other.measures.loc["fuel_poverty", "same_definition"]
    assert pd.isna(other.measures.loc["fuel_poverty", "polarity"])
    assert other.measures.loc["fuel_poverty", "title"] == edition.measures.loc["fuel_poverty", "title"]
    assert other.measures.drop("fuel_poverty")["polarity"].notna().all()


def test_whole_edition_is_read_in_two_seconds(edition: LoadedEdition) -> None:
    program = (
        "import sys, time, fairer_stockton as fs\n"
        "assert 'pandas' not in sys.modules and 'pyarrow' not in sys.modules\n"
        f"edition = fs.load({str(edition.folder)!r})\n"
        "assert [len(getattr(edition, name)) for name in (*edition.tables, 'measures', 'inputs', 'not_shown')]\n"
        "print(time.process_time())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    # Of the processor, since on a busy machine the clock measures the others; two such machines differ by half.
    assert float(done.stdout) < 2


def test_notebook_runs(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.reports.parent)
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    names: dict[str, object] = {}
    for cell in cells:
        assert cell["outputs"] == []
        exec(compile("".join(cell["source"]), NOTEBOOK.name, "exec"), names)
    assert len(names["highest"]) == 5  # type: ignore[arg-type]
    assert len(names["hidden"]) > 0  # type: ignore[arg-type]


@pytest.mark.parametrize("manifest", [None, "{", "[]", "{}", '{"edition": "2026"}', '{"outputs": {}}'])
def test_folder_that_is_no_edition(tmp_path: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(InputError, match="found     no edition\nexpected  a folder whose manifest.json lists"):
        fs.load(tmp_path)


def test_folder_that_is_not_there_or_holds_editions(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found     no such folder"):
        fs.load(tmp_path / "2031")
    small_edition(tmp_path / "2026")
    with pytest.raises(InputError, match="no edition, though these inside it are: 2026"):
        fs.load(str(tmp_path))


def test_table_that_is_not_the_published_one(tmp_path: Path) -> None:
    edition = fs.load(small_edition(tmp_path / "2026"))
    assert edition.gaps["value"].isna().tolist() == [False, True]
    assert edition.synthetic, "an edition that does not say so is not taken for a real one"
    with pytest.raises(InputError, match="no table 'observations'\nexpected  one of gaps"):
        edition.observations  # noqa: B018
    shutil.copy(edition.folder / "manifest.json", edition.folder / "parquet/gaps.parquet")
    with pytest.raises(InputError, match="another file than was published"):
        edition.frame("gaps")
    (edition.folder / "parquet/gaps.parquet").unlink()
    with pytest.raises(InputError, match=r"gaps\.parquet\nfound     no such file"):
        edition.frame("gaps")
