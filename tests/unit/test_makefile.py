"""The Makefile: a setting or a target that there is not stops it before anything is done, and the nearest is named."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import OF_CALLERS, OF_COMMANDS, OF_TESTS, Settings
from tests.conftest import PROJECT

MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


# As from a terminal: `make test` itself would hand its own settings on to the make of a test.
ALONE = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "FAIRER_"))}


def make(*words: str, check: bool = False, folder: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    command = ["make", "-f", str(PROJECT / "Makefile"), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=check, env=ALONE)


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


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment whose Python only shows what it is asked to do, and by which settings."""
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nenv | grep ^FAIRER_\n')
    python.chmod(0o755)
    (tmp_path / ".ready").touch()
    return tmp_path


# Nothing in it means anything: neither to make nor to a shell. The name says what it would do if it did.
HOSTILE = 'a b=c "d" \'e\' $(x) $(shell touch {0}) "; touch {0}; " `touch {0}` #1'


def test_values_reach_the_command_as_they_were_typed(environment: Path) -> None:
    """Through the environment: no quotation mark, space or sign of the shell in them means anything."""
    ran = environment / "ran"
    words = {"FILE": HOSTILE.format(ran), "PERIOD": "2024/25", "SOURCE": "open_space", "CONFIRM": "it's `so`; #1"}
    done = make("supply", *(f"{name}={value}" for name, value in words.items()), f"VENV={environment}", check=True)
    lines = done.stdout.splitlines()
    assert [lines[lines.index(f"--{name.lower()}") + 1] for name in words] == list(words.values())
    assert not ran.exists()


@pytest.mark.parametrize("target", ["fetch", "refresh", "ingest", "adopt"])
def test_no_value_is_read_by_make_or_a_shell(target: str, environment: Path) -> None:
    ran = environment / "ran"
    hostile = HOSTILE.format(ran)
    settings = re.findall(r"^export FAIRER_([A-Z]+) :=", MAKEFILE, re.M)
    others = ["MIRROR", "URL", "YES", "FILE", "SOURCE", "PERIOD"]
    done = make(target, *(f"{name}={hostile}" for name in [*settings, *others]), f"VENV={environment}", check=True)
    lines = done.stdout.splitlines()
    assert {f"FAIRER_{name}={hostile}" for name in settings} <= set(lines)
    if target in {"fetch", "refresh"}:
        assert lines[lines.index("--mirror") + 1] == hostile
    assert not ran.exists()


@pytest.mark.parametrize(
    "word", ['x";touch {};"', "x`touch {}`", "$(shell touch {})", "x$(touch {})", '";touch {};"=1']
)
def test_name_that_there_is_not_runs_nothing(word: str, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    assert make(word.format(ran)).returncode == 2
    assert not ran.exists()


def test_folders_may_have_spaces_and_clean_removes_no_other(environment: Path) -> None:
    processed = environment / "a b"
    processed.mkdir()
    (processed / "README.md").write_text("kept")
    (processed / "staged").mkdir()
    (environment / "a").mkdir()
    make("clean", f"PROCESSED={processed}", f"VENV={environment / 'no such'}", check=True, folder=environment)
    assert [path.name for path in processed.iterdir()] == ["README.md"]
    assert (environment / "a").is_dir()


def test_lists_of_settings_and_targets_are_whole() -> None:
    settings = set(re.search(r"^SETTINGS := ((?:.|\\\n)*?)\n[A-Z]", MAKEFILE, re.M)[1].replace("\\\n", " ").split())
    assert set(re.findall(r"^([A-Z]+) +\?=", MAKEFILE, re.M)) <= settings
    exported = set(re.findall(r"^export FAIRER_([A-Z]+) := \$\(value \1\)$", MAKEFILE, re.M))
    names = (*Settings.__dataclass_fields__, *OF_COMMANDS)
    assert exported == {name.upper() for name in names if name not in OF_CALLERS}
    assert exported | {name.upper() for name in OF_TESTS} <= settings
    targets = re.search(r"^TARGETS +:= ((?:.|\\\n)*?)\n[A-Z]", MAKEFILE, re.M)[1].replace("\\\n", " ").split()
    assert sorted(targets) == sorted(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.M))
