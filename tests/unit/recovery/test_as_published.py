"""A past edition is rebuilt from the register alone, or nothing is written and what is otherwise is named."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch.register import list_versions_of_source
from fairer_stockton.pipelines import report as recipe
from fairer_stockton.recovery.past_edition import PastEdition, find_past_edition, refuse_other_software_or_files
from fairer_stockton.recovery.past_inputs import gather_inputs
from fairer_stockton.report import stage
from fairer_stockton.report.versions import list_versions
from fairer_stockton.run.errors import CatalogueError, MissingSourceError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.private_files import make_owner_folder
from fairer_stockton.run.software import describe_software
from fairer_stockton.run.sum_key import create_sum_key
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.reduced_file import ReducedFile
from tests.conftest import DEFINITIONS, QUIET

OWN = DEFINITIONS.sources["debt_advice"]
EXTRACT = OWN.extracts[-1]
SOFTWARE = describe_software()


def supply(settings: Settings, content: bytes) -> None:
    supplying.store_extract(settings, OWN, EXTRACT, ReducedFile(content, ()), "desk.csv")


def read_extracts(settings: Settings) -> bytes:
    return b"".join(file.path.read_bytes() for file in raw_folder.find_raw_files(settings.raw, OWN))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings under which an edition of 2025 was published and then the extract replaced, with short stages.

    Its page is made of the extract, the sample and the edition before it, as they lie in the folders of the stages.
    """
    monkeypatch.setattr(os, "fsync", lambda _: None)
    settings = Settings(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports", edition="2026")
    (settings.raw / "sample/turnout/2023").mkdir(parents=True)
    (settings.raw / "sample/turnout/2023/t.csv").write_text("invented")
    files = [
        {
            "name": "t.csv",
            "stored": "t.csv",
            "sha256": compute_file_checksum(settings.raw / "sample/turnout/2023/t.csv"),
        }
    ]
    raw_folder.write_provenance(settings.raw / "sample/turnout/2023", {"synthetic": True, "files": files})
    key = create_sum_key(settings.raw)
    supply(settings, b"first rows")
    earlier = write_build(settings, "2024", {"index.html": b"the edition before"}, [])
    total = list_versions_of_source(settings.raw, OWN.name)[0].sha256
    inputs = [
        {
            "source": OWN.name,
            "file": EXTRACT.name,
            "period": EXTRACT.period,
            "sha256": key.seal_file(total),
            "synthetic": False,
        },
        {"source": "turnout", "file": "t.csv", "period": "2023", "sha256": files[0]["sha256"], "synthetic": True},
    ]
    page = {"index.html": b"first rows and invented after the edition before"}
    write_build(settings, "2025", page, inputs, {"2024": compute_file_checksum(earlier / "manifest.json")})
    supply(settings, b"corrected rows")

    def build(then: Settings, *_: object) -> Path:
        (earlier,) = [path for path in then.reports.iterdir() if path.is_symlink()]
        words = [
            read_extracts(then),
            b" and ",
            (then.raw / "sample/turnout/2023/t.csv").read_bytes(),
            b" after ",
            (earlier / "index.html").read_bytes(),
        ]
        folder = then.reports / "built"
        folder.mkdir()
        (folder / "index.html").write_bytes(b"".join(words))
        (folder / "manifest.json").write_text("{}")
        return folder

    for name in ("ingest", "validate", "measure"):
        monkeypatch.setattr(recipe, name, lambda *_: None)
    monkeypatch.setattr("fairer_stockton.recovery.rebuilding.make_edition_output", lambda _: None)
    monkeypatch.setattr(stage, "build_edition_beside_published", build)
    return settings


def write_build(
    settings: Settings, edition: str, files: dict[str, bytes], inputs: list[Any], earlier: dict[str, str] | None = None
) -> Path:
    content = edition * 10
    folder = settings.reports / ".editions" / f"{edition}-{content[:12]}"
    folder.mkdir(parents=True)
    for name, written in files.items():
        (folder / name).write_bytes(written)
    facts: dict[str, Any] = {"edition": edition, "authority": settings.authority, "content": content, "inputs": inputs}
    facts |= {"profiles": [], "date": "", "sample": True, "council": {}, "stale": {}, "areas": {}, "commentary": {}}
    facts |= {"earlier": earlier or {}, "code": SOFTWARE.as_json()}
    facts["outputs"] = {name: compute_file_checksum(folder / name) for name in files}
    (folder / "manifest.json").write_text(json.dumps(facts, indent=2) + "\n")
    (settings.reports / edition).symlink_to(Path(".editions", folder.name))
    return folder


def rebuild(settings: Settings) -> Path:
    return recipe.rebuild(replace(settings, edition="2025"), QUIET)


def changed(settings: Settings, change: Callable[[dict[str, Any]], None]) -> None:
    path = settings.reports / "2025/manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rebuilt_from_the_register(settings: Settings) -> None:
    before = files(settings.reports)
    assert rebuild(settings) == (settings.reports / "2025").resolve()
    assert files(settings.reports) == before, "it was there whole"
    assert read_extracts(settings) == b"corrected rows", "what is in force now stays"
    assert not (settings.processed / ".as-published").exists(), "no rows are left behind"


def test_a_damaged_edition_is_put_right_with_its_own_manifest(settings: Settings) -> None:
    before = files(settings.reports / "2025")
    (settings.reports / "2025/index.html").unlink()
    rebuild(settings)
    assert files(settings.reports / "2025") == before


def test_an_edition_of_which_the_record_alone_is_left(settings: Settings) -> None:
    before = files(settings.reports / "2025")
    recorded = settings.raw / "record-of-published/2025-1"
    recorded.mkdir(parents=True)
    shutil.copy(settings.reports / "2025/manifest.json", recorded)
    shutil.rmtree((settings.reports / "2025").resolve())
    (settings.reports / "2025").unlink()
    rebuild(settings)
    assert files(settings.reports / "2025") == before
    assert {version.edition for version in list_versions(settings.reports)} == {"2024", "2025"}


OTHERS: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "code": (lambda manifest: manifest["code"].update(sha256="0" * 64), "code of sha256"),
    "a library": (lambda manifest: manifest["code"]["libraries"].update(pandas="1.0"), "pandas .*, not 1.0"),
    "Python": (lambda manifest: manifest["code"].update(python="3.99"), "Python .*, not 3.99"),
    "an old manifest": (lambda manifest: manifest["code"].pop("libraries"), "before manifests had"),
    "no date": (lambda manifest: manifest.pop("date"), "a manifest without date"),
    "a file of the council": (lambda manifest: manifest["council"].update({"a.toml": "0"}), "another a.toml"),
    "areas": (lambda manifest: manifest["areas"].update({"b.toml": "0"}), "another b.toml of the areas"),
}


