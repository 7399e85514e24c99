"""The two folders of results stand in a clone with a page that says what will lie there; nothing stumbles over it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import list_earlier_editions
from fairer_stockton.editions.record import STORE
from fairer_stockton.fetch.preflight import check_settings
from fairer_stockton.report import stage as report_stage
from fairer_stockton.run.lock import hold_locks_of_folders
from tests.conftest import PROJECT, QUIET, only_sample
from tests.unit.test_makefile import ALONE

PAGES = ("data/processed/README.md", "reports/README.md")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for page in PAGES:
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / page, tmp_path / page)
    return Settings(
        raw=only_sample(tmp_path / "data/raw"), processed=tmp_path / "data/processed", reports=tmp_path / "reports"
    )


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="not a clone")
@pytest.mark.parametrize("page", PAGES)
def test_page_is_committed_and_what_lies_beside_it_is_not(page: str) -> None:
    def is_ignored(name: str) -> bool:
        return subprocess.run(["git", "check-ignore", "-q", name], cwd=PROJECT, check=False).returncode == 0

    assert (PROJECT / page).is_file()
    assert not is_ignored(page)
    assert is_ignored(str(Path(page).with_name("staged"))) and is_ignored(str(Path(page).with_name("latest")))


def test_clean_removes_what_was_made_and_leaves_the_page(settings: Settings, tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(PROJECT / name, tmp_path / name)
    (settings.staged / "turnout").mkdir(parents=True)
    (settings.processed / ".hidden").touch()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, env=ALONE, capture_output=True)
    assert [path.name for path in settings.processed.iterdir()] == ["README.md"]
    assert (settings.processed / "README.md").read_bytes() == (PROJECT / PAGES[0]).read_bytes()
    assert (settings.reports / "README.md").is_file()


def test_clean_of_a_folder_without_the_page_removes_the_folder(settings: Settings, tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(PROJECT / name, tmp_path / name)
    (tmp_path / "elsewhere/staged").mkdir(parents=True)
    subprocess.run(["make", "clean", "PROCESSED=elsewhere"], cwd=tmp_path, check=True, env=ALONE, capture_output=True)
    assert not (tmp_path / "elsewhere").exists()
    assert (settings.processed / "README.md").is_file()


def test_the_page_is_taken_for_no_edition(settings: Settings) -> None:
    check_settings(settings)
    with hold_locks_of_folders(settings.raw, settings.processed, settings.reports):
        assert list_earlier_editions(settings) == []
        build = settings.reports / STORE / "2026-1"
        build.mkdir(parents=True)
        report_stage._replace_link(settings.reports / "2026", Path(STORE, build.name))
        report_stage._remove_builds(settings.reports, (), QUIET)
    assert build.is_dir()
    assert (settings.reports / "README.md").is_file()
