"""What a run is made with: every file of the code counts, and each difference is named."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from fairer_stockton.run import software
from fairer_stockton.run.software import compute_checksum_of_all_code, describe_software
from tests.conftest import PROJECT


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a package to which another folder is linked, as in a clone."""
    (tmp_path / "package/templates").mkdir(parents=True)
    (tmp_path / "beside").mkdir()
    (tmp_path / "package/a.py").write_text("1")
    (tmp_path / "package/templates/page.html.j2").write_text("2")
    (tmp_path / "beside/stage.py").write_text("3")
    (tmp_path / "package/pipelines").symlink_to("../beside")
    return tmp_path / "package"


@pytest.mark.parametrize("name", ["a.py", "templates/page.html.j2", "pipelines/stage.py"])
def test_every_file_counts(package: Path, name: str) -> None:
    before = compute_checksum_of_all_code(package)
    (package / name).write_text("changed")
    assert compute_checksum_of_all_code(package) != before


def test_a_file_that_is_moved_counts_and_what_is_compiled_does_not(package: Path) -> None:
    before = compute_checksum_of_all_code(package)
    (package / "__pycache__").mkdir()
    (package / "__pycache__/a.cpython-311.pyc").write_text("compiled")
    assert compute_checksum_of_all_code(package) == before
    (package / "a.py").rename(package / "b.py")
    assert compute_checksum_of_all_code(package) != before


def test_this_run() -> None:
    now = describe_software()
    assert now.libraries.keys() >= {"pandas", "duckdb", "python-docx"}
    assert len(now.lock) == len(now.sha256) == 64
    if (PROJECT / ".git").exists():
        asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=True)
        assert now.commit == asked.stdout.strip()
    assert now.list_differences(now.as_json()) == []


def test_differences_are_named() -> None:
    now = describe_software()
    then = replace(now, sha256="0" * 64, commit="1" * 40, python="3.99.0", libraries={**now.libraries, "pandas": "1.0"})
    assert now.list_differences(then.as_json()) == [
        f"code of sha256 {now.sha256}",
        f"Python {now.python}, not 3.99.0",
        f"pandas {now.libraries['pandas']}, not 1.0",
    ]
    assert now.list_differences(replace(now, commit="1" * 40).as_json()) == [], "a commit of other files alone"
    assert "before manifests" in now.list_differences({"version": "0.1.0", "sha256": now.sha256})[0]


def test_no_clone_has_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert software._read_commit(tmp_path) == ""
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    assert software._read_commit(tmp_path) == ""
