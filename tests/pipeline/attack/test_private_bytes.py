"""What lies in supplied files besides counts: sums that confirm a guess, and cells of a single row."""

import hashlib
from itertools import product
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.manifest import make_edition_output, write_manifest
from fairer_stockton.run.fingerprints import write_table_and_stamp
from fairer_stockton.run.sum_key import SumKey
from tests.conftest import DEFINITIONS, with_sources
from tests.pipeline.attack.private_bytes import find_cells, guess_bytes, list_telling_cells

SOURCE = "open_space"
TRUE = (13, 29)


def write_extract(within: int, addresses: int) -> bytes:
    return f"lsoa21cd,addresses,addresses_within_300m\nE01012187,{addresses},{within}\n".encode()


def publish(folder: Path) -> str:
    """Write the manifest of an edition that rests on one small private extract, and return its text."""
    provenance = folder / "raw" / SOURCE / "2025/provenance.json"
    provenance.parent.mkdir(parents=True)
    provenance.write_text("{}")
    settings = Settings(folder / "raw", folder / "processed", folder / "reports")
    settings = with_sources(settings, DEFINITIONS.sources[SOURCE])
    total = hashlib.sha256(write_extract(*TRUE)).hexdigest()
    write_table_and_stamp(
        pa.table({"lsoa21cd": ["E01012187"]}),
        settings.staged / f"{SOURCE}.parquet",
        hashlib.sha256(f"staged {total}".encode()).hexdigest(),
        inputs=[("open_space.csv", "2025", total, False)],
    )
    edition = folder / "reports/2026"
    edition.mkdir(parents=True)
    write_manifest(settings, edition, make_edition_output(settings).content())
    return (edition / "manifest.json").read_text(encoding="utf-8")


def test_no_published_sum_confirms_a_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guesses = [write_extract(*numbers) for numbers in product(range(40), range(40))]
    assert guess_bytes(publish(tmp_path / "keyed"), guesses) == []
    monkeypatch.setattr(SumKey, "seal", lambda _, checksum: checksum)
    assert guess_bytes(publish(tmp_path / "plain"), guesses) == [write_extract(*TRUE)], "the attack works on plain sums"


def test_no_cell_of_a_single_row_is_published(sample: Settings, tmp_path: Path) -> None:
    """Not one cell that a supplied file has in one row alone is in any file, but the codes of areas that all know."""
    cells: set[str] = set()
    for source in sorted(DEFINITIONS.supplied):
        rows = pd.read_parquet(sample.staged / f"{source}.parquet").drop(columns=["source_file"])
        cells |= list_telling_cells(rows.drop(columns=["lsoa21cd"], errors="ignore"))
    assert len(cells) > 5000
    edition = sample.reports / sample.edition
    assert find_cells(edition, cells) == {}
    leaking = tmp_path / "claims.csv"
    leaking.write_text(f"note\nseen by {(cell := min(cells))}\n{cell}\n", encoding="utf-8")
    assert find_cells(tmp_path, cells) == {cell: "claims.csv"}, "the attack works on a file that holds one"
