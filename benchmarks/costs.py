"""What a process costs, under the operating system's own accounting."""

import os
import subprocess
import sys
from dataclasses import dataclass

from benchmarks import PROJECT


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU seconds, and its peak memory in MB."""

    seconds: float
    peak_mb: float


def measure_process(name: str, *arguments: str) -> Cost:
    """Run a module in a process of its own, and return what it and its children cost.

    Args:
        name: what is said to have failed, where it does.
        arguments: the module and what it is given.
    """
    with subprocess.Popen([sys.executable, "-m", *arguments], cwd=PROJECT, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} ended with code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
