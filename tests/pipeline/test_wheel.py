"""The package as a wheel: built from a checkout, and installed where there is no checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import DEFINITIONS, PROJECT

pytestmark = pytest.mark.xdist_group("wheel")

Fairer = Callable[..., str]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of a copy, so that nothing is left in the checkout."""
    copy, built = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    for folder in ("fairer_stockton", "schemas", "pipelines"):
        shutil.copytree(PROJECT / folder, copy / folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "GLOSSARY.md", "LICENCE.md"):
        shutil.copyfile(PROJECT / file, copy / file)
    options = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", built)
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, copy], check=True)
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def fairer(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Fairer:
    """Install the wheel into an environment of its own, which borrows the libraries of this one and no code."""
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python = home / "bin" / "python"
    where = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    site = Path(where.stdout.strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    options = ("--quiet", "--no-deps", "--no-index")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FAIRER_")}
    clean |= {"FAIRER_JOBS": "1"}  # a second process would import everything again
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", *options, wheel], check=True)

    def run(*words: str, folder: Path) -> str:
        command = [home / "bin" / "fairer", *words]
        return subprocess.run(command, cwd=folder, env=clean, check=True, capture_output=True, text=True).stdout

    return run


def test_the_wheel_carries_all_that_a_report_needs(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    for folder in ("fairer_stockton", "schemas", "pipelines"):
        inside = "" if folder == "fairer_stockton" else "fairer_stockton/"
        files = [path for path in (PROJECT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        missing = {f"{inside}{path.relative_to(PROJECT).as_posix()}" for path in files} - names
        assert not missing
    assert not [name for name in names if name.startswith(("schemas/", "pipelines/", "tests/"))]


# A council's own framework of one measure, so that a whole edition takes seconds: four measures answer to that.
SMALL_FRAMEWORK = """\
[wealth]
title    = "Wealth"
measures = ["Share of people with savings or assets"]
needs    = "Savings by neighbourhood."
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1H0z"/></svg>'
OWN_LOOK = """
logo     = "logo.svg"
logo_alt = "{name} council"
[colours]
accent = "#5b2245"
"""


def check_sample_is_that_of_a_checkout(sample: Path) -> None:
    """Check that the sample has what the committed one has, but for what this council does not supply itself."""
    committed = PROJECT / "data/raw/sample"
    names = {path.relative_to(committed) for path in committed.rglob("*.json")}
    open_names = {name for name in names if name.parts[0] not in DEFINITIONS.supplied}
    assert {path.relative_to(sample) for path in sample.rglob("*.json")} == open_names


def test_an_installed_package_makes_the_report_of_a_new_council_without_a_checkout(
    fairer: Fairer, tmp_path: Path
) -> None:
    """Begin a council's folder and make its first report by two commands, as its analyst would.

    The report writes the sample first, by what `fairer sample` writes it.
    """
    assert "exit codes" in fairer("--help", folder=tmp_path)
    name, code, title, wards = "middlesbrough", "E06000002", "Middlesbrough", 20
    said = fairer("init", name, "--authority", code, folder=tmp_path).splitlines()
    assert said[0] == name
    folder = tmp_path / name
    (folder / "framework.toml").write_text(SMALL_FRAMEWORK, encoding="utf-8")
    (folder / "logo.svg").write_text(SVG, encoding="utf-8")
    council = (folder / "council.toml").read_text(encoding="utf-8").replace('"Cabinet"', '"Executive"')
    (folder / "council.toml").write_text(council + OWN_LOOK.format(name=title), encoding="utf-8")
    assert fairer("report", folder=folder).strip() == "reports/2026/index.html"
    edition = (folder / "reports/latest/manifest.json").resolve().parent
    first = (edition / "index.html").read_text(encoding="utf-8")
    assert f"A fairer {title}" in first
    assert "Annual report to Executive" in first
    assert f'<img class="logo" src="logo.svg" alt="{title} council">' in first
    assert len(list(edition.glob("area-E05*.html"))) == wards
    for page in ("index.html", "wealth.html", "residents.html", "sources.html", "glossary.html"):
        text = (edition / page).read_text(encoding="utf-8")
        assert "SAMPLE" in text
        assert "Stockton-on-Tees" not in text
    assert not {"claims.html", "communities.html", "priorities.html"} & {path.name for path in edition.iterdir()}
    assert (edition / "style.css").read_text(encoding="utf-8").endswith("background: #fff; }\n")
    check_sample_is_that_of_a_checkout(folder / "data/raw/sample")
    again = fairer("report", folder=folder).strip()
    assert again == "reports/2026/index.html", "nothing has changed, and nothing is made again"
