"""The site of the pages builds without a warning, and loads nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs_generator.house import PROJECT

pytestmark = pytest.mark.xdist_group("site")

pytest.importorskip("mkdocs", reason="the group docs is not installed")
LOADED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"?((?:https?:)?//[^\"\s>]*)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=PROJECT, env=quiet, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_site_is_whole(site: Path) -> None:
    for name in (
        "index",
        "tutorial/first-report",
        "how-to/add-a-measure",
        "reference/measure",
        "architecture",
        "glossary",
    ):
        assert (site / f"{name}.html").is_file(), name
    assert (site / "architecture.svg").is_file()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = {
        (path.name, address)
        for path in site.rglob("*.html")
        for address in LOADED.findall(path.read_text(encoding="utf-8"))
    }
    assert not loaded
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//", styles)
