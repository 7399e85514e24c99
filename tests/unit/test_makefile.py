"""The Makefile: a setting or a target that there is not stops it before anything is done, and the nearest is named."""

import os
import re
import subprocess

import pytest

from fairer_stockton.definitions.settings import OF_CALLERS, OF_TESTS, Settings
from tests.conftest import PROJECT

MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


# As from a terminal: `make test` itself would hand its own settings on to the make of a test.
ALONE = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "FAIRER_"))}


def make(*words: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *words], cwd=PROJECT, capture_output=True, text=True, check=check, env=ALONE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "SAMPLES=no"), "SAMPLES is not a setting; did you mean SAMPLE?"),
        (("report", "sample=no"), "sample is not a setting; did you mean SAMPLE?"),
        (("report", "SAMPLE=no", "AUTHORTY=E06000002"), "AUTHORTY is not a setting; did you mean AUTHORITY?"),
        (("report", "QWXYZ=1"), "QWXYZ is not a setting; `make` lists all that there are"),
    ],
)
def test_setting_that_there_is_not(words: tuple[str, ...], said: str) -> None:
    done = make("-n", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_target_that_there_is_not() -> None:
    done = make("suply")
    assert done.returncode == 2
    assert "suply is not a target; did you mean supply?" in done.stderr


def test_values_reach_the_command_as_they_were_typed(tmp_path) -> None:
    """Through the environment: no quotation mark, space or sign of the shell in them means anything."""
    words = {
        "FILE": "a b=c \"d\" 'e' $(x).csv",
        "PERIOD": "2024/25",
        "SOURCE": "open_space",
        "CONFIRM": "it's `so`; #1",
    }
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    python.chmod(0o755)
    given = [f"{name}={value}" for name, value in words.items()]
    ready = tmp_path / ".ready"
    ready.touch()
    done = make("supply", *given, f"VENV={tmp_path}", check=True)
    lines = done.stdout.splitlines()
    assert [lines[lines.index(f"--{name.lower()}") + 1] for name in words] == list(words.values())


def test_lists_of_settings_and_targets_are_whole() -> None:
    settings = set(re.search(r"^SETTINGS := ((?:.|\\\n)*?)\n[A-Z]", MAKEFILE, re.M)[1].replace("\\\n", " ").split())
    assert set(re.findall(r"^([A-Z]+) +\?=", MAKEFILE, re.M)) <= settings
    exported = set(re.findall(r"^export FAIRER_([A-Z]+) :=", MAKEFILE, re.M))
    assert exported == {name.upper() for name in Settings.__dataclass_fields__ if name not in OF_CALLERS}
    assert exported | {name.upper() for name in OF_TESTS} <= settings
    targets = re.search(r"^TARGETS +:= (.*)$", MAKEFILE, re.M)[1].split()
    assert sorted(targets) == sorted(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.M))