@pytest.mark.parametrize("other", OTHERS)
def test_other_software_or_files_write_nothing_and_name_the_commit(settings: Settings, other: str) -> None:
    change, words = OTHERS[other]
    changed(settings, lambda manifest: manifest["code"].update(commit="c" * 40, lock="d" * 64))
    changed(settings, change)
    before = files(settings.reports)
    with pytest.raises(CatalogueError, match=words) as caught:
        rebuild(settings)
    assert "c" * 40 in str(caught.value) and "d" * 64 in str(caught.value)
    assert files(settings.reports) == before


def test_other_bytes_write_nothing(settings: Settings) -> None:
    changed(settings, lambda manifest: manifest["outputs"].update({"index.html": "0" * 64}))
    before = files(settings.reports)
    with pytest.raises(CatalogueError, match="other bytes than were published:\n +index.html"):
        rebuild(settings)
    assert files(settings.reports) == before
    assert not (settings.processed / ".as-published").exists()


def forget_the_version(settings: Settings) -> None:
    list_versions_of_source(settings.raw, OWN.name)[0].bytes_path.unlink()


def change_the_sample(settings: Settings) -> None:
    path = settings.raw / "sample/turnout/2023/provenance.json"
    path.write_text(path.read_text().replace("t.csv", "u.csv"))


def damage_the_earlier_edition(settings: Settings) -> None:
    (settings.reports / "2024/index.html").write_text("other")


MISSING = {
    "a version": (forget_the_version, "debt_advice 2024-25: debt_advice_2024-25.csv"),
    "the key": (lambda settings: (settings.raw / "key-of-sums").unlink(), "debt_advice 2024-25"),
    "the sample": (change_the_sample, "turnout 2023: t.csv"),
    "an earlier edition": (damage_the_earlier_edition, "edition 2024"),
}


@pytest.mark.parametrize("lacking", MISSING)
def test_what_is_not_there_any_more_is_named(settings: Settings, lacking: str) -> None:
    act, words = MISSING[lacking]
    act(settings)
    before = files(settings.reports)
    with pytest.raises(MissingSourceError, match=words):
        rebuild(settings)
    assert files(settings.reports) == before


def test_an_edition_that_never_was(settings: Settings) -> None:
    with pytest.raises(CatalogueError, match="one of 2024, 2025"):
        find_past_edition(settings, "2019")


def test_rows_of_people_are_gathered_for_the_account_alone(settings: Settings, tmp_path: Path) -> None:
    past: PastEdition = find_past_edition(settings, "2025")
    refuse_other_software_or_files(settings, past)
    then = past.make_settings_of_then(settings, make_owner_folder(tmp_path / "work"))
    gather_inputs(settings, then, past)
    assert read_extracts(then) == b"first rows"
    assert {path.stat().st_mode & 0o077 for path in (then.raw, then.raw / OWN.name / EXTRACT.period)} == {0}
    assert (then.raw / "key-of-sums").read_bytes() == (settings.raw / "key-of-sums").read_bytes()
