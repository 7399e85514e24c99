"""Notices: a command of the council's own is run with a short message, so that nobody has to read a log."""

import os
import shlex
import subprocess

LONGEST_SECONDS = 60  # that a command may take
# What the command may see of the environment: keys of publishers are none of its business.
HANDED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_RUNTIME_DIR", "MAILTO")


def send_notice(command: str, message: str, outcome: str, code: int) -> str:
    """Run a command with a message on its standard input; no shell reads it.

    Args:
        command: the program and its options, as they are typed: `mail -s "The report" it@example.gov.uk`.
        message: what it is told.
        outcome: how the run ended, for the variable FAIRER_OUTCOME.
        code: its exit code, for FAIRER_EXIT_CODE.

    Returns:
        Why the notice could not be sent; empty where it was.
    """
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    environment |= {"FAIRER_OUTCOME": outcome, "FAIRER_EXIT_CODE": str(code)}
    try:
        words = shlex.split(command)
        done = subprocess.run(
            words, input=message, text=True, env=environment, timeout=LONGEST_SECONDS, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"it did not end within {LONGEST_SECONDS} seconds"
    except (OSError, ValueError) as failure:
        return getattr(failure, "strerror", None) or str(failure)
    return f"it ended with exit code {done.returncode}" if done.returncode else ""
