"""Sums of files: one that lay there before the process is read once, and again as soon as it is written to."""

from pathlib import Path

import pytest

from fairer_stockton.run import fingerprints
from fairer_stockton.run.fingerprints import compute_file_checksum


@pytest.mark.parametrize("is_old", [True, False])
def test_a_file_that_is_written_to_is_summed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_old: bool
) -> None:
    path, reads = tmp_path / "file", []
    compute = fingerprints._compute_checksum
    monkeypatch.setattr(fingerprints, "BEGAN", 2**62 if is_old else 0)
    monkeypatch.setattr(fingerprints, "_compute_checksum", lambda path: (reads.append(path), compute(path))[1])
    path.write_bytes(b"1")
    first = [compute_file_checksum(path), compute_file_checksum(path)]
    assert len(reads) == (1 if is_old else 2)
    path.write_bytes(b"22")
    assert first == [first[0]] * 2 and compute_file_checksum(path) != first[0]
