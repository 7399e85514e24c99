"""The lines on the page on how to use the data, taken from it and run on the edition."""

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

CODE = re.compile(r'aria-label="Code for ([^"]+)"><code>(.*?)</code>', re.DOTALL)


@pytest.fixture(scope="module")
def lines(folder: Path) -> dict[str, str]:
    """The code of each tool, as a reader copies it."""
    text = (folder / "use-the-data.html").read_text(encoding="utf-8")
    return {tool: html.unescape(code) for tool, code in CODE.findall(text)}


def read_measure(folder: Path, code: str) -> pd.DataFrame:
    """Return the latest wards' figures of the measure that the code reads, from the CSV of all figures."""
    name = next(name for name in re.findall(r"\w+", code) if (folder / "json" / f"{name}.json").exists())
    table = pd.read_csv(folder / "csv/observations.csv", dtype={"vintage": str, "period": str}, low_memory=False)
    own = table[table["measure"] == name].query("area_type == 'ward' and breakdown == 'all' and value == value")
    own = own[own["vintage"] == own["vintage"].max()]
    return own[own["period"] == own["period"].max()]


def assert_all_are_printed(printed: str, expected: pd.DataFrame) -> None:
    """Assert that each area stands in what was printed, and the figure of the first."""
    assert len(expected) == 27
    for name in expected["area_name"]:
        assert name in printed
    assert f"{expected['value'].iloc[0]:.4g}"[:4] in printed


def test_each_tool_has_at_most_five_lines(lines: dict[str, str]) -> None:
    assert set(lines) == {"Python", "R", "Power BI"}
    assert all(len(code.splitlines()) <= 5 for code in lines.values())


def test_the_lines_in_python_read_the_figures(lines: dict[str, str], folder: Path) -> None:
    code = lines["Python"]
    finished = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert_all_are_printed(finished.stdout, read_measure(folder, code))


def test_the_lines_in_r_read_the_figures(lines: dict[str, str], folder: Path) -> None:
    program = shutil.which("Rscript")
    if not program:
        pytest.skip("no R on this machine")
    code = lines["R"]
    finished = subprocess.run([program, "-e", code], cwd=folder, capture_output=True, text=True, check=True)
    assert_all_are_printed(finished.stdout, read_measure(folder, code))
