"""The soak in brief: whatever disturbs a refresh, nothing is lost or half published, and the end is the same."""

import subprocess
import sys

from tests.conftest import PROJECT

# As many as fit into a minute; `make soak` tries a hundred, and kills before every operation on files, as
# tests/unit/recovery/test_kills.py does for commands of a smaller report.
BRIEF = ("--refreshes", "30", "--brief", "--stages")


def test_disturbed_refreshes_lose_nothing_and_end_with_the_same_bytes() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", *BRIEF]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 disturbed refreshes, seed 1: nothing lost, nothing half published" in done.stdout
    assert "every byte is that of an undisturbed report" in done.stdout
