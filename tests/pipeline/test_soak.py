"""The soak in brief: whatever disturbs a refresh, nothing is lost or half published, and the end is the same."""

import subprocess
import sys

from benchmarks.soak.trials import KINDS
from tests.conftest import PROJECT

# Two rounds of all kinds of disturbance; `make soak` tries a hundred, and kills before every operation on files, as
# tests/unit/recovery/test_kills.py does for commands of a smaller report.
BRIEF = ("--refreshes", f"{2 * len(KINDS)}", "--brief", "--stages")


def test_disturbed_refreshes_lose_nothing_and_end_with_the_same_bytes() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", *BRIEF]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "18 disturbed refreshes, seed 1: nothing lost, nothing half published" in done.stdout
    tried = {kind: 2 * KINDS.count(kind) for kind in sorted(set(KINDS))}
    assert f"tried {tried}" in done.stdout
    assert "every byte is that of an undisturbed report" in done.stdout
