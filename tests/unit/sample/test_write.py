"""The sample is the same bytes every time, says that it is one, and lies committed as it is generated."""

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from fairer_stockton.sample import stage as sample_stage
from tests.conftest import DEFINITIONS

pytestmark = pytest.mark.xdist_group("sample written")

STOCKTON = "E06000004"
COMMITTED = Path(__file__).parents[3] / "data" / "raw"


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in (folder / "sample").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def unpacked(name: str, content: bytes) -> object:
    """What a file holds, however the library that packed it did so."""
    if name.endswith(".gz"):
        return gzip.decompress(content)
    if name.endswith((".zip", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {member: archive.read(member) for member in archive.namelist()}
    if name.endswith(".parquet"):
        return parquet.read_table(pa.BufferReader(content)).to_pydict()
    if name.endswith("provenance.json"):
        sheet = json.loads(content)
        return {**sheet, "files": [{**file, "sha256": ""} for file in sheet["files"]]}  # of packed bytes
    return content


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    sample_stage.write_sample(folder, STOCKTON, DEFINITIONS.sources)
    return folder


def test_two_generations_are_the_same_bytes_and_every_path_is_returned_once(fresh: Path, tmp_path: Path) -> None:
    written = sample_stage.write_sample(tmp_path, STOCKTON, DEFINITIONS.sources)
    assert contents(tmp_path) == contents(fresh)
    assert written == sorted(set(written))
    assert {path.relative_to(tmp_path).as_posix() for path in written} == set(contents(tmp_path))


def test_the_committed_sample_is_a_fresh_generation(fresh: Path) -> None:
    committed, generated = contents(COMMITTED), contents(fresh)
    assert committed.keys() == generated.keys(), "run `make sample`, and delete what it no longer writes"
    changed = [
        name for name, content in generated.items() if unpacked(name, committed[name]) != unpacked(name, content)
    ]
    assert not changed, "run `make sample`, and commit what it writes"


def test_the_sample_is_small(fresh: Path) -> None:
    sizes = {name: len(content) for name, content in contents(fresh).items()}
    assert max(sizes.values()) <= 400_000
    assert sum(sizes.values()) <= 2_300_000


@pytest.mark.parametrize("kind", ["fresh", "committed"])
def test_every_folder_says_that_its_values_are_invented(kind: str, fresh: Path) -> None:
    folder = fresh if kind == "fresh" else COMMITTED
    folders = {path.parent for path in (folder / "sample").rglob("*") if path.is_file()}
    folders.remove(folder / "sample")  # where the list of the others lies
    names = sorted(path.relative_to(folder / "sample").as_posix() for path in folders)
    assert (folder / "sample/contents.txt").read_text(encoding="utf-8").split() == names
    assert set(names) <= {
        f"{source.name}/{file.period}" for source in DEFINITIONS.sources.values() for file in source.extracts
    }
    for folder in folders:
        text = (folder / "provenance.json").read_text(encoding="utf-8")
        provenance = json.loads(text)
        assert provenance["synthetic"] is True
        assert provenance["generator"] == "fairer_stockton.sample"
        assert provenance["seed"] == 2026
        assert "Invented values" in provenance["note"]
        assert text == json.dumps(provenance, indent=2, sort_keys=True) + "\n"
        stored = {file["stored"]: file["sha256"] for file in provenance["files"]}
        others = [path for path in folder.iterdir() if path.name != "provenance.json"]
        assert stored == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in others}
