"""What an output was made from decides whether it is current: what code does, and what definitions hold."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.ingest.stage import describe_staged_output
from fairer_stockton.measure.results import list_measuring_outputs
from fairer_stockton.report.manifest import make_edition_output
from fairer_stockton.run import record
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.record import TrackedOutput, compute_code_checksum, compute_module_checksum_and_imports
from fairer_stockton.validate.verdicts import make_output_of_verdict
from tests.conftest import DEFINITIONS

SETTINGS = Settings(Path("raw"), Path("processed"), Path("reports"))
PLACES, FIGURES = list_measuring_outputs(SETTINGS)
OUTPUTS = {
    "ingest": describe_staged_output(SETTINGS, DEFINITIONS.sources["open_space"], []),
    "validate": make_output_of_verdict(SETTINGS, "open_space"),
    "places": PLACES,
    "figures": FIGURES,
    "report": make_edition_output(SETTINGS),
}
Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """A way to edit a file of a copy of the package, by which code is summed from now on."""
    package = tmp_path / PACKAGE.name
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(record, "PACKAGE", package)
    monkeypatch.setattr(record, "READINGS", tmp_path / "readings.json")

    def edit(name: str, old: str, new: str) -> None:
        path = package / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        record._find_module_checksum_and_imports.cache_clear()
        record._list_modules_that_run.cache_clear()

    return edit


def sums() -> dict[str, str]:
    return {name: compute_code_checksum(*output.code) for name, output in OUTPUTS.items()}


# That the report follows the results is by what it rests on; here its own code is looked at.
CHANGES = [
    ("supply/stage.py", "def supply(", "# A remark.\ndef supply(", set()),
    ("supply/stage.py", 'SUFFIXES = (".csv"', 'SUFFIXES = (".tsv"', set()),
    ("statistics/proportions.py", '"""', '"""In other words: ', set()),
    ("statistics/proportions.py", "scale: float = 100.0", "scale: float = 1_000.0", {"figures"}),
    ("statistics/quantiles.py", "import numpy", "import os\nimport numpy", {"places", "figures"}),
    ("geography/bridge.sql", "select", "select distinct", {"places", "figures", "report"}),
    ("measures/learning/attainment_8.toml", "=", " =", {"places", "figures", "report"}),
    ("schemas/staged/open_space.py", "import", "import os\nimport", {"validate"}),
    ("report/templates/index.html.j2", "<", "<b></b><", {"report"}),
    ("report/charts/style.py", "import", "import os\nimport", {"report"}),
    # An extract as first published is staged when figures are measured.
    ("ingest/recoding.py", "import", "import os\nimport", {"ingest", "figures"}),
    ("cli.py", "import argparse", "import os\nimport argparse", set()),
]


@pytest.mark.parametrize(("name", "old", "new", "changed"), CHANGES)
def test_what_a_change_makes_anew(name: str, old: str, new: str, changed: set[str], edit: Edit) -> None:
    before = sums()
    edit(name, old, new)
    after = sums()
    assert {stage for stage in OUTPUTS if before[stage] != after[stage]} == changed


@pytest.mark.parametrize(
    "text",
    [
        b'"""Another docstring."""\nX = 1\n\n\ndef f() -> int:\n    return X\n',
        b"# A remark.\nX = 1\ndef f() -> int: return X  # another\n",
        b"X = 1\ndef f() -> int:\n    'Return it.'\n    return X\nif __name__ == '__main__':\n    f()\n",
    ],
)
def test_comments_docstrings_and_layout_do_not_count(text: bytes) -> None:
    assert compute_module_checksum_and_imports(text) == compute_module_checksum_and_imports(
        b"X = 1\ndef f() -> int:\n    return X\n"
    )


def test_a_constant_counts() -> None:
    assert compute_module_checksum_and_imports(b"X = 1\n") != compute_module_checksum_and_imports(b"X = 2\n")


def test_what_is_imported_inside_a_function_is_followed() -> None:
    _, names = compute_module_checksum_and_imports(
        b"def f():\n    from fairer_stockton.run import errors\n    import pandas\n"
    )
    assert names == ("fairer_stockton.run", "fairer_stockton.run.errors")


def test_readings_are_stored_for_the_next_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder" / "readings.json"
    monkeypatch.setattr(record, "READINGS", path)
    expected = compute_code_checksum("run")
    for content in (None, b"", b"[1]", b'{"by": "another", "readings": {}}'):
        if content is not None:
            path.write_bytes(content)
        record._find_module_checksum_and_imports.cache_clear()
        record._list_modules_that_run.cache_clear()
        record._load_stored_checksums_and_imports.cache_clear()
        assert compute_code_checksum("run") == expected
        assert path.stat().st_size > 100
    record._find_module_checksum_and_imports.cache_clear()
    record._list_modules_that_run.cache_clear()
    record._load_stored_checksums_and_imports.cache_clear()
    monkeypatch.setattr(record, "compute_module_checksum_and_imports", lambda _: pytest.fail("read again"))
    assert compute_code_checksum("run") == expected


def test_an_output_is_current_until_a_file_that_it_rests_on_changes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("1")
    recorded: dict[str, str] = {}
    output = TrackedOutput("output", (tmp_path / "file",), ("run/errors.py",), (source,), recorded=lambda _: recorded)
    assert not output.is_current()
    recorded["content"] = output.content()
    assert output.is_current()
    source.write_text("2")
    assert not output.is_current()
