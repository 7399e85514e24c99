"""Processes of this machine: whether one is still there."""

import os


def is_process_alive(number: int) -> bool:
    """Return whether a process of this machine has this number."""
    try:
        os.kill(number, 0)
    except PermissionError:  # another account's
        return True
    except (OSError, OverflowError):
        return False
    return True
