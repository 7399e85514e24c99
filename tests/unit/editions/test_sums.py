"""Published sums of the council's own extracts: nobody who has the edition alone can see whether a guess is right."""

import hashlib
import json
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pyarrow as pa
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.sums import InputFile, find_sum_key, list_input_files, list_known_checksums
from fairer_stockton.report.manifest import make_edition_output, write_manifest
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.fingerprints import write_table_and_stamp
from fairer_stockton.run.sum_key import KEY_FILE, KEYED, PUBLIC_KEY, SumKey, create_sum_key, read_sum_key
from tests.conftest import DEFINITIONS, with_sources

SOURCE = "open_space"
MOST = 40  # what the attacker tries for each of the two numbers


def write_extract(within: int, addresses: int) -> bytes:
    return f"lsoa21cd,addresses,addresses_within_300m\nE01012187,{addresses},{within}\n".encode()


def stage(settings: Settings, content: bytes, synthetic: bool = False, content_checksum: str = "") -> None:
    """Stage an extract of the council's own, as far as sums go: its stamp names the sum of its bytes."""
    total = hashlib.sha256(content).hexdigest()
    write_table_and_stamp(
        pa.table({"lsoa21cd": ["E01012187"]}),
        settings.staged / f"{SOURCE}.parquet",
        content_checksum or hashlib.sha256(f"staged {total}".encode()).hexdigest(),
        inputs=[("open_space.csv", "2025", total, synthetic)],
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "raw" / SOURCE / "2025"
    folder.mkdir(parents=True)
    (folder / "provenance.json").write_text("{}")  # else the source is taken for absent
    return with_sources(
        Settings(raw=tmp_path / "raw", processed=tmp_path / "processed", reports=tmp_path / "reports"),
        DEFINITIONS.sources[SOURCE],
    )


def publish(settings: Settings, name: str = "2026") -> Path:
    """Write an edition's manifest, as publishing does, and give the edition its name."""
    folder = settings.reports / ".editions" / name
    folder.mkdir(parents=True)
    write_manifest(settings, folder, make_edition_output(settings).content())
    (settings.reports / name).symlink_to(folder)
    return folder


def list_published_sums(folder: Path) -> set[str]:
    """Return everything in an edition's record that looks like a sum: the attacker's view."""
    return set(re.findall(r"[0-9a-f]{12,}", (folder / "manifest.json").read_text(encoding="utf-8")))


def guess_extract(settings: Settings, published: set[str]) -> Iterator[bytes]:
    """Yield every guess at the extract that a published sum confirms: of its bytes, or of all that rests on them.

    The attacker has the code, knows all else that the edition rests on, and tries each pair of small numbers.
    """
    for within, addresses in product(range(MOST), range(MOST)):
        guess = write_extract(within, addresses)
        total = hashlib.sha256(guess).hexdigest()
        if {total, PUBLIC_KEY.seal(total)} & published:
            yield guess
    stage(settings, write_extract(13, 29))  # to try the chain too: the one guess that is right
    chain = replace(make_edition_output(settings), seal=str).content()
    if {chain, PUBLIC_KEY.seal(chain), chain[:12]} & published:
        yield b"by the chain"


def test_an_extract_cannot_be_found_by_trying(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    stage(settings, write_extract(13, 29))
    published = list_published_sums(publish(settings))
    assert list(guess_extract(settings, published)) == []
    # The attack works where sums are plain, so it would find them.
    (settings.reports / "2026").unlink()
    monkeypatch.setattr(SumKey, "seal", lambda self, checksum: checksum)
    plain = list_published_sums(publish(settings, "2027"))
    assert list(guess_extract(settings, plain)) == [write_extract(13, 29), b"by the chain"]


def test_the_sample_has_plain_sums_and_no_key_of_its_own(settings: Settings) -> None:
    content = write_extract(13, 29)
    stage(settings, content, synthetic=True)
    folder = publish(settings)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["key"] == PUBLIC_KEY.identity
    assert manifest["inputs"][0]["sha256"] == hashlib.sha256(content).hexdigest()
    assert not (settings.raw / KEY_FILE).exists()


def test_the_key_is_written_once_for_its_owner_alone(settings: Settings) -> None:
    stage(settings, write_extract(1, 2))
    key = find_sum_key(settings)
    path = settings.raw / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert find_sum_key(settings) == key == read_sum_key(settings.raw) != PUBLIC_KEY
    with pytest.raises(FileExistsError):
        create_sum_key(settings.raw)
    assert {file.name for file in settings.raw.iterdir()} == {KEY_FILE, SOURCE}


@pytest.mark.parametrize("lost", ["gone", "another", "not a key"])
def test_a_lost_key_is_a_refusal_that_says_what_to_do(settings: Settings, lost: str) -> None:
    stage(settings, write_extract(1, 2))
    publish(settings)
    key = settings.raw / KEY_FILE
    key.unlink()
    if lost == "another":
        create_sum_key(settings.raw)
    elif lost == "not a key":
        key.write_text("lost it, sorry")
    with pytest.raises(CatalogueError, match="restore it from your backup") as refusal:
        find_sum_key(settings)
    assert "lost it" not in str(refusal.value)


def test_files_of_an_edition_from_before_are_recognised(settings: Settings) -> None:
    content = write_extract(1, 2)
    stage(settings, content)
    key, plain = find_sum_key(settings), hashlib.sha256(content).hexdigest()
    inputs = list_input_files(settings.staged, settings.definitions.sources, key)
    (file,) = inputs[SOURCE]
    assert file.checksum.startswith(KEYED)
    assert plain not in file.checksum
    assert file.has_bytes_of(InputFile("open_space.csv", "2025", plain, False))
    assert file.has_bytes_of(InputFile("open_space.csv", "2025", file.checksum, False))
    assert not file.has_bytes_of(InputFile("open_space.csv", "2025", "0" * 64, False))
    assert list_known_checksums(inputs) == {SOURCE: {plain, file.checksum}}
